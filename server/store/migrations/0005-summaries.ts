/** What stands on a topic's summary beside its figures: findings as arranged, instructions, pins, waves, snapshots. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const summaries: Migration = {
  number: 5,
  name: 'summaries',
  statements: [
    // key: of the finding (analysis/findings). words: as an organiser put it, '' for the product's own. pins: numbers.
    sql`
      create table topic_findings (
        topic_id text not null references topics (id),
        key text not null,
        position integer,
        hidden integer not null,
        words text not null,
        pins text not null,
        changed_by text references people (id),
        changed_at text not null,
        primary key (topic_id, key)
      )`,
    // entry: number of the event in the ledger that vouches for the words, by a digest under the secret.
    sql`
      create table topic_instructions (
        id text not null primary key,
        topic_id text not null references topics (id),
        person_id text not null references people (id),
        written_at text not null,
        words text not null,
        secret text not null,
        entry integer not null
      )`,
    sql`create index topic_instructions_by_topic on topic_instructions (topic_id, written_at)`,
    sql`
      create table topic_pins (
        topic_id text not null references topics (id),
        number integer not null,
        kind text not null,
        target text not null,
        note text not null,
        pinned_by text not null references people (id),
        pinned_at text not null,
        removed_at text,
        primary key (topic_id, number)
      )`,
    // follows: the collection of the wave before; null for the first of a series.
    sql`
      create table waves (
        collection_id text not null primary key references collections (id),
        topic_id text not null references topics (id),
        label text not null,
        follows text references collections (id)
      )`,
    sql`create index waves_by_topic on waves (topic_id)`,
    // week: the Monday that a snapshot by schedule is of. content: JSON that never changes; hash: of it.
    sql`
      create table snapshots (
        id text not null primary key,
        topic_id text not null references topics (id),
        title text not null,
        made_at text not null,
        made_by text references people (id),
        week text,
        hash text not null,
        entry integer not null,
        content text not null,
        unique (topic_id, week)
      )`,
    sql`create index snapshots_by_topic on snapshots (topic_id, made_at)`,
    sql`
      create table snapshot_links (
        id text not null primary key,
        snapshot_id text not null references snapshots (id),
        secret_hash text not null unique,
        label text not null,
        made_by text not null references people (id),
        made_at text not null,
        expires_at text not null,
        revoked_at text
      )`,
    sql`create index snapshot_links_by_snapshot on snapshot_links (snapshot_id)`,
    // Topics of which a snapshot is made each week.
    sql`
      create table weekly_topics (
        topic_id text not null primary key references topics (id),
        since text not null
      )`,
  ],
}
