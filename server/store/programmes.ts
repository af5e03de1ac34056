/** Programmes (专项工作): the campaigns that topics belong to. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import { all, first, run, type Database } from './database.ts'
import type { Programme, Store } from './store.ts'

const columns = sql`id, name, purpose, starts_on as "startsOn", ends_on as "endsOn"`

export function createProgrammes({ on }: Database): Store['programmes'] {
  return {
    list: () =>
      all(
        on,
        sql<Programme>`
          select ${columns}
          from programmes
          order by starts_on, name, id`,
      ),
    find: (id) =>
      first(
        on,
        sql<Programme>`
          select ${columns}
          from programmes
          where id = ${id}`,
      ),
    save: async ({ id = newId(), name, purpose, startsOn, endsOn }) => {
      await run(
        on,
        sql`
          insert into programmes (id, name, purpose, starts_on, ends_on)
          values (${id}, ${name}, ${purpose}, ${startsOn}, ${endsOn})
          on conflict (id) do update
          set name = excluded.name,
            purpose = excluded.purpose,
            starts_on = excluded.starts_on,
            ends_on = excluded.ends_on`,
      )
      return id
    },
  }
}
