/** Brings a dump into an empty PostgreSQL database; until it is declared whole, no server starts on it. */

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { named } from './columns.ts'
import { run, type On } from './database.ts'
import { everyTable } from './inspect.ts'
import { restoreDump } from './postgres-programs.ts'
import { oneConnection } from './postgres.ts'
import { markFinished, markUnfinished, unfinished } from './unfinished.ts'

export interface BroughtIn {
  /** All was found right: servers may start. */
  finish(): Promise<void>
  /** It was not: the database is as empty as before. */
  undo(): Promise<void>
}

const what = 'restore'

/** Rejects with an Error named NotEmpty, whose message is the name of a table, if anything but half a restore stands. */
export async function bringIn(url: string, file: string): Promise<BroughtIn> {
  await withConnection(url, async (on) => {
    if ((await unfinished(on, 'postgres')) === what) await dropAll(on)
    const [standing] = await everyTable(on, 'postgres')
    if (standing !== undefined) throw named('NotEmpty', standing)
    await markUnfinished(on, what)
  })
  const undo = () => withConnection(url, dropAll)
  try {
    await restoreDump(url, file)
  } catch (error) {
    await undo()
    throw error
  }
  return { finish: () => withConnection(url, markFinished), undo }
}

async function withConnection(url: string, work: (on: On) => Promise<void>): Promise<void> {
  const { on, close } = await oneConnection(url)
  try {
    await work(on)
  } finally {
    await close()
  }
}

async function dropAll(on: On): Promise<void> {
  for (const table of await everyTable(on, 'postgres'))
    await run(on, sql`drop table ${sql.table(table)} cascade`)
}

/** An empty database beside another, for a rehearsal. The account must be allowed to make one. */
export async function scratchDatabase(
  url: string,
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const name = `diaoyan_rehearsal_${randomBytes(6).toString('hex')}`
  await withConnection(url, async (on) => {
    await run(on, sql`create database ${sql.table(name)} template template0 encoding 'UTF8'`)
  })
  const scratch = new URL(url)
  scratch.pathname = `/${name}`
  return {
    url: scratch.href,
    drop: () =>
      withConnection(url, async (on) => {
        await run(on, sql`drop database if exists ${sql.table(name)} with (force)`)
      }),
  }
}
