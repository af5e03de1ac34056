/** Counts of a minute that several processes share; one process alone holds them in memory. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const rates: Migration = {
  number: 3,
  name: 'rates',
  statements: [],
  postgres: [
    // minute: since 1970. key: a hash under the minute's secret, which stands in the row of the empty key.
    sql`
      create unlogged table rates (
        minute integer not null,
        key text not null,
        n integer not null,
        secret text not null,
        primary key (minute, key)
      )`,
  ],
}
