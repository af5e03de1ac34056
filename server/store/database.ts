/** The engine: everything that only SQLite knows. The rest of the room speaks SQL that any engine takes. */

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
import { Kysely, SqliteDialect, type RawBuilder, type SqliteStatement } from 'kysely'

/** What SQL runs on: the database, or one transaction of it. */
export type On = Kysely<unknown>

export interface Database {
  readonly on: On
  /** Keeps a copy of what stands before a migration changes it. */
  keepCopy(version: number): void
  /** After an erasure: leaves no old bytes in the engine's files. */
  forget(): void
  close(): Promise<void>
}

/** All rows of a query. */
export async function all<Row>(on: On, query: RawBuilder<Row>): Promise<readonly Row[]> {
  return (await query.execute(on)).rows
}

/** The first row of a query, or null. */
export async function first<Row>(on: On, query: RawBuilder<Row>): Promise<Row | null> {
  return (await query.execute(on)).rows[0] ?? null
}

/** Runs a statement and says how many rows it changed. */
export async function run(on: On, query: RawBuilder<unknown>): Promise<number> {
  return Number((await query.execute(on)).numAffectedRows ?? 0)
}

/** Runs `work` in one transaction: all of it stands afterwards, or nothing. */
export async function transaction<T>(on: On, work: (on: On) => Promise<T>): Promise<T> {
  return on.transaction().execute(work)
}

/**
 * Makes a statement for a hot path: its text is compiled once from a query whose places hold null, and then run
 * with parameters in the order of the places.
 */
export function statement<Row>(database: Database, query: RawBuilder<Row>) {
  const compiled = query.compile(database.on)
  return async (on: On, ...parameters: readonly (string | number | null)[]): Promise<readonly Row[]> =>
    (await on.executeQuery<Row>({ ...compiled, parameters })).rows
}

/** Opens a SQLite file, or ':memory:', for this process alone. */
export function openSqlite(file: string): Database {
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
    raw.pragma('cache_size = -65536')
    raw.pragma('temp_store = memory')
    raw.pragma('trusted_schema = off')
    const on = new Kysely<unknown>({ dialect: new SqliteDialect({ database: withPreparedStatements(raw) }) })
    return {
      on,
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
    throw error
  }
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
    if (!isCode(cause, 'SQLITE_BUSY')) throw cause
    const error = new Error(`another server is already running on ${file}`, { cause })
    error.name = 'DatabaseInUse'
    throw error
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
      const kept: SqliteStatement = {
        reader: made.reader,
        all: (parameters) => made.all(parameters.map(storable)),
        run: (parameters) => made.run(parameters.map(storable)),
        iterate: (parameters) => made.iterate(parameters.map(storable)),
      }
      prepared.set(text, kept)
      return kept
    },
  }
}

/** Text without NUL and lone surrogates, which engines store differently or refuse; booleans as 1 and 0. */
function storable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string') return value
  const whole = value.includes('\0') ? value.replaceAll('\0', '') : value
  return surrogate.test(whole) ? Buffer.from(whole, 'utf8').toString('utf8') : whole
}
const surrogate = /[\ud800-\udfff]/

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

/** True if a statement failed because a row with the same key stands already. */
export function isDuplicate(error: unknown): boolean {
  return isCode(error, 'SQLITE_CONSTRAINT_UNIQUE') || isCode(error, 'SQLITE_CONSTRAINT_PRIMARYKEY')
}

function isCode(error: unknown, wanted: string): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === wanted || code.startsWith(`${wanted}_`)
}
