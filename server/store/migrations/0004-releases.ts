/** Releases of protected readers' figures. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const releases: Migration = {
  number: 4,
  name: 'releases',
  statements: [
    // content: which answers entered and left, by sequence number (analysis/releases.ts).
    sql`
      create table releases (
        collection_id text not null references collections (id),
        number integer not null,
        content text not null,
        primary key (collection_id, number)
      )`,
  ],
}
