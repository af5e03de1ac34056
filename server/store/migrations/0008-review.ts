/** Review of answers, limits of their quality, and who is to collect what. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const review: Migration = {
  number: 8,
  name: 'review',
  statements: [
    // number: of the event in the collection's chain, which vouches for the comment under digest_key.
    sql`
      create table reviews (
        collection_id text not null references collections (id),
        number integer not null,
        seq integer not null,
        revision integer not null,
        from_state text not null,
        to_state text not null,
        reason text not null,
        comment text not null,
        actor_id text references people (id),
        reviewed_at text not null,
        digest_key text not null,
        primary key (collection_id, number)
      )`,
    sql`create index reviews_by_answer on reviews (collection_id, seq)`,
    // Of answers that wait for review it holds nothing, so that taking them in costs no more than before.
    sql`
      create index submissions_reviewed on submissions (collection_id, state, seq)
      where state <> 'received'`,
    // content: the limits that differ from the usual ones, as JSON.
    sql`
      create table quality_limits (
        collection_id text not null primary key references collections (id),
        content text not null
      )`,
    // instance_id: of the record that the case will have, given out with the case, so that the two need no other link.
    sql`
      create table cases (
        collection_id text not null references collections (id),
        id text not null,
        position integer not null,
        name text not null,
        place text not null,
        area text not null,
        latitude double precision,
        longitude double precision,
        unit_id text references units (id),
        note text not null,
        instance_id text not null,
        investigator_id text references people (id),
        due_on text,
        assigned_on text,
        primary key (collection_id, id),
        unique (collection_id, instance_id)
      )`,
    sql`create index cases_by_investigator on cases (investigator_id)`,
    // What is personal of a case: names, telephone numbers, addresses. content: JSON by the headings of the list.
    sql`
      create table case_personal (
        collection_id text not null references collections (id),
        case_id text not null,
        content text not null,
        primary key (collection_id, case_id)
      )`,
    // A whole collection given to a person: how many records, null for as many as there are.
    sql`
      create table collection_tasks (
        collection_id text not null references collections (id),
        person_id text not null references people (id),
        wanted integer,
        due_on text,
        note text not null,
        assigned_on text not null,
        primary key (collection_id, person_id)
      )`,
    sql`create index collection_tasks_by_person on collection_tasks (person_id)`,
  ],
}
