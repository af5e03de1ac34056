/** Working in the designer as a person does: by mouse, or with the keyboard alone. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { openBrowser, openPhone, serve } from './browser.ts'
import { makeWorld, type Role, type World } from './world.ts'

/** A world with a browser at it, for the designer. */
export interface DesignRoom {
  readonly world: World
  readonly browser: Browser
  readonly origin: string
  /** Errors of scripts in any page so far. */
  readonly mistakes: readonly string[]
  readonly open: (
    role: Role,
    width?: number,
  ) => Promise<{ readonly page: Page; readonly context: BrowserContext }>
  readonly freshForm: (source?: FormSource) => Promise<string>
  readonly designOf: (id: string) => string
  readonly stored: (id: string) => Promise<NonNullable<Awaited<ReturnType<World['store']['forms']['find']>>>>
  readonly close: () => Promise<void>
}

export async function openDesignRoom(): Promise<DesignRoom> {
  const world = await makeWorld()
  const served = await serve(world.app)
  const browser = await openBrowser()
  const mistakes: string[] = []
  return {
    world,
    browser,
    origin: served.origin,
    mistakes,
    open: async (role, width = 1280) => {
      const { page, context, mistakes: found } = await openPhone(browser, { width })
      page.on('pageerror', ({ message }) => mistakes.push(message))
      expect(found).toEqual([])
      const [name = '', value = ''] = (await world.session(role)).cookie.split('=')
      await context.addCookies([
        { name, value, url: served.origin },
        { name: 'diaoyan_locale', value: 'zh-CN', url: served.origin },
      ])
      return { page, context }
    },
    freshForm: (source = { survey: [], choices: [], settings: [] }) =>
      world.store.forms.add({ topicId: world.topic.id, kind: 'questionnaire', title: '新表单', source }),
    designOf: (id) => `${served.origin}/forms/${id}/design`,
    stored: async (id) => (await world.store.forms.find(id))!,
    close: async () => {
      await browser.close()
      await served.stop()
      await world.close()
      expect([world.mistakes, mistakes]).toEqual([[], []])
    },
  }
}

/** The headings of all questions and sections, in their order. */
export const labels = (page: Page) => page.locator('.block-label').allTextContents()

export async function openBlock(page: Page, index: number): Promise<void> {
  const opener = page.locator('.block-open').nth(index)
  if ((await opener.getAttribute('aria-expanded')) !== 'true') await opener.click()
  await page.locator('.block-open[aria-expanded="true"]').waitFor()
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Nothing on the page that axe knows as a fault, and nothing wider than the screen. */
export async function expectFine(page: Page, state: string): Promise<void> {
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

export type Cells = Readonly<Record<string, string>>

export const languages = { zh: '中文 (zh)', en: 'English (en)' } as const
const kinds: Readonly<Record<string, string>> = {
  note: '说明文字',
  select_one: '单选',
  decimal: '小数',
  integer: '整数',
  calculate: '计算',
}

/** The kind of a row as the menu calls it. */
export function kindWords(cells: Cells): string {
  return kinds[(cells['type'] ?? '').split(' ')[0]!] ?? ''
}

export function listOf(cells: Cells): string | null {
  return /^select_one (\S+)/.exec(cells['type'] ?? '')?.[1] ?? null
}

export function choicesOf(source: FormSource, list: string): readonly Cells[] {
  return source.choices.map(({ cells }) => cells).filter((cells) => cells['list_name'] === list)
}

/** Waits until the server has everything. */
export async function saved(page: Page): Promise<void> {
  await page.locator('#designer-state[data-state="saved"]').waitFor()
}

/** The panel of the open question. */
export function panelOf(page: Page) {
  return page.locator('.block.open > .block-panel')
}

export async function ready(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.locator('#designer[data-ready]').waitFor()
}

/** Gives the open question everything that a row says, in the language at hand. */
export async function fillRow(page: Page, cells: Cells, language: string): Promise<void> {
  const panel = panelOf(page)
  await panel.getByRole('textbox', { name: '题目文字' }).fill(cells[`label::${language}`] ?? '')
  const name = panel.getByLabel('变量名', { exact: true })
  if ((await name.inputValue()) !== cells['name']) {
    await name.fill(cells['name'] ?? '')
    await name.press('Tab')
  }
  if (cells['required'] === 'yes') await panel.getByRole('checkbox', { name: '必答' }).check()
  const rules = panel.locator('#fold-rules')
  const written = [
    ['什么时候出现（表达式）', cells['relevant']],
    ['回答要符合（表达式）', cells['constraint']],
    ['不符合时的提示', cells[`constraint_message::${language}`]],
    ['计算公式（表达式）', cells['calculation']],
  ] as const
  if (written.some(([, text]) => text) && (await rules.getAttribute('open')) === null)
    await rules.locator('> summary').click()
  for (const [label, text] of written) if (text) await rules.getByLabel(label, { exact: true }).fill(text)
}

/** The words and codes of the choices of the open question, added where they are missing. */
export async function fillChoices(
  page: Page,
  choices: readonly Cells[],
  { language, list }: { readonly language: string; readonly list: string },
): Promise<void> {
  const panel = panelOf(page)
  for (const [index, choice] of choices.entries()) {
    const label = panel.getByLabel(`选项 ${index + 1} 的文字`, { exact: true })
    if ((await panel.locator('.choice-row').count()) <= index)
      await panel.getByRole('button', { name: '添加选项' }).click()
    await label.fill(choice[`label::${language}`] ?? '')
    await panel.getByLabel(`选项 ${index + 1} 的代码`, { exact: true }).fill(choice['name'] ?? '')
  }
  const lists = panel.locator('details', { hasText: '选项组名称' }).last()
  if ((await lists.getAttribute('open')) === null) await lists.locator('> summary').click()
  const name = lists.getByLabel('选项组名称', { exact: true })
  if ((await name.inputValue()) === list) return
  await name.fill(list)
  await name.press('Tab')
}

/** Presses Tab (or Shift+Tab) until the focus is at what the selector finds. */
export async function tabTo(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let n = 0; n < 400; n++) {
    const there = await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)
    if (there) return
    await page.keyboard.press(key)
  }
  throw new Error(`the keyboard does not lead to ${selector}`)
}

/** Types into the field at hand, over what stands there. */
export async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a')
  if (text === '') await page.keyboard.press('Delete')
  else await page.keyboard.insertText(text)
}
