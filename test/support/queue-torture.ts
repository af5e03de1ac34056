/**
 * Many records with photos in the queue of one phone, sent over a slow line that breaks off again and again, while the
 * browser and the server are killed in between: each must be on the server once, byte for byte.
 */

import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { redraw } from '../../server/intake/attachments/picture.ts'
import { openStore } from '../../server/store/open.ts'
import { freePort, startOwnServer } from '../../server/commands/own-server.ts'
import { isPostgresUrl } from '../../server/store/database.ts'
import { newProfile, signIn, startPhone, until, type FieldPhone } from './field-phone.ts'
import { fieldedFolder, password, type FieldedFolder } from './fieldwork.ts'
import { certify, host, type Ground } from './grounds.ts'
import { openLink } from './link.ts'
import { dropDatabase } from './store.ts'

export interface QueueOrder {
  readonly ground: Ground
  readonly records: number
  readonly seed: number
  /** What the line carries in a second. */
  readonly bytesPerSecond: number
  /** It breaks after about so many bytes. */
  readonly dropAfter: number
  readonly say: (line: string) => void
}

export interface QueueTold {
  /** What is wrong, in words; empty if nothing is. */
  readonly faults: readonly string[]
  readonly megabytes: number
  /** Seconds from the first look at the queue to the last receipt. */
  readonly seconds: number
  /** How often the line broke. */
  readonly drops: number
  /** How often the phone gave a record up for the moment and tried again later. */
  readonly retries: number
}

const row = (number: number, cells: Readonly<Record<string, string>>) => ({ row: number, cells })
const source = {
  survey: [
    row(2, { type: 'text', name: 'place', label: '地点', required: 'yes' }),
    row(3, { type: 'image', name: 'photo', label: '照片' }),
    row(4, { type: 'file', name: 'paper', label: '笔录' }),
  ],
  choices: [],
  settings: [row(2, { form_title: '走访记录' })],
}

/** What one record was made of. */
interface Filled {
  readonly place: string
  readonly photo: Buffer
  readonly paper: Buffer | null
}

export async function queueTorture(order: QueueOrder): Promise<QueueTold> {
  const { ground, records, seed, bytesPerSecond, dropAfter, say } = order
  const folder = await fieldedFolder({ source })
  const site = await siteOn(folder, ground)
  const link = await openLink({ to: site.port, bytesPerSecond, delay: 20, dropAfter, seed })
  const origin = `${ground === 'https' ? 'https' : 'http'}://${host}:${link.port}`
  const profile = newProfile()
  let phone: FieldPhone | null = null
  const start = async (): Promise<Page> => {
    phone = await startPhone(profile, { trust: site.trust })
    link.breaking(false)
    await signIn(phone.page, origin, 'investigator', password)
    return phone.page
  }
  try {
    const first = await start()
    await first.click('#work a')
    await first.locator('#next:visible').waitFor()
    await link.cut()
    const filled = await fillQueue(first, records)
    say(`${ground}: ${records} records are in the queue`)
    link.breaking(true)
    await link.mend()
    const began = performance.now()
    const carriedBefore = link.carried()
    // A third by the form that is still open, a third by the app after the browser was killed, the rest after the server was.
    await first.evaluate(() => dispatchEvent(new Event('online')))
    await delivered(first, Math.ceil(records / 3))
    say(`${ground}: a third is there, the browser is killed`)
    await phone!.kill()
    const second = await start()
    link.breaking(true)
    await delivered(second, Math.ceil((2 * records) / 3))
    say(`${ground}: two thirds are there, the server is killed`)
    await site.killAndStart()
    await delivered(second, records)
    const seconds = (performance.now() - began) / 1000
    const told = await toldBy(second)
    await phone!.close()
    await site.stop()
    return {
      faults: [...phone!.mistakes, ...told.faults, ...(await compare(folder, filled, told.receipts))],
      megabytes: (link.carried() - carriedBefore) / 1e6,
      seconds,
      drops: link.dropped(),
      retries: told.retries,
    }
  } finally {
    await (phone as FieldPhone | null)?.close().catch(() => undefined)
    await link.cut()
    await site.end()
  }
}

/** The built server on its folder, behind https where that is asked for, and as often as it is killed on the same ports. */
async function siteOn({ dataDir, database }: FieldedFolder, ground: Ground) {
  const secure = ground === 'https'
  const trust = secure ? await certify(dataDir) : ''
  const httpsPort = secure ? await freePort() : null
  const env = {
    HTTPS_PORT: httpsPort === null ? 'off' : String(httpsPort),
    ...(isPostgresUrl(database) ? { DATABASE_URL: database } : {}),
  }
  let server = await startOwnServer({ dataDir, env })
  const { port } = server
  return {
    trust,
    port: () => httpsPort ?? port,
    killAndStart: async () => {
      await server.kill()
      server = await startOwnServer({ dataDir, port, env })
    },
    stop: () => server.stop(),
    end: async () => {
      await server.kill()
      server.remove()
      await dropDatabase(database)
    },
  }
}

/** Fills in and finishes without network, on the page that stays open. */
async function fillQueue(page: Page, records: number): Promise<readonly Filled[]> {
  const all: Filled[] = []
  for (let n = 0; n < records; n++) {
    const filled = await makeOne(n)
    all.push(filled)
    if (n > 0) {
      await page.click('text=再填一份')
      await page.locator('#next:visible').waitFor()
    }
    await page.fill('[name="q.place"]', filled.place)
    await attach(page, 'photo', { name: `IMG_${n}.jpg`, mimeType: 'image/jpeg', buffer: filled.photo })
    if (filled.paper)
      await attach(page, 'paper', { name: '笔录.txt', mimeType: 'text/plain', buffer: filled.paper })
    await page.click('#next')
    await page.click('#submit')
    await page.waitForSelector('#sending .panel[data-state=pending]')
  }
  return all
}

/** Every tenth photo is large enough to go in pieces; every third record has a file that is kept as it is. */
async function makeOne(n: number): Promise<Filled> {
  const side = n % 10 === 1 ? 1160 : 560
  const photo = await sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 86 })
    .toBuffer()
  const paper = n % 3 === 0 ? Buffer.from(`第 ${n} 处的笔录\n`.repeat(2_000)) : null
  return { place: `第 ${n} 处`, photo, paper }
}

async function attach(
  page: Page,
  question: string,
  file: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer },
): Promise<void> {
  const box = page.locator(`[data-question=${question}]`)
  await box.locator('input[type=file]').setInputFiles(file)
  await box.locator('.file-now:visible', { hasText: file.name }).waitFor()
}

/** Waits until the phone has so many receipts; how long that takes is the line's affair. */
async function delivered(page: Page, least: number): Promise<void> {
  await until(async () => {
    const states = (await kept(page)).map(({ state }) => state)
    return states.includes('held') || states.filter((state) => state === 'delivered').length >= least
  }, 500)
}

interface Kept {
  readonly id: string
  readonly state: string
  readonly receipt: string
  readonly tries: number
  readonly trouble: { readonly words: string } | null
}

/** The records that the phone has. */
function kept(page: Page): Promise<readonly Kept[]> {
  return page.evaluate(async () => {
    const opening = indexedDB.open('diaoyan-field')
    const database = await new Promise<IDBDatabase>((resolve) => {
      opening.addEventListener('success', () => resolve(opening.result))
    })
    const asked = database.transaction('records').objectStore('records').getAll()
    await new Promise((resolve) => asked.addEventListener('success', resolve))
    database.close()
    return (asked.result as Kept[]).map(({ id, state, receipt, tries, trouble }) => ({
      id,
      state,
      receipt,
      tries,
      trouble,
    }))
  })
}

/** What the phone says it delivered. */
async function toldBy(page: Page) {
  const records = await kept(page)
  const left = records.filter(({ state }) => state !== 'delivered')
  return {
    faults: left.map(({ id, state, trouble }) => `the phone has ${id} as ${state}: ${trouble?.words ?? ''}`),
    receipts: new Map(records.map(({ id, receipt }) => [id, receipt])),
    retries: records.reduce((sum, { tries }) => sum + tries, 0),
  }
}

/** What is wrong with what the server has. */
async function compare(
  { dataDir, database, collectionId }: FieldedFolder,
  filled: readonly Filled[],
  receipts: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const faults: string[] = []
  const store = await openStore({ database, filesDir: join(dataDir, 'files') })
  try {
    const rows = await store.submissions.rows(collectionId, 0, 10_000)
    if (rows.length !== filled.length)
      faults.push(`${filled.length} were filled in, ${rows.length} are stored`)
    const byPlace = new Map<string, (typeof rows)[number]>()
    for (const stored of rows) byPlace.set((JSON.parse(stored.answers) as { place: string }).place, stored)
    for (const { place, photo, paper } of filled) {
      const stored = byPlace.get(place)
      if (!stored) {
        faults.push(`${place} is not there`)
        continue
      }
      const names = JSON.parse(stored.answers) as { photo?: string; paper?: string }
      if (receipts.get(stored.instanceId) !== stored.receipt) faults.push(`${place} has another receipt`)
      if (names.photo !== `${digest(photo).slice(0, 32)}.jpg`) faults.push(`${place} has another photo`)
      const kept = async (name = '') => {
        const file = await store.attachments.open(collectionId, stored.instanceId, name)
        return file ? digest(readFileSync(file.path)) : null
      }
      // A photo is stored as it is drawn anew from exactly these bytes; other files as they are.
      if ((await kept(names.photo)) !== digest(await drawnAnew(photo)))
        faults.push(`the photo of ${place} is not byte for byte what was taken`)
      if (paper && (await kept(names.paper)) !== digest(paper))
        faults.push(`the file of ${place} is not byte for byte what was taken`)
      if (!paper && names.paper) faults.push(`${place} has a file that nobody gave`)
    }
    const verdict = await store.history.verify(collectionId)
    if (!verdict.ok) faults.push(`the chain is broken at ${String(verdict.brokenAt)}`)
  } finally {
    await store.close()
  }
  return faults
}

async function drawnAnew(photo: Buffer): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-drawn-'))
  const path = join(folder, 'photo')
  try {
    writeFileSync(path, photo)
    await redraw(path, 'image/jpeg', null)
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
