/** People, topics, forms, collections, submissions and their history. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const foundation: Migration = {
  number: 1,
  name: 'foundation',
  statements: [
    sql`
      create table settings (
        key text not null primary key,
        value text not null
      )`,
    sql`
      create table programmes (
        id text not null primary key,
        name text not null,
        purpose text not null,
        starts_on text,
        ends_on text
      )`,
    // official_rank: the place in the whole tree, parents first, so that lists can be sorted by it.
    sql`
      create table units (
        id text not null primary key,
        parent_id text references units (id),
        name text not null,
        code text not null,
        position integer not null,
        official_rank integer not null
      )`,
    sql`create index units_by_parent on units (parent_id)`,
    sql`
      create table people (
        id text not null primary key,
        login text not null,
        login_key text not null unique,
        name text not null,
        name_order text not null,
        unit_id text references units (id),
        job_title text not null,
        phone text not null,
        active integer not null,
        must_change_password integer not null,
        password_hash text not null,
        failures integer not null,
        locked_until text
      )`,
    sql`create index people_by_name on people (name_order, id)`,
    sql`create index people_by_unit on people (unit_id)`,
    sql`
      create table person_roles (
        person_id text not null references people (id) on delete cascade,
        role text not null,
        primary key (person_id, role)
      )`,
    sql`
      create table sessions (
        secret_hash text not null primary key,
        person_id text not null references people (id) on delete cascade,
        csrf text not null,
        created_at text not null,
        expires_at text not null
      )`,
    sql`create index sessions_by_person on sessions (person_id)`,
    sql`create index sessions_by_expiry on sessions (expires_at)`,
    sql`
      create table files (
        id text not null primary key,
        hash text not null,
        name text not null,
        type text not null,
        size bigint not null
      )`,
    sql`
      create table topics (
        id text not null primary key,
        programme_id text not null references programmes (id),
        code text not null,
        title text not null,
        title_order text not null,
        leader_id text references people (id),
        unit_id text references units (id),
        questions text not null,
        methods text not null,
        starts_on text,
        ends_on text,
        state text not null,
        plan_text text not null,
        plan_file_id text references files (id)
      )`,
    sql`create index topics_by_leader on topics (leader_id)`,
    sql`create index topics_by_unit on topics (unit_id)`,
    sql`
      create table topic_roles (
        topic_id text not null references topics (id) on delete cascade,
        person_id text not null references people (id) on delete cascade,
        role text not null,
        primary key (topic_id, person_id, role)
      )`,
    sql`create index topic_roles_by_person on topic_roles (person_id)`,
    sql`
      create table forms (
        id text not null primary key,
        topic_id text not null references topics (id),
        kind text not null,
        title text not null,
        title_order text not null,
        source text not null,
        revision integer not null,
        latest_version integer,
        updated_at text not null
      )`,
    sql`create index forms_by_topic on forms (topic_id)`,
    sql`
      create table form_versions (
        id text not null primary key,
        form_id text not null references forms (id),
        number integer not null,
        title text not null,
        source text not null,
        published_at text not null,
        unique (form_id, number)
      )`,
    sql`
      create table collections (
        id text not null primary key,
        topic_id text not null references topics (id),
        form_id text not null references forms (id),
        form_version_id text not null references form_versions (id),
        kind text not null,
        title text not null,
        title_order text not null,
        sample_type text not null,
        anonymous integer not null,
        pilot integer not null,
        state text not null,
        ever_opened integer not null,
        opens_at text,
        closes_at text,
        answer_limit integer,
        allows_correction integer not null,
        retain_until text,
        asker text not null,
        purpose text not null,
        minutes integer,
        readers text not null,
        contact text not null
      )`,
    sql`create index collections_by_topic on collections (topic_id)`,
    sql`
      create table channels (
        id text not null primary key,
        collection_id text not null references collections (id),
        position integer not null,
        kind text not null,
        label text not null,
        slug text unique
      )`,
    sql`create index channels_by_collection on channels (collection_id, position)`,
    // The row that a group commit locks: narrow, because every commit rewrites it. From here on all tables of answers
    // are keyed by collection first and refer only within it, so that they can be sharded by it.
    sql`
      create table counters (
        collection_id text not null primary key references collections (id),
        received integer not null,
        last_seq integer not null,
        changes integer not null
      )`,
    sql`
      create table submissions (
        collection_id text not null references collections (id),
        seq integer not null,
        instance_id text not null,
        form_version_id text not null references form_versions (id),
        channel_id text not null references channels (id),
        revision integer not null,
        receipt text not null,
        state text not null,
        received_on text not null,
        received_at text,
        revised_on text,
        revised_at text,
        collector_id text references people (id),
        locale text not null,
        content_hash text not null,
        digest_key text not null,
        answers text not null,
        primary key (collection_id, seq),
        unique (collection_id, instance_id),
        unique (receipt, collection_id)
      )`,
    sql`
      create table submission_revisions (
        collection_id text not null,
        seq integer not null,
        revision integer not null,
        form_version_id text not null,
        channel_id text not null,
        received_on text not null,
        received_at text,
        revised_on text,
        revised_at text,
        collector_id text,
        locale text not null,
        content_hash text not null,
        digest_key text not null,
        answers text not null,
        primary key (collection_id, seq, revision)
      )`,
    sql`
      create table submission_personal (
        collection_id text not null,
        seq integer not null,
        revision integer not null,
        answers text not null,
        primary key (collection_id, seq, revision)
      )`,
    // Tombstones. The hash of the random instance id lets a late re-send of an erased answer be told and refused.
    sql`
      create table submission_erasures (
        collection_id text not null,
        seq integer not null,
        instance_hash text not null,
        reason text not null,
        legal_right text not null,
        erased_on text not null,
        primary key (collection_id, seq)
      )`,
    sql`create index submission_erasures_by_instance on submission_erasures (collection_id, instance_hash)`,
    sql`
      create table chains (
        chain text not null primary key,
        number integer not null,
        hash text not null
      )`,
    sql`
      create table events (
        chain text not null,
        number integer not null,
        at text not null,
        actor text,
        kind text not null,
        subject text not null,
        detail text not null,
        digest text not null,
        hash text not null,
        primary key (chain, number)
      )`,
  ],
}
