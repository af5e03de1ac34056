/** Draws that cases came from, places of whole assignments, and outlines that stand beside notes. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const fieldwork: Migration = {
  number: 16,
  name: 'fieldwork',
  statements: [
    // Never changed. number: counted from 1 in the collection. strata: JSON, one entry for each stratum in the frame's order.
    sql`
      create table case_draws (
        collection_id text not null references collections (id),
        number integer not null,
        method text not null,
        population integer not null,
        size integer not null,
        strata text not null,
        seed text not null,
        frame_hash text not null,
        actor_id text references people (id),
        drawn_on text not null,
        primary key (collection_id, number)
      )`,
    // Of a case that was drawn: the draw, and the probability that it had to be in it.
    sql`alter table cases add column draw_number integer`,
    sql`alter table cases add column probability double precision`,
    // Units or places that a whole assignment leads to, a line each; '' where that is open.
    sql`alter table collection_tasks add column places text not null default ''`,
    // What whoever takes notes has beside them, where it is more than the questions of the topic.
    sql`
      create table collection_outlines (
        collection_id text not null primary key references collections (id),
        content text not null
      )`,
  ],
}
