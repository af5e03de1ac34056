/** The append-only, tamper-evident history: reading, appending to the ledger, and verifying any chain. */

import { sql } from 'kysely'
import { appendEvents, beginning, headOf, ledger } from './chain.ts'
import { all, transaction, type Database } from './database.ts'
import type { Event, Instant, NewEvent, Store } from './store.ts'
import { verifyChain } from './verify.ts'

export function createHistory(database: Database): Store['history'] {
  const { on } = database
  return {
    append: async (event: NewEvent, at: Instant) => {
      await transaction(on, (on) => appendEvents(on, ledger, [{ ...event, at }]))
    },
    list: (chain, { after = 0, limit = 200 }) =>
      all(
        on,
        sql<Event>`
          select chain, number, at, actor, kind, subject, detail, hash
          from events
          where chain = ${chain}
            and number > ${after}
          order by number
          limit ${Math.min(Math.max(Math.trunc(limit), 1), 5_000)}`,
      ),
    head: async (chain) => (await headOf(on, chain)) ?? { number: 0, hash: beginning(chain) },
    verify: (chain) => verifyChain(database, chain),
  }
}
