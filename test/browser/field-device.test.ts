/** What happens on the device: another build, two tabs, a wrong clock, a full disk, another person. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import {
  newProfile,
  removeProfiles,
  signIn,
  startPhone,
  takeForms,
  type FieldPhone,
} from '../support/field-phone.ts'
import { makeWorld, password, type World } from '../support/world.ts'

let world: World
let served: Served
let updated = false
const phones: FieldPhone[] = []

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serve((req, res) => {
    if (!updated || !afterUpdate(req, res)) world.app(req, res)
  })
})
afterEach(async () => {
  updated = false
  for (const phone of phones.splice(0)) await phone.close().catch(() => undefined)
  await served?.start().catch(() => undefined)
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await served.stop()
  await world.close()
  removeProfiles()
})

/** Another build of the server: its worker does not know the script of the forms, and nobody serves it any more. */
function afterUpdate(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.url?.startsWith('/static/field-form-')) {
    res.writeHead(404).end()
    return true
  }
  if (req.url !== '/field/worker.js') return false
  const end = res.end.bind(res)
  res.end = (body: unknown) => {
    const text = Buffer.from(body as Buffer)
      .toString()
      .replace(/"build":"\w+"/, '"build":"another"')
      .replace(/"\/static\/field-form-[^"]+",/, '')
    res.setHeader('Content-Length', Buffer.byteLength(text))
    return end(text)
  }
  return false
}

async function phone(): Promise<FieldPhone> {
  const made = await startPhone(newProfile())
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
  test('a new build of the server in the middle strands no form and no draft', async () => {
    const { page, context, mistakes } = await phone()
    await signIn(page, served.origin, 'fang')
    await takeForms(page)
    await page.click('#work a')
    await fillIn(page, '61')
    await drafted(page)
    updated = true
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/field')
      await registration?.update()
      await new Promise<void>((resolve) => {
        const look = () => (registration?.waiting ? resolve() : setTimeout(look, 50))
        look()
      })
    })
    // The page that is open goes on, without network too.
    await served.stop()
    await page.fill('[name="q.wish"]', '更新期间填写')
    await finish(page)
    await page.click('text=再填一份')
    await fillIn(page, '62')
    await drafted(page)
    // All pages closed: the new worker takes over.
    const again = await context.newPage()
    await page.close()
    again.setDefaultTimeout(30_000)
    await again.goto(`${served.origin}/field`)
    await again.waitForFunction(async () => (await caches.keys()).includes('diaoyan-field-shell another'))
    await again.waitForFunction(async () => (await caches.keys()).length === 3)
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

  test.each(['this machine', 'plain http'])(
    'on %s two tabs do not fill in the same draft',
    async (ground) => {
      const { page, context } = await phone()
      const before = (await agesStored()).length
      await signIn(page, ground === 'plain http' ? served.insecureOrigin : served.origin, 'fang')
      await page.click('#work a')
      await fillIn(page, '55')
      await drafted(page)
      const other = await context.newPage()
      await other.goto(page.url())
      await other.waitForSelector('[data-state=elsewhere]')
      expect(await other.locator('#next').isVisible()).toBe(false)
      await other.close()
      // Two that send at the same time send once.
      const app = await context.newPage()
      await finish(page)
      await app.goto(`${new URL(page.url()).origin}/field`)
      await app.waitForSelector('#delivered li[data-state=delivered]')
      expect((await agesStored()).slice(before)).toEqual([55])
    },
  )

  test('a clock that is wrong by a day delays and doubles nothing', async () => {
    const { page, context } = await phone()
    const before = (await agesStored()).length
    await signIn(page, served.origin, 'fang')
    await takeForms(page)
    await served.stop()
    const tomorrow = await context.newPage()
    await tomorrow.clock.install({ time: Date.now() + 86_400_000 })
    await tomorrow.goto(`${served.origin}/field`)
    await tomorrow.click('#work a')
    await fillIn(tomorrow, '44')
    await finish(tomorrow)
    await tomorrow.close()
    await served.start()
    await page.reload()
    await page.waitForSelector('#delivered li[data-state=delivered]')
    expect((await agesStored()).slice(before)).toEqual([44])
  })

  test('a full disk says so, and finishes nothing that is not written down', async () => {
    const browser = await openBrowser()
    const { page, context } = await openPhone(browser)
    try {
      const before = (await agesStored()).length
      // Before anything is kept: a database remembers for a while how much room it was told of.
      const { origin } = served
      await page.goto(`${origin}/trust`)
      const session = await context.newCDPSession(page)
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 4_000_000 })
      await signIn(page, origin, 'fang')
      await takeForms(page)
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
    } finally {
      await browser.close()
    }
  })

  test('a shared phone keeps people apart; a password opens without network what is encrypted', async () => {
    const { page } = await phone()
    await signIn(page, served.origin, 'fang')
    await takeForms(page)
    await page.click('#work a')
    await fillIn(page, '88')
    await page.fill('[name="q.wish"]', '只有本人能看')
    await drafted(page)
    await page.goto(`${served.origin}/field`)
    await page.waitForSelector('#drafts li[data-state=draft]')
    expect(await kept(page)).not.toContain('只有本人能看')
    await served.stop()
    page.on('dialog', (dialog) => void dialog.accept())
    await page.click('#leave')
    await page.locator('#inside').waitFor({ state: 'hidden' })
    await served.start()
    // Somebody else: told of it, and shown nothing.
    await page.context().clearCookies()
    await signIn(page, served.origin, 'liang')
    await page.waitForSelector('.others')
    expect(await page.textContent('#notices')).toContain('方调研')
    expect(await page.textContent('#drafts')).not.toContain('88')
    await page.context().clearCookies()
    await signIn(page, served.origin, 'fang')
    await page.waitForSelector('#drafts li[data-state=draft]')
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
})

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
