/** How quick the answering page is in a browser: a key pressed with 500 questions behind it, and 200 rows of a repeat. */

import type { Page } from 'playwright-core'
import type { FormSource } from '../../server/form/form.ts'
import { openBrowser, openPhone } from '../support/browser.ts'
import { fieldedFolder, serve } from '../support/fieldwork.ts'

export interface PageTimes {
  /** Milliseconds from a key to the page brought up to date, median and the slowest of a hundred. */
  readonly key: { readonly median: number; readonly slowest: number }
  /** Milliseconds to add a row to two hundred, and for a key in one of them. */
  readonly row: { readonly median: number; readonly slowest: number }
  readonly keyInRow: { readonly median: number; readonly slowest: number }
}

const dependents = 500
const rows = 200

function sheet(cells: readonly Readonly<Record<string, string>>[]): FormSource['survey'] {
  return cells.map((one, i) => ({ row: i + 2, cells: one }))
}

/** One number on which 500 questions depend: a third calculated, a third shown, a third with its number in the label. */
const wide: FormSource = {
  survey: sheet([
    { type: 'integer', name: 'n', label: '数' },
    ...Array.from({ length: dependents }, (_, i) =>
      i % 3 === 0
        ? { type: 'integer', name: `q${i}`, label: `算出的第 ${i} 个`, calculation: `\${n} + ${i}` }
        : i % 3 === 1
          ? { type: 'text', name: `q${i}`, label: `第 ${i} 题`, relevant: `\${n} mod 2 = ${i % 2}` }
          : { type: 'text', name: `q${i}`, label: `说说 \${n} 的第 ${i} 点`, required: `\${n} > ${i}` },
    ),
  ]),
  choices: [],
  settings: [],
}

/** A household of many members, each with ten questions. */
const long: FormSource = {
  survey: sheet([
    { type: 'begin_repeat', name: 'member', label: '家庭成员' },
    { type: 'text', name: 'name', label: '姓名' },
    { type: 'integer', name: 'age', label: '${name} 的年龄' },
    { type: 'select_one yn', name: 'school', label: '是否在校', relevant: '${age} < 20' },
    { type: 'select_one yn', name: 'work', label: '是否有工作', relevant: '${age} > 15' },
    ...Array.from({ length: 6 }, (_, i) => ({
      type: 'select_one yn',
      name: `item${i}`,
      label: `第 ${i} 项`,
    })),
    { type: 'end_repeat' },
    { type: 'calculate', name: 'total', calculation: 'sum(${age})' },
    { type: 'note', name: 'told', label: '合计 ${total} 岁' },
  ]),
  choices: sheet([
    { list_name: 'yn', name: 'y', label: '是' },
    { list_name: 'yn', name: 'n', label: '否' },
  ]),
  settings: [],
}

export async function measurePages(): Promise<PageTimes> {
  const browser = await openBrowser()
  try {
    const key = await onPage(wide, browser, (page) => typing(page, '[name="q.n"]'))
    const { row, keyInRow } = await onPage(long, browser, async (page) => ({
      row: await adding(page),
      keyInRow: await typing(page, `[name="q.member[${rows / 2}]/age"]`),
    }))
    return { key, row, keyInRow }
  } finally {
    await browser.close()
  }
}

async function onPage<T>(
  source: FormSource,
  browser: Awaited<ReturnType<typeof openBrowser>>,
  measure: (page: Page) => Promise<T>,
): Promise<T> {
  const serving = await serve(await fieldedFolder({ source }))
  try {
    const { page, context } = await openPhone(browser, { width: 390 })
    page.setDefaultTimeout(60_000)
    await page.goto(`${serving.server.origin}/f/${serving.slug}/form`)
    await page.locator('#answered:not([hidden])').waitFor()
    const measured = await measure(page)
    await context.close()
    return measured
  } finally {
    await serving.end()
  }
}

/** The script's own work and the layout that it causes, for each of a hundred keys. */
async function typing(page: Page, selector: string) {
  await page.locator(selector).scrollIntoViewIfNeeded()
  const times = await page.evaluate((wanted) => {
    const field = document.querySelector<HTMLInputElement>(wanted)
    if (!field) throw new Error(`no ${wanted}`)
    return Array.from({ length: 100 }, (_, i) => {
      field.value = String(i % 90)
      const began = performance.now()
      field.dispatchEvent(new Event('input', { bubbles: true }))
      // Reading a size makes the browser lay the page out anew, as it would before it paints.
      return document.body.offsetHeight > 0 ? performance.now() - began : 0
    })
  }, selector)
  return summary(times)
}

/** Presses the button until there are two hundred rows; the last fifty are counted. */
async function adding(page: Page) {
  const times = await page.evaluate((wanted) => {
    const button = document.querySelector<HTMLButtonElement>('button[value="add:member"]')
    if (!button) throw new Error('no button')
    const all: number[] = []
    while (document.querySelectorAll('[data-row]').length < wanted) {
      const began = performance.now()
      button.click()
      all.push(document.body.offsetHeight > 0 ? performance.now() - began : 0)
    }
    return all.slice(-50)
  }, rows)
  return summary(times)
}

function summary(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, slowest: sorted.at(-1) ?? 0 }
}
