/** Advice on a form that somebody has understood and wants to see no more, with the reason. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const settledAdvice: Migration = {
  number: 19,
  name: 'settled-advice',
  statements: [
    // question: its name, '' for the form as a whole; code: which advice; reason: '' where none was given.
    sql`
      create table settled_advice (
        form_id text not null references forms (id),
        question text not null,
        code text not null,
        reason text not null,
        person_id text not null references people (id),
        settled_at text not null,
        primary key (form_id, question, code)
      )`,
  ],
}
