/** Opening a database: migrations whole or not at all, newer ones refused, one server on a file, nothing lost on kill -9. */

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSqlite } from '../../../server/store/sqlite.ts'
import { migrate } from '../../../server/store/migrate.ts'
import { migrations } from '../../../server/store/migrations/index.ts'
import { openStore } from '../../../server/store/open.ts'
import { storeWorld } from '../../support/store-world.ts'

// Node 20 runs no TypeScript: the writer is bundled, below node_modules so that it finds its packages.
const writer = join(import.meta.dirname, `../../node_modules/.cache/diaoyan/writer-${process.pid}.mjs`)
beforeAll(async () => {
  mkdirSync(dirname(writer), { recursive: true })
  const entryPoints = [join(import.meta.dirname, '../writer.ts')]
  await build({
    entryPoints,
    outfile: writer,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
})
afterAll(() => {
  rmSync(writer, { force: true })
})

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-open-'))
  file = join(folder, 'diaoyan.sqlite')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const open = () => openStore({ database: file, filesDir: join(folder, 'files') })
const copies = () => readdirSync(folder).filter((name) => name.includes('.before-'))
const at = '2026-03-05T00:00:00.000Z'

describe('migrations', () => {
  test('run once, and what was stored is there after reopening', async () => {
    const store = await open()
    await store.settings.set('a', '1')
    await store.close()
    const again = await open()
    expect(await again.settings.get('a')).toBe('1')
    await again.close()
    expect(copies()).toEqual([])
  })

  test('that fail halfway leave the old schema, and a copy from before', async () => {
    const store = await open()
    await store.settings.set('a', '1')
    await store.close()
    const halfway = {
      number: (migrations.at(-1)?.number ?? 0) + 1,
      name: 'halfway',
      statements: [sql`create table half (a text)`, sql`insert into nowhere values (1)`],
    }
    const database = openSqlite(file)
    await expect(migrate(database, at, [...migrations, halfway])).rejects.toThrow('nowhere')
    await expect(sql`select * from half`.execute(database.on)).rejects.toThrow('no such table')
    await database.close()
    expect(copies()).toEqual([`diaoyan.sqlite.before-${(migrations.at(-1)?.number ?? 0) + 1}`])
    const copy = await openStore({ database: join(folder, copies()[0] ?? ''), filesDir: folder })
    expect(await copy.settings.get('a')).toBe('1')
    await copy.close()
    const again = await open()
    expect(await again.settings.get('a')).toBe('1')
    await again.close()
  })

  test('of a newer program are not touched', async () => {
    const database = openSqlite(file)
    const newer = {
      number: (migrations.at(-1)?.number ?? 0) + 1,
      name: 'later',
      statements: [sql`create table later (a text)`],
    }
    await migrate(database, at, [...migrations, newer])
    await database.close()
    await expect(open()).rejects.toThrow(expect.objectContaining({ name: 'NewerDatabase' }))
  })

  test('are numbered upwards from 1, each number once', () => {
    const numbers = migrations.map(({ number }) => number)
    expect(numbers[0]).toBe(1)
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
  })
})

test('every opening makes commits durable, checks references and overwrites what is erased', async () => {
  for (let n = 0; n < 2; n++) {
    const database = openSqlite(file)
    const value = async (name: string) =>
      Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(database.on)).rows[0] ?? {})[0]
    expect([
      await value('journal_mode'),
      await value('synchronous'),
      await value('foreign_keys'),
      await value('secure_delete'),
    ]).toEqual(['wal', 2, 1, 1])
    await database.close()
  }
})

test('a second server on the same file is refused, until the first is gone', async () => {
  const child = startWriter()
  await child.printed(1)
  await expect(open()).rejects.toThrow(expect.objectContaining({ name: 'DatabaseInUse' }))
  await child.kill()
  const store = await open()
  await store.close()
})

test.each([1, 2, 3])(
  'after kill -9 under load every receipt that was given is there (round %i)',
  async (round) => {
    const child = startWriter()
    await child.printed(200 * round)
    await child.kill()
    const receipts = child.receipts()
    expect(receipts.length).toBeGreaterThanOrEqual(200 * round)
    const store = await open()
    for (const receipt of receipts)
      expect((await store.submissions.byReceipt(receipt))?.receipt).toBe(receipt)
    const [collection] = (await store.collections.list({})).items
    expect(await store.history.verify(collection?.id ?? '')).toMatchObject({ ok: true })
    expect(collection?.received).toBe(collection?.last)
    await store.close()
  },
)

test('storing on a file that is not a database is refused', async () => {
  writeFileSync(file, 'this is no database, only some text that somebody put here by mistake'.repeat(100))
  await expect(open()).rejects.toThrow('file is not a database')
})

test('a world written to disk is read back by the next process', async () => {
  const store = await open()
  const world = await storeWorld(store)
  await store.close()
  const again = await open()
  expect((await again.topics.find(world.topicId))?.methods).toEqual(['questionnaire'])
  await again.close()
})

/** A process that stores answers without end and prints each receipt after its commit. */
function startWriter() {
  const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const receipts = () => printed.split('\n').slice(0, -1)
  return {
    receipts,
    printed: async (count: number) => {
      while (receipts().length < count) {
        if (child.exitCode !== null) throw new Error(`the writer ended with ${child.exitCode}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}
