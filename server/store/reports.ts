/** How the report of a topic is arranged. */

import { sql } from 'kysely'
import { json } from './columns.ts'
import { first, run, type Database } from './database.ts'
import type { Store } from './store.ts'

export function createReports({ on }: Database): Store['reports'] {
  return {
    find: async (topicId) => {
      const row = await first(
        on,
        sql<{ content: string }>`
          select content
          from topic_reports
          where topic_id = ${topicId}`,
      )
      return row && json(row.content)
    },
    save: async (topicId, arrangement) => {
      await run(
        on,
        sql`
          insert into topic_reports (topic_id, content)
          values (${topicId}, ${JSON.stringify(arrangement)})
          on conflict (topic_id) do update
          set content = excluded.content`,
      )
    },
  }
}
