/** Waves (期次): which collection repeats which. */

import { sql } from 'kysely'
import { appendEvents, ledger } from './chain.ts'
import type { Clock } from './clock.ts'
import { all, run, transaction, type Database } from './database.ts'
import type { Store } from './store.ts'
import type { Wave } from './summary-nouns.ts'

export function createWaves({ on }: Database, clock: Clock): Store['waves'] {
  return {
    list: (topicId) =>
      all(
        on,
        sql<Wave>`
          select collection_id as "collectionId", label, follows
          from waves
          where topic_id = ${topicId}
          order by collection_id`,
      ),
    set: (topicId, waves, actor) =>
      transaction(on, async (on) => {
        await run(on, sql`delete from waves where topic_id = ${topicId}`)
        for (const { collectionId, label, follows } of waves)
          await run(
            on,
            sql`
              insert into waves (collection_id, topic_id, label, follows)
              values (${collectionId}, ${topicId}, ${label}, ${follows})`,
          )
        const detail = { waves: waves.map(({ collectionId }) => collectionId) }
        await appendEvents(on, ledger, [
          { actor, kind: 'topic.waves', subject: topicId, detail, at: clock.now() },
        ])
      }),
  }
}
