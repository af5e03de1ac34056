/** What people keep for later questionnaires, and how often anything of the library was used. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const library: Migration = {
  number: 13,
  name: 'library',
  statements: [
    // kind: list or question; title: its words by language, and content: its rows, as JSON; tags: words with a space between.
    sql`
      create table library_items (
        id text primary key,
        programme_id text not null references programmes (id),
        kind text not null,
        title text not null,
        tags text not null,
        content text not null,
        author_id text not null references people (id),
        added_at text not null
      )`,
    sql`create index library_items_programme on library_items (programme_id, added_at)`,
    // item: of library_items, or one that comes with the program.
    sql`
      create table library_uses (
        programme_id text not null references programmes (id),
        item text not null,
        uses integer not null,
        primary key (programme_id, item)
      )`,
  ],
}
