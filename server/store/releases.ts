/** Releases of protected readers' figures, by collection, numbered from 1; added and never changed. */

import { sql } from 'kysely'
import { json } from './columns.ts'
import { all, run, type Database } from './database.ts'
import type { Store } from './store.ts'

export function createReleases({ on }: Database): Store['releases'] {
  return {
    list: async (collectionId) => {
      const rows = await all(
        on,
        sql<{ content: string }>`
          select content
          from releases
          where collection_id = ${collectionId}
          order by number`,
      )
      return rows.map(({ content }) => json(content))
    },
    add: async (collectionId, number, content) => {
      await run(
        on,
        sql`
          insert into releases (collection_id, number, content)
          values (${collectionId}, ${number}, ${JSON.stringify(content)})
          on conflict (collection_id, number) do nothing`,
      )
    },
  }
}
