/** Who is at a form now, what colleagues say of its questions, and how long each question took in a pilot. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const designer: Migration = {
  number: 11,
  name: 'designer',
  statements: [
    // seen_at: the last sign of life of the open designer; revision: the last one that this person saved, 0 for none.
    sql`
      create table form_editors (
        form_id text not null references forms (id),
        person_id text not null references people (id),
        seen_at text not null,
        revision integer not null,
        primary key (form_id, person_id)
      )`,
    // question: its name, '' for the form as a whole.
    sql`
      create table form_comments (
        id text primary key,
        form_id text not null references forms (id),
        question text not null,
        words text not null,
        author_id text not null references people (id),
        written_at text not null,
        settled_at text,
        settled_by text references people (id)
      )`,
    sql`create index form_comments_form on form_comments (form_id, written_at)`,
    // id: random, and not that of an answer; milliseconds: of one respondent at one question.
    sql`
      create table pilot_timings (
        collection_id text not null references collections (id),
        id text not null,
        question text not null,
        milliseconds integer not null,
        primary key (collection_id, id, question)
      )`,
  ],
}
