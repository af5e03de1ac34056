/** What a database says about itself: schema, sizes, counts, chain heads and faults. For backup, doctor and the admin. */

import { sql } from 'kysely'
import { all, first, type On } from './database.ts'

export type EngineName = 'sqlite' | 'postgres'

/** A migration that a database has had. */
export interface SchemaStep {
  readonly number: number
  readonly name: string
}

export interface ChainHead {
  readonly chain: string
  readonly number: number
  readonly hash: string
}

/** A file that records refer to: where it stands below the folder of files, and the SHA-256 of its bytes. */
export interface ReferredFile {
  readonly place: string
  readonly hash: string
}

/** A count is a number on SQLite and a string on PostgreSQL. */
type Count = number | string

/** The migrations that the database has had, in order; none if it is empty. */
export async function schemaOf(on: On, engine: EngineName): Promise<readonly SchemaStep[]> {
  if (!(await tablesOf(on, engine)).includes('schema_migrations')) return []
  return all(
    on,
    sql<SchemaStep>`
      select number, name
      from schema_migrations
      order by number`,
  )
}

/** The names of all tables of ours, sorted. */
export async function tablesOf(on: On, engine: EngineName): Promise<readonly string[]> {
  return (await everyTable(on, engine)).filter((name) => name !== unfinishedTable)
}

/** The names of all tables, sorted. */
export async function everyTable(on: On, engine: EngineName): Promise<readonly string[]> {
  const rows = await all(
    on,
    engine === 'sqlite'
      ? sql<{ name: string }>`
          select name
          from sqlite_master
          where type = 'table'
            and name not like 'sqlite_%'`
      : sql<{ name: string }>`
          select table_name as name
          from information_schema.tables
          where table_schema = current_schema()
            and table_type = 'BASE TABLE'`,
  )
  return rows.map(({ name }) => name).toSorted()
}

/** Stands in a database while data are being brought into it; a server does not start on one that has it. */
export const unfinishedTable = 'unfinished_transfer'

/** Tables whose rows are of the moment: they go into no backup and no move, and nobody counts them. */
export const passing: ReadonlySet<string> = new Set(['rates'])

/** How many rows each table has, but for what is of the moment. */
export async function countsOf(on: On, engine: EngineName): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const table of await tablesOf(on, engine)) {
    if (passing.has(table)) continue
    const row = await first(on, sql<{ rows: Count }>`select count(*) as rows from ${sql.table(table)}`)
    counts[table] = Number(row?.rows ?? 0)
  }
  return counts
}

/** Where every chain ends, by name. */
export async function headsOf(on: On): Promise<readonly ChainHead[]> {
  const heads = await all(
    on,
    sql<ChainHead>`
      select chain, number, hash
      from chains`,
  )
  return [...heads].toSorted((one, other) => (one.chain < other.chain ? -1 : 1))
}

/** The latest instant that any event tells; null if there is none. Events that keep only a day are not counted. */
export async function newestInstant(on: On): Promise<string | null> {
  const row = await first(
    on,
    sql<{ at: string | null }>`
      select max(at) as at
      from events
      where length(at) > 10`,
  )
  return row?.at ?? null
}

/** The latest day that any event tells; null if there is none. */
export async function newestDay(on: On): Promise<string | null> {
  const row = await first(
    on,
    sql<{ at: string | null }>`
      select max(substr(at, 1, 10)) as at
      from events`,
  )
  return row?.at ?? null
}

/** What SQLite finds wrong with its own pages and indexes; nothing on PostgreSQL, which checks its pages as it reads. */
export async function integrityFaults(on: On, engine: EngineName): Promise<readonly string[]> {
  if (engine === 'postgres') return []
  const rows = await all(on, sql<{ integrity_check: string }>`pragma integrity_check(20)`)
  return rows.map(({ integrity_check }) => integrity_check).filter((words) => words !== 'ok')
}

/** Rows that refer to a row which is not there, as 'table → table: how many'; PostgreSQL keeps them out by itself. */
export async function brokenReferences(on: On, engine: EngineName): Promise<readonly string[]> {
  if (engine === 'postgres') return []
  const rows = await all(on, sql<{ table: string; parent: string }>`pragma foreign_key_check`)
  const found = new Map<string, number>()
  for (const { table, parent } of rows) {
    const pair = `${table} → ${parent}`
    found.set(pair, (found.get(pair) ?? 0) + 1)
  }
  return [...found].map(([pair, count]) => `${pair}: ${count}`)
}

/** Every file that records refer to, each once. */
export async function referredFiles(on: On, engine: EngineName): Promise<readonly ReferredFile[]> {
  const tables = await tablesOf(on, engine)
  const places = new Map<string, ReferredFile>()
  if (tables.includes('files')) {
    for (const { hash } of await all(on, sql<{ hash: string }>`select distinct hash from files`)) {
      const place = `${hash.slice(0, 2)}/${hash}`
      places.set(place, { place, hash })
    }
  }
  if (tables.includes('attachments')) {
    const rows = await all(
      on,
      sql<{ collection: string; hash: string }>`
        select distinct collection_id as collection, hash
        from attachments`,
    )
    for (const { collection, hash } of rows) {
      const place = `attachments/${collection}/${hash}`
      places.set(place, { place, hash })
    }
  }
  return [...places.values()]
}

/** How many answers are counted, and how many people have an account: what a person asks first of a backup. */
export async function headlineOf(on: On): Promise<{ readonly answers: number; readonly people: number }> {
  const row = await first(
    on,
    sql<{ answers: Count; people: Count }>`
      select
        (select coalesce(sum(received), 0) from counters) as answers,
        (select count(*) from people) as people`,
  )
  return { answers: Number(row?.answers ?? 0), people: Number(row?.people ?? 0) }
}

/** A single value by its key; null if it is not there. */
export async function settingOf(on: On, key: string): Promise<string | null> {
  const row = await first(
    on,
    sql<{ value: string }>`
      select value
      from settings
      where key = ${key}`,
  )
  return row?.value ?? null
}
