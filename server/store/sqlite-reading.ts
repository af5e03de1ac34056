/** One state of a SQLite file, read while a server goes on writing it. */

import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { named } from './columns.ts'
import { readingOf, type Reading } from './reading.ts'

/** Rejects with an Error named NoDatabase if there is none or it is something else. */
export async function readSqlite(file: string): Promise<Reading> {
  if (!existsSync(file)) throw named('NoDatabase', `there is no database at ${file}`)
  const raw = openToRead(file)
  const on = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) })
  const version = String(raw.prepare('select sqlite_version()').pluck().get())
  return {
    ...readingOf(on, 'sqlite', version),
    size: async () => pragma(raw, 'page_count') * pragma(raw, 'page_size'),
    copyTo: async (copy) => {
      // Inside a reading transaction the copy is of its state, and no writer makes it begin anew.
      await raw.backup(copy, { progress: () => 2_000 })
    },
    close: () => on.destroy(),
  }
}

function openToRead(file: string): Sqlite.Database {
  let raw: Sqlite.Database | null = null
  try {
    raw = new Sqlite(file, { fileMustExist: true, timeout: 5_000 })
    raw.pragma('query_only = on')
    raw.pragma('trusted_schema = off')
    raw.pragma('temp_store = memory')
    // From the first read to the end of the transaction SQLite shows one state; writers are not held up by it.
    raw.exec('begin')
    raw.prepare('select count(*) from sqlite_master').get()
    return raw
  } catch (cause) {
    raw?.close()
    throw named('NoDatabase', `${file} cannot be read as a database`, cause)
  }
}

function pragma(raw: Sqlite.Database, name: string): number {
  return Number(raw.pragma(name, { simple: true }))
}
