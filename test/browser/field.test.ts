/** The field app in a real Chromium with the network cut: what was finished arrives once, whatever happens on the way. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { chromiumIsHere, serve, type Served } from '../support/browser.ts'
import {
  newProfile,
  removeProfiles,
  signIn,
  startPhone,
  takeForms,
  type FieldPhone,
} from '../support/field-phone.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let served: Served
const phones: FieldPhone[] = []

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serve(world.app)
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
  const phone = await startPhone(profile)
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

/** Each starts one browser or two. */
const patience = { timeout: 120_000 }

describe.skipIf(!chromiumIsHere)('the field app over https or on this machine', patience, () => {
  test('opens, fills, is killed and sends what was finished without network, once', async () => {
    const profile = newProfile()
    const first = await phoneOn(profile)
    await signIn(first.page, served.origin, 'fang')
    await takeForms(first.page)
    await served.stop()
    await first.page.reload()
    await first.page.click('#work a')
    await fillIn(first.page, '45', '多建停车场')
    await finish(first.page)
    expect(await first.page.getAttribute('#sending .panel', 'data-state')).toBe('pending')
    await first.page.click('text=再填一份')
    await first.page.locator('#next:visible').waitFor()
    expect(await first.page.inputValue('[name="q.age"]')).toBe('')
    await fillIn(first.page, '33', '夜间开放单位车位')
    await first.page.waitForFunction(() =>
      document.getElementById('draft-state')?.textContent?.includes('已暂存'),
    )
    expect(first.mistakes).toEqual([])
    await first.kill()

    const second = await phoneOn(profile)
    await second.page.goto(`${served.origin}/field`)
    await second.page.waitForSelector('#queue li[data-state=pending]')
    expect(await second.page.textContent('#drafts')).toContain('33')
    await served.start()
    // A killed browser forgets who was signed in; what they had is there.
    await second.page.click('#send')
    await second.page.waitForSelector('#door a')
    await signIn(second.page, served.origin, 'fang')
    await second.page.waitForSelector('#delivered li[data-state=delivered]')
    expect(await second.page.locator('#queue li[data-state]').count()).toBe(0)
    await second.page.click('#drafts a')
    await finish(second.page)
    await second.page.waitForSelector('[data-state=delivered]')
    expect(await stored()).toMatchObject([
      { owns_car: 'no', age: 45, wish: '多建停车场' },
      { owns_car: 'no', age: 33, wish: '夜间开放单位车位' },
    ])
    expect(second.mistakes).toEqual([])
  })
})

describe.skipIf(!chromiumIsHere)('the field app over plain http on a bare address', patience, () => {
  test('says which ground it is, and finishes, queues and sends while the page is open', async () => {
    const { page, mistakes } = await phoneOn(newProfile())
    const before = (await stored()).length
    await signIn(page, served.insecureOrigin, 'fang')
    expect(await page.getAttribute('#ground', 'data-ground')).toBe('plain')
    expect(await page.textContent('#ground')).toContain('npm run certificate')
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
})
