/** The field app once in Firefox ESR, on both grounds: load, lose the network, fill, be killed, come back, send. */

import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newProfile, removeProfiles } from '../support/field-phone.ts'
import { firefoxIsHere, press, signInFirefox, startFirefox, type FirefoxPhone } from '../support/firefox.ts'
import { serveGrounds, type Grounds } from '../support/grounds.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let served: Grounds
let phone: FirefoxPhone | null = null

beforeAll(async () => {
  if (!firefoxIsHere) return
  world = await makeWorld()
  served = await serveGrounds(world.app, world.config.dataDir)
})
afterEach(async () => {
  await phone?.close().catch(() => undefined)
})
afterAll(async () => {
  if (!firefoxIsHere) return
  await served.stop()
  await world.close()
  removeProfiles()
})

async function fillIn(page: Page, age: string): Promise<void> {
  await page.waitForSelector('#next', { visible: true })
  await page.$eval('input[name="q.owns_car"][value="no"]', (box) => box.click())
  await page.type('[name="q.age"]', age)
}

async function finish(page: Page): Promise<string | null> {
  await press(page, '#next')
  await press(page, '#submit')
  await page.waitForSelector('#sending .panel', { visible: true })
  return page.$eval('#sending .panel', (panel) => panel.getAttribute('data-state'))
}

async function stored(): Promise<readonly unknown[]> {
  const rows = await world.store.submissions.rows(world.collection.id, 0, 100)
  return rows.map(({ answers }) => (JSON.parse(answers) as { age: unknown }).age)
}

describe.skipIf(!firefoxIsHere)('the field app in Firefox ESR', { timeout: 180_000 }, () => {
  test('keeps what was finished on both grounds through a killed process, and sends it once', async () => {
    const profile = newProfile()
    const [https, plain] = [served.originOf('https'), served.originOf('plain http')]
    phone = await startFirefox(profile)
    const { page } = phone
    await signInFirefox(page, https, 'fang')
    expect(await page.$eval('#ground', (ground) => ground.getAttribute('data-ground'))).toBe('full')
    await press(page, '#work button')
    await page.waitForSelector('#work li[data-taken=taken]')
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    const other = await phone.newPage()
    await signInFirefox(other, plain, 'fang')
    expect(await other.$eval('#ground', (ground) => ground.getAttribute('data-ground'))).toBe('plain')
    await press(other, '#work a')
    await other.waitForSelector('#next', { visible: true })

    await served.stop()
    await fillIn(other, '51')
    expect(await finish(other)).toBe('pending')
    await page.bringToFront()
    // The app and the form come from the worker.
    await page.reload()
    await press(page, '#work a')
    await fillIn(page, '41')
    expect(await finish(page)).toBe('pending')
    await press(page, '::-p-text(再填一份)')
    await fillIn(page, '42')
    await page.waitForSelector('#draft-state ::-p-text(已暂存)')
    await phone.kill()

    phone = await startFirefox(profile)
    const again = phone.page
    await again.goto(`${https}/field`)
    await again.waitForSelector('#queue li[data-state=pending]')
    await again.waitForSelector('#drafts li[data-state=draft]')
    await served.start()
    await signInFirefox(again, https, 'fang')
    await again.waitForSelector('#delivered li[data-state=delivered]')
    await press(again, '#drafts a')
    await again.waitForSelector('#next', { visible: true })
    await finish(again)
    await again.waitForSelector('#sending [data-state=delivered]')
    expect(await stored()).toEqual([41, 42])
    await signInFirefox(again, plain, 'fang')
    await again.waitForSelector('#delivered li[data-state=delivered]')
    expect(await stored()).toEqual([41, 42, 51])
  })
})
