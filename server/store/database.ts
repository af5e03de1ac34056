/** What the room runs its SQL on, whichever engine it is; sqlite.ts and postgres.ts hold what only one of them knows. */

import type { Kysely, KyselyConfig, RawBuilder } from 'kysely'
import { setTimeout as pause } from 'node:timers/promises'
import type { Others } from './changes.ts'
import { named } from './columns.ts'

/** What SQL runs on: the database, or one transaction of it. */
export type On = Kysely<unknown>

export interface Database {
  readonly engine: 'sqlite' | 'postgres'
  readonly on: On
  /** Runs `work` while no other process does the same: migrations. */
  alone<T>(work: (on: On) => Promise<T>): Promise<T>
  /** Keeps a copy of what stands before a migration changes it, where the engine has files that can be copied. */
  keepCopy(version: number): void
  /** After the statements of a migration, in its transaction: what the engine needs on new tables. */
  settle(on: On): Promise<void>
  /** The other processes on the same database; null where there can be none. */
  readonly others: Others | null
  /** After an erasure: leaves as few old bytes in the engine's files as it can. */
  forget(): void
  close(): Promise<void>
}

/** Told the text of every query, without its parameters, and how long it took in milliseconds. */
export type QueryHeard = (text: string, milliseconds: number) => void

/** The part of an engine's settings that lets queries be heard. */
export function hearing(heard: QueryHeard | undefined): Pick<KyselyConfig, 'log'> {
  if (!heard) return {}
  return { log: (event) => heard(event.query.sql, event.queryDurationMillis) }
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

/**
 * Runs `work` in one transaction: all of it stands afterwards, or nothing. Where processes share a database, one that
 * stood in another's way is begun anew, so `work` must leave nothing behind but its rows and what it returns.
 */
export async function transaction<T>(on: On, work: (on: On) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await on.transaction().execute(work)
    } catch (error) {
      if (attempt === attempts || !clashes.has(codeOf(error))) throw error
      await pause(Math.random() * 20 * attempt)
    }
  }
}

const attempts = 8
/** PostgreSQL: serialization_failure and deadlock_detected. */
const clashes = new Set(['40001', '40P01'])

/**
 * Makes a statement for a hot path: its text is compiled once from a query whose places hold null, and then run
 * with parameters in the order of the places.
 */
export function statement<Row>(database: Database, query: RawBuilder<Row>) {
  const compiled = query.compile(database.on)
  return async (on: On, ...parameters: readonly Parameter[]): Promise<readonly Row[]> =>
    (await on.executeQuery<Row>({ ...compiled, parameters })).rows
}

export type Parameter = string | number | null

/**
 * Makes a statement over many rows, for a hot path: `make` writes its text for a number of rows. It is compiled for a
 * few numbers only; any number of rows goes through the largest that fit. Where a row that stands twice does no harm,
 * `padded` lets the last row fill up a larger one instead. `before` are the parameters ahead of those of the rows.
 */
export function manyRows<Row>(database: Database, make: (rows: number) => RawBuilder<Row>, padded = false) {
  const made = rowsAtOnce.map((count) => ({ count, run: statement(database, make(count)) }))
  return async (
    on: On,
    before: readonly Parameter[],
    rows: readonly (readonly Parameter[])[],
  ): Promise<readonly Row[]> => {
    const found: Row[] = []
    for (let start = 0; start < rows.length;) {
      const left = rows.length - start
      const fits = made.find(({ count }) => count <= left)
      const holds = padded ? made.findLast(({ count }) => count >= left) : undefined
      const chosen = holds ?? fits
      if (!chosen) break
      const these = rows.slice(start, start + chosen.count)
      const last = these.at(-1) ?? []
      while (these.length < chosen.count) these.push(last)
      found.push(...(await chosen.run(on, ...before, ...these.flat())))
      start += chosen.count
    }
    return found
  }
}

const rowsAtOnce = [64, 16, 4, 1]

/** Text without NUL and lone surrogates, which engines store differently or refuse; booleans as 1 and 0, NaN as null. */
export function storable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return Number.isNaN(value) ? null : value
  if (typeof value !== 'string') return value
  const whole = value.includes('\0') ? value.replaceAll('\0', '') : value
  return surrogate.test(whole) ? Buffer.from(whole, 'utf8').toString('utf8') : whole
}
const surrogate = /[\ud800-\udfff]/

/** True if a statement failed because a row with the same key stands already. */
export function isDuplicate(error: unknown): boolean {
  return duplicates.has(codeOf(error))
}
const duplicates = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505'])

/** The engine's own word for what went wrong, or ''. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** An Error named DatabaseUnavailable: the database is not there, or can store nothing just now. Nothing was stored. */
export function unavailable(cause: unknown): Error {
  const what = cause instanceof Error ? cause.message : String(cause)
  return named('DatabaseUnavailable', `the database is not available: ${what}`, cause)
}

/** True for an address of a PostgreSQL database. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//i.test(text)
}
