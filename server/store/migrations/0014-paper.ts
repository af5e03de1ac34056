/** Printed copies with their numbers, and what was entered of them until it became an answer. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const paper: Migration = {
  number: 14,
  name: 'paper',
  statements: [
    // entries: how often each copy is entered, 1 or 2; other_person: whether the second must be somebody else.
    sql`
      create table paper_settings (
        collection_id text not null primary key references collections (id),
        entries integer not null,
        other_person integer not null
      )`,
    sql`
      create table paper_batches (
        collection_id text not null references collections (id),
        number integer not null,
        first_copy integer not null,
        last_copy integer not null,
        form_version_id text not null references form_versions (id),
        language text not null,
        wishes text not null,
        printed_by text not null references people (id),
        printed_on text not null,
        primary key (collection_id, number)
      )`,
    // instance_id: the answer that a copy became; null where the collection is anonymous, so that no number leads to one.
    sql`
      create table paper_copies (
        collection_id text not null references collections (id),
        copy integer not null,
        batch integer not null,
        state text not null,
        reason text not null,
        instance_id text,
        primary key (collection_id, copy)
      )`,
    sql`create index paper_copies_by_instance on paper_copies (collection_id, instance_id)`,
    sql`
      create table paper_entries (
        collection_id text not null,
        copy integer not null,
        pass integer not null,
        clerk_id text not null references people (id),
        fields text not null,
        finished integer not null,
        revision integer not null,
        primary key (collection_id, copy, pass)
      )`,
    sql`
      create table paper_entry_personal (
        collection_id text not null,
        copy integer not null,
        pass integer not null,
        fields text not null,
        primary key (collection_id, copy, pass)
      )`,
    // How much was entered and corrected, in sums over all settled copies: of one copy they might tell which answer is its.
    // kind: clerk or question; name: the person's id, the question's name, '' for all copies that were compared.
    sql`
      create table paper_sums (
        collection_id text not null references collections (id),
        kind text not null,
        name text not null,
        entered integer not null,
        corrected integer not null,
        illegible integer not null,
        beyond integer not null,
        primary key (collection_id, kind, name)
      )`,
  ],
}
