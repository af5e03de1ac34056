/** Saved sets of the workbench (scripts with a name and who saved them last) and kept recodes, by collection. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import type { Clock } from './clock.ts'
import { all, first, run, type Database } from './database.ts'
import type { KeptRecode, Store, WorkbenchSet } from './store.ts'

const columns = sql`
  workbench_sets.id, workbench_sets.collection_id as "collectionId", workbench_sets.name, workbench_sets.script,
  workbench_sets.author_id as "authorId", people.name as "authorName", workbench_sets.saved_at as "savedAt"`

/** More sets than this are not kept for one collection. */
const limit = 500

export function createWorkbench({ on }: Database, clock: Clock): Store['workbench'] {
  return {
    list: (collectionId) =>
      all(
        on,
        sql<WorkbenchSet>`
          select ${columns}
          from workbench_sets
          join people on people.id = workbench_sets.author_id
          where workbench_sets.collection_id = ${collectionId}
          order by workbench_sets.saved_at desc, workbench_sets.id
          limit ${limit}`,
      ),
    find: (collectionId, id) =>
      first(
        on,
        sql<WorkbenchSet>`
          select ${columns}
          from workbench_sets
          join people on people.id = workbench_sets.author_id
          where workbench_sets.collection_id = ${collectionId}
            and workbench_sets.id = ${id}`,
      ),
    save: async ({ collectionId, id, name, script, authorId }) => {
      const at = clock.now()
      if (id !== null) {
        const changed = await run(
          on,
          sql`
            update workbench_sets
            set name = ${name}, script = ${script}, author_id = ${authorId}, saved_at = ${at}
            where collection_id = ${collectionId}
              and id = ${id}`,
        )
        if (changed > 0) return id
      }
      const made = newId()
      await run(
        on,
        sql`
          insert into workbench_sets (collection_id, id, name, script, author_id, saved_at)
          values (${collectionId}, ${made}, ${name}, ${script}, ${authorId}, ${at})`,
      )
      return made
    },
    remove: async (collectionId, id) => {
      await run(on, sql`delete from workbench_sets where collection_id = ${collectionId} and id = ${id}`)
    },
    recodes: (collectionId) =>
      all(
        on,
        sql<KeptRecode>`
          select variable_recodes.name, variable_recodes.recode, people.name as "authorName",
            variable_recodes.saved_at as "savedAt"
          from variable_recodes
          join people on people.id = variable_recodes.author_id
          where variable_recodes.collection_id = ${collectionId}
          order by variable_recodes.position, variable_recodes.name`,
      ),
    keepRecode: async ({ collectionId, name, recode, authorId }) => {
      const last = await first(
        on,
        sql<{ position: number }>`
          select coalesce(max(position), 0) as position
          from variable_recodes
          where collection_id = ${collectionId}`,
      )
      const added = await run(
        on,
        sql`
          insert into variable_recodes (collection_id, name, position, recode, author_id, saved_at)
          values (${collectionId}, ${name}, ${(last?.position ?? 0) + 1}, ${recode}, ${authorId}, ${clock.now()})
          on conflict (collection_id, name) do nothing`,
      )
      return added > 0
    },
    dropRecode: async (collectionId, name) => {
      await run(
        on,
        sql`
          delete from variable_recodes
          where collection_id = ${collectionId}
            and name = ${name}`,
      )
    },
  }
}
