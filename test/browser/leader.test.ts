/** A leader reads the sample programme on a phone: findings, two charts, a note, and writes an instruction. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import { hashPassword } from '../../server/access/password.ts'
import { readConfig } from '../../server/config.ts'
import { demoPassword } from '../../server/demo/accounts.ts'
import { demoTopics } from '../../server/demo/programme.ts'
import { seedDemo } from '../../server/demo/seed.ts'
import { createIntake } from '../../server/intake/queue.ts'
import type { Intake } from '../../server/intake/intake.ts'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'

describe.skipIf(!chromiumIsHere)('a leader with a phone of 360 pixels', () => {
  let temporary: TemporaryStore
  let intake: Intake
  let served: Served
  let browser: Browser
  const mistakes: string[] = []

  beforeAll(async () => {
    temporary = await temporaryStore()
    await seedDemo(temporary.store, hashPassword, '2026-11-25')
    intake = createIntake(temporary.store)
    const config = readConfig({ DATA_DIR: temporary.folder }, [])
    const log = (line: string) => mistakes.push(line)
    served = await serve(createApp({ store: temporary.store, intake, config, now: () => new Date(), log }))
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await served.stop()
    await intake.close()
    await temporary.close()
    expect(mistakes).toEqual([])
  })

  test('reads findings, two charts and a note of the sample, and writes an instruction', async () => {
    const { page } = await openPhone(browser, { width: 360, locale: 'zh-CN' })
    const { title } = demoTopics.satisfaction
    const topic = (await temporary.store.topics.list({})).items.find((each) => each.title === title)
    await page.goto(`${served.origin}/sign-in?next=${encodeURIComponent(`/topics/${topic?.id}/summary`)}`)
    await page.fill('input[name=login]', 'leader')
    await page.fill('input[name=password]', demoPassword)
    await Promise.all([page.waitForURL('**/summary'), page.press('input[name=password]', 'Enter')])

    await page.waitForSelector('#headlines .headline')
    const headlines = await page.locator('#headlines > ol > .headline').allInnerTexts()
    expect(headlines[0]).toContain('“政务办事”得分最高')
    expect(headlines[1]).toContain('“停车管理”得分最低')
    for (const headline of headlines.slice(0, 2)) expect(headline).toMatch(/n = 1,1\d\d/)

    expect(await page.locator('.lead-charts .chart').count()).toBe(2)
    // A chart is drawn when it comes into sight.
    for (const place of [0, 1]) {
      await page.locator('.lead-charts .chart').nth(place).scrollIntoViewIfNeeded()
      await page.waitForSelector(`.lead-charts .chart:nth-of-type(${place + 1}).drawn`)
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(360)
    // The way to the rest stands right below the charts.
    await page.click('.jumps a[href="#notes"]')

    await page.locator('#notes table a').first().click()
    await page.waitForSelector('.record .record-line')
    expect(await page.locator('.record').innerText()).toContain('内容摘要')
    await page.goBack()

    await page.fill('textarea[name=words]', '请研究室十月底前提出停车管理的办法。')
    await page.click('#instructions form .button')
    await page.waitForSelector('.instruction')
    const written = await page.locator('.instruction').innerText()
    expect(written).toContain('停车管理的办法')
    expect(written).toContain('历史第')
  })
})
