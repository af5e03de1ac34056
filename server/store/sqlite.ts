/** SQLite: everything that only this engine knows. */

import {
  copyFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely'
import { named } from './columns.ts'
import { codeOf, hearing, storable, unavailable, type Database, type QueryHeard } from './database.ts'

/** Opens a SQLite file, or ':memory:', for this process alone. */
export function openSqlite(file: string, heard?: QueryHeard): Database {
  const inMemory = file === ':memory:'
  if (!inMemory) mkdirSync(dirname(file), { recursive: true })
  const lock = inMemory ? null : lockFor(file)
  try {
    const existed = !inMemory && existsSync(file)
    const raw = new Sqlite(file, { timeout: 5_000 })
    raw.pragma('journal_mode = wal')
    // A file that is already in WAL mode reopens with `normal`, which may lose commits: set it at every opening.
    raw.pragma('synchronous = full')
    raw.pragma('foreign_keys = on')
    // Erased content is overwritten with zeros, not only unlinked.
    raw.pragma('secure_delete = on')
    raw.pragma('cache_size = -32768')
    raw.pragma('temp_store = memory')
    raw.pragma('trusted_schema = off')
    // A number out of an answer, as JavaScript reads it; PostgreSQL has expressions for it.
    raw.function('number_of', { deterministic: true }, numberOf)
    const dialect = new SqliteDialect({ database: withPreparedStatements(raw) })
    const on = new Kysely<unknown>({ ...hearing(heard), dialect })
    return {
      engine: 'sqlite',
      on,
      alone: (work) => work(on),
      settle: () => Promise.resolve(),
      others: null,
      keepCopy: (version) => {
        if (existed) copyFile(raw, file, version)
      },
      forget: () => {
        if (!inMemory) raw.pragma('wal_checkpoint(truncate)')
      },
      close: async () => {
        // Waits for the one connection, so for a transaction that is under way.
        await on.connection().execute(async () => raw.close())
        lock?.close()
      },
    }
  } catch (error) {
    lock?.close()
    if (isCode(error, 'SQLITE_READONLY')) throw readOnly(file, error)
    throw troubles.some((code) => isCode(error, code)) ? unavailable(error) : error
  }
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

function readOnly(file: string, cause: unknown): Error {
  return named('DatabaseReadOnly', `the database ${file} can only be read`, cause)
}

/**
 * An exclusive lock beside the file, held by a second, empty SQLite database, so that the system frees it when the
 * process dies. Readers of the data file itself (a backup) stay possible.
 */
function lockFor(file: string): Sqlite.Database {
  const lock = new Sqlite(`${file}.lock`, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
    return lock
  } catch (cause) {
    lock.close()
    if (isCode(cause, 'SQLITE_READONLY')) throw readOnly(file, cause)
    if (!isCode(cause, 'SQLITE_BUSY')) throw cause
    throw named('DatabaseInUse', `another server is already running on ${file}`, cause)
  }
}

/** Prepares each text once; every query of the room comes through here. */
function withPreparedStatements(raw: Sqlite.Database) {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => {
      raw.close()
    },
    prepare: (text: string): SqliteStatement => {
      const known = prepared.get(text)
      if (known) return known
      // Texts vary with filters and list lengths; the bound keeps memory flat whatever is asked.
      if (prepared.size >= 500) prepared.clear()
      const made = raw.prepare(text)
      // A commit that failed for want of space has ended its transaction already.
      const nothingToUndo = () => text === 'rollback' && !raw.inTransaction
      const kept: SqliteStatement = {
        reader: made.reader,
        all: (parameters) => telling(() => made.all(parameters.map(storable))),
        run: (parameters) =>
          nothingToUndo()
            ? { changes: 0, lastInsertRowid: 0 }
            : telling(() => made.run(parameters.map(storable))),
        iterate: (parameters) => made.iterate(parameters.map(storable)),
      }
      prepared.set(text, kept)
      return kept
    },
  }
}

/** Tells a disk that is full, read-only or failing from a mistake of ours. */
function telling<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw troubles.some((code) => isCode(error, code)) ? unavailable(error) : error
  }
}

const troubles = ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_BUSY', 'SQLITE_CANTOPEN']

function isCode(error: unknown, wanted: string): boolean {
  const code = codeOf(error)
  return code === wanted || code.startsWith(`${wanted}_`)
}

/** Copies the file whole; the lock keeps every other writer away. Only the newest copy is kept. */
function copyFile(raw: Sqlite.Database, file: string, version: number): void {
  raw.pragma('wal_checkpoint(truncate)')
  const copy = `${file}.before-${version}`
  copyFileSync(file, `${copy}.part`)
  const handle = openSync(`${copy}.part`, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  renameSync(`${copy}.part`, copy)
  const copies = `${basename(file)}.before-`
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(copies) && name !== basename(copy)) rmSync(join(dirname(file), name))
}
