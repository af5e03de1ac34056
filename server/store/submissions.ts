/** Submissions as they are read: pages of rows, personal answers, single answers and their revisions. */

import { sql } from 'kysely'
import type { Answers } from '../form/form.ts'
import { changedAnswers, changeMark } from './change-marks.ts'
import type { Changes } from './changes.ts'
import type { Clock } from './clock.ts'
import { json } from './columns.ts'
import { all, first, type Database } from './database.ts'
import { createImportAnswers } from './import-answers.ts'
import { createErase, type Copies } from './erase.ts'
import { createReceive } from './receive.ts'
import { receiptOf } from './record.ts'
import { createScan } from './submission-scan.ts'
import { createSubmissionList } from './submission-list.ts'
import { createTotals } from './totals.ts'
import { createUsedVersions } from './used-versions.ts'
import type { Day, Store, Submission } from './store.ts'

const columns = sql`collection_id as "collectionId", seq, instance_id as "instanceId",
  form_version_id as "formVersionId", channel_id as "channelId", revision, receipt, state,
  received_on as "receivedOn", received_at as "receivedAt", collector_id as "collectorId", locale, answers`

export function createSubmissions(
  database: Database,
  clock: Clock,
  changes: Changes,
  copies: Copies,
): Store['submissions'] {
  const { on } = database
  return {
    receive: createReceive(database, changes),
    mark: (collectionId) => changeMark(on, collectionId),
    changedSince: (collectionId, mark) => changedAnswers(on, collectionId, mark),
    ...createImportAnswers(database, clock, changes),
    ...createScan(database),
    ...createSubmissionList(database),
    ...createErase(database, clock, changes, copies),
    watch: (listener) => changes.listen(listener),
    rows: (collectionId, after, limit) =>
      all(
        on,
        sql<Submission>`
          select ${columns}
          from submissions
          where collection_id = ${collectionId}
            and seq > ${after}
          order by seq
          limit ${bounded(limit)}`,
      ),
    rowsByInstance: (collectionId, after, limit) =>
      all(
        on,
        sql<Submission>`
          select ${columns}
          from submissions
          where collection_id = ${collectionId}
            and instance_id > ${after}
          order by instance_id
          limit ${bounded(limit)}`,
      ),
    totals: createTotals(database),
    versions: createUsedVersions(database),
    erased: async (collectionId) => {
      const rows = await all(
        on,
        sql<{ seq: number }>`
          select seq
          from submission_erasures
          where collection_id = ${collectionId}
          order by seq`,
      )
      return rows.map(({ seq }) => seq)
    },
    personal: async (collectionId, seqs) => {
      const found = new Map<number, Answers>()
      for (let start = 0; start < seqs.length; start += 500) {
        const rows = await all(
          on,
          sql<{ seq: number; answers: string }>`
            select submission_personal.seq, submission_personal.answers
            from submission_personal
            join submissions on submissions.collection_id = submission_personal.collection_id
              and submissions.seq = submission_personal.seq
              and submissions.revision = submission_personal.revision
            where submission_personal.collection_id = ${collectionId}
              and submission_personal.seq in (${sql.join(seqs.slice(start, start + 500))})`,
        )
        for (const { seq, answers } of rows) found.set(seq, json<Answers>(answers))
      }
      return found
    },
    find: (collectionId, instanceId) =>
      first(
        on,
        sql<Submission>`
          select ${columns}
          from submissions
          where collection_id = ${collectionId}
            and instance_id = ${instanceId}`,
      ),
    byReceipt: (receipt) =>
      first(
        on,
        sql<Submission>`
          select ${columns}
          from submissions
          where receipt = ${receiptOf(receipt)}`,
      ),
    revisions: (collectionId, seq) =>
      all(
        on,
        sql<{ revision: number; answers: string; receivedOn: Day }>`
          select revision, answers, coalesce(revised_on, received_on) as "receivedOn"
          from submission_revisions
          where collection_id = ${collectionId}
            and seq = ${seq}
          order by revision`,
      ),
  }
}

function bounded(limit: number): number {
  return Math.min(Math.max(Math.trunc(limit), 1), 5_000)
}
