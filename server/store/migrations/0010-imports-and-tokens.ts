/** Files of answers that were imported, and the tokens with which people's programs read. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const importsAndTokens: Migration = {
  number: 10,
  name: 'imports and tokens',
  statements: [
    // file_hash: SHA-256 of the file, so that the same one is not taken in twice unseen. Nothing else of it is kept.
    sql`
      create table answer_imports (
        collection_id text not null references collections (id),
        number integer not null,
        file_hash text not null,
        answers integer not null,
        imported_on text not null,
        actor text not null,
        primary key (collection_id, number)
      )`,
    // secret_hash: SHA-256; the token itself is shown once and never stored.
    sql`
      create table api_tokens (
        id text primary key,
        person_id text not null references people (id),
        label text not null,
        secret_hash text not null unique,
        scopes text not null,
        topic_id text references topics (id),
        created_at text not null,
        expires_at text not null,
        used_on text,
        revoked_at text
      )`,
    sql`create index api_tokens_person on api_tokens (person_id)`,
  ],
}
