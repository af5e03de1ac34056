/** Recodes that a collection keeps: variables for everybody who analyses it, in files and the data view too. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const recodes: Migration = {
  number: 18,
  name: 'recodes',
  statements: [
    // recode: how it is made, as JSON (analysis/workbench/script.ts). position: one may rest on those before it.
    sql`
      create table variable_recodes (
        collection_id text not null references collections (id),
        name text not null,
        position integer not null,
        recode text not null,
        author_id text not null references people (id),
        saved_at text not null,
        primary key (collection_id, name)
      )`,
  ],
}
