/** The first five answers of the real survey on a small phone: without JavaScript, and on an insecure origin. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { readMaterial, type Material } from '../../server/commands/real/material.ts'
import { compileForm } from '../../server/form/definition.ts'
import type { Form } from '../../server/form/form.ts'
import { questionsOf } from '../../server/form/walk.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { chromiumIsHere, openBrowser, openPhone } from '../support/browser.ts'
import { fieldwork, type Fieldwork } from '../support/fieldwork.ts'

type Row = Readonly<Record<string, string>>
const host = 'diaoyan.test'

describe.skipIf(!chromiumIsHere)('The first five students on a phone of 360 pixels', () => {
  let material: Material
  let form: Form
  let field: Fieldwork
  let browser: Browser

  beforeAll(async () => {
    material = readMaterial('test/real/students')
    const read = await readXlsform(material.questionnaire)
    if (!read.ok) throw new Error('the questionnaire cannot be read')
    const compiled = compileForm(read.source).form
    if (!compiled) throw new Error('the questionnaire does not compile')
    form = compiled
    field = await fieldwork({ source: read.source })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await field?.end()
  })

  it.each([
    ['with JavaScript off', false, '127.0.0.1'],
    ['with JavaScript on an insecure origin', true, host],
  ])(
    'get their receipts %s',
    async (_how, javaScript, name) => {
      const receipts: string[] = []
      for (const row of material.answers.slice(0, 5)) {
        const { context, page, mistakes } = await openPhone(browser, { javaScript })
        await page.goto(`http://${name}:${field.server.port}/f/${field.slug}/form`)
        if (javaScript) expect(await page.evaluate('window.isSecureContext')).toBe(false)
        receipts.push(await answer(page, row))
        expect(mistakes).toEqual([])
        await context.close()
      }
      expect(new Set(receipts).size).toBe(5)
      for (const receipt of receipts) expect(receipt).toMatch(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
    },
    120_000,
  )

  it('are stored as they answered', async () => {
    const analyst = await field.signIn('analyst')
    const { text } = await analyst.get(`/collections/${field.collectionId}/export.csv?raw=1`)
    const lines = text
      .trim()
      .split('\r\n')
      .map((line) => line.replaceAll('"', ''))
    expect(lines).toHaveLength(11)
    for (const row of material.answers.slice(0, 5)) {
      const cells = [row['pulse'], row['height'], row['age']].filter(Boolean) as string[]
      const found = lines.filter((line) => cells.every((cell) => `,${line},`.includes(`,${Number(cell)},`)))
      expect(found.length, cells.join(' ')).toBeGreaterThanOrEqual(2)
    }
  })

  /** Fills what is on the page, goes on, fills what has appeared, checks and submits; returns the receipt number. */
  async function answer(page: Page, row: Row): Promise<string> {
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    for (let rounds = 0; rounds < 6 && !(await page.locator('#submit').isVisible()); rounds++) {
      await fill(page, row)
      await page.locator('#next').click()
      await page.waitForLoadState()
    }
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.locator('#submit').click()
    const number = page.locator('#receipt-number')
    await number.filter({ hasText: /\w/ }).waitFor()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    return (await number.textContent())?.trim() ?? ''
  }

  async function fill(page: Page, row: Row): Promise<void> {
    for (const { name, type } of questionsOf(form)) {
      const value = row[name] ?? ''
      if (value === '' || type === 'calculate' || type === 'note') continue
      const control = page.locator(`[name="q.${name}"]`)
      if (type === 'select_one') {
        const radio = page.locator(`[name="q.${name}"][value="${value}"]`)
        if ((await radio.count()) > 0 && (await radio.isVisible())) await radio.check({ force: true })
      } else if ((await control.count()) > 0 && (await control.isVisible())) {
        await control.fill(value)
      }
    }
  }
})

/** By how many pixels the page is wider than the phone. */
async function overflow(page: Page): Promise<number> {
  const box = await page
    .locator('html')
    .evaluate((element) => element.scrollWidth - element.clientWidth)
    .catch(() => 0)
  return box
}
