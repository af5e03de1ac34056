/** The students' questionnaire made in the designer from nothing: with the mouse, by paste, and with the keyboard alone. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { compileForm } from '../../server/form/definition.ts'
import type { Form, FormSource } from '../../server/form/form.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { chromiumIsHere } from '../support/browser.ts'
import {
  choicesOf,
  fillChoices,
  fillRow,
  kindWords,
  languages,
  listOf,
  openBlock,
  openDesignRoom,
  panelOf,
  ready,
  retype,
  saved,
  tabTo,
  type DesignRoom,
} from '../support/designing.ts'

let room: DesignRoom
let students: FormSource
let wanted: Form

beforeAll(async () => {
  if (!chromiumIsHere) return
  room = await openDesignRoom()
  const read = await readXlsform(readFileSync('test/real/students/questionnaire.xlsx'))
  if (!read.ok) throw new Error('the questionnaire cannot be read')
  students = read.source
  wanted = compileForm(students).form!
})
afterAll(async () => {
  if (chromiumIsHere) await room.close()
})

/** What is stored compiles to the very form of the workbook. */
async function expectStudents(id: string): Promise<void> {
  const { source } = await room.stored(id)
  const { form, complaints } = compileForm(source)
  expect(complaints.filter(({ level }) => level === 'error')).toEqual([])
  expect(form).toEqual(wanted)
}

async function fillSettings(page: Page): Promise<void> {
  const [settings] = students.settings
  await page.getByLabel('表单标题').fill(settings?.cells['form_title'] ?? '')
  await page.getByText('表单设置', { exact: true }).click()
  await page.getByLabel('编号', { exact: true }).fill(settings?.cells['form_id'] ?? '')
  await page.getByLabel('版本', { exact: true }).fill(settings?.cells['version'] ?? '')
  for (const language of [languages.zh, languages.en]) {
    await page.getByLabel('语言，例如 中文 (zh)').fill(language)
    await page.locator('#designer-add-language').click()
  }
}

/** The second language of every question, one after the other. */
async function fillEnglish(page: Page): Promise<void> {
  await page.getByLabel('编辑哪种语言的文字').selectOption(languages.en)
  for (const [index, { cells }] of students.survey.entries()) {
    if (!cells[`label::${languages.en}`]) continue
    await openBlock(page, index)
    await panelOf(page)
      .getByRole('textbox', { name: '题目文字' })
      .fill(cells[`label::${languages.en}`] ?? '')
    const list = listOf(cells)
    if (list) await fillChoices(page, choicesOf(students, list), { language: languages.en, list })
  }
}

describe.skipIf(!chromiumIsHere)('the students’ questionnaire', () => {
  test('is made from nothing with the mouse', { timeout: 120_000 }, async () => {
    const id = await room.freshForm()
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    await fillSettings(page)
    for (const { cells } of students.survey) {
      await page.getByRole('button', { name: '添加题目' }).click()
      await page
        .locator('#designer-add')
        .getByRole('button', { name: kindWords(cells), exact: true })
        .click()
      await fillRow(page, cells, languages.zh)
      const list = listOf(cells)
      if (list) await fillChoices(page, choicesOf(students, list), { language: languages.zh, list })
    }
    await fillEnglish(page)
    await saved(page)
    await expectStudents(id)
    await context.close()
  })

  test('is pasted as plain text and finished', { timeout: 120_000 }, async () => {
    const { page, context } = await room.open('lead')
    await page.goto(`${room.origin}/topics/${room.world.topic.id}/forms/paste`)
    const lines = [students.settings[0]?.cells['form_title'] ?? '', '']
    const asked = students.survey.map(({ cells }) => cells).filter(({ type }) => type !== 'calculate')
    for (const [index, cells] of asked.entries()) {
      const list = listOf(cells)
      const mark = list ? '（单选）' : cells['type'] === 'note' ? '' : '（数字）'
      lines.push(`${cells['type'] === 'note' ? '' : `${index}. `}${cells[`label::${languages.zh}`]}${mark}`)
      if (!list) continue
      const choices = choicesOf(students, list)
      choices.forEach((choice, at) => lines.push(`${'ABCDEFG'[at]}. ${choice[`label::${languages.zh}`]}`))
    }
    await page.fill('#text', lines.join('\n'))
    await page.locator('button[name=do][value=create]').click()
    await page.locator('#designer[data-ready]').waitFor()
    const id = /forms\/(\w+)\/design/.exec(page.url())?.[1] ?? ''
    await fillSettings(page)
    await page.getByRole('button', { name: '添加题目' }).click()
    await page.locator('#designer-add').getByRole('button', { name: '计算', exact: true }).click()
    for (const [index, { cells }] of students.survey.entries()) {
      await openBlock(page, index)
      const kind = panelOf(page).getByLabel('题型', { exact: true })
      await kind.selectOption({ label: kindWords(cells) })
      await fillRow(page, cells, languages.zh)
      const list = listOf(cells)
      if (list) await fillChoices(page, choicesOf(students, list), { language: languages.zh, list })
    }
    await fillEnglish(page)
    await saved(page)
    await expectStudents(id)
    await context.close()
  })

  test('is made with the keyboard alone', { timeout: 300_000 }, async () => {
    const id = await room.freshForm()
    const { page, context } = await room.open('lead')
    await ready(page, room.designOf(id))
    const { keyboard } = page
    await tabTo(page, '#designer-title')
    await retype(page, students.settings[0]?.cells['form_title'] ?? '')
    await tabTo(page, '#designer-settings > summary')
    await keyboard.press('Enter')
    for (const [field, name] of [
      ['#designer-form-id', 'form_id'],
      ['#designer-version', 'version'],
    ] as const) {
      await tabTo(page, field)
      await retype(page, students.settings[0]?.cells[name] ?? '')
    }
    for (const language of [languages.zh, languages.en]) {
      await tabTo(page, '#designer-new-language')
      await retype(page, language)
      await tabTo(page, '#designer-add-language')
      await keyboard.press('Enter')
      await tabTo(page, '#designer-new-language', 'Shift+Tab')
    }
    for (const [index, { cells }] of students.survey.entries()) {
      if (index === 0) await tabTo(page, '#add-end')
      else await tabTo(page, '.block.open .block-open', 'Shift+Tab')
      await keyboard.press(index === 0 ? 'Enter' : 'Control+Enter')
      await tabTo(page, `#designer-add [data-kind="${(cells['type'] ?? '').split(' ')[0]}"]`)
      await keyboard.press('Enter')
      await typeQuestion(page, cells)
    }
    await tabTo(page, '#designer-language', 'Shift+Tab')
    await keyboard.press('ArrowDown')
    for (const { cells } of students.survey) {
      const last = await page.evaluate(() => document.activeElement?.matches('.block-open') ?? false)
      if (!last) await tabTo(page, '.block-open')
      await keyboard.press('Enter')
      await typeTexts(page, cells, languages.en)
      await tabTo(page, '.block.open .block-open', 'Shift+Tab')
      await keyboard.press('Enter')
      await keyboard.press('ArrowDown')
    }
    await saved(page)
    await expectStudents(id)
    await context.close()
  })
})

const openPanel = '.block.open > .block-panel'

/** Everything of a new question, from the field of its words on. */
async function typeQuestion(page: Page, cells: Record<string, string>): Promise<void> {
  await typeTexts(page, cells, languages.zh)
  await tabTo(page, `${openPanel} input[id$="-name"].mono:not(.choice-name)`, 'Shift+Tab')
  await retype(page, cells['name'] ?? '')
  if (cells['required'] === 'yes') {
    await tabTo(page, `${openPanel} input[id$="-required-box"]`)
    await page.keyboard.press('Space')
  }
  const list = listOf(cells)
  if (list) {
    await tabTo(page, `${openPanel} details:not(#fold-looks) > summary`)
    await page.keyboard.press('Enter')
    await tabTo(page, `${openPanel} input[id^="ln-"]`)
    await retype(page, list)
  }
  const rules = ['relevant', 'constraint', `constraint_message::${languages.zh}`, 'calculation'].filter(
    (name) => cells[name],
  )
  if (rules.length === 0) return
  await tabTo(page, `${openPanel} #fold-rules > summary`)
  if ((await page.locator(`${openPanel} #fold-rules[open]`).count()) === 0) await page.keyboard.press('Enter')
  for (const name of rules) {
    await tabTo(page, `${openPanel} #fold-rules [data-header="${name}"]`)
    await retype(page, cells[name] ?? '')
  }
}

/** The words of the open question and of its choices; Enter in a choice makes the next one. */
async function typeTexts(page: Page, cells: Record<string, string>, language: string): Promise<void> {
  const label = cells[`label::${language}`]
  if (label === undefined) return
  await tabTo(page, `${openPanel} [data-header="label::${language}"]:not(.choice-line *)`)
  await retype(page, label)
  const list = listOf(cells)
  if (!list) return
  const choices = choicesOf(students, list)
  for (const [index, choice] of choices.entries()) {
    const row = `${openPanel} .choice-row:nth-child(${index + 1})`
    const there = (await page.locator(row).count()) > 0
    if (there) await tabTo(page, `${row} [data-header="label::${language}"]`)
    else {
      await tabTo(
        page,
        `${openPanel} .choice-row:nth-child(${index}) [data-header="label::${language}"]`,
        'Shift+Tab',
      )
      await page.keyboard.press('Enter')
    }
    await retype(page, choice[`label::${language}`] ?? '')
    await tabTo(page, `${row} .choice-name`)
    await retype(page, choice['name'] ?? '')
  }
}
