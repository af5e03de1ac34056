/** What whoever takes notes of a collection has beside them. */

import { sql } from 'kysely'
import { first, run, type On } from './database.ts'

export async function outlineOf(on: On, collectionId: string): Promise<string> {
  const found = await first(
    on,
    sql<{ content: string }>`
      select content
      from collection_outlines
      where collection_id = ${collectionId}`,
  )
  return found?.content ?? ''
}

export async function setOutline(on: On, collectionId: string, content: string): Promise<void> {
  await run(
    on,
    sql`
      insert into collection_outlines (collection_id, content)
      values (${collectionId}, ${content})
      on conflict (collection_id) do update
      set content = excluded.content`,
  )
}
