/** Upgrades from every released schema, with data: nothing is lost, and one that is cut short leaves the old or the new. */

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../server/store/open.ts'
import { migrations } from '../../server/store/migrations/index.ts'
import { openReading } from '../../server/store/reading.ts'
import { onServer } from '../support/postgres.ts'
import { rowsOf } from '../support/raw.ts'
import { dropDatabase, engine, freshDatabase } from '../support/store.ts'

/** SQL text with data for each schema that was ever released; never changed afterwards. */
const released = readdirSync(join(import.meta.dirname, '../fixtures')).filter((name) =>
  /^released-\d{4}\.sql$/.test(name),
)

const upgrader = join(import.meta.dirname, `../../node_modules/.cache/diaoyan/upgrader-${process.pid}.mjs`)
beforeAll(async () => {
  mkdirSync(dirname(upgrader), { recursive: true })
  const entryPoints = [join(import.meta.dirname, 'upgrader.ts')]
  await build({
    entryPoints,
    outfile: upgrader,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
})
afterAll(() => rmSync(upgrader, { force: true }))

let folder = ''
let database = ''
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-upgrade-'))
  database = engine === 'postgres' ? await freshDatabase('template1') : join(folder, 'diaoyan.sqlite')
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await dropDatabase(database)
})

async function load(name: string): Promise<void> {
  const text = readFileSync(join(import.meta.dirname, '../fixtures', name), 'utf8')
  if (engine === 'postgres') await onServer(database, text)
  else {
    const raw = new Sqlite(database)
    raw.pragma('journal_mode = wal')
    raw.exec(text)
    raw.close()
  }
}

const open = () => openStore({ database, filesDir: join(folder, 'files') })
const answersIn = (at: string) =>
  rowsOf<{ receipt: string; answers: string; seq: number }>(
    at,
    'select receipt, answers, seq from submissions order by collection_id, seq',
  )

test('every released schema has its text', () => {
  expect(released).toContain('released-0001.sql')
})

describe.each(released)('%s', (name) => {
  test('is upgraded with everything in it', async () => {
    await load(name)
    const before = await answersIn(database)
    const store = await open()
    for (const { receipt, answers } of before)
      expect((await store.submissions.byReceipt(receipt))?.answers).toBe(answers)
    const { items } = await store.collections.list({})
    expect(items.map(({ received }) => received).toSorted((one, other) => one - other)).toEqual([11, 14])
    for (const { id } of items) {
      expect(await store.history.verify(id)).toMatchObject({ ok: true })
      expect(await store.submissions.erased(id)).toHaveLength(1)
      expect(await store.submissions.revisions(id, 1)).toHaveLength(1)
      expect((await store.submissions.personal(id, [2])).get(2)).toEqual({ phone: '13900001' })
    }
    expect(await store.history.verify('ledger')).toMatchObject({ ok: true })
    expect((await store.units.tree()).map(({ name }) => name)).toEqual(['市政府', '市住建局'])
    expect((await store.people.list({ search: "李'引号'" })).items).toHaveLength(1)
    expect(await store.settings.get('note')).toBe('released')
    expect((await store.system.about()).schema).toBe(migrations.at(-1)?.number)
    await store.close()
    // And it goes on from there.
    const again = await open()
    expect((await again.system.about()).answers).toBe(25)
    await again.close()
  })

  test.runIf(engine === 'sqlite')('is kept as a copy beside what it became', async () => {
    await load(name)
    const before = await answersIn(database)
    await (await open()).close()
    const [copy = ''] = readdirSync(folder).filter((one) => one.includes('.before-'))
    expect(copy).toBe('diaoyan.sqlite.before-2')
    expect(await answersIn(join(folder, copy))).toEqual(before)
    const reading = await openReading(join(folder, copy))
    expect(await reading.schema()).toHaveLength(1)
    expect(await reading.integrityFaults()).toEqual([])
    await reading.close()
  })

  test.each([0, 3, 8, 15, 30, 60])(
    'whose upgrade is killed after %i ms is old or new, and then upgraded',
    async (wait) => {
      await load(name)
      const before = await answersIn(database)
      await killed('real', wait)
      const reading = await openReading(database)
      const steps = (await reading.schema()).length
      expect(await reading.integrityFaults()).toEqual([])
      await reading.close()
      expect(steps).toBeGreaterThanOrEqual(1)
      expect(await answersIn(database)).toEqual(before)
      const store = await open()
      expect((await store.system.about()).answers).toBe(25)
      for (const { id } of (await store.collections.list({})).items)
        expect(await store.history.verify(id)).toMatchObject({ ok: true })
      await store.close()
    },
  )

  test.each([50, 150, 300])(
    'killed in the middle of a long migration (%i ms) it has all of it or none',
    async (wait) => {
      await load(name)
      await killed('real', null)
      const before = await answersIn(database)
      const done = await killed('slow', wait)
      const reading = await openReading(database)
      const applied = (await reading.schema()).some((step) => step.name === 'slow')
      const tables = Object.keys(await reading.counts())
      await reading.close()
      if (done) expect(applied).toBe(true)
      expect(tables.includes('slow_copy')).toBe(applied)
      const locales = await rowsOf<{ locale: string }>(database, 'select distinct locale from submissions')
      expect(locales).toEqual([{ locale: applied ? 'upgraded' : 'zh-CN' }])
      expect(await answersIn(database)).toEqual(before)
    },
  )
})

/** Starts an upgrade and kills it so long after it began, or lets it end; true if it had been done. */
async function killed(how: 'real' | 'slow', wait: number | null): Promise<boolean> {
  const child = spawn(process.execPath, [upgrader, database, how], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes('begun')) resolve()
    })
  })
  await begun
  if (wait !== null) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    child.kill('SIGKILL')
  }
  await gone
  return printed.includes('done')
}
