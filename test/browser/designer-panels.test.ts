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
