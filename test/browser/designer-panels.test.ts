/** Advice and library beside the questions: explained, hidden once understood; found, put in at the place, kept. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { chromiumIsHere } from '../support/browser.ts'
import {
  expectFine,
  labels,
  openBlock,
  openDesignRoom,
  panelOf,
  ready,
  saved,
  tabTo,
  type DesignRoom,
} from '../support/designing.ts'
import { smallQuestionnaire } from '../support/world.ts'

let room: DesignRoom

beforeAll(async () => {
  if (chromiumIsHere) room = await openDesignRoom()
})
afterAll(async () => {
  if (chromiumIsHere) await room.close()
})

/** Waits for a value as long as for anything else in the page. */
const eventually = <T>(ask: () => Promise<T>) => expect.poll(ask, { timeout: 20_000 })

const askedTooMuch: FormSource = {
  survey: [
    { row: 2, cells: { type: 'note', name: 'hello', label: '本次调查不记名' } },
    { row: 3, cells: { type: 'text', name: 'phone', label: '您的联系电话' } },
    { row: 4, cells: { type: 'text', name: 'wish', label: '您的意见' } },
  ],
  choices: [],
  settings: [],
}

describe.skipIf(!chromiumIsHere)('advice', () => {
  test('is said beside the questions and at its own, follows the editing, and leads there by key', async () => {
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(await room.freshForm(askedTooMuch)))
    const tab = page.locator('#designer-advice-tab')
    await tab.getByText('建议 2').waitFor()
    await tab.click()
    const lines = page.locator('#designer-advice .advice-line')
    expect(await lines.first().textContent()).toContain('但没有标为个人信息')
    expect(await lines.first().textContent()).toContain('为什么')
    await page.locator('.block-open', { hasText: '建议 2' }).waitFor()
    // By keyboard alone: to the advice, and from it to its question.
    await tabTo(page, '#designer-advice .advice-line .button', 'Tab')
    await page.keyboard.press('Enter')
    await panelOf(page).locator('.advice-note').first().waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('您的联系电话')
    // What is changed is looked at again, and another fault of the words is found as they are typed.
    await panelOf(page).locator('#fold-looks > summary').click()
    await panelOf(page).getByRole('checkbox', { name: '个人信息' }).check()
    await tab.getByText('建议 1').waitFor()
    await openBlock(page, 2)
    await panelOf(page).getByRole('textbox', { name: '题目文字' }).fill('您难道不认为服务很好吗？')
    await panelOf(page).locator('.advice-note', { hasText: '引导' }).waitFor()
    // It blocks nothing.
    await saved(page)
    await page.locator('#designer-ready').waitFor()
    await context.close()
  })

  test('is hidden once understood, with a reason that colleagues see, and comes back', async () => {
    const id = await room.freshForm(askedTooMuch)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await page.locator('#designer-advice-tab').getByText('建议 2').waitFor()
    await page.locator('#designer-advice-tab').click()
    await page.getByRole('button', { name: '知道了，不再提示' }).first().click()
    await page.keyboard.type('单位总机，不是个人的')
    await page.keyboard.press('Enter')
    await page.locator('#designer-advice-tab').getByText('建议 1').waitFor()
    await context.close()

    const colleague = await room.open('organiser')
    await ready(colleague.page, room.designOf(id))
    await colleague.page.locator('#designer-advice-tab').getByText('建议 1').waitFor()
    await colleague.page.locator('#designer-advice-tab').click()
    const settled = colleague.page.locator('#advice-settled')
    await settled.locator('> summary').click()
    expect(await settled.textContent()).toContain('梁牵头')
    expect(await settled.textContent()).toContain('单位总机，不是个人的')
    await settled.getByRole('button', { name: '重新提示' }).click()
    await colleague.page.locator('#designer-advice-tab').getByText('建议 2').waitFor()
    await colleague.context.close()
  })
})

describe.skipIf(!chromiumIsHere)('the library', () => {
  test('is searched beside the questions, and what is found goes after the open one', async () => {
    const id = await room.freshForm(smallQuestionnaire)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await openBlock(page, 0)
    await page.locator('[data-view=library]').click()
    await page.locator('#shelf-found[data-done]').waitFor()
    await page.locator('#shelf-target', { hasText: '您家有汽车吗？' }).waitFor()
    await page.locator('#shelf-search').fill('总的来说')
    const found = page.locator('.shelf-item', { hasText: '总的来说' }).first()
    await found.getByRole('button', { name: '加到这里' }).click()
    await eventually(() => labels(page)).toHaveLength(5)
    expect((await labels(page))[1]).toContain('总的来说')
    await saved(page)
    const { source } = await room.stored(id)
    expect(source.survey[1]?.cells['type']).toMatch(/^select_one /)
    // How often it was used is counted, and an undo takes it out again.
    await page.locator('.shelf-item', { hasText: '用过 1 次' }).first().waitFor()
    await page.locator('#designer-undo').click()
    expect(await labels(page)).toHaveLength(4)
    await context.close()
  })

  test('gives its choices to the open question, and keeps a question and a list of the form', async () => {
    const id = await room.freshForm(smallQuestionnaire)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await openBlock(page, 0)
    await page.locator('[data-view=library]').click()
    await page.locator('#shelf-search').fill('频率五级')
    await page
      .locator('.shelf-item', { hasText: '频率五级' })
      .getByRole('button', { name: '用于打开的这道题' })
      .click()
    await panelOf(page).locator('.choice-row').nth(4).waitFor()
    await saved(page)
    const { source } = await room.stored(id)
    expect(source.survey[0]?.cells['type']).toBe('select_one frequency')
    // The list that nothing uses any more is gone with it.
    expect([...new Set(source.choices.map(({ cells }) => cells['list_name']))]).toEqual([
      'places',
      'frequency',
    ])

    await panelOf(page).locator('details', { hasText: '选项组名称' }).first().locator('> summary').click()
    const fold = panelOf(page).locator('details[id^="fold-kl-"]')
    await fold.locator('> summary').click()
    await fold.getByLabel('在题库里的名称').fill('多久一次')
    await fold.getByLabel('标签').fill('停车')
    await fold.getByRole('button', { name: '存入题库' }).click()
    await fold.getByText('已存入本专项的题库').waitFor()
    const own = panelOf(page).locator('details[id^="fold-keep-"]')
    await own.locator('> summary').click()
    await own.getByRole('button', { name: '存入题库' }).click()
    await own.getByText('已存入本专项的题库').waitFor()
    await page.locator('#shelf-search').fill('')
    await page.getByLabel('来源').selectOption({ label: '本专项存入' })
    await page.locator('.shelf-item', { hasText: '多久一次' }).waitFor()
    expect(await page.locator('.shelf-item h3').allTextContents()).toHaveLength(2)
    await page
      .locator('.shelf-item', { hasText: '多久一次' })
      .getByRole('button', { name: '从题库删除' })
      .click()
    await eventually(() => page.locator('.shelf-item').count()).toBe(1)
    await context.close()
  })

  test.each([360, 768, 1280])('and the advice have no fault that axe knows at %i pixels', async (width) => {
    const { page, context } = await room.open('lead', width)
    await ready(page, room.designOf(await room.freshForm(askedTooMuch)))
    await page.locator('#designer-advice-tab').getByText('建议 2').waitFor()
    await page.locator('#designer-advice-tab').click()
    await expectFine(page, 'advice')
    await page.getByRole('button', { name: '知道了，不再提示' }).first().click()
    await expectFine(page, 'advice about to be hidden')
    await page.keyboard.press('Enter')
    await page.locator('#advice-settled > summary').click()
    await expectFine(page, 'advice hidden')
    await page.locator('[data-view=library]').click()
    await page.locator('#shelf-found[data-done]').waitFor()
    await expectFine(page, 'library')
    await page.locator('#shelf-search').fill('没有这样的词')
    await page.locator('#shelf-found', { hasText: '没有找到' }).waitFor()
    await expectFine(page, 'library without a find')
    await context.close()
  })
})

describe.skipIf(!chromiumIsHere)('daily work', () => {
  test('a question is found by its choices and gone to by its number', async () => {
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(await room.freshForm(smallQuestionnaire)))
    await page.keyboard.press('Control+k')
    await page.keyboard.type('地下车库')
    await page
      .locator('#designer-found', { hasText: '平时停在哪里？' })
      .getByText('选项', { exact: true })
      .waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.type('3')
    await page.keyboard.press('Enter')
    await page.locator('.block.open .block-open', { hasText: '您的年龄' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('您的年龄')
    await page.keyboard.press('?')
    await page.locator('#designer-keys[open]').waitFor()
    await expectFine(page, 'keys')
    await context.close()
  })

  test.each([360, 1280])('several are chosen, moved, grouped and undone at %i pixels', async (width) => {
    const id = await room.freshForm(smallQuestionnaire)
    const { page, context } = await room.open('lead', width)
    await ready(page, room.designOf(id))
    await page.getByRole('button', { name: '选择多题' }).click()
    await expectFine(page, 'nothing chosen')
    const boxes = page.locator('.choose')
    await boxes.nth(0).check()
    await boxes.nth(2).click({ modifiers: ['Shift'] })
    await page.getByText('已选 3 项').waitFor()
    await expectFine(page, 'three chosen')
    await page.getByRole('button', { name: '放进一个新的部分' }).click()
    await page.locator('.section-block .block').nth(2).waitFor()
    await boxes.first().uncheck()
    await boxes.last().check()
    await page.getByLabel('移到……').selectOption({ label: '最前面' })
    await eventually(async () => (await labels(page)).slice(0, 2)).toEqual(['您还有什么建议？', 's1'])
    await page.getByRole('button', { name: '全选或全不选' }).click()
    await page.getByRole('button', { name: '设为必答' }).click()
    await page.getByRole('button', { name: '完成' }).click()
    await saved(page)
    const { source } = await room.stored(id)
    expect(
      source.survey.map(({ cells }) => `${cells['type']?.split(' ')[0]} ${cells['required'] ?? ''}`.trim()),
    ).toEqual([
      'text yes',
      'begin_group',
      'select_one yes',
      'select_multiple yes',
      'integer yes',
      'end_group',
    ])
    for (let undone = 0; undone < 3; undone++) await page.locator('#designer-undo').click()
    await page.locator('#designer-undo[disabled]').waitFor()
    await eventually(() => labels(page)).toEqual([
      '您家有汽车吗？',
      '平时停在哪里？',
      '您的年龄',
      '您还有什么建议？',
    ])
    await context.close()
  })

  test('questions are copied into another form with their choices', async () => {
    const from = await room.freshForm(smallQuestionnaire)
    const to = await room.freshForm(askedTooMuch)
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(from))
    await page.locator('.block-open').nth(1).focus()
    await page.keyboard.press('Control+c')
    await page.locator('#paste-end').waitFor()
    await ready(page, room.designOf(to))
    await page.locator('.block-open').first().focus()
    await page.keyboard.press('Control+v')
    await page.locator('.block.open .block-open', { hasText: '平时停在哪里？' }).waitFor()
    await saved(page)
    const { source } = await room.stored(to)
    expect(source.survey.map(({ cells }) => cells['name'])).toEqual(['hello', 'parks', 'phone', 'wish'])
    // The rule spoke of a question that this form has not.
    expect(source.survey[1]?.cells['relevant']).toBeUndefined()
    expect(source.choices.every(({ cells }) => cells['list_name'] === 'places')).toBe(true)
    await context.close()
  })
})
