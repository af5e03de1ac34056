/** Every type of question in every appearance: accessible, by keyboard alone, and on a narrow screen. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { photo } from '../support/attachments.ts'
import { gallery } from '../support/gallery.ts'
import { makeWorld, type World } from '../support/world.ts'

const axeScript = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

let world: World
let served: Served
let browser: Browser
let base: string

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld({ source: gallery() })
  served = await serve(world.app)
  browser = await openBrowser()
  base = `/f/${world.channel.slug}/form`
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
})

/** What axe finds wrong on the page as it stands. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeScript)
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as {
      readonly axe: {
        run(
          context: Document,
          options: object,
        ): Promise<{
          readonly violations: readonly {
            readonly id: string
            readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
          }[]
        }>
      }
    }
    const found = await axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
    })
    return found.violations.flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 4)
        .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 220)} ${failureSummary ?? ''}`),
    )
  }, rules)
}

async function ready(page: Page): Promise<void> {
  await page.goto(`${served.origin}${base}`)
  // The rarer parts come in their own files: the last of them is a ranking with its buttons.
  await page.locator('.ranking .pick').first().waitFor()
  await page.locator('[role=combobox]').first().waitFor()
}

/** Something in every kind of field that can be filled without a file. */
async function fill(page: Page): Promise<void> {
  await page.fill('[name="q.text1"]', '**四** <b>')
  await page.fill('[name="q.text3"]', 'secret')
  await page.fill('[name="q.integer1"]', '2000000')
  await page.fill('[name="q.integer2"]', '1234567')
  await page.locator('[name="q.one1"]').first().check()
  await page.selectOption('[name="q.one2"]', { index: 2 })
  await page.locator('[name="q.many1"]').nth(1).check()
  await page.locator('[name="q.agreed"]').check()
  await page.locator('[name="q.row_road"]').first().check()
  const picks = page.locator('[data-question="order"] .pick')
  while ((await picks.count()) > 0) await picks.first().click()
  await page.locator('[name="q.scale3"]').nth(3).check()
  await page.fill('[name="q.slide"]', '40')
  await page.fill('[name="q.date1"]', '2026-11-25')
  await page.fill('[name="q.date2"]', '1990')
  await page.fill('[name="q.date3"]', '2026-05')
  await page.fill('[name="q.point"]', '39.9042 116.4074')
  await page.fill('[name="q.trace"]', '39.90 116.40\n39.91 116.41')
  await page.fill('[name="q.member[1]/member_name"]', '小明')
  await page.fill('[name="q.member[1]/member_age"]', '9')
  await page.locator('[name="q.member[1]/member_school"]').first().check()
}

describe.skipIf(!chromiumIsHere)('the gallery of question types', () => {
  test.each([
    ['zh-CN', 360],
    ['en', 1280],
  ] as const)('passes axe empty, filled and in error (%s, %i px)', async (locale, width) => {
    const { page, context, mistakes } = await openPhone(browser, { locale, width })
    await ready(page)
    const inputs = {
      time: 'time',
      datetime: 'datetime-local',
      date1: 'date',
      date3: 'month',
      text3: 'password',
    }
    for (const [name, type] of Object.entries(inputs))
      expect(await page.getAttribute(`[name="q.${name}"]`, 'type')).toBe(type)
    expect(await page.getAttribute('html', 'lang')).toMatch(locale === 'en' ? /en/ : /zh/)
    expect(await violations(page)).toEqual([])
    await page.locator('#next').click()
    await page.waitForSelector('#errors')
    expect(await page.locator('.question.wrong').count()).toBeGreaterThan(3)
    expect(await violations(page)).toEqual([])
    await fill(page)
    await page.locator('button[value="add:member"]').click()
    await page.locator('[data-row="member[2]"] [name="q.member[2]/member_name"]').fill('小红')
    expect(await page.textContent('[data-question="member[2]/member_age"] .label')).toContain('小红')
    await page.locator('[name="q.integer1"]').blur()
    await page.locator('[data-question="integer1"].warned').waitFor()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(mistakes).toEqual([])
    await context.close()
  })

  test('passes axe without JavaScript', async () => {
    const { page, context } = await openPhone(browser, { javaScript: false })
    const { page: reader, context: other } = await openPhone(browser)
    await page.goto(`${served.origin}${base}`)
    const html = await page.content()
    await reader.goto(`${served.origin}/withdraw`)
    await reader.setContent(html.replace(/<script[^>]*type="module"[^>]*><\/script>/, ''))
    expect(await violations(reader)).toEqual([])
    await context.close()
    await other.close()
  })

  test('fits at 200 % zoom on a screen of 360 pixels', async () => {
    const { page, context } = await openPhone(browser, { width: 180 })
    await ready(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(180)
    await context.close()
  })

  test('tables stand as cards below 480 pixels, and each of their cells has a name of row and column', async () => {
    const { page, context } = await openPhone(browser, { width: 479 })
    await ready(page)
    const stacked = await page.evaluate(() => {
      const cells = [...document.querySelectorAll('[data-group="table"] tbody tr:first-child td')]
      return new Set(cells.map((cell) => Math.round(cell.getBoundingClientRect().left))).size
    })
    expect(stacked).toBe(1)
    await page.getByRole('radio', { name: '道路 很满意' }).check()
    await page.getByRole('checkbox', { name: '老人 助餐点' }).check()
    expect(await page.isChecked('[name="q.row_road"][value="f1"]')).toBe(true)
    expect(await page.isChecked('[name="q.need_old"][value="s2"]')).toBe(true)
    await context.close()
  })

  test('rows are added, removed and brought back by keyboard alone, with their answers and their numbers', async () => {
    const { page, context } = await openPhone(browser)
    await ready(page)
    page.on('dialog', (dialog) => void dialog.accept())
    await page.fill('[name="q.member[1]/member_name"]', '甲')
    for (const name of ['乙', '丙']) {
      await page.focus('button[value="add:member"]')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.type(name)
    }
    const names = () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLInputElement>('[name$="]/member_name"]')].map(
          (field) => `${field.name} ${field.value}`,
        ),
      )
    expect(await names()).toEqual([
      'q.member[1]/member_name 甲',
      'q.member[2]/member_name 乙',
      'q.member[3]/member_name 丙',
    ])
    await page.focus('button[value="remove:member[2]"]')
    await page.keyboard.press('Enter')
    await page.locator('.row-gone').waitFor()
    expect(await names()).toEqual(['q.member[1]/member_name 甲', 'q.member[2]/member_name 丙'])
    expect(await page.textContent('[data-row="member[2]"] .row-head')).toContain('2')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('撤销')
    await page.keyboard.press('Enter')
    expect(await names()).toEqual([
      'q.member[1]/member_name 甲',
      'q.member[2]/member_name 乙',
      'q.member[3]/member_name 丙',
    ])
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-row'))).toBe('member[2]')
    await page.fill('[name="q.plots"]', '3')
    await page.locator('[name="q.plot[3]/plot_size"]').waitFor()
    await context.close()
  })

  test('a long list is searched by keyboard in a combobox', async () => {
    const { page, context } = await openPhone(browser)
    await ready(page)
    const box = page.locator('[data-question="town"] [role=combobox]')
    await box.fill('第 42 ')
    expect(await page.locator('[data-question="town"] [role=option]').count()).toBe(1)
    await box.press('ArrowDown')
    await box.press('Enter')
    expect(await page.inputValue('select[name="q.town"]')).toBe('t42')
    expect(await box.inputValue()).toContain('第 42 行政村')
    await context.close()
  })

  test('a photo is shrunk, kept through a reload, and goes with the answer without its place', async () => {
    const { page, context } = await openPhone(browser)
    await ready(page)
    await fill(page)
    const buffer = await photo(1200, 800)
    await page.setInputFiles('[name="f.image1"]', { name: '家门口.jpg', mimeType: 'image/jpeg', buffer })
    await page.locator('[data-question="image1"] .preview').waitFor()
    await page.locator('[data-question="image3"] canvas').hover()
    await page.mouse.down()
    await page.mouse.move(150, 300, { steps: 4 })
    await page.mouse.up()
    await page.locator('[data-question="image3"] .preview').waitFor()
    await page.waitForFunction(() => document.getElementById('draft-state')?.textContent !== '')
    await page.waitForTimeout(600)
    await page.reload()
    await page.waitForSelector('text=已恢复您上次在本机填写的内容')
    await page.locator('[data-question="image1"] .preview').waitFor()
    await page.locator('#next').click()
    expect(await page.locator('#errors li').allTextContents()).toEqual([])
    await page.locator('#checking').waitFor()
    await page.click('#submit')
    await page.waitForSelector('#receipt-number:visible')
    const number = (await page.textContent('#receipt-number')) ?? ''
    const submission = await world.store.submissions.byReceipt(number)
    const answers = JSON.parse(submission?.answers ?? '{}') as Record<string, string>
    expect(answers).toMatchObject({ agreed: 'OK', date2: '1990-01-01', date3: '2026-05-01', one2: 'f2' })
    expect(answers['member']).toMatchObject([{ member_name: '小明', member_age: 9, member_school: 'f1' }])
    const files = await world.store.attachments.list(world.collection.id, submission?.instanceId ?? '')
    expect(new Set(files.map(({ name }) => name))).toEqual(new Set([answers['image1'], answers['image3']]))
    expect(files.every(({ originalName }) => originalName === '')).toBe(true)
    await context.close()
  })
})
