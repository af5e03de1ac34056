/** Single values by key: set-up code, file version of the demo, and the like. */

import { sql } from 'kysely'
import { first, run, type Database } from './database.ts'
import type { Store } from './store.ts'

export function createSettings({ on }: Database): Store['settings'] {
  return {
    get: async (key) => {
      const row = await first(
        on,
        sql<{ value: string }>`
          select value
          from settings
          where key = ${key}`,
      )
      return row?.value ?? null
    },
    add: async (key, value) => {
      await run(
        on,
        sql`
          insert into settings (key, value)
          values (${key}, ${value})
          on conflict (key) do nothing`,
      )
    },
    set: async (key, value) => {
      await run(
        on,
        sql`
          insert into settings (key, value)
          values (${key}, ${value})
          on conflict (key) do update
          set value = excluded.value`,
      )
    },
  }
}
