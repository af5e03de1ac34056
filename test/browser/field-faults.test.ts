/** Links and servers that go wrong: the server has each finished record exactly once, as it was filled in. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumIsHere } from '../support/browser.ts'
import { faulty, type Fault, type FaultyApp } from '../support/faults.ts'
import { newProfile, removeProfiles, signIn, startPhone, type FieldPhone } from '../support/field-phone.ts'
import { grounds, serveGrounds, type Ground, type Grounds } from '../support/grounds.ts'
import { makeWorld, type World } from '../support/world.ts'

const row = (number: number, cells: Readonly<Record<string, string>>) => ({ row: number, cells })
const visit = {
  survey: [
    row(2, { type: 'text', name: 'place', label: '地点', required: 'yes' }),
    row(3, { type: 'file', name: 'paper', label: '附件' }),
  ],
  choices: [],
  settings: [row(2, { form_title: '走访记录' })],
}

let world: World
let link: FaultyApp
let served: Grounds
const phones: FieldPhone[] = []

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld({ source: visit })
  link = faulty(world.app)
  served = await serveGrounds(link.app, world.config.dataDir)
})
afterEach(async () => {
  link.fault = 'fine'
  for (const phone of phones.splice(0)) await phone.close().catch(() => undefined)
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await served.stop()
  await world.close()
  removeProfiles()
})

async function phoneOn(ground: Ground): Promise<FieldPhone> {
  const phone = await startPhone(newProfile(), { trust: served.trust })
  phones.push(phone)
  await signIn(phone.page, served.originOf(ground), 'fang')
  return phone
}

/** Fills in and finishes one record on the form's page. */
async function record(page: Page, place: string, paper?: Buffer): Promise<void> {
  await page.locator('#next:visible').waitFor()
  await page.fill('[name="q.place"]', place)
  if (paper) {
    await page.setInputFiles('input[type=file]', { name: '记录.txt', mimeType: 'text/plain', buffer: paper })
    await page.waitForSelector('.file-now:visible')
  }
  await page.click('#next')
  await page.click('#submit')
  await page.waitForSelector('#sending .panel')
}

async function stored() {
  const rows = await world.store.submissions.rows(world.collection.id, 0, 5000)
  return rows.map(({ answers, instanceId }) => ({
    instanceId,
    ...(JSON.parse(answers) as { place: string; paper: string }),
  }))
}

async function placesStored(from: number): Promise<readonly string[]> {
  return (await stored()).slice(from).map(({ place }) => place)
}

async function sendAll(page: Page): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/field`)
  await page.waitForSelector('#inside:visible')
  await page.waitForFunction(
    () => {
      const send = document.getElementById('send')
      const left = document.querySelectorAll('#queue li[data-state]').length
      if (left > 0) send?.click()
      return left === 0 && document.querySelectorAll('#delivered li[data-state]').length > 0
    },
    undefined,
    { polling: 300, timeout: 60_000 },
  )
}

/** Each starts a browser. */
const patience = { timeout: 120_000 }

describe.skipIf(!chromiumIsHere)('a link that goes wrong', patience, () => {
  const faults: readonly (readonly [Fault, string])[] = [
    [500, 'server'],
    [413, 'server'],
    ['cut', 'away'],
  ]

  test.each(grounds)(
    'on %s: errors of a gateway and a lost reply double nothing and lose nothing',
    async (ground) => {
      const { page, mistakes } = await phoneOn(ground)
      const before = (await stored()).length
      for (const [fault] of faults) {
        link.fault = fault
        link.met = 0
        await page.goto(`${new URL(page.url()).origin}/field`)
        await page.click('#work a')
        await record(page, `${ground} ${fault}`)
        await page.click('text=回到外业填报')
        const item = page.locator('#queue li[data-state=pending]')
        await item.locator('.trouble').waitFor()
        if (typeof fault === 'number') expect(await item.textContent()).toContain(String(fault))
        expect(await page.locator('#delivered li', { hasText: String(fault) }).count()).toBe(0)
        expect(link.met).toBeGreaterThan(0)
        link.fault = 'fine'
        await sendAll(page)
      }
      expect(await placesStored(before)).toEqual(faults.map(([fault]) => `${ground} ${fault}`))
      // The receipts on the phone are those of the server.
      const receipts = (await world.store.submissions.rows(world.collection.id, 0, 5000)).slice(before)
      const shown = (await page.textContent('#delivered')) ?? ''
      for (const { receipt } of receipts) expect(shown).toContain(receipt)
      expect(mistakes).toEqual([])
    },
  )

  test.each(grounds)(
    'on %s: a server that does not answer is given up on, and asked again',
    async (ground) => {
      const { page } = await phoneOn(ground)
      const before = (await stored()).length
      await page.clock.install()
      await page.click('#work a')
      link.fault = 'hang'
      link.met = 0
      await record(page, '等不到答复')
      await expect.poll(() => link.met).toBeGreaterThan(0)
      await page.clock.runFor(21_000)
      link.fault = 'fine'
      await page.clock.runFor(40_000)
      await page.waitForSelector('[data-state=delivered]')
      expect(await placesStored(before)).toEqual(['等不到答复'])
    },
  )

  test.each(grounds)(
    'on %s: a receipt for other content is no delivery, and the next look heals it',
    async (ground) => {
      const { page, mistakes } = await phoneOn(ground)
      const before = (await stored()).length
      link.fault = 'lies'
      await page.click('#work a')
      await record(page, `${ground} 改动`)
      await page.waitForSelector('#sending .panel[data-state=no]')
      await page.click('text=回到外业填报')
      await page.waitForSelector('#queue li[data-state=held] .trouble')
      expect(await page.locator('#delivered li[data-state]').count()).toBe(0)
      link.fault = 'fine'
      await page.click('#queue li[data-state=held] button')
      await page.waitForSelector('#delivered li[data-state=delivered]')
      expect(await placesStored(before)).toEqual([`${ground} 改动`])
      expect(mistakes).toEqual([])
    },
  )

  test.each(grounds)(
    'on %s: records with files over posts that break off arrive once, byte for byte',
    async (ground) => {
      const { page, mistakes } = await phoneOn(ground)
      const before = (await stored()).length
      await page.click('#work a')
      await page.locator('#next:visible').waitFor()
      await served.stop()
      const papers: Buffer[] = []
      const many = 6
      for (let n = 0; n < many; n++) {
        // Two are large enough to go in pieces.
        const paper = Buffer.from(`第 ${n} 份\n`.repeat(n % 3 === 0 ? 90_000 : 2_000))
        papers.push(paper)
        await record(page, `第 ${n} 处`, paper)
        await page.click('text=再填一份')
      }
      link.fault = 'drops'
      await served.start()
      await sendAll(page)
      // A record whose reply was lost may be overtaken by the next.
      const number = (place: string) => Number(/\d+/.exec(place)?.[0])
      const all = (await stored()).slice(before).toSorted((a, b) => number(a.place) - number(b.place))
      expect(all.map(({ place }) => place)).toEqual(papers.map((_, n) => `第 ${n} 处`))
      for (const [n, { instanceId, paper }] of all.entries()) {
        const file = await world.store.attachments.open(world.collection.id, instanceId, paper)
        expect(digest(readFileSync(file?.path ?? ''))).toBe(digest(papers[n] ?? Buffer.alloc(0)))
      }
      expect(mistakes).toEqual([])
    },
  )
})

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
