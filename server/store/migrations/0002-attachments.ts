/** Files that came with answers. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const attachments: Migration = {
  number: 2,
  name: 'attachments',
  statements: [
    // name: the file name that stands in the answer. hash: of the bytes as they are kept. seq and revision: of the
    // answer that named it first; null until that answer is here.
    sql`
      create table attachments (
        collection_id text not null references collections (id),
        instance_id text not null,
        name text not null,
        hash text not null,
        type text not null,
        size bigint not null,
        original_name text not null,
        added_on text not null,
        seq integer,
        revision integer,
        primary key (collection_id, instance_id, name)
      )`,
    sql`create index attachments_by_answer on attachments (collection_id, seq)`,
    sql`create index attachments_by_hash on attachments (collection_id, hash)`,
    sql`create index attachments_by_day on attachments (added_on)`,
  ],
}
