/** The workbench in a browser: a weighted crosstab with letters, a recode and a saved set; by drag, by key, without drag. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import type { FormSource } from '../../server/form/form.ts'
import { send } from '../support/answers.ts'
import { chromiumIsHere, openBrowser, serve, type Served } from '../support/browser.ts'
import { makeWorld, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one way', name: 'way', label: '怎么来的' }),
    cells(3, { type: 'integer', name: 'age', label: '年龄' }),
    cells(4, { type: 'decimal', name: 'weight', label: '权重' }),
  ],
  choices: [
    cells(2, { list_name: 'way', name: 'walk', label: '步行' }),
    cells(3, { list_name: 'way', name: 'bus', label: '公交' }),
  ],
  settings: [cells(2, { form_title: '出行' })],
}

describe.skipIf(!chromiumIsHere)('the workbench in a browser', () => {
  let world: World
  let served: Served
  let browser: Browser
  let page: Page
  let address: string
  const errors: string[] = []
  beforeAll(async () => {
    world = await makeWorld({ source })
    for (let k = 0; k < 80; k++)
      await send(world, {
        way: k < 40 ? (k < 34 ? 'walk' : 'bus') : k < 50 ? 'walk' : 'bus',
        age: String(k < 40 ? 25 : 65),
        weight: k % 2 === 0 ? '2' : '1',
      })
    served = await serve(world.app)
    browser = await openBrowser()
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' })
    const { cookie } = await world.session('analyst')
    await context.addCookies(
      cookie.split('; ').map((each) => ({
        name: each.slice(0, each.indexOf('=')),
        value: each.slice(each.indexOf('=') + 1),
        url: served.origin,
      })),
    )
    page = await context.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    address = `${served.origin}/collections/${world.collection.id}/workbench`
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    await world?.close()
    expect(errors).toEqual([])
  })

  test('a weighted crosstab with letters, a recode and a saved set', async () => {
    await page.goto(address)
    // By drag into a zone.
    await page.dragAndDrop('li[data-variable="way"]', '[data-zone="rows"]')
    await page.waitForSelector('[data-zone="rows"] [data-variable="way"]')
    // A recode, typed.
    await page.click('summary:has-text("重编码")')
    await page.selectOption('#recodeFrom', 'age')
    await page.selectOption('#recodeKind', 'bands')
    await page.fill('#recodeWhat', '40')
    await page.fill('#recodeName', 'age2')
    await page.fill('#recodeLabel', '两段年龄')
    await page.click('button[value="recode"]')
    await page.waitForSelector('li[data-variable="age2"]')
    // By keyboard into the columns.
    await page.fill('[data-find]', '两段')
    await page.focus('button[value="add:columns:age2"]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-zone="columns"] [data-variable="age2"]')
    // Weights.
    await page.click('summary:has-text("权重")')
    await page.selectOption('#weightColumn', 'weight')
    await page.click('button[value="weights"]')
    await page.waitForSelector('#weighting')
    const table = page.locator('[data-table="columnPercent"]')
    const rows = await table.locator('tbody tr').allTextContents()
    // 34 of 40 walk among the young, 17 of each weight; with weights of 2 and 1 the share stays 85 %.
    expect(rows[0]).toContain('步行')
    expect(rows[0]).toContain('85.0%')
    expect(rows[0]).toMatch(/85\.0%B/)
    expect(rows[1]).toMatch(/75\.0%A/)
    expect(rows.join(' ')).toContain('加权基数')
    expect(await page.textContent('#results')).toContain('Rao–Scott F')
    // Kept, saved, opened again.
    await page.click('button[value="keep"]')
    await page.waitForSelector('.kept-list button[value="open:0"]')
    await page.fill('#saveName', '按年龄看出行')
    await page.click('button[value="save"]')
    await page.waitForSelector('h1:has-text("按年龄看出行")')
    expect(await page.textContent('[data-table="columnPercent"] tbody')).toMatch(/85\.0%B/)
    // Back and undo lead to where one was.
    await page.goBack()
    await page.waitForSelector('.kept-list button[value="open:0"]')
    await page.click('button[value="undo"]')
    await page.waitForSelector('button[value="keep"]')
    expect(await page.locator('.kept-list button[value="open:0"]').count()).toBe(0)
    // And forward again.
    await page.click('button[value="redo"]')
    await page.waitForSelector('.kept-list button[value="open:0"]')
  })

  test('copies a table with its whole numbers, its base and its remarks', async () => {
    await page.goto(`${address}?rows=way&columns=channel`)
    await page.waitForSelector('[data-copy-table]')
    await page.evaluate(() => {
      window.addEventListener('copy', (event) => {
        const data = event.clipboardData!
        document.body.dataset['html'] = data.getData('text/html')
        document.body.dataset['text'] = data.getData('text/plain')
      })
    })
    await page.click('[data-copy-table] >> nth=0')
    await page.waitForSelector('[data-copy-table]:has-text("已复制")')
    const copied = await page.evaluate(() => ({
      html: document.body.dataset['html'] ?? '',
      text: document.body.dataset['text'] ?? '',
    }))
    expect(copied.html).toContain('<table border="1"')
    expect(copied.html).toContain('x:num="0.55"')
    expect(copied.html).toContain("mso-number-format:'0.0%'")
    expect(copied.html).toContain('答卷 80 份')
    expect(copied.text).toMatch(/步行\t55\.0%/)
    expect(copied.text.split('\r\n')[0]).toContain('列百分比')
  })

  test('finds while one types, and applies a choice at once', async () => {
    await page.goto(`${address}?rows=way&columns=channel`)
    await page.fill('[data-find]', '年龄')
    await page.waitForSelector('li[data-variable="way"]', { state: 'hidden' })
    expect(await page.isVisible('li[data-variable="age"]')).toBe(true)
    await page.selectOption('#option-percent', 'row')
    await page.waitForSelector('[data-table="rowPercent"]')
  })

  test('does it all without a script, and fits a phone', async () => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 780 },
      javaScriptEnabled: false,
      storageState: await page.context().storageState(),
    })
    const plain = await context.newPage()
    await plain.goto(address)
    await plain.click('button[value="add:rows:way"]')
    await plain.selectOption('#statistic', 'frequencies')
    await plain.click('form:has(#statistic) button[type="submit"]')
    await plain.waitForSelector('[data-result="0"] [data-table="main"]')
    expect(await plain.textContent('[data-result="0"]')).toContain('步行')
    await context.close()
    const phone = await browser.newContext({
      viewport: { width: 360, height: 780 },
      storageState: await page.context().storageState(),
    })
    const small = await phone.newPage()
    await small.goto(`${address}?rows=way&columns=channel`)
    const [wide, inner] = await small.evaluate(() => [
      document.documentElement.scrollWidth,
      window.innerWidth,
    ])
    expect(wide).toBeLessThanOrEqual(inner)
    await phone.close()
  })
})
