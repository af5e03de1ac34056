/** Every state of the designer on a phone, a tablet and a desk: no fault that axe knows, nothing wider than the screen. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { chromiumIsHere } from '../support/browser.ts'
import {
  expectFine,
  openBlock,
  openDesignRoom,
  panelOf,
  ready,
  type DesignRoom,
} from '../support/designing.ts'

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

  test('a form without questions says how to begin', async () => {
    const { page, context } = await room.open('lead', 360)
    await ready(page, room.designOf(await room.freshForm()))
    await page.locator('#blocks-empty').waitFor()
    await context.close()
  })
})
