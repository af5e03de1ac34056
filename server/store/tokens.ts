/** Tokens with which a person's programs read: kept as hashes, expiring, revocable. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import { appendEvents, ledger } from './chain.ts'
import type { Clock } from './clock.ts'
import { all, first, run, transaction, type Database } from './database.ts'
import type { ApiToken, Store } from './store.ts'

type Row = Omit<ApiToken, 'scopes'> & { readonly scopes: string }

const columns = sql`api_tokens.id, api_tokens.person_id as "personId", api_tokens.label, api_tokens.scopes,
  api_tokens.topic_id as "topicId", api_tokens.created_at as "createdAt", api_tokens.expires_at as "expiresAt",
  api_tokens.used_on as "usedOn", api_tokens.revoked_at as "revokedAt"`

export function createTokens({ on }: Database, clock: Clock): Store['tokens'] {
  return {
    add: (token, secretHash) =>
      transaction(on, async (on) => {
        const id = newId()
        const { personId, label, topicId, createdAt, expiresAt } = token
        const scopes = token.scopes.join(' ')
        await run(
          on,
          sql`
            insert into api_tokens (id, person_id, label, secret_hash, scopes, topic_id, created_at, expires_at)
            values (${id}, ${personId}, ${label}, ${secretHash}, ${scopes}, ${topicId}, ${createdAt}, ${expiresAt})`,
        )
        const detail = {
          scopes,
          expires: expiresAt.slice(0, 10),
          ...(topicId === null ? {} : { topic: topicId }),
        }
        await appendEvents(on, ledger, [
          { at: clock.now(), actor: personId, kind: 'token.made', subject: id, detail },
        ])
        return id
      }),
    find: async (secretHash, now) => {
      const row = await first(
        on,
        sql<Row>`
          select ${columns}
          from api_tokens
          join people on people.id = api_tokens.person_id
          where api_tokens.secret_hash = ${secretHash}
            and api_tokens.revoked_at is null
            and api_tokens.expires_at > ${now}
            and people.active = 1`,
      )
      return row && tokenOf(row)
    },
    list: async (personId) => {
      const rows = await all(
        on,
        sql<Row>`
          select ${columns}
          from api_tokens
          where api_tokens.person_id = ${personId}
          order by api_tokens.created_at desc, api_tokens.id`,
      )
      return rows.map(tokenOf)
    },
    revoke: (personId, id, actor) =>
      transaction(on, async (on) => {
        const revoked = await run(
          on,
          sql`
            update api_tokens
            set revoked_at = ${clock.now()}
            where id = ${id}
              and person_id = ${personId}
              and revoked_at is null`,
        )
        if (revoked === 0) return false
        await appendEvents(on, ledger, [{ at: clock.now(), actor, kind: 'token.revoked', subject: id }])
        return true
      }),
    used: async (id, day) => {
      await run(
        on,
        sql`
          update api_tokens
          set used_on = ${day}
          where id = ${id}
            and (used_on is null or used_on <> ${day})`,
      )
    },
  }
}

function tokenOf(row: Row): ApiToken {
  return { ...row, scopes: row.scopes.split(' ').filter((scope) => scope !== '') }
}
