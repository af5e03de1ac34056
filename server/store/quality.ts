/** Limits of the checks of quality, by collection: what differs from the usual ones, as the checks read it. */

import { sql } from 'kysely'
import { appendEvents, ledger } from './chain.ts'
import type { Clock } from './clock.ts'
import { json } from './columns.ts'
import { first, run, transaction, type Database } from './database.ts'
import type { Store } from './store.ts'

export function createQuality({ on }: Database, clock: Clock): Store['quality'] {
  return {
    limits: async (collectionId) => {
      const row = await first(
        on,
        sql<{ content: string }>`
          select content
          from quality_limits
          where collection_id = ${collectionId}`,
      )
      return row ? json(row.content) : {}
    },
    setLimits: (collectionId, limits, actor) =>
      transaction(on, async (on) => {
        await run(
          on,
          sql`
            insert into quality_limits (collection_id, content)
            values (${collectionId}, ${JSON.stringify(limits)})
            on conflict (collection_id) do update
            set content = excluded.content`,
        )
        await appendEvents(on, ledger, [
          {
            actor,
            at: clock.now(),
            kind: 'quality.limits',
            subject: collectionId,
            detail: { changed: Object.keys(limits) },
          },
        ])
      }),
  }
}
