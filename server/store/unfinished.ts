/** The mark of a database that data are being brought into: a server does not start on it, and only its maker goes on. */

import { sql } from 'kysely'
import { first, run, type On } from './database.ts'
import { everyTable, unfinishedTable, type EngineName } from './inspect.ts'

/** What is being done to the database, or null if it is whole. */
export async function unfinished(on: On, engine: EngineName): Promise<string | null> {
  if (!(await everyTable(on, engine)).includes(unfinishedTable)) return null
  const row = await first(on, sql<{ what: string }>`select what from ${sql.table(unfinishedTable)}`)
  return row?.what ?? ''
}

export async function markUnfinished(on: On, what: string): Promise<void> {
  await run(on, sql`create table ${sql.table(unfinishedTable)} (what text not null, position text not null)`)
  await run(on, sql`insert into ${sql.table(unfinishedTable)} (what, position) values (${what}, '')`)
}

export async function markFinished(on: On): Promise<void> {
  await run(on, sql`drop table ${sql.table(unfinishedTable)}`)
}

/** How far it has come, as its maker wrote it; '' at the beginning. */
export async function positionOf(on: On): Promise<string> {
  const row = await first(on, sql<{ position: string }>`select position from ${sql.table(unfinishedTable)}`)
  return row?.position ?? ''
}

export async function writePosition(on: On, position: string): Promise<void> {
  await run(on, sql`update ${sql.table(unfinishedTable)} set position = ${position}`)
}
