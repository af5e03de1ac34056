/** Moving between the engines, both ways: everything, interrupted and gone on with, and never over other data. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startOwnServer } from '../../../server/commands/own-server.ts'
import { openStore } from '../../../server/store/open.ts'
import { shapesOfTables } from '../../../server/store/shapes.ts'
import type { Store } from '../../../server/store/store.ts'
import { command } from '../../support/installation.ts'
import { rowsOf, tamper } from '../../support/raw.ts'
import { incoming, person, storeWorld } from '../../support/store-world.ts'
import { dropDatabase, freshDatabase } from '../../support/store.ts'

let folder: string
let file: string
let receipts: readonly string[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-move-'))
  file = join(folder, 'diaoyan.sqlite')
  const store = await openStore({ database: file, filesDir: join(folder, 'files') })
  receipts = await fill(store)
  await store.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Something in as many tables as possible, and signs that engines like to treat differently. */
async function fill(store: Store): Promise<readonly string[]> {
  const world = await storeWorld(store)
  const parent = await store.units.save({ parentId: null, name: '市住建局', code: '02', position: 2 })
  const above = await store.units.save({ parentId: null, name: '市政府', code: '01', position: 1 })
  // Saved the wrong way round: the child's row is older than its parent's.
  await store.units.save({ id: parent, parentId: above, name: '市住建局', code: '02', position: 1 })
  await store.people.add(person('li', '李“引号” \\ 😀 é'), 'hash')
  await store.files.save({ name: '方案.txt', type: 'text/plain', bytes: Buffer.from('调研方案') })
  const to = await world.collection({ anonymous: false, allowsCorrection: true, retainUntil: '2030-01-01' })
  const batch = Array.from({ length: 3_000 }, (_, n) =>
    incoming(
      world,
      to,
      { age: n, wish: n % 3 === 0 ? null : `第${n}条：\n"多修路" 😀` },
      { personal: { phone: `1${n}` } },
    ),
  )
  const received = await store.submissions.receive(batch)
  const first = batch[0]
  if (first)
    await store.submissions.receive([{ ...first, answers: { age: 99 }, contentHash: 'b'.repeat(64) }])
  const all = received.flatMap((one) => ('receipt' in one ? [one.receipt] : []))
  await store.submissions.erase(all.at(-1) ?? '', { actor: null, reason: 'withdrawn', right: 'PIPL 47' })
  return all.slice(0, -1)
}

const env = () => ({ DATA_DIR: folder, BACKUP_AT: 'off' })
const move = (from: string, to: string, more: readonly string[] = []) =>
  command('migrate-store', ['--from', from, '--to', to, ...more], env())

/** Every row of every table, as both engines give it. */
async function everything(database: string): Promise<unknown> {
  const tables: Record<string, unknown> = {}
  for (const { table, columns, key } of await shapesOfTables()) {
    const rows = await rowsOf(
      database,
      `select ${columns.join(', ')} from ${table} order by ${key.join(', ')}`,
    )
    tables[table] = rows.map((row) =>
      Object.values(row).map((value) => (typeof value === 'number' ? String(value) : value)),
    )
  }
  return tables
}

test('from SQLite to PostgreSQL and back, nothing is lost or changed', async () => {
  const url = await freshDatabase('template1')
  const there = await move(`sqlite:${file}`, url)
  expect(there.said).toContain('counts, hashes of the content')
  expect(there.code).toBe(0)
  expect(await everything(url)).toEqual(await everything(file))
  const store = await openStore({ database: url, filesDir: join(folder, 'files') })
  for (const receipt of [receipts[0], receipts[1_500], receipts.at(-1)])
    expect((await store.submissions.byReceipt(receipt ?? ''))?.receipt).toBe(receipt)
  const [collection] = (await store.collections.list({})).items
  expect(await store.history.verify(collection?.id ?? '')).toMatchObject({ ok: true })
  await store.close()

  const back = join(folder, 'back.sqlite')
  const again = await move(url, `sqlite:${back}`)
  expect(again.said).toContain('counts, hashes of the content')
  expect(await everything(back)).toEqual(await everything(file))
  rmSync(back)
  await dropDatabase(url)
})

describe.each(['to PostgreSQL', 'to SQLite'])('interrupted, %s', (direction) => {
  test('it is gone on with; meanwhile no server starts on what is there', async () => {
    const url = await freshDatabase('template1')
    const halfFile = join(folder, `half-${direction.slice(3, 4)}.sqlite`)
    let [from, to] = [`sqlite:${file}`, url]
    if (direction === 'to SQLite') {
      expect((await move(from, to)).code).toBe(0)
      ;[from, to] = [url, `sqlite:${halfFile}`]
    }
    const target = direction === 'to SQLite' ? halfFile : url
    const cut = move(from, to, ['--batch', '10'])
    while ((await countAt(target)) < 300) await new Promise((resolve) => setTimeout(resolve, 5))
    process.kill(cut.pid, 'SIGKILL')
    await cut
    const sofar = await countAt(target)
    expect(sofar).toBeLessThan(2_999)
    const place = mkdtempSync(join(tmpdir(), 'diaoyan-half-'))
    const half =
      direction === 'to SQLite' ? openStore({ database: halfFile, filesDir: place }).catch(String) : null
    if (half) expect(await half).toContain('UnfinishedTransfer')
    else
      await expect(
        startOwnServer({ dataDir: place, env: { DATABASE_URL: url, BACKUP_AT: 'off' } }),
      ).rejects.toThrow('have not all been brought into this database')
    rmSync(place, { recursive: true, force: true })

    const resumed = await move(from, to)
    expect(resumed.said).toContain('Gone on from where it was interrupted')
    expect(resumed.code).toBe(0)
    expect(await everything(target)).toEqual(await everything(file))
    rmSync(halfFile, { force: true })
    await dropDatabase(url)
  })
})

describe('is refused', () => {
  test('where the target holds other data, which stay as they are', async () => {
    const url = await freshDatabase('diaoyan_template')
    await tamper(url, `insert into settings (key, value) values ('mine', '1')`)
    const { code, said } = await move(`sqlite:${file}`, url)
    expect(code).toBe(1)
    expect(said).toContain('The target is not empty')
    expect(await rowsOf(url, 'select key from settings')).toEqual([{ key: 'mine' }])
    await dropDatabase(url)
  })

  test('while a server runs on the source', async () => {
    const url = await freshDatabase('template1')
    const server = await startOwnServer({ dataDir: folder, env: env() })
    const { code, said } = await move(`sqlite:${file}`, url)
    await server.stop()
    expect(code).toBe(1)
    expect(said).toContain('A server is running on the database')
    await dropDatabase(url)
  })

  test('when the source has changed since the interruption', async () => {
    const url = await freshDatabase('template1')
    const cut = move(`sqlite:${file}`, url, ['--batch', '10'])
    while ((await countAt(url)) < 100) await new Promise((resolve) => setTimeout(resolve, 5))
    process.kill(cut.pid, 'SIGKILL')
    await cut
    const store = await openStore({ database: file, filesDir: join(folder, 'files') })
    await store.history.append({ actor: null, kind: 'person.active', subject: '' }, new Date().toISOString())
    await store.close()
    const { code, said } = await move(`sqlite:${file}`, url)
    expect(code).toBe(1)
    expect(said).toContain('The source has changed since')
    await dropDatabase(url)
  })

  test('when there is no source, or it is of another schema', async () => {
    const url = await freshDatabase('template1')
    const nothing = await move(`sqlite:${join(folder, 'nothing.sqlite')}`, url)
    expect(nothing.said).toContain('No database can be read')
    expect(existsSync(join(folder, 'nothing.sqlite'))).toBe(false)
    const old = await move(url, `sqlite:${join(folder, 'old.sqlite')}`)
    expect(old.said).toContain('The schema of the source is not that of this program')
    const usage = await move('mysql://x', url)
    expect(usage.said).toContain('Usage: npm run migrate-store')
    expect([nothing.code, old.code, usage.code]).toEqual([1, 1, 1])
    await dropDatabase(url)
  })

  test('when something was changed on the way, and says what', async () => {
    const url = await freshDatabase('template1')
    const cut = move(`sqlite:${file}`, url, ['--batch', '10'])
    while ((await countAt(url)) < 100) await new Promise((resolve) => setTimeout(resolve, 5))
    process.kill(cut.pid, 'SIGKILL')
    await cut
    await tamper(url, `update submissions set answers = '{"age":1}' where seq = 5`)
    const { code, said } = await move(`sqlite:${file}`, url)
    expect(code).toBe(1)
    expect(said).toContain('submissions: the content differs')
    await dropDatabase(url)
  })
})

test('every table of the schema is moved, after those that it refers to', async () => {
  const shapes = await shapesOfTables()
  const places = new Map(shapes.map(({ table }, place) => [table, place]))
  expect(places.get('submissions')).toBeGreaterThan(places.get('collections') ?? 999)
  expect(places.get('person_roles')).toBeGreaterThan(places.get('people') ?? 999)
  expect(shapes.find(({ table }) => table === 'units')?.parent).toBe('parent_id')
  expect(shapes.find(({ table }) => table === 'submissions')?.key).toEqual(['collection_id', 'seq'])
  expect(readFileSync(file).length).toBeGreaterThan(0)
})

/** Answers that have been brought so far. */
async function countAt(database: string): Promise<number> {
  try {
    const [row] = await rowsOf<{ n: number | string }>(database, 'select count(*) as n from submissions')
    return Number(row?.n ?? 0)
  } catch {
    return 0
  }
}
