/** Every state of the designer on a phone, a tablet and a desk: no fault that axe knows, nothing wider than the screen. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { chromiumIsHere } from '../support/browser.ts'
import {
  expectFine,
  openBlock,
  openDesignRoom,
  panelOf,
  ready,
  saved,
  type DesignRoom,
} from '../support/designing.ts'
import { smallQuestionnaire } from '../support/world.ts'

let room: DesignRoom
let students: FormSource

beforeAll(async () => {
  if (!chromiumIsHere) return
  room = await openDesignRoom()
  const read = await readXlsform(readFileSync('test/real/students/questionnaire.xlsx'))
  if (!read.ok) throw new Error('the questionnaire cannot be read')
  students = read.source
})
afterAll(async () => {
  if (chromiumIsHere) await room.close()
})

describe.skipIf(!chromiumIsHere)('every state of the designer', () => {
  test.each([360, 768, 1280])('has no fault that axe knows, and fits %i pixels', async (width) => {
    const id = await room.freshForm({ ...students })
    const { page, context } = await room.open('lead', width)
    const fine = (state: string) => expectFine(page, state)
    await ready(page, room.designOf(id))
    await fine('closed')
    await openBlock(page, 5)
    for (const fold of await panelOf(page).locator('details > summary').all()) await fold.click()
    await fine('open question')
    await panelOf(page).locator('#fold-rules [data-header="relevant"]').fill('${nobody')
    await panelOf(page).locator('.field.wrong').first().waitFor()
    await page.locator('#designer-faults > summary').click()
    await fine('with faults')
    await page.getByRole('button', { name: '添加题目' }).click()
    await page.locator('#designer-add[open]').waitFor()
    await fine('menu')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '翻译' }).click()
    await page.locator('.translations').waitFor()
    await fine('translations')
    await page.locator('#designer-undo').click()
    await page.getByRole('button', { name: '自动测试' }).click()
    await page.locator('#designer-ready').waitFor({ state: 'attached' })
    await page.locator('#test-begin').click()
    await page.locator('#test-outcome[data-done]').waitFor()
    await fine('test run')
    await page.getByRole('button', { name: '编辑', exact: true }).click()
    if (width < 1000) {
      await page.getByRole('button', { name: '手机试填' }).click()
      await page.locator('#designer-phone').waitFor()
      await fine('phone')
    }
    await context.close()
  })

  test.each([360, 768, 1280])(
    'has none when work is merged, offline, signed out or refused at %i pixels',
    async (width) => {
      const id = await room.freshForm(smallQuestionnaire)
      await room.world.store.designing.comment({
        formId: id,
        question: 'age',
        words: '分成年龄段？',
        authorId: room.world.people.organiser.id,
      })
      const { page, context } = await room.open('lead', width)
      await ready(page, room.designOf(id))
      await openBlock(page, 2)
      await panelOf(page).locator('#fold-comments[open]').waitFor()
      await expectFine(page, 'with a comment')

      // Somebody else saves; both changed the same words.
      await page.route('**/presence', (route) => route.abort())
      const other = await room.stored(id)
      const theirs = other.source.survey.map((row) =>
        row.cells['name'] === 'age' ? { ...row, cells: { ...row.cells, label: '您多大年纪？' } } : row,
      )
      await room.world.store.forms.save(id, other.revision, {
        title: other.title,
        kind: other.kind,
        source: { ...other.source, survey: theirs },
      })
      await panelOf(page).getByRole('textbox', { name: '题目文字' }).fill('您今年多大？')
      await page.locator('#designer-merged .clash').waitFor()
      await expectFine(page, 'merged with a clash')
      await page.getByRole('button', { name: '用我的' }).click()
      await saved(page)

      await context.setOffline(true)
      await panelOf(page).getByRole('textbox', { name: '题目文字' }).fill('断线时写的')
      await page.locator('#designer-state[data-state="offline"]').waitFor()
      await expectFine(page, 'offline')
      await page.getByRole('button', { name: '题库' }).click()
      await page
        .locator('#shelf-found .notice.bad, #designer-said:not(:empty)')
        .first()
        .waitFor({ state: 'attached' })
      await expectFine(page, 'library offline')
      await page.getByRole('button', { name: '编辑', exact: true }).click()
      await context.setOffline(false)
      await saved(page)

      await page.route('**/design', (route) =>
        route.request().method() === 'POST'
          ? route.fulfill({ status: 422, contentType: 'application/json', body: '{"message":"表单太大。"}' })
          : route.fallback(),
      )
      await panelOf(page).getByRole('textbox', { name: '题目文字' }).fill('不被接受的')
      await page.locator('#designer-state[data-state="refused"]').waitFor()
      await expectFine(page, 'refused')
      await page.unroute('**/design')
      await context.clearCookies()
      await panelOf(page).getByRole('textbox', { name: '题目文字' }).fill('登录过期后写的')
      await page.locator('#designer-sign-in').waitFor()
      await expectFine(page, 'signed out')
      await context.close()
    },
  )

  test.each([360, 768, 1280])(
    'has none around the designer: comments, comparison and an empty form at %i pixels',
    async (width) => {
      const id = await room.freshForm()
      const { page, context } = await room.open('lead', width)
      await ready(page, room.designOf(id))
      await page.locator('#blocks-empty').waitFor()
      await expectFine(page, 'empty')
      const filled = await room.freshForm(smallQuestionnaire)
      await room.world.store.forms.publish(filled)
      const form = await room.stored(filled)
      await room.world.store.forms.save(filled, form.revision, {
        title: form.title,
        kind: form.kind,
        source: { ...form.source, survey: form.source.survey.slice(0, 3) },
      })
      for (const path of ['comments', 'changes', 'advice', 'library', 'library/keep', 'files', 'publish']) {
        await page.goto(`${room.origin}/forms/${filled}/${path}`)
        await expectFine(page, path)
      }
      await context.close()
    },
  )

  test.each([360, 1280])(
    'has none at what comes from Kobo and from files, which is edited in words at %i pixels',
    async (width) => {
      const id = await room.freshForm(fromElsewhere)
      const { page, context } = await room.open('lead', width)
      await ready(page, room.designOf(id))
      await page.locator('.block-open', { hasText: '评分矩阵' }).first().waitFor()
      await openBlock(page, 0)
      await panelOf(page).getByText('里面的每道题是一行').waitFor()
      await panelOf(page).getByLabel('选项 2 的文字', { exact: true }).fill('很好')
      await panelOf(page).getByRole('button', { name: '添加选项' }).click()
      await page.keyboard.type('说不清')
      await expectFine(page, 'a Kobo score')
      await panelOf(page).getByRole('button', { name: '添加一行' }).click()
      await panelOf(page).getByRole('textbox', { name: '题目文字' }).fill('耐心')
      await expectFine(page, 'a row of it')
      await openBlock(page, 3)
      await panelOf(page).getByText('还没有附上文件 towns.csv').waitFor()
      await expectFine(page, 'a file that is missing')
      await panelOf(page)
        .getByLabel('从文件读取选项')
        .setInputFiles({
          name: '乡镇 名单.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from('code,town,county\nt1,东山镇,甲县\nt2,西山镇,乙县\n'),
        })
      // Without the usual columns the first ones are taken, and can be changed.
      const stored = panelOf(page).getByLabel('存哪一列（代码）')
      await stored.waitFor()
      expect(await stored.inputValue()).toBe('code')
      expect(await panelOf(page).getByLabel('显示哪一列（文字）').inputValue()).toBe('town')
      await panelOf(page).locator('#fold-rules > summary').click()
      const filter = panelOf(page).locator('fieldset.rule', {
        has: page.locator('legend', { hasText: '选项筛选' }),
      })
      await filter.getByRole('button', { name: '用句子设置' }).click()
      await filter.getByLabel('哪道题').selectOption({ label: '选项的“county”列' })
      await expectFine(page, 'a file that is here')
      await saved(page)
      const { source } = await room.stored(id)
      expect(source.choices.map(({ cells }) => cells['label'])).toEqual(['差', '很好', '说不清'])
      expect(source.survey.map(({ cells }) => cells['type'])).toEqual([
        'begin_score',
        'score__row',
        'score__row',
        'end_score',
        'select_one_from_file 乡镇_名单.csv',
      ])
      expect(source.survey[4]?.cells).toMatchObject({ parameters: 'value=code label=town' })
      expect(source.survey[4]?.cells['choice_filter']).toContain('county')
      expect(source.files?.map(({ name, rows }) => [name, rows.length])).toEqual([['乡镇_名单.csv', 2]])
      await openBlock(page, 0)
      await panelOf(page).getByRole('button', { name: '改成普通矩阵' }).click()
      await page.locator('.block-open', { hasText: '矩阵（同一组选项的多道单选）' }).waitFor()
      await page.locator('#designer-ready').waitFor()
      await context.close()
    },
  )
})

const fromElsewhere: FormSource = {
  survey: [
    { row: 2, cells: { type: 'begin_score', name: 'quality', label: '质量', 'kobo--score-choices': 'two' } },
    { row: 3, cells: { type: 'score__row', name: 'clean', label: '整洁' } },
    { row: 4, cells: { type: 'end_score' } },
    { row: 5, cells: { type: 'select_one_from_file towns.csv', name: 'town', label: '乡镇' } },
  ],
  choices: [
    { row: 2, cells: { list_name: 'two', name: '1', label: '差' } },
    { row: 3, cells: { list_name: 'two', name: '2', label: '好' } },
  ],
  settings: [],
}
