/** A data folder as a running installation leaves it, on the engine of this run, and the commands run on it. */

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openStore } from '../../server/store/open.ts'
import type { Store } from '../../server/store/store.ts'
import { incoming, storeWorld, type StoreWorld } from './store-world.ts'
import { dropDatabase, emptyDatabase, engine } from './store.ts'

export interface Installation {
  readonly dataDir: string
  readonly database: string
  /** What commands and servers need to find it. */
  readonly env: Readonly<Record<string, string>>
  /** Opens its store in this process; nobody else may have it open then. */
  open(): Promise<Store>
  remove(): Promise<void>
}

/** An empty place. */
export async function emptyInstallation(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'diaoyan-place-'))
  const database = await emptyDatabase(dataDir)
  const env = {
    DATA_DIR: dataDir,
    BACKUP_AT: 'off',
    ...(engine === 'postgres' ? { DATABASE_URL: database } : {}),
  }
  return {
    dataDir,
    database,
    env,
    open: () => openStore({ database, filesDir: join(dataDir, 'files') }),
    remove: async () => {
      rmSync(dataDir, { recursive: true, force: true })
      await dropDatabase(database)
    },
  }
}

export interface Filled extends Installation {
  readonly world: StoreWorld
  readonly receipts: readonly string[]
  readonly fileId: string
  readonly collection: { readonly id: string; readonly channelId: string; readonly slug: string }
}

/** People, a form, an uploaded file, and answers with personal ones, one corrected and one erased. */
export async function filledInstallation(answers = 20): Promise<Filled> {
  const place = await emptyInstallation()
  const store = await place.open()
  try {
    const world = await storeWorld(store)
    const collection = await world.collection({ anonymous: false, allowsCorrection: true })
    const batch = Array.from({ length: answers }, (_, n) =>
      incoming(world, collection, { age: n, wish: `第${n}条建议` }, { personal: { phone: `1380000${n}` } }),
    )
    const received = await store.submissions.receive(batch)
    const first = batch[0]
    if (first)
      await store.submissions.receive([{ ...first, answers: { age: 99 }, contentHash: 'b'.repeat(64) }])
    const receipts = received.flatMap((one) => ('receipt' in one ? [one.receipt] : []))
    const gone = receipts.at(-1)
    if (gone) await store.submissions.erase(gone, { actor: null, reason: 'withdrawn', right: 'PIPL 47' })
    const fileId = await store.files.save({
      name: '方案.txt',
      type: 'text/plain',
      bytes: Buffer.from('调研方案'),
    })
    return { ...place, world, collection, fileId, receipts: receipts.slice(0, -1) }
  } finally {
    await store.close()
  }
}

export interface Ended {
  readonly code: number | null
  /** What it printed, to both streams. */
  readonly said: string
}

/** Runs a built command, as npm would. */
export function command(
  name: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> & { readonly pid: number } {
  const program = resolve(`build/server/commands/${name}.js`)
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, LANG: 'en_GB.UTF-8', LC_ALL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<Ended>((done) => child.once('close', (code) => done({ code, said })))
  return Object.assign(ended, { pid: child.pid ?? 0 })
}
