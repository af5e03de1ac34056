/** A store's database behind the program's back, on each engine: for tests that look at what is stored or tamper with it. */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { isPostgresUrl } from '../../server/store/database.ts'
import { onServer } from './postgres.ts'

/** The rows of a query without parameters. */
export async function rowsOf<Row extends object>(database: string, text: string): Promise<readonly Row[]> {
  if (isPostgresUrl(database)) return (await onServer<Row>(database, text)).rows
  const raw = new Sqlite(database, { readonly: true })
  try {
    return raw.prepare<[], Row>(text).all()
  } finally {
    raw.close()
  }
}

/** Changes rows, whatever refers to them, and says how many. */
export async function tamper(database: string, text: string): Promise<number> {
  if (isPostgresUrl(database))
    return (await onServer(database, text, [], 'set session_replication_role = replica')).count
  const raw = new Sqlite(database)
  try {
    raw.pragma('foreign_keys = off')
    return raw.prepare(text).run().changes
  } finally {
    raw.close()
  }
}

/**
 * Every byte that the engine keeps of a database. PostgreSQL is first asked to write its tables anew, as the README
 * tells those to do who must have the bytes gone at once; its write-ahead log is not read.
 */
export async function everyByte(database: string): Promise<Buffer> {
  if (!isPostgresUrl(database)) {
    const folder = dirname(database)
    const own = readdirSync(folder).filter((name) => name.startsWith(basename(database)))
    return Buffer.concat(own.map((name) => readFileSync(join(folder, name))))
  }
  await onServer(database, 'vacuum full')
  await onServer(database, 'checkpoint')
  const { rows } = await onServer<{ oid: number }>(
    database,
    'select oid::integer as oid from pg_database where datname = current_database()',
  )
  const folder = join(process.env['DIAOYAN_TEST_CLUSTER_FOLDER'] ?? '', 'data/base', String(rows[0]?.oid))
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
}
