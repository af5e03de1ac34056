/** How answers came about, where the collection says so; it takes the place of the times of pilots, which led to no answer. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const paradata: Migration = {
  number: 15,
  name: 'paradata',
  statements: [
    // off, times or questions; frozen when the collection first opens.
    sql`alter table collections add column paradata text not null default 'off'`,
    // content: JSON of one filling in of the answer, as server/form/paradata.ts reads it.
    sql`
      create table submission_paradata (
        collection_id text not null references collections (id),
        seq integer not null,
        revision integer not null,
        content text not null,
        primary key (collection_id, seq, revision)
      )`,
    // They stood apart from answers, so neither a withdrawal nor the day of retention reached them.
    sql`drop table pilot_timings`,
  ],
}
