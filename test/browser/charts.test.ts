/** Charts as readers use them: drawn in the page, their data taken as a file, and a report printed from the same content. */

import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumIsHere, openBrowser, serve, type Served } from '../support/browser.ts'
import { send } from '../support/answers.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let served: Served
let browser: Browser
let page: Page

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld({ env: { ANSWERS_PER_MINUTE: '1000000', SUBMISSIONS_PER_MINUTE: '1000000' } })
  served = await serve(world.app)
  browser = await openBrowser()
  for (let k = 0; k < 24; k++)
    await send(world, {
      owns_car: k % 3 === 0 ? 'no' : 'yes',
      ...(k % 3 === 0 ? {} : { parks: [k % 2 === 0 ? 'street' : 'yard'] }),
      age: String(20 + ((k * 7) % 40)),
    })
  const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 900 } })
  const { cookie } = await world.session('analyst')
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: served.origin }])
  page = await context.newPage()
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
  expect(world.mistakes).toEqual([])
})

describe.skipIf(!chromiumIsHere)('charts', () => {
  test.each([
    ['boxes of a number between groups', 'rows=age&columns=owns_car'],
    ['bars of two questions', 'rows=owns_car&columns=parks%2Fstreet'],
  ])('%s are drawn beside their table', async (_, query) => {
    await page.goto(`${served.origin}/collections/${world.collection.id}/crosstab?${query}`)
    const figure = page.locator('#crossing [data-chart]')
    await figure.scrollIntoViewIfNeeded()
    await page.locator('#crossing [data-chart].drawn').waitFor()
    const coloured = await figure.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      return data.some((value, k) => k % 4 === 3 && value > 0)
    })
    expect(coloured).toBe(true)
    expect(await page.locator('#crossing table').count()).toBeGreaterThan(0)
  })

  test('the data of a chart are saved with the numbers of its tables', async () => {
    await page.goto(`${served.origin}/collections/${world.collection.id}/crosstab?rows=age&columns=owns_car`)
    await page.locator('#crossing [data-chart]').scrollIntoViewIfNeeded()
    await page.locator('#crossing [data-chart].drawn').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#crossing [data-csv]').click(),
    ])
    const text = readFileSync(await download.path(), 'utf8')
    expect(text.startsWith('\ufeff')).toBe(true)
    const saved = Papa.parse<string[]>(text.slice(1), { skipEmptyLines: true }).data
    const shown = await page
      .locator('#crossing tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          Array.from((row as HTMLTableRowElement).cells, (cell) =>
            (cell.querySelector('data')?.value ?? cell.textContent ?? '').trim(),
          ),
        ),
      )
    expect(saved).toEqual(shown)
  })

  test('the print page draws every chart of the report, and makes a PDF of A4', async () => {
    await page.goto(`${served.origin}/topics/${world.topic.id}/report/print`)
    const charts = page.locator('[data-chart]')
    const count = await charts.count()
    expect(count).toBeGreaterThan(0)
    for (let k = 0; k < count; k++) await charts.nth(k).scrollIntoViewIfNeeded()
    await page.waitForFunction((n) => document.querySelectorAll('[data-chart].drawn').length === n, count)
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pdf.subarray(0, 4).toString()).toBe('%PDF')
    // A4 in points.
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/)
    expect(await page.locator('.report-bar').isVisible()).toBe(true)
  })
})
