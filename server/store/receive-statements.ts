/** The statements of the hot path, compiled once. Their places stand in the order of the columns. */

import { sql } from 'kysely'
import type { ParadataLevel } from '../form/paradata.ts'
import type { Linked } from './chain.ts'
import { manyRows, statement, type Database, type Parameter } from './database.ts'
import type { Kept } from './record.ts'
import type { CollectionState, SubmissionState } from './store.ts'

export interface GateRow {
  readonly id: string
  readonly state: CollectionState
  readonly anonymous: number
  readonly paradata: ParadataLevel
  readonly opensAt: string | null
  readonly closesAt: string | null
  readonly answerLimit: number | null
  readonly allowsCorrection: number
  /** Whether any answer was ever erased: only then a late re-send of one has to be looked for. A number on SQLite. */
  readonly hasErasures: number | boolean
}

export interface Standing {
  readonly instanceId: string
  readonly seq: number
  readonly revision: number
  readonly receipt: string
  readonly receivedOn: string
  readonly receivedAt: string | null
  readonly latestOn: string
  readonly contentHash: string
  readonly state: SubmissionState
  readonly collectorId: string | null
}

export type Statements = ReturnType<typeof prepareReceive>

export function prepareReceive(database: Database) {
  const value = sql.val(null)
  return {
    // Touching the row is the lock that both engines have.
    lock: statement(
      database,
      sql<{ received: number; last: number; changes: number }>`
        update counters
        set received = received
        where collection_id = ${value}
        returning received, last_seq as last, changes`,
    ),
    gate: statement(
      database,
      sql<GateRow>`
        select id, state, anonymous, paradata, opens_at as "opensAt", closes_at as "closesAt", answer_limit as "answerLimit",
          allows_correction as "allowsCorrection",
          exists (select 1 from submission_erasures where collection_id = ${value}) as "hasErasures"
        from collections
        where id = ${value}`,
    ),
    standing: manyRows(
      database,
      (rows) => sql<Standing>`
        select instance_id as "instanceId", seq, revision, receipt, received_on as "receivedOn",
          received_at as "receivedAt", coalesce(revised_on, received_on) as "latestOn", content_hash as "contentHash",
          state, collector_id as "collectorId"
        from submissions
        where collection_id = ${value}
          and instance_id in (${places(rows)})`,
      true,
    ),
    erased: manyRows(
      database,
      (rows) => sql<{ hash: string }>`
        select instance_hash as hash
        from submission_erasures
        where collection_id = ${value}
          and instance_hash in (${places(rows)})`,
      true,
    ),
    add: manyRows(
      database,
      (rows) => sql`
        insert into submissions (collection_id, seq, instance_id, form_version_id, channel_id, revision, receipt,
          state, received_on, received_at, collector_id, locale, content_hash, digest_key, answers)
        values ${tuples(rows, 15)}`,
    ),
    addPersonal: manyRows(
      database,
      (rows) => sql`
        insert into submission_personal (collection_id, seq, revision, answers)
        values ${tuples(rows, 4)}`,
    ),
    addParadata: manyRows(
      database,
      (rows) => sql`
        insert into submission_paradata (collection_id, seq, revision, content)
        values ${tuples(rows, 4)}`,
    ),
    keepRevision: statement(
      database,
      sql`
        insert into submission_revisions (collection_id, seq, revision, form_version_id, channel_id, received_on,
          received_at, revised_on, revised_at, collector_id, locale, content_hash, digest_key, answers)
        select collection_id, seq, revision, form_version_id, channel_id, received_on, received_at, revised_on,
          revised_at, collector_id, locale, content_hash, digest_key, answers
        from submissions
        where collection_id = ${value}
          and seq = ${value}`,
    ),
    revise: statement(
      database,
      sql`
        update submissions
        set form_version_id = ${value},
          channel_id = ${value},
          revision = ${value},
          state = 'received',
          revised_on = ${value},
          revised_at = ${value},
          collector_id = ${value},
          locale = ${value},
          content_hash = ${value},
          digest_key = ${value},
          answers = ${value}
        where collection_id = ${value}
          and seq = ${value}`,
    ),
    count: statement(
      database,
      sql`
        update counters
        set received = ${value},
          last_seq = ${value},
          changes = ${value}
        where collection_id = ${value}`,
    ),
    events: manyRows(
      database,
      (rows) => sql`
        insert into events (chain, number, at, actor, kind, subject, detail, digest, hash)
        values ${tuples(rows, 9)}`,
    ),
  }
}

function places(count: number) {
  return sql.join(Array.from({ length: count }, () => sql.val(null)))
}

function tuples(rows: number, columns: number) {
  return sql.join(Array.from({ length: rows }, () => sql`(${places(columns)})`))
}

/** A new answer in the order of `add`. */
export function submissionColumns(collectionId: string, kept: Kept): readonly Parameter[] {
  return [
    collectionId,
    kept.seq,
    kept.instanceId,
    kept.formVersionId,
    kept.channelId,
    kept.revision,
    kept.receipt,
    'received',
    kept.receivedOn,
    kept.receivedAt,
    kept.collectorId,
    kept.locale,
    kept.contentHash,
    kept.digestKey,
    kept.answers,
  ]
}

/** An event in the order of `events`. */
export function eventColumns(chain: string, event: Linked): readonly Parameter[] {
  const { number, at, actor, kind, subject, detail, digest, hash } = event
  return [chain, number, at, actor, kind, subject, detail, digest, hash]
}
