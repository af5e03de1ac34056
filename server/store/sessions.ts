/** Signed-in sessions, by the hash of the cookie's secret. */

import { sql } from 'kysely'
import { first, run, transaction, type Database } from './database.ts'
import type { Session, Store } from './store.ts'

export function createSessions({ on }: Database): Store['sessions'] {
  return {
    open: (secretHash, { personId, csrf, createdAt, expiresAt }) =>
      transaction(on, async (on) => {
        await run(
          on,
          sql`
            delete from sessions
            where expires_at <= ${createdAt}`,
        )
        await run(
          on,
          sql`
            insert into sessions (secret_hash, person_id, csrf, created_at, expires_at)
            values (${secretHash}, ${personId}, ${csrf}, ${createdAt}, ${expiresAt})`,
        )
      }),
    find: (secretHash, now) =>
      first(
        on,
        sql<Session>`
          select sessions.person_id as "personId", sessions.csrf, sessions.created_at as "createdAt",
            sessions.expires_at as "expiresAt"
          from sessions
          join people on people.id = sessions.person_id
          where sessions.secret_hash = ${secretHash}
            and sessions.expires_at > ${now}
            and people.active = 1`,
      ),
    extend: async (secretHash, expiresAt) => {
      await run(
        on,
        sql`
          update sessions
          set expires_at = ${expiresAt}
          where secret_hash = ${secretHash}`,
      )
    },
    close: async (secretHash) => {
      await run(
        on,
        sql`
          delete from sessions
          where secret_hash = ${secretHash}`,
      )
    },
    closeAll: async (personId) => {
      await run(
        on,
        sql`
          delete from sessions
          where person_id = ${personId}`,
      )
    },
  }
}
