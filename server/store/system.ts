/** The store about itself: does it answer, and how large is it. */

import { stat } from 'node:fs/promises'
import { sql } from 'kysely'
import { first, type Database, type On } from './database.ts'
import { headlineOf, newestDay, newestInstant, schemaOf } from './inspect.ts'
import type { Store } from './store.ts'

export function createSystem({ on, engine }: Database): Store['system'] {
  return {
    ping: async () => {
      await first(on, sql`select key from settings limit 1`)
    },
    about: async () => {
      const schema = (await schemaOf(on, engine)).at(-1)?.number ?? 0
      const itself = engine === 'sqlite' ? await sqliteItself(on) : await postgresItself(on)
      return { schema, engine, ...(await headlineOf(on)), ...itself }
    },
    newest: async () => ({ instant: await newestInstant(on), day: await newestDay(on) }),
  }
}

/** Version and sizes of the file and of the log that is written ahead of it. */
async function sqliteItself(on: On) {
  const row = await first(
    on,
    sql<{ version: string; bytes: number; file: string }>`
      select sqlite_version() as version,
        (select page_count from pragma_page_count) * (select page_size from pragma_page_size) as bytes,
        (select coalesce(file, '') from pragma_database_list where name = 'main') as file`,
  )
  const log = row?.file ? await stat(`${row.file}-wal`).catch(() => null) : null
  return {
    version: row?.version ?? '',
    bytes: row?.bytes ?? 0,
    logBytes: log?.size ?? 0,
  }
}

/** The log ahead of the database is the server's business, shared by all its databases. */
async function postgresItself(on: On) {
  const row = await first(
    on,
    sql<{ version: string; bytes: number }>`
      select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`,
  )
  return { version: row?.version ?? '', bytes: row?.bytes ?? 0, logBytes: 0 }
}
