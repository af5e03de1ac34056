/** Whether the answers of a collection are anonymous: what is kept beside them depends on it. */

import { sql } from 'kysely'
import { named, truth } from './columns.ts'
import { first, type On } from './database.ts'

/** Rejects with an Error named NotFound where there is no such collection. */
export async function isAnonymous(on: On, collectionId: string): Promise<boolean> {
  const row = await first(
    on,
    sql<{ anonymous: number }>`
      select anonymous
      from collections
      where id = ${collectionId}`,
  )
  if (!row) throw named('NotFound', `no collection ${collectionId}`)
  return truth(row.anonymous)
}
