/** The designer in a real browser: the students' questionnaire from nothing, by paste and by keyboard; saving; two people. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { compileForm } from '../../server/form/definition.ts'
import type { Form, FormSource } from '../../server/form/form.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import {
  choicesOf,
  fillChoices,
  fillRow,
  kindWords,
  languages,
  listOf,
  panelOf,
  ready,
  retype,
  saved,
  tabTo,
} from '../support/designing.ts'
import { makeWorld, smallQuestionnaire, type Role, type World } from '../support/world.ts'

let world: World
let served: Served
let browser: Browser
let students: FormSource
let wanted: Form
const mistakes: string[] = []

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serve(world.app)
  browser = await openBrowser()
  const read = await readXlsform(readFileSync('test/real/students/questionnaire.xlsx'))
  if (!read.ok) throw new Error('the questionnaire cannot be read')
  students = read.source
  wanted = compileForm(students).form!
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
  expect([world.mistakes, mistakes]).toEqual([[], []])
})

async function open(role: Role, width = 1280): Promise<{ page: Page; context: BrowserContext }> {
  const { page, context, mistakes: found } = await openPhone(browser, { width })
  page.on('pageerror', ({ message }) => mistakes.push(message))
  expect(found).toEqual([])
  const [name = '', value = ''] = (await world.session(role)).cookie.split('=')
  await context.addCookies([
    { name, value, url: served.origin },
    { name: 'diaoyan_locale', value: 'zh-CN', url: served.origin },
  ])
  return { page, context }
}

const freshForm = (source: FormSource = { survey: [], choices: [], settings: [] }) =>
  world.store.forms.add({ topicId: world.topic.id, kind: 'questionnaire', title: '新表单', source })
const designOf = (id: string) => `${served.origin}/forms/${id}/design`
const stored = async (id: string) => (await world.store.forms.find(id))!
const labels = (page: Page) => page.locator('.block-label').allTextContents()

/** Waits for a value as long as for anything else in the page. */
const eventually = <T>(ask: () => Promise<T>) => expect.poll(ask, { timeout: 20_000 })

/** What is stored compiles to the very form of the workbook. */
async function expectStudents(id: string): Promise<void> {
  const { source } = await stored(id)
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
      .getByLabel('题目文字')
      .fill(cells[`label::${languages.en}`] ?? '')
    const list = listOf(cells)
    if (list) await fillChoices(page, choicesOf(students, list), { language: languages.en, list })
  }
}

async function openBlock(page: Page, index: number): Promise<void> {
  const opener = page.locator('.block-open').nth(index)
  if ((await opener.getAttribute('aria-expanded')) !== 'true') await opener.click()
  await page.locator('.block-open[aria-expanded="true"]').waitFor()
}

describe.skipIf(!chromiumIsHere)('the students’ questionnaire', () => {
  test('is made from nothing with the mouse', { timeout: 120_000 }, async () => {
    const id = await freshForm()
    const { page, context } = await open('lead')
    await ready(page, designOf(id))
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
    const { page, context } = await open('lead')
    await page.goto(`${served.origin}/topics/${world.topic.id}/forms/paste`)
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
    const id = await freshForm()
    const { page, context } = await open('lead')
    await ready(page, designOf(id))
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

describe.skipIf(!chromiumIsHere)('the desk', () => {
  test('undoes and redoes, moves by drag and by keys, copies and deletes', async () => {
    const id = await freshForm(smallQuestionnaire)
    const { page, context } = await open('lead')
    await ready(page, designOf(id))
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
    expect((await stored(id)).source.survey.map(({ cells }) => cells['name'])).toEqual([
      'owns_car',
      'parks',
      'age',
      'wish_2',
    ])
    await context.close()
  })

  test('tells faults at their cell, and the phone answers and skips', async () => {
    const id = await freshForm(smallQuestionnaire)
    const { page, context } = await open('lead')
    await ready(page, designOf(id))
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
    const id = await freshForm(smallQuestionnaire)
    const { page, context } = await open('lead')
    await ready(page, designOf(id))
    await context.setOffline(true)
    await openBlock(page, 3)
    await panelOf(page).getByLabel('题目文字').fill('断线时写的')
    await page.locator('#designer-state[data-state="offline"]').waitFor()
    expect((await stored(id)).revision).toBe(1)
    // The page is closed, and opened again later.
    await page.close()
    await context.setOffline(false)
    const again = await context.newPage()
    await ready(again, designOf(id))
    await saved(again)
    await eventually(async () => (await stored(id)).source.survey[3]?.cells['label']).toBe('断线时写的')
    await context.close()
  })

  test('two people are told of each other, and neither writes over the other', async () => {
    const id = await freshForm(smallQuestionnaire)
    const one = await open('lead')
    const two = await open('organiser')
    await ready(one.page, designOf(id))
    await ready(two.page, designOf(id))
    await two.page.locator('#designer-others', { hasText: '梁牵头' }).waitFor()
    // From here on it learns of changes by saving alone.
    await two.page.route('**/presence', (route) => route.abort())
    await openBlock(one.page, 0)
    await panelOf(one.page).getByLabel('题目文字').fill('您家有几辆车？')
    await saved(one.page)
    await eventually(async () => (await stored(id)).revision).toBe(2)
    // The other does not know of it yet, and changes another question and the same one.
    await openBlock(two.page, 0)
    await panelOf(two.page).getByLabel('题目文字').fill('您家有车吗？')
    await openBlock(two.page, 2)
    await panelOf(two.page).getByLabel('题目文字').fill('您今年多大？')
    const notice = two.page.locator('#designer-merged .notice')
    await notice.waitFor()
    expect(await notice.textContent()).toContain('梁牵头 同时改了这份表单')
    await saved(two.page)
    const label = async (row: number) => (await stored(id)).source.survey[row]?.cells['label']
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
    const id = await freshForm(students)
    const { page, context } = await open('lead')
    await ready(page, designOf(id))
    await page.getByRole('button', { name: '翻译' }).click()
    await page.getByText('English (en)：缺 5 条').waitFor()
    await page.getByLabel('只看缺少翻译的').check()
    const rows = page.locator('.translations tbody tr')
    expect(await rows.count()).toBe(5)
    await rows.first().getByLabel('span_writing（English (en)）').fill('Between 5 and 35 cm')
    await saved(page)
    const header = 'constraint_message::English (en)'
    await eventually(async () => (await stored(id)).source.survey[2]?.cells[header]).toBe(
      'Between 5 and 35 cm',
    )
    await context.close()
  })

  test('colleagues’ comments stand at their question, and a pilot brings back times and blanks', async () => {
    const id = await freshForm(smallQuestionnaire)
    const version = await world.store.forms.publish(id)
    const collectionId = await world.store.collections.add({
      topicId: world.topic.id,
      formVersionId: version.id,
      title: '试填',
      sampleType: 'open',
      anonymous: true,
      pilot: true,
      paradata: 'questions',
      state: 'open',
    })
    const { slug } = await world.store.collections.addChannel({ collectionId, kind: 'link', label: '链接' })
    const phone = await openPhone(browser)
    await phone.page.goto(`${served.origin}/f/${slug}/form`)
    await phone.page.getByLabel('没有', { exact: true }).check()
    await phone.page.getByLabel('您的年龄').fill('40')
    await phone.page.locator('#draft-state:not(:empty)').waitFor({ state: 'attached' })
    await phone.page.locator('#next').click()
    await phone.page.locator('#submit').click()
    await phone.page.locator('h1', { hasText: '提交成功' }).waitFor()
    await eventually(async () =>
      (await world.store.paradata.of(collectionId, 1)).flatMap(({ paradata }) =>
        Object.keys(paradata.questions ?? {}),
      ),
    ).toEqual(['owns_car', 'age'])
    await phone.context.close()

    const { page, context } = await open('lead')
    await ready(page, designOf(id))
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
    const id = await freshForm({ ...smallQuestionnaire, survey })
    const { page, context } = await open('lead')
    await ready(page, designOf(id))
    await page.getByRole('button', { name: '自动测试' }).click()
    await page.locator('#test-begin').click()
    await page.locator('#test-outcome[data-done]').waitFor()
    expect(await page.locator('#test-outcome li').allTextContents()).toEqual(['从未出现：“没人看到”'])
    const parks = page.locator('#test-outcome tr', { hasText: '平时停在哪里？' })
    const cells = (await parks.locator('td').allTextContents()).join(' ')
    expect(cells).toContain('跳过')
    expect(cells).toContain('yard')
    expect((await stored(id)).revision).toBe(1)
    await context.close()
  })
})

describe.skipIf(!chromiumIsHere)('rules in plain words', () => {
  test('are built, said and written, each following the others and naming its fault', async () => {
    const id = await freshForm(smallQuestionnaire)
    const { page, context } = await open('lead')
    await ready(page, designOf(id))
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
      .poll(async () => (await stored(id)).source.survey[3]?.cells['relevant'])
      .toBe("${owns_car} != 'no'")
    await context.close()
  })

  test('calculate in words, and put an earlier answer into a later text', async () => {
    const id = await freshForm(smallQuestionnaire)
    const { page, context } = await open('lead')
    await ready(page, designOf(id))
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
    const words = panelOf(page).getByLabel('题目文字')
    await words.fill('您 岁，还有什么建议？')
    await words.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(2, 2))
    await panelOf(page).getByLabel('插入前面的回答').selectOption({ label: '您的年龄' })
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

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(!chromiumIsHere)('every state of the designer', () => {
  test.each([360, 768, 1280])('has no fault that axe knows, and fits %i pixels', async (width) => {
    const id = await freshForm({ ...students })
    const { page, context } = await open('lead', width)
    const fine = async (state: string) => {
      await page.evaluate(axe)
      const found = await page.evaluate(async () => {
        const { axe: run } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
        const { violations } = await run.run()
        return {
          sideways: document.documentElement.scrollWidth - innerWidth,
          faults: violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
          ),
        }
      })
      expect({ state, ...found }).toEqual({ state, sideways: 0, faults: [] })
    }
    await ready(page, designOf(id))
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
    const { page, context } = await open('lead', 360)
    await ready(page, designOf(await freshForm()))
    await page.locator('#blocks-empty').waitFor()
    await context.close()
  })
})
