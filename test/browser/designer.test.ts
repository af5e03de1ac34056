/** The designer in a real browser: its desk, rules in plain words, saving, two people, and what stands beside the desk. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { chromiumIsHere, openPhone } from '../support/browser.ts'
import {
  labels,
  openBlock,
  openDesignRoom,
  panelOf,
  ready,
  saved,
  type DesignRoom,
} from '../support/designing.ts'
import { smallQuestionnaire } from '../support/world.ts'

/** Waits for a value as long as for anything else in the page. */
const eventually = <T>(ask: () => Promise<T>) => expect.poll(ask, { timeout: 20_000 })

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

describe.skipIf(!chromiumIsHere)('the desk', () => {
  test('undoes and redoes, moves by drag and by keys, copies and deletes', async () => {
    const id = await room.freshForm(smallQuestionnaire)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    const first = ['您家有汽车吗？', '平时停在哪里？', '您的年龄', '您还有什么建议？']
    expect(await labels(page)).toEqual(first)
    await page.locator('.block-open').nth(2).focus()
    await page.keyboard.press('Alt+ArrowUp')
    const moved = [first[0], first[2], first[1], first[3]]
    expect(await labels(page)).toEqual(moved)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('您的年龄')
    await page.keyboard.press('Control+z')
    expect(await labels(page)).toEqual(first)
    await page.keyboard.press('Control+Shift+z')
    expect(await labels(page)).toEqual(moved)
    await page.keyboard.press('Control+z')

    await page.locator('ol.blocks .drag').first().hover()
    await page.mouse.down()
    const target = (await page.locator('.block').nth(2).boundingBox())!
    await page.mouse.move(target.x + 20, target.y + target.height / 2, { steps: 12 })
    await page.mouse.move(target.x + 20, target.y + target.height - 2, { steps: 6 })
    await page.mouse.up()
    await page.waitForFunction(() => document.querySelector('.block-label')?.textContent === '平时停在哪里？')
    expect(await labels(page)).toEqual([first[1], first[2], first[0], first[3]])
    await page.locator('#designer-undo').click()
    expect(await labels(page)).toEqual(first)

    await openBlock(page, 3)
    await panelOf(page).getByRole('button', { name: '复制' }).click()
    expect(await labels(page)).toEqual([...first, first[3]])
    expect(await panelOf(page).getByLabel('变量名', { exact: true }).inputValue()).toBe('wish_2')
    await page.locator('.block-open').nth(3).focus()
    await page.keyboard.press('Delete')
    expect(await labels(page)).toEqual(first)
    await saved(page)
    expect((await room.stored(id)).source.survey.map(({ cells }) => cells['name'])).toEqual([
      'owns_car',
      'parks',
      'age',
      'wish_2',
    ])
    await context.close()
  })

  test('tells faults at their cell, and the phone answers and skips', async () => {
    const id = await room.freshForm(smallQuestionnaire)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    const phone = page.frameLocator('#designer-phone')
    const parks = phone.locator('[data-question="parks"]')
    await phone.getByLabel('没有', { exact: true }).check()
    await parks.waitFor({ state: 'hidden' })
    await phone.getByLabel('有', { exact: true }).check()
    await parks.waitFor()
    await phone.locator('#draft-state:not(:empty)').waitFor({ state: 'attached' })
    await openBlock(page, 1)
    await panelOf(page).locator('#fold-rules').waitFor()
    const rule = panelOf(page).getByLabel('什么时候出现（表达式）', { exact: true })
    await rule.fill('${nobody} = 1')
    await panelOf(page).locator('.error', { hasText: 'nobody' }).waitFor()
    await page.locator('#designer-phone-note').waitFor()
    expect(await page.locator('.block.wrong').count()).toBe(1)
    await rule.fill("${owns_car} = 'no'")
    await page.locator('#designer-ready').waitFor()
    await saved(page)
    // The answers given in the phone are still there, and the new rule holds for them.
    await parks.waitFor({ state: 'hidden' })
    await eventually(() => phone.getByLabel('有', { exact: true }).isChecked()).toBe(true)
    await phone.getByLabel('没有', { exact: true }).check()
    await parks.waitFor()
    await context.close()
  })

  test('keeps its work through a dropped connection, and saves it later', async () => {
    const id = await room.freshForm(smallQuestionnaire)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await context.setOffline(true)
    await openBlock(page, 3)
    await panelOf(page).getByRole('textbox', { name: '题目文字' }).fill('断线时写的')
    await page.locator('#designer-state[data-state="offline"]').waitFor()
    expect((await room.stored(id)).revision).toBe(1)
    // The page is closed, and opened again later.
    await page.close()
    await context.setOffline(false)
    const again = await context.newPage()
    await ready(again, room.designOf(id))
    await saved(again)
    await eventually(async () => (await room.stored(id)).source.survey[3]?.cells['label']).toBe('断线时写的')
    await context.close()
  })

  test('two people are told of each other, and neither writes over the other', async () => {
    const id = await room.freshForm(smallQuestionnaire)
    const one = await room.open('lead')
    const two = await room.open('organiser')
    await ready(one.page, room.designOf(id))
    await ready(two.page, room.designOf(id))
    await two.page.locator('#designer-others', { hasText: '梁牵头' }).waitFor()
    // From here on it learns of changes by saving alone.
    await two.page.route('**/presence', (route) => route.abort())
    await openBlock(one.page, 0)
    await panelOf(one.page).getByRole('textbox', { name: '题目文字' }).fill('您家有几辆车？')
    await saved(one.page)
    await eventually(async () => (await room.stored(id)).revision).toBe(2)
    // The other does not know of it yet, and changes another question and the same one.
    await openBlock(two.page, 0)
    await panelOf(two.page).getByRole('textbox', { name: '题目文字' }).fill('您家有车吗？')
    await openBlock(two.page, 2)
    await panelOf(two.page).getByRole('textbox', { name: '题目文字' }).fill('您今年多大？')
    const notice = two.page.locator('#designer-merged .notice')
    await notice.waitFor()
    expect(await notice.textContent()).toContain('梁牵头 同时改了这份表单')
    await saved(two.page)
    const label = async (row: number) => (await room.stored(id)).source.survey[row]?.cells['label']
    await eventually(() => label(2)).toBe('您今年多大？')
    expect(await label(0)).toBe('您家有几辆车？')
    await notice.getByRole('button', { name: '用我的' }).click()
    await eventually(() => label(0)).toBe('您家有车吗？')
    await one.context.close()
    await two.context.close()
  })
})

describe.skipIf(!chromiumIsHere)('beside the desk', () => {
  test('texts are translated in a table that counts what is missing', async () => {
    const id = await room.freshForm(students)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await page.getByRole('button', { name: '翻译' }).click()
    await page.getByText('English (en)：缺 5 条').waitFor()
    await page.getByLabel('只看缺少翻译的').check()
    const rows = page.locator('.translations tbody tr')
    expect(await rows.count()).toBe(5)
    await rows.first().getByLabel('span_writing（English (en)）').fill('Between 5 and 35 cm')
    await saved(page)
    const header = 'constraint_message::English (en)'
    await eventually(async () => (await room.stored(id)).source.survey[2]?.cells[header]).toBe(
      'Between 5 and 35 cm',
    )
    await context.close()
  })

  test('colleagues’ comments stand at their question, and a pilot brings back times and blanks', async () => {
    const id = await room.freshForm(smallQuestionnaire)
    const version = await room.world.store.forms.publish(id)
    const collectionId = await room.world.store.collections.add({
      topicId: room.world.topic.id,
      formVersionId: version.id,
      title: '试填',
      sampleType: 'open',
      anonymous: true,
      pilot: true,
      paradata: 'questions',
      state: 'open',
    })
    const { slug } = await room.world.store.collections.addChannel({
      collectionId,
      kind: 'link',
      label: '链接',
    })
    const phone = await openPhone(room.browser)
    await phone.page.goto(`${room.origin}/f/${slug}/form`)
    await phone.page.getByLabel('没有', { exact: true }).check()
    await phone.page.getByLabel('您的年龄').fill('40')
    await phone.page.locator('#draft-state:not(:empty)').waitFor({ state: 'attached' })
    await phone.page.locator('#next').click()
    await phone.page.locator('#submit').click()
    await phone.page.locator('h1', { hasText: '提交成功' }).waitFor()
    await eventually(async () =>
      (await room.world.store.paradata.of(collectionId, 1)).flatMap(({ paradata }) =>
        Object.keys(paradata.questions ?? {}),
      ),
    ).toEqual(['owns_car', 'age'])
    await phone.context.close()

    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await openBlock(page, 3)
    await panelOf(page).getByText('1 人被问到，1 人没有回答（100%）').waitFor()
    await openBlock(page, 2)
    await panelOf(page)
      .getByText(/1 人被问到，0 人没有回答（0%）。 回答用时的中位数 \d+ 秒。/)
      .waitFor()
    await panelOf(page).locator('#fold-comments > summary').click()
    await panelOf(page).getByLabel('写意见').fill('分成年龄段？')
    await panelOf(page).getByRole('button', { name: '发表' }).click()
    await page.locator('.block.open .block-open', { hasText: '1 条意见' }).waitFor()
    await panelOf(page).getByRole('button', { name: '已处理' }).click()
    await page.locator('.block.open .block-open', { hasText: '1 条意见' }).waitFor({ state: 'detached' })
    await context.close()
  })

  test('a test run goes along every branch, shows the data and says what nobody reaches', async () => {
    const survey = [
      ...smallQuestionnaire.survey,
      {
        row: 6,
        cells: { type: 'text', name: 'never', label: '没人看到', relevant: "${owns_car} = 'maybe'" },
      },
    ]
    const id = await room.freshForm({ ...smallQuestionnaire, survey })
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await page.getByRole('button', { name: '自动测试' }).click()
    await page.locator('#test-begin').click()
    await page.locator('#test-outcome[data-done]').waitFor()
    expect(await page.locator('#test-outcome li').allTextContents()).toEqual(['从未出现：“没人看到”'])
    const parks = page.locator('#test-outcome tr', { hasText: '平时停在哪里？' })
    const cells = (await parks.locator('td').allTextContents()).join(' ')
    expect(cells).toContain('跳过')
    expect(cells).toContain('yard')
    expect((await room.stored(id)).revision).toBe(1)
    await context.close()
  })
})

describe.skipIf(!chromiumIsHere)('rules in plain words', () => {
  test('are built, said and written, each following the others and naming its fault', async () => {
    const id = await room.freshForm(smallQuestionnaire)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await openBlock(page, 3)
    const panel = panelOf(page)
    await panel.locator('#fold-rules > summary').click()
    const rule = panel.locator('fieldset.rule', { has: page.locator('legend', { hasText: '什么时候出现' }) })
    const sentence = rule.getByLabel('如果……，则显示（句子）')
    const expression = rule.getByLabel('什么时候出现（表达式）', { exact: true })
    await rule.getByRole('button', { name: '用句子设置' }).click()
    await rule.getByLabel('哪道题').selectOption({ label: '您家有汽车吗？' })
    expect(await sentence.inputValue()).toBe('「您家有汽车吗？」是「有」')
    expect(await expression.inputValue()).toBe("${owns_car} = 'yes'")
    await rule.getByRole('button', { name: '添加条件' }).click()
    await rule.getByLabel('哪道题').nth(1).selectOption({ label: '平时停在哪里？' })
    await rule.getByLabel('比较的值').nth(1).selectOption({ label: '小区院内' })
    await rule.getByLabel('全部符合还是至少一条').selectOption({ label: '以下至少一条符合' })
    expect(await sentence.inputValue()).toBe(
      '「您家有汽车吗？」是「有」，或者「平时停在哪里？」选了「小区院内」',
    )
    expect(await expression.inputValue()).toBe("${owns_car} = 'yes' or selected(${parks}, 'yard')")

    await sentence.fill('「您家有飞机吗？」是「有」')
    await rule.locator('.error', { hasText: '没有叫「您家有飞机吗？」的题目' }).waitFor()
    expect(await expression.inputValue()).toBe("${owns_car} = 'yes' or selected(${parks}, 'yard')")
    await sentence.fill('「您的年龄」不小于60')
    expect(await expression.inputValue()).toBe('${age} >= 60')
    await sentence.press('Tab')
    await eventually(() => rule.getByLabel('比较的值').count()).toBe(1)
    expect(await rule.getByLabel('比较的值').inputValue()).toBe('60')

    await expression.fill('${age} * 2 > 100')
    await expression.press('Tab')
    await rule.getByText('不能写成句子').waitFor()
    await expression.fill("${owns_car} != 'no'")
    await expression.press('Tab')
    await eventually(() => sentence.inputValue()).toBe('「您家有汽车吗？」不是「没有」')
    await saved(page)
    await expect
      .poll(async () => (await room.stored(id)).source.survey[3]?.cells['relevant'])
      .toBe("${owns_car} != 'no'")
    await context.close()
  })

  test('calculate in words, and put an earlier answer into a later text', async () => {
    const id = await room.freshForm(smallQuestionnaire)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await page.getByRole('button', { name: '添加题目' }).click()
    await page.locator('#designer-add').getByRole('button', { name: '计算', exact: true }).click()
    const panel = panelOf(page)
    const summary = panel.locator('#fold-rules > summary')
    await summary.click()
    const rule = panel.locator('fieldset.rule', { has: page.locator('legend', { hasText: /^计算$/ }) })
    await rule.getByRole('button', { name: '用句子计算' }).click()
    await rule.getByLabel('怎样计算').selectOption({ label: '选了几项' })
    await rule
      .getByLabel('结果是（句子）')
      .fill('如果「您的年龄」已回答，就是「您的年龄」的回答加1，否则是空白')
    const expression = rule.getByLabel('计算公式（表达式）')
    expect(await expression.inputValue()).toBe("if(${age} != '', ${age} + 1, '')")
    await openBlock(page, 3)
    const words = panelOf(page).getByRole('textbox', { name: '题目文字' })
    await words.fill('您 岁，还有什么建议？')
    await words.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(2, 2))
    await panelOf(page).getByLabel('插入前面的回答，到“题目文字”').selectOption({ label: '您的年龄' })
    await eventually(() => words.inputValue()).toBe('您 ${age}岁，还有什么建议？')
    const phone = page.frameLocator('#designer-phone')
    await saved(page)
    // The phone has the new words: what is answered now is not answered in the page before.
    await phone.locator('[data-value="age"]').waitFor({ state: 'attached' })
    await phone.getByLabel('您的年龄').fill('40')
    await phone.getByText('您 40岁，还有什么建议？').waitFor()
    await context.close()
  })
})
