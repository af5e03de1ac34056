/** One state of a PostgreSQL database, read while servers go on writing it. */

import { sql } from 'kysely'
import { named } from './columns.ts'
import { first, run, type On } from './database.ts'
import { dump } from './postgres-programs.ts'
import { oneConnection } from './postgres.ts'
import { readingOf, type Reading } from './reading.ts'

/** Rejects with an Error named NoDatabase if it cannot be reached or read. */
export async function readPostgres(url: string): Promise<Reading> {
  const held = await oneConnection(url).catch((cause: unknown) => {
    throw named('NoDatabase', cause instanceof Error ? cause.message : String(cause), cause)
  })
  const { on } = held
  try {
    // A dump of an hour must not be cut off because the transaction that holds its state is idle.
    await run(on, sql`set idle_in_transaction_session_timeout = 0`)
    await run(on, sql`begin isolation level repeatable read, read only`)
    const fact = await first(
      on,
      sql<{ version: string; snapshot: string }>`
        select current_setting('server_version') as version, pg_export_snapshot() as snapshot`,
    )
    return {
      ...readingOf(on, 'postgres', fact?.version ?? ''),
      size: () => sizeOf(on),
      copyTo: (file) => dump(url, fact?.snapshot ?? '', file),
      close: held.close,
    }
  } catch (error) {
    await held.close()
    throw error
  }
}

async function sizeOf(on: On): Promise<number> {
  const row = await first(on, sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`)
  return row?.bytes ?? 0
}
