/** What people copy in Word is pasted in Chromium and understood as the file is; a click corrects it, and nothing foreign runs. */

import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import * as fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWord } from '../../server/imports/readers.ts'
import { readFormText } from '../../server/imports/text.ts'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { written } from '../support/draft.ts'
import { makeWorld, type World } from '../support/world.ts'

const folder = new URL('../imports/word-drafts/', import.meta.url)
const drafts = readdirSync(folder)
  .filter((file) => file.endsWith('.html'))
  .map((file) => file.replace('.html', ''))
  .toSorted()
const fileOf = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let world: World
let served: Served
let browser: Browser

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serve(world.app)
  browser = await openBrowser()
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
  expect(world.mistakes).toEqual([])
})

async function open(width: number, locale = 'zh-CN', javaScript = true) {
  const opened = await openPhone(browser, { width, locale, javaScript })
  const [name = '', value = ''] = (await world.session('lead')).cookie.split('=')
  await opened.context.addCookies([
    { name, value, url: served.origin },
    { name: 'diaoyan_locale', value: locale, url: served.origin },
  ])
  await opened.page.goto(`${served.origin}/topics/${world.topic.id}/forms/paste`)
  return opened
}

/** As a browser hands over what another program copied: HTML beside plain text. */
async function paste(page: Page, html: string, plain: string): Promise<string> {
  await page.locator('#text').focus()
  await page.evaluate(
    ([markup = '', words = '']) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/html', markup)
      clipboardData.setData('text/plain', words)
      const field = document.querySelector<HTMLTextAreaElement>('#text')
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      // A made event puts nothing in by itself, where the page lets the browser do it.
      if (field?.dispatchEvent(event)) document.execCommand('insertText', false, words)
    },
    [html, plain],
  )
  await page.waitForSelector('#outcome .preview-sheet')
  return page.inputValue('#text')
}

async function faults(page: Page): Promise<unknown> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    type Found = { violations: { id: string; nodes: { html: string }[] }[] }
    const { axe: run } = window as unknown as { axe: { run(): Promise<Found> } }
    const violations = (await run.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    return { sideways: document.documentElement.scrollWidth - innerWidth, violations }
  })
}

/** Lines of the clipboard may stand elsewhere than those of the file; what was understood must be the same. */
const unplaced = (form: string) => form.replace(/^line \d+: /gm, '').trimEnd()

describe.skipIf(!chromiumIsHere)('a draft copied in Word', () => {
  test.each(drafts)('%s is understood as its file is', async (name) => {
    const { page, context, mistakes } = await open(360)
    const read = await readWord(readFileSync(new URL(`${name}.docx`, folder)))
    const plain = read.ok ? read.draft.text : ''
    const text = await paste(page, fileOf(`${name}.html`), plain)
    expect(unplaced(written(readFormText(text)))).toBe(unplaced(fileOf(`${name}.form.txt`)))
    expect(await faults(page)).toEqual({ sideways: 0, violations: [] })
    expect(mistakes).toEqual([])
    await context.close()
  })

  test('its words alone go into the box: no script, picture or handler of it does anything', async () => {
    const { page, context, mistakes } = await open(360)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const html =
      '<table><tr><td>1. 您的性别</td><td>□男 □女</td></tr></table><img src="/never.png" onerror="window.ran=1">' +
      '<script>window.ran=1</script><svg onload="window.ran=1"></svg><p onclick="window.ran=1">2. <b>您的</b>年龄：<u>&nbsp;&nbsp;&nbsp;&nbsp;</u>岁</p>' +
      `${'<div>'.repeat(5000)}深${'</div>'.repeat(5000)}`
    const text = await paste(page, html, '')
    expect(text).toBe('1. 您的性别\t□男 □女\n2. 您的年龄：____岁')
    expect(await page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined()
    expect(asked.filter((url) => !url.endsWith('/preview'))).toEqual([])
    expect(mistakes).toEqual([])
    await context.close()
  })

  test('whatever stands in the HTML, lines of words come of it or nothing', async () => {
    const entry = fileURLToPath(new URL('../../static/pasting/clipboard.ts', import.meta.url))
    const bundle = { bundle: true, format: 'iife', globalName: 'reading', write: false } as const
    const [code] = (await build({ entryPoints: [entry], ...bundle })).outputFiles
    const { page, context, mistakes } = await open(360)
    await page.evaluate(`${code?.text ?? ''}; window.reading = reading`)
    const piece = fc.constantFrom('<table>', '</table>', '<tr>', '<td rowspan=99999 colspan=99999>', '</td>', '<p>', '</p>', '<u>&nbsp;&nbsp;', '</u>', '<ol start=-5>', '<li>', '<br>', '<!--[if supportFields]>FORMCHECKBOX<![endif]-->', '<w:sdt dropdown="t"><w:listitem datavalue="1" listvalue="甲">', '</w:sdt>', '<span style="mso-list:Ignore">1.</span>', '<del>旧</del>', '<span style="display:none">藏</span>', '<template><p>x', '<select><option>', '<svg><style>', '<![CDATA[', '&#0;&#xD800;', '新') // prettier-ignore
    const made = fc.array(piece, { minLength: 1, maxLength: 60 }).map((parts) => parts.join(''))
    const cut = fc
      .tuple(fc.constantFrom(...drafts), fc.double({ min: 0, max: 1, noNaN: true }), made)
      .map(([name, at, more]) => {
        const html = fileOf(`${name}.html`)
        const place = Math.floor(html.length * at)
        return html.slice(0, place) + more + html.slice(place + 50)
      })
    const inputs = [
      ...fc.sample(made, { numRuns: 150, seed: 5 }),
      ...fc.sample(cut, { numRuns: 60, seed: 6 }),
    ]
    const got = await page.evaluate((htmls) => {
      const { linesOfHtml } = (window as unknown as { reading: { linesOfHtml: (html: string) => string | null } }).reading // prettier-ignore
      return htmls.map((html) => linesOfHtml(html))
    }, inputs)
    expect(got).toHaveLength(210)
    for (const text of got) {
      // A cell that reaches over everything makes no flood of tabs.
      expect((text ?? '').length).toBeLessThan(200_000)
      expect(text ?? '').not.toMatch(/<\/?(table|td|script)/)
      readFormText(text ?? '')
    }
    expect(got.some((text) => text?.includes('新'))).toBe(true)
    expect(mistakes).toEqual([])
    await context.close()
  })

  test('what plain text says as well is left to the browser, and a paste can be taken back', async () => {
    const { page, context } = await open(1280)
    expect(await paste(page, '<p>1. 甲（单选）</p><p>A. 是</p>', '1. 甲（单选）\nA. 是\nB. 否')).toBe(
      '1. 甲（单选）\nA. 是\nB. 否',
    )
    await page.locator('#text').selectText()
    await paste(page, '<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>', '')
    expect(await page.inputValue('#text')).toBe('甲\t乙\n丙\t丁')
    await page.keyboard.press('ControlOrMeta+z')
    expect(await page.inputValue('#text')).toBe('1. 甲（单选）\nA. 是\nB. 否')
    await context.close()
  })
})

describe.skipIf(!chromiumIsHere)('what was understood', () => {
  const draft =
    '家访登记\n1. 您参加过哪些活动？\nA. 培训\nB. 走访\nC. 说不清\n2. 您的电话：____\n谁也不懂的一行'
  const withoutLine = (text: string, line: number) => text.split('\n').toSpliced(line - 1, 1)

  for (const javaScript of [true, false])
    test(`is corrected by a click ${javaScript ? 'in the page' : 'without script'}, and all other words stay`, async () => {
      const { page, context } = await open(1280, 'zh-CN', javaScript)
      const text = page.locator('#text')
      await text.fill(draft)
      if (!javaScript) await page.locator('button[value=preview]').click()
      const press = async (name: string, line: number, then: string) => {
        const before = await text.inputValue()
        await page.locator('#outcome').getByRole('button', { name, exact: true }).first().click()
        await expect.poll(async () => (await text.inputValue()).split('\n')[line - 1]).toBe(then)
        expect(withoutLine(await text.inputValue(), line)).toEqual(withoutLine(before, line))
        // What is shown is about the new text.
        const old = before.split('\n')[line - 1]
        const shown = () =>
          page.locator('#outcome button[data-from]').evaluateAll((buttons) => buttons.map((one) => one.getAttribute('data-from'))) // prettier-ignore
        await expect.poll(async () => (await shown()).includes(old ?? '')).toBe(false)
      }
      await page.locator('#outcome').getByText('题目问“哪些”，按多选题理解。').waitFor()
      await press('改为单选', 2, '1. 您参加过哪些活动？（单选）')
      await press('算有效回答', 5, 'C. 说不清（有效选项）')
      await press('不是个人信息', 6, '2. 您的电话（非个人信息）：____')
      await press('这是说明', 7, '说明：谁也不懂的一行')
      expect(await page.locator('#outcome .tag.amber').count()).toBe(0)
      await page.locator('#outcome .read-change summary').first().click()
      await press('设为必答', 2, '1. 您参加过哪些活动？（必填）（单选）')
      if (javaScript) expect(await faults(page)).toEqual({ sideways: 0, violations: [] })
      await context.close()
    })
})
