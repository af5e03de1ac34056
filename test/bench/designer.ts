/** How quick the designer is: a form of 300 questions opened, a key in one of them, and what a save sends. */

import type { FormSource } from '../../server/form/form.ts'
import { openBrowser, openPhone, serve } from '../support/browser.ts'
import { makeWorld } from '../support/world.ts'

export interface DesignerTimes {
  /** Milliseconds from asking for the page until every question stands and can be edited; median of five. */
  readonly open: number
  /** Milliseconds for a key with the layout that it causes, median and the slowest of a hundred. */
  readonly key: { readonly median: number; readonly slowest: number }
  /** Bytes of the save that follows them. */
  readonly bytes: number
}

const questions = 300

/** Three hundred questions: choices, numbers with rules, texts, in ten sections. */
const source: FormSource = {
  survey: Array.from({ length: 10 }, (_, section) => [
    { type: 'begin_group', name: `s${section}`, label: `第 ${section + 1} 部分` },
    ...Array.from({ length: questions / 10 }, (__, i) => {
      const number = section * 30 + i
      const relevant: Record<string, string> = number % 5 === 4 ? { relevant: `\${q${number - 1}} > 3` } : {}
      const type = number % 3 === 0 ? 'select_one five' : number % 5 === 3 ? 'integer' : 'text'
      return { type, name: `q${number}`, label: `第 ${number + 1} 个问题是什么？`, ...relevant }
    }),
    { type: 'end_group' },
  ])
    .flat()
    .map((cells, index) => ({ row: index + 2, cells: cells as Record<string, string> })),
  choices: Array.from({ length: 5 }, (_, i) => ({
    row: i + 2,
    cells: { list_name: 'five', name: String(i + 1), label: `第 ${i + 1} 级` },
  })),
  settings: [],
}

export async function measureDesigner(): Promise<DesignerTimes> {
  const world = await makeWorld()
  const served = await serve(world.app)
  const browser = await openBrowser()
  try {
    const id = await world.store.forms.add({
      topicId: world.topic.id,
      kind: 'questionnaire',
      title: '三百题',
      source,
    })
    const { page, context } = await openPhone(browser, { width: 1280 })
    page.setDefaultTimeout(60_000)
    const [name = '', value = ''] = (await world.session('lead')).cookie.split('=')
    await context.addCookies([{ name, value, url: served.origin }])
    await page.goto(`${served.origin}/forms/${id}/design`)
    const opened: number[] = []
    for (let round = 0; round < 5; round++) {
      const began = performance.now()
      await page.goto(`${served.origin}/forms/${id}/design`)
      await page.locator('#designer[data-ready]').waitFor()
      opened.push(performance.now() - began)
    }
    await page.locator('.block-open').nth(150).click()
    const times = await page.evaluate(() => {
      const field = document.querySelector<HTMLTextAreaElement>('.block.open > .block-panel textarea')
      if (!field) throw new Error('no question is open')
      return Array.from({ length: 100 }, (_, i) => {
        field.value += String(i % 10)
        const began = performance.now()
        field.dispatchEvent(new Event('input', { bubbles: true }))
        return document.body.offsetHeight > 0 ? performance.now() - began : 0
      })
    })
    const sent = await page.waitForRequest(
      (request) => request.method() === 'POST' && request.url().endsWith('/design'),
    )
    const sorted = times.toSorted((a, b) => a - b)
    return {
      open: opened.toSorted((a, b) => a - b)[2] ?? 0,
      key: { median: sorted[50] ?? 0, slowest: sorted.at(-1) ?? 0 },
      bytes: sent.postDataBuffer()?.length ?? 0,
    }
  } finally {
    await browser.close()
    await served.stop()
    await world.close()
  }
}
