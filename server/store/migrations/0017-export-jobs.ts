/** Files that take a while to make: who asked, how far they are, and the key that opens what lies in the data folder. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const exportJobs: Migration = {
  number: 17,
  name: 'export jobs',
  statements: [
    // collection_id: null for a whole topic. choices: the query of the export. file_key: null where there is no file.
    // process, heard_at: who makes it, and when that was last heard of.
    sql`
      create table export_jobs (
        id text primary key,
        topic_id text not null references topics (id),
        collection_id text references collections (id),
        person_id text not null references people (id),
        format text not null,
        choices text not null,
        personal integer not null,
        title text not null,
        state text not null,
        process text not null,
        answers_read integer not null,
        answers_to_read integer not null,
        bytes bigint not null,
        made_at text not null,
        started_at text,
        heard_at text not null,
        ended_at text,
        expires_at text,
        file_key text
      )`,
    sql`create index export_jobs_person on export_jobs (person_id, topic_id, made_at)`,
    sql`create index export_jobs_collection on export_jobs (collection_id)`,
  ],
}
