/** Saved sets of the analyst's workbench. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const workbench: Migration = {
  number: 9,
  name: 'workbench',
  statements: [
    // script: what was asked, as JSON (analysis/workbench/script.ts); no figure is kept.
    sql`
      create table workbench_sets (
        collection_id text not null references collections (id),
        id text not null,
        name text not null,
        script text not null,
        author_id text not null references people (id),
        saved_at text not null,
        primary key (collection_id, id)
      )`,
  ],
}
