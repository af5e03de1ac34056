/** The field app in a real Chromium with the network cut: what was finished arrives once, whatever happens on the way. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { chromiumIsHere } from '../support/browser.ts'
import {
  newProfile,
  removeProfiles,
  signIn,
  startPhone,
  takeForms,
  type FieldPhone,
} from '../support/field-phone.ts'
import { serveGrounds, type Ground, type Grounds } from '../support/grounds.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let served: Grounds
const phones: FieldPhone[] = []

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serveGrounds(world.app, world.config.dataDir)
})
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close().catch(() => undefined)
  await served?.start().catch(() => undefined)
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await served.stop()
  await world.close()
  removeProfiles()
})

async function phoneOn(profile: string): Promise<FieldPhone> {
  const phone = await startPhone(profile, { trust: served.trust })
  phones.push(phone)
  return phone
}

async function fillIn(page: Page, age: string, wish: string): Promise<void> {
  await page.locator('input[name="q.owns_car"][value="no"]').check()
  await page.fill('[name="q.age"]', age)
  await page.fill('[name="q.wish"]', wish)
}

async function finish(page: Page): Promise<void> {
  await page.click('#next')
  await page.click('#submit')
  await page.waitForSelector('#sending .panel')
}

async function stored(): Promise<readonly Record<string, unknown>[]> {
  const rows = await world.store.submissions.rows(world.collection.id, 0, 5000)
  return rows.map(({ answers }) => JSON.parse(answers) as Record<string, unknown>)
}

/** One finished and one begun without network; then the browser's process ends without a word. */
async function twoAndKilled(phone: FieldPhone): Promise<void> {
  const { page } = phone
  await fillIn(page, '45', '多建停车场')
  await finish(page)
  expect(await page.getAttribute('#sending .panel', 'data-state')).toBe('pending')
  await page.click('text=再填一份')
  await page.locator('#next:visible').waitFor()
  expect(await page.inputValue('[name="q.age"]')).toBe('')
  await fillIn(page, '33', '夜间开放单位车位')
  await page.waitForFunction(() => document.getElementById('draft-state')?.textContent?.includes('已暂存'))
  await phone.kill()
}

/** After signing in again both arrive, the draft when it is finished. */
async function bothArrive(page: Page, ground: Ground, before: number): Promise<void> {
  await signIn(page, served.originOf(ground), 'fang')
  await page.waitForSelector('#delivered li[data-state=delivered]')
  expect(await page.locator('#queue li[data-state]').count()).toBe(0)
  expect(await page.textContent('#drafts')).toContain('33')
  await page.click('#drafts a')
  await page.locator('#next:visible').waitFor()
  await finish(page)
  await page.waitForSelector('[data-state=delivered]')
  expect((await stored()).slice(before)).toMatchObject([
    { owns_car: 'no', age: 45, wish: '多建停车场' },
    { owns_car: 'no', age: 33, wish: '夜间开放单位车位' },
  ])
}

/** Each starts one browser or two. */
const patience = { timeout: 120_000 }

describe.skipIf(!chromiumIsHere)('the field app over https', patience, () => {
  test('opens, fills, is killed and sends what was finished without network, once', async () => {
    const profile = newProfile()
    const first = await phoneOn(profile)
    const { page } = first
    await signIn(page, served.originOf('https'), 'fang')
    expect(await page.getAttribute('#ground', 'data-ground')).toBe('full')
    // It was asked for, and the screen says what the browser answered.
    await page.waitForSelector('#space[data-persisted=true], #space[data-persisted=false]')
    await takeForms(page)
    await served.stop()
    await page.reload()
    await page.click('#work a')
    await page.locator('#next:visible').waitFor()
    await twoAndKilled(first)
    expect(first.mistakes).toEqual([])

    const second = await phoneOn(profile)
    await second.page.goto(`${served.originOf('https')}/field`)
    await second.page.waitForSelector('#queue li[data-state=pending]')
    expect(await second.page.textContent('#drafts')).toContain('33')
    await served.start()
    // Whether a killed browser still knows its session is its own affair: here it does not.
    await second.context.clearCookies()
    await second.page.click('#send')
    await second.page.waitForSelector('#door a')
    await bothArrive(second.page, 'https', 0)
    expect(second.mistakes).toEqual([])
  })
})

describe.skipIf(!chromiumIsHere)('the field app over plain http', patience, () => {
  test('says which ground it is, and finishes, queues and sends while the page is open', async () => {
    const { page, mistakes } = await phoneOn(newProfile())
    const before = (await stored()).length
    await signIn(page, served.originOf('plain http'), 'fang')
    expect(await page.getAttribute('#ground', 'data-ground')).toBe('plain')
    expect(await page.textContent('#ground')).toContain('npm run certificate')
    await page.waitForSelector('#space[data-persisted=null]')
    expect(await page.evaluate(() => [window.isSecureContext, 'serviceWorker' in navigator])).toEqual([
      false,
      false,
    ])
    await page.click('#work a')
    await page.waitForSelector('#next:visible')
    expect(await page.textContent('#mode')).toContain('普通 http')
    await served.stop()
    await fillIn(page, '51', '纸上画线')
    await finish(page)
    expect(await page.getAttribute('#sending .panel', 'data-state')).toBe('pending')
    await page.click('text=再填一份')
    await page.locator('#next:visible').waitFor()
    await fillIn(page, '52', '第二份')
    await finish(page)
    await served.start()
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.click('text=回到外业填报')
    await page.waitForFunction(() => document.querySelectorAll('#delivered li[data-state]').length === 2)
    expect((await stored()).slice(before)).toMatchObject([
      { age: 51, wish: '纸上画线' },
      { age: 52, wish: '第二份' },
    ])
    expect(mistakes).toEqual([])
  })

  test('is killed without network, opens again only with it, and sends what was finished, once', async () => {
    const before = (await stored()).length
    const profile = newProfile()
    const first = await phoneOn(profile)
    await signIn(first.page, served.originOf('plain http'), 'fang')
    await first.page.click('#work a')
    await first.page.locator('#next:visible').waitFor()
    await served.stop()
    await twoAndKilled(first)
    expect(first.mistakes).toEqual([])

    const second = await phoneOn(profile)
    const tried = await second.context.newPage()
    await expect(tried.goto(`${served.originOf('plain http')}/field`)).rejects.toThrow('ERR_CONNECTION')
    await tried.close()
    await served.start()
    // The form that was open is still under the lease of the window that was killed, until that runs out.
    await bothArrive(second.page, 'plain http', before)
    expect(second.mistakes).toEqual([])
  })
})
