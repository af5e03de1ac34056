/** The answers of a collection read by a thread of its own, beside the connection that takes answers in. */

import Sqlite from 'better-sqlite3'
import {
  changesSince,
  changingKinds,
  mostChanges,
  type ChangedAnswers,
  type ChangeEntry,
  type ChangeMark,
} from './changed-answers.ts'

/** A row as far as figures need it; the answers as the bytes of their JSON, or as text where the driver has made it. */
export interface AnswerRow {
  readonly seq: number
  readonly formVersionId: string
  readonly channelId: string
  readonly revision: number
  readonly rejected: boolean
  readonly receivedOn: string
  readonly answers: string | Buffer
}

export interface AnswerPages {
  /** The state of the answers now; null for an unknown collection. */
  mark(): Promise<ChangeMark | null>
  changedSince(mark: ChangeMark): Promise<ChangedAnswers>
  /** Rows after a sequence number and up to another, in their order. */
  pages(after: number, through: number): AsyncIterable<readonly AnswerRow[]>
  close(): Promise<void>
}

export const rowsInPage = 2_000

/** Opens the database, a file or an address, for reading the answers of one collection. */
export async function openAnswerPages(database: string, collectionId: string): Promise<AnswerPages> {
  // Loaded only where it is used: a thread starts the sooner the less it reads.
  return /^postgres(ql)?:/i.test(database)
    ? (await import('./answer-pages-postgres.ts')).pagesOfPostgres(database, collectionId)
    : pagesOfSqlite(database, collectionId)
}

function pagesOfSqlite(file: string, collectionId: string): AnswerPages {
  const raw = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 5_000 })
  raw.pragma('temp_store = memory')
  raw.pragma('trusted_schema = off')
  const mark = raw.prepare(
    `select changes, coalesce((select max(number) from events where chain = collection_id), 0) as event
     from counters
     where collection_id = ?`,
  )
  const entries = raw.prepare(
    `select number, kind, subject, detail
     from events
     where chain = ?
       and number > ?
       and kind in (${changingKinds.map(() => '?').join(', ')})
     order by number
     limit ${mostChanges + 1}`,
  )
  // As bytes: making a string of each answer would take longer than reading it.
  const rows = raw
    .prepare(
      `select seq, form_version_id, channel_id, revision, state = 'rejected', received_on, cast(answers as blob)
       from submissions
       where collection_id = ?
         and seq > ?
         and seq <= ?
       order by seq`,
    )
    .raw()
  return {
    mark: () => Promise.resolve((mark.get(collectionId) as ChangeMark | undefined) ?? null),
    changedSince: (from) =>
      Promise.resolve(
        changesSince(from, entries.all(collectionId, from.event, ...changingKinds) as ChangeEntry[]),
      ),
    // One statement from the first row to the last: everything is of one moment.
    // eslint-disable-next-line @typescript-eslint/require-await
    async *pages(after, through) {
      let page: AnswerRow[] = []
      for (const row of rows.iterate(collectionId, after, through)) {
        page.push(rowOf(row as SqliteRow))
        if (page.length < rowsInPage) continue
        yield page
        page = []
      }
      yield page
    },
    close: () => {
      raw.close()
      return Promise.resolve()
    },
  }
}

type SqliteRow = readonly [number, string, string, number, number, string, Buffer]

function rowOf([
  seq,
  formVersionId,
  channelId,
  revision,
  rejected,
  receivedOn,
  answers,
]: SqliteRow): AnswerRow {
  return { seq, formVersionId, channelId, revision, rejected: rejected === 1, receivedOn, answers }
}
