/** What happens on the device: another build, two tabs, a wrong clock, a full disk, another person. */

import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { updatable, type Updatable } from '../support/another-build.ts'
import { chromiumIsHere } from '../support/browser.ts'
import {
  newProfile,
  removeProfiles,
  signIn,
  startPhone,
  takeForms,
  until,
  type FieldPhone,
} from '../support/field-phone.ts'
import { grounds, serveGrounds, type Ground, type Grounds } from '../support/grounds.ts'
import { makeWorld, password, type World } from '../support/world.ts'

let world: World
let server: Updatable
let served: Grounds
const phones: FieldPhone[] = []

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  server = updatable(world.app)
  served = await serveGrounds(server.app, world.config.dataDir)
})
afterEach(async () => {
  if (server) server.updated = false
  for (const phone of phones.splice(0)) await phone.close().catch(() => undefined)
  await served?.start().catch(() => undefined)
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await served.stop()
  await world.close()
  removeProfiles()
})

async function phone(): Promise<FieldPhone> {
  const made = await startPhone(newProfile(), { trust: served.trust })
  phones.push(made)
  return made
}

async function fillIn(page: Page, age: string): Promise<void> {
  await page.locator('#next:visible').waitFor()
  await page.locator('input[name="q.owns_car"][value="no"]').check()
  await page.fill('[name="q.age"]', age)
}

async function drafted(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getElementById('draft-state')?.textContent?.includes('已暂存'))
}

async function finish(page: Page): Promise<void> {
  await page.click('#next')
  await page.click('#submit')
  await page.waitForSelector('#sending .panel')
}

async function agesStored(): Promise<readonly unknown[]> {
  const rows = await world.store.submissions.rows(world.collection.id, 0, 5000)
  return rows.map(({ answers }) => (JSON.parse(answers) as { age: unknown }).age)
}

const patience = { timeout: 120_000 }

describe.skipIf(!chromiumIsHere)('on the device', patience, () => {
  test('on https a new build of the server in the middle strands no form and no draft', async () => {
    const { page, context, mistakes } = await phone()
    const origin = served.originOf('https')
    await signIn(page, origin, 'fang')
    await takeForms(page)
    await page.click('#work a')
    await fillIn(page, '61')
    await drafted(page)
    server.updated = true
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/field')
      await registration?.update()
      await new Promise<void>((resolve) => {
        const look = () => (registration?.waiting ? resolve() : setTimeout(look, 50))
        look()
      })
    })
    // Outside the app, from where the worker can be looked at without being its page.
    const again = await context.newPage()
    again.setDefaultTimeout(30_000)
    await again.goto(`${origin}/trust`)
    // The page that is open goes on, without network too.
    await served.stop()
    await page.bringToFront()
    await page.fill('[name="q.wish"]', '更新期间填写')
    await finish(page)
    await page.click('text=再填一份')
    await fillIn(page, '62')
    await drafted(page)
    // All pages of the old build closed: the new worker takes over, and clears the old shell away.
    await page.close()
    await until(() =>
      again.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration('/field')
        const names = await caches.keys()
        return (
          registration?.waiting === null && registration.active?.state === 'activated' && names.length === 3
        )
      }),
    )
    await again.goto(`${origin}/field`)
    await again.click('#drafts a')
    await again.locator('#next:visible').waitFor()
    expect(await again.inputValue('[name="q.age"]')).toBe('62')
    await finish(again)
    await served.start()
    await again.evaluate(() => dispatchEvent(new Event('online')))
    await again.waitForSelector('[data-state=delivered]')
    expect(await agesStored()).toEqual([61, 62])
    expect(mistakes).toEqual([])
  })

  test('on plain http a new build of the server in the middle strands no open page and no draft', async () => {
    const { page, context, mistakes } = await phone()
    const before = (await agesStored()).length
    const origin = served.originOf('plain http')
    await signIn(page, origin, 'fang')
    await page.click('#work a')
    await fillIn(page, '63')
    await drafted(page)
    server.updated = true
    // The page that is open sends to the new build.
    await page.fill('[name="q.wish"]', '更新期间填写')
    await finish(page)
    await page.waitForSelector('[data-state=delivered]')
    await page.click('text=再填一份')
    await fillIn(page, '64')
    await drafted(page)
    // What the old build kept, the new one opens: nothing of the old is served any more.
    const again = await context.newPage()
    await page.close()
    again.setDefaultTimeout(30_000)
    await again.goto(`${origin}/field`)
    await again.click('#drafts a')
    await again.locator('#next:visible').waitFor()
    expect(await again.locator('script[src*="field-form-ANOTHER"]').count()).toBe(1)
    expect(await again.inputValue('[name="q.age"]')).toBe('64')
    await finish(again)
    await again.waitForSelector('[data-state=delivered]')
    expect((await agesStored()).slice(before)).toEqual([63, 64])
    expect(mistakes).toEqual([])
  })

  test.each(grounds)('on %s two tabs do not fill in the same draft, and send it once', async (ground) => {
    const { page, context } = await phone()
    const before = (await agesStored()).length
    await signIn(page, served.originOf(ground), 'fang')
    await page.click('#work a')
    await fillIn(page, '55')
    await drafted(page)
    const other = await context.newPage()
    await other.goto(page.url())
    await other.waitForSelector('[data-state=elsewhere]')
    expect(await other.locator('#next').isVisible()).toBe(false)
    // When the first goes, the second opens by itself, with what stood there.
    await page.close()
    await other.locator('#next:visible').waitFor()
    expect(await other.inputValue('[name="q.age"]')).toBe('55')
    // Two that send at the same time send once.
    const app = await context.newPage()
    await finish(other)
    await app.goto(`${served.originOf(ground)}/field`)
    await app.waitForSelector('#delivered li[data-state=delivered]')
    expect((await agesStored()).slice(before)).toEqual([55])
  })

  test('on plain http a tab that slept while another took its draft over lets go of it', async () => {
    const { page, context } = await phone()
    const origin = served.originOf('plain http')
    await signIn(page, origin, 'fang')
    await page.click('#work a')
    await fillIn(page, '56')
    await drafted(page)
    // Somebody else has it for as long as this test runs.
    const other = await context.newPage()
    await other.goto(`${origin}/field`)
    await other.evaluate(
      (name) => {
        const hold = () => {
          const lease = { holder: 'another tab', until: Date.now() + 15_000 }
          localStorage.setItem(name, JSON.stringify(lease))
        }
        hold()
        setInterval(hold, 500)
      },
      `diaoyan-field-lease:record ${new URL(page.url()).hash.slice(1)}`,
    )
    await page.waitForSelector('[data-state=elsewhere]')
    expect(await page.locator('#next').isVisible()).toBe(false)
  })

  test.each(grounds)('on %s a clock that is wrong by a day delays and doubles nothing', async (ground) => {
    const { page, context } = await phone()
    const before = (await agesStored()).length
    await signIn(page, served.originOf(ground), 'fang')
    if (ground === 'https') await takeForms(page)
    const day = 86_400_000
    const pages: Page[] = []
    for (const wrong of [day, -day]) {
      const tab = await context.newPage()
      await tab.clock.install({ time: Date.now() + wrong })
      await tab.goto(`${served.originOf(ground)}/field`)
      await tab.click('#work a')
      await tab.locator('#next:visible').waitFor()
      pages.push(tab)
    }
    await served.stop()
    for (const [n, tab] of pages.entries()) {
      await fillIn(tab, String(44 + n))
      await finish(tab)
      await tab.close()
    }
    await served.start()
    // The clock is right again.
    await page.reload()
    await page.waitForFunction(() => document.querySelectorAll('#delivered li[data-state]').length === 2)
    expect(new Set((await agesStored()).slice(before))).toEqual(new Set([44, 45]))
    expect((await agesStored()).length).toBe(before + 2)
  })

  test.each(grounds)(
    'on %s a full disk says so, and finishes nothing that is not written down',
    async (ground) => {
      const { page, context } = await phone()
      const before = (await agesStored()).length
      // Before anything is kept: a database remembers for a while how much room it was told of.
      const origin = served.originOf(ground)
      await page.goto(`${origin}/trust`)
      const session = await context.newCDPSession(page)
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 4_000_000 })
      await signIn(page, origin, 'fang')
      if (ground === 'https') await takeForms(page)
      await page.click('#work a')
      await fillIn(page, '77')
      await drafted(page)
      await page.evaluate(fillUp)
      await page.fill('[name="q.wish"]', '空间满了')
      await page.waitForFunction(() =>
        document.getElementById('draft-state')?.textContent?.includes('存储空间已满'),
      )
      await finish(page)
      expect(await page.getAttribute('#sending .panel', 'data-state')).toBe('unsaved')
      expect(await page.textContent('#sending')).toContain('存储空间已满')
      expect((await agesStored()).length).toBe(before)
      await session.send('Storage.overrideQuotaForOrigin', { origin })
      await page.click('text=再存一次')
      await page.waitForSelector('[data-state=delivered]')
      expect((await agesStored()).slice(before)).toEqual([77])
    },
  )

  test('on https caches that were cleared take no record with them', async () => {
    const { page } = await phone()
    const before = (await agesStored()).length
    const origin = served.originOf('https')
    await signIn(page, origin, 'fang')
    await takeForms(page)
    await served.stop()
    await page.click('#work a')
    await fillIn(page, '66')
    await finish(page)
    await page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name)
    })
    await served.start()
    await page.goto(`${origin}/field`)
    await page.waitForSelector('#delivered li[data-state=delivered]')
    expect((await agesStored()).slice(before)).toEqual([66])
    // The form is to be taken along again, and says so.
    await page.waitForSelector('#work li[data-taken=none]')
  })

  test('a shared phone keeps people apart; a password opens without network what is encrypted', async () => {
    const { page } = await phone()
    const origin = served.originOf('https')
    await signIn(page, origin, 'fang')
    await takeForms(page)
    await draftOf(page, '88', '只有本人能看')
    await page.goto(`${origin}/field`)
    await page.waitForSelector('#drafts li[data-state=draft]')
    expect(await kept(page)).not.toContain('只有本人能看')
    await served.stop()
    page.on('dialog', (dialog) => void dialog.accept())
    await page.click('#leave')
    await page.locator('#inside').waitFor({ state: 'hidden' })
    await served.start()
    await othersSeeNothing(page, 'https')
    // Locked and opened again without network.
    await served.stop()
    await page.evaluate(async () => {
      const opening = indexedDB.open('diaoyan-field')
      const database = await new Promise<IDBDatabase>((resolve) => {
        opening.addEventListener('success', () => resolve(opening.result))
      })
      database.transaction('keys', 'readwrite').objectStore('keys').clear()
      database.close()
    })
    await page.reload()
    await page.fill('#unlock-password', 'wrong password')
    await page.click('#door form button')
    await page.waitForSelector('#door .error:has-text("密码不对")')
    await page.fill('#unlock-password', password)
    await page.click('#door form button')
    await page.waitForSelector('#drafts li[data-state=draft]')
    expect(await page.textContent('#drafts')).toContain('88')
  })

  test('on plain http a shared phone keeps people apart on screen, and says that nothing is encrypted', async () => {
    const { page } = await phone()
    const origin = served.originOf('plain http')
    await signIn(page, origin, 'fang')
    expect(await page.textContent('#ground')).toContain('没有加密')
    await draftOf(page, '88', '谁拿到手机都能读')
    expect(await page.textContent('#mode')).toContain('没有加密')
    await page.goto(`${origin}/field`)
    await page.waitForSelector('#drafts li[data-state=draft]')
    expect(await kept(page)).toContain('谁拿到手机都能读')
    await othersSeeNothing(page, 'plain http')
  })
})

async function draftOf(page: Page, age: string, wish: string): Promise<void> {
  await page.click('#work a')
  await fillIn(page, age)
  await page.fill('[name="q.wish"]', wish)
  await drafted(page)
}

/** Somebody else signs in: told of what waits, and shown nothing; its owner finds it again. */
async function othersSeeNothing(page: Page, ground: Ground): Promise<void> {
  const origin = served.originOf(ground)
  await page.context().clearCookies()
  await signIn(page, origin, 'liang')
  await page.waitForSelector('.others')
  expect(await page.textContent('#notices')).toContain('方调研')
  expect(await page.textContent('#drafts')).not.toContain('88')
  await page.context().clearCookies()
  await signIn(page, origin, 'fang')
  await page.waitForSelector('#drafts li[data-state=draft]')
}

/** Takes all the room that is left, down to less than a record needs. */
async function fillUp(): Promise<void> {
  const opening = indexedDB.open('filler')
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore('bytes', { autoIncrement: true })
  })
  const database = await new Promise<IDBDatabase>((resolve) => {
    opening.addEventListener('success', () => resolve(opening.result))
  })
  for (const size of [60_000, 6_000, 600, 60]) {
    let room = true
    while (room) {
      const transaction = database.transaction('bytes', 'readwrite')
      transaction.objectStore('bytes').put(crypto.getRandomValues(new Uint8Array(size)).join())
      room = await new Promise<boolean>((resolve) => {
        transaction.addEventListener('complete', () => resolve(true))
        transaction.addEventListener('abort', () => resolve(false))
      })
    }
  }
  database.close()
}

/** All that the database holds, as far as a thief with the device could read it. */
function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const opening = indexedDB.open('diaoyan-field')
    const database = await new Promise<IDBDatabase>((resolve) => {
      opening.addEventListener('success', () => resolve(opening.result))
    })
    const texts: string[] = []
    const read = (value: unknown): void => {
      if (value instanceof ArrayBuffer) texts.push(new TextDecoder().decode(value))
      else if (typeof value === 'string') texts.push(value)
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(read)
    }
    for (const name of database.objectStoreNames) {
      const asked = database.transaction(name).objectStore(name).getAll()
      await new Promise<void>((resolve) => {
        asked.addEventListener('success', () => resolve())
      })
      read(asked.result)
    }
    database.close()
    return texts.join('\n')
  })
}
