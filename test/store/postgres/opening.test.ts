/** Opening a PostgreSQL database: migrations whole or not at all and by one process at a time, plain names for what is wrong. */

import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../../server/store/migrate.ts'
import { migrations } from '../../../server/store/migrations/index.ts'
import { openStore } from '../../../server/store/open.ts'
import { openPostgres } from '../../../server/store/postgres.ts'
import { freePort } from '../../../server/commands/own-server.ts'
import { rowsOf } from '../../support/raw.ts'
import { onServer } from '../../support/postgres.ts'
import { cluster, dropDatabase, freshDatabase } from '../../support/store.ts'

const at = '2026-03-05T00:00:00.000Z'
let url = ''
beforeEach(async () => {
  url = await freshDatabase('template0')
})
afterEach(() => dropDatabase(url))

const open = (database = url) => openStore({ database, filesDir: '/nonexistent' })

test('migrations run once, and what was stored is there after reopening', async () => {
  const store = await open()
  await store.settings.set('a', '1')
  await store.close()
  const again = await open()
  expect(await again.settings.get('a')).toBe('1')
  await again.close()
})

test('four processes that open an empty database at once make one schema', async () => {
  const stores = await Promise.all([open(), open(), open(), open()])
  await Promise.all(stores.map((store, n) => store.settings.set(`key-${n}`, 'x')))
  const applied = await rowsOf<{ number: number }>(
    url,
    'select number from schema_migrations order by number',
  )
  expect(applied.map(({ number }) => number)).toEqual(migrations.map(({ number }) => number))
  for (const store of stores) await store.close()
})

test('a migration that fails halfway leaves the old schema', async () => {
  await (await open()).close()
  const number = (migrations.at(-1)?.number ?? 0) + 1
  const statements = [sql`create table half (a text)`, sql`insert into nowhere values (1)`]
  const database = await openPostgres({ url })
  await expect(
    migrate(database, at, [...migrations, { number, name: 'halfway', statements }]),
  ).rejects.toThrow('nowhere')
  await database.close()
  expect(await rowsOf(url, `select 1 from information_schema.tables where table_name = 'half'`)).toEqual([])
  await (await open()).close()
})

test('a database of a newer program is not touched', async () => {
  const database = await openPostgres({ url })
  const newer = {
    number: (migrations.at(-1)?.number ?? 0) + 1,
    name: 'later',
    statements: [sql`create table later (a text)`],
  }
  await migrate(database, at, [...migrations, newer])
  await database.close()
  await expect(open()).rejects.toThrow(expect.objectContaining({ name: 'NewerDatabase' }))
})

test('every text column sorts by code point, whatever the order of the database is', async () => {
  await (await open()).close()
  const other = await rowsOf(
    url,
    `select table_name, column_name from information_schema.columns
     where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'`,
  )
  expect(other).toEqual([])
  const [order] = await rowsOf<{ own: boolean }>(url, `select 'Z' < 'a' as own`)
  expect(order?.own).toBe(false)
})

test('commits are durable even where the server would not wait for the disk', async () => {
  await onServer(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`)
  const database = await openPostgres({ url })
  const { rows } = await sql<{
    waits: string
  }>`select current_setting('synchronous_commit') as waits`.execute(database.on)
  expect(rows).toEqual([{ waits: 'on' }])
  await database.close()
})

test('what is wrong with an address has a name of its own', async () => {
  const because = (database: string) =>
    open(database).then(
      () => 'opened',
      (error: unknown) => (error instanceof Error ? error.name : 'nothing'),
    )
  await onServer(cluster(), `create role locked login password 'right'`)
  await onServer(cluster(), `create role guest login`)
  const place = new URL(url)
  const as = (user: string, database = place.pathname) =>
    `postgres://${user}@${place.host}/${database.replace(/^\//, '')}`
  expect(await because(as('diaoyan', 'nosuchdatabase'))).toBe('DatabaseMissing')
  expect(await because(as('locked:wrong'))).toBe('DatabaseRefused')
  expect(await because(as('locked'))).toBe('DatabaseRefused')
  expect(await because(as('nobodyatall'))).toBe('DatabaseRefused')
  expect(await because(as('guest'))).toBe('DatabaseForbidden')
  expect(await because(`postgres://diaoyan@127.0.0.1:${await freePort()}/x`)).toBe('DatabaseUnreachable')
  expect(await because(`postgres://diaoyan@host.invalid/x`)).toBe('DatabaseUnreachable')
  await onServer(url, `alter database ${place.pathname.slice(1)} set default_transaction_read_only = on`)
  expect(await because(url)).toBe('DatabaseReadOnly')
  await onServer(cluster(), 'drop role locked')
  await onServer(cluster(), 'drop role guest')
})

test('a database in another encoding is refused', async () => {
  const name = new URL(url).pathname.slice(1)
  await onServer(cluster(), `drop database ${name}`)
  await onServer(
    cluster(),
    `create database ${name} template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`,
  )
  await expect(open()).rejects.toThrow(expect.objectContaining({ name: 'DatabaseUnfit' }))
})
