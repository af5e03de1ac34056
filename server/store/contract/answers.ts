/** Answers and the files that come with them. */

import type { ChangedAnswers, ChangeMark } from '../changed-answers.ts'
import type { Answers } from '../../form/form.ts'
import type { Paradata } from '../../form/paradata.ts'
import type { Day, Instant, ListQuery, Listed } from './lists.ts'

/** A checked answer on its way into the store. */
export interface Incoming {
  readonly collectionId: string
  readonly formVersionId: string
  readonly channelId: string
  /** UUID made by the browser (or by the server where there is no JavaScript). */
  readonly instanceId: string
  /** SHA-256, hex, of the canonical JSON of the answers with the personal ones. */
  readonly contentHash: string
  readonly answers: Answers
  /** Answers to questions marked personal, kept apart; null if there are none. */
  readonly personal: Answers | null
  readonly locale: string
  /** The signed-in person who collected it; dropped where the collection is anonymous. */
  readonly collectorId: string | null
  readonly receivedAt: Instant
  /** Local date in the configured time zone. */
  readonly receivedOn: Day
  /** File names of the attachments that the answers name; they must have been kept before. */
  readonly attachments?: readonly string[]
  /** How it came about; dropped where the collection keeps nothing of that. */
  readonly paradata?: Paradata | null
}

export type Received =
  | {
      readonly outcome: 'stored' | 'duplicate' | 'corrected'
      readonly receipt: string
      readonly receivedOn: Day
    }
  | { readonly outcome: 'different'; readonly receipt: string }
  /** `withdrawn`: an answer with this instance id was erased; a late re-send does not bring it back. */
  | { readonly outcome: 'closed' | 'notOpen' | 'full' | 'paused' | 'withdrawn' }
  /** Files that the answers name are not here; their names. */
  | { readonly outcome: 'filesMissing'; readonly missing: readonly string[] }

/** What a page of answers is looked for by. Lists are alternatives; what is absent does not narrow. */
export interface ScanQuery {
  /** By arrival; or by the random instance id, where the order of arrival is nobody's. */
  readonly order: 'seq' | 'instance'
  /** '' for the beginning. */
  readonly after: string
  readonly limit: number
  readonly states?: readonly SubmissionState[]
  readonly versions?: readonly string[]
  readonly channels?: readonly string[]
  readonly from?: Day
  readonly to?: Day
  /** Words in answers (not personal ones) and receipts. */
  readonly search?: string
}

/** Whose import of a file it is. */
export interface ImportBy {
  readonly actor: string
  /** SHA-256, hex, of the file. */
  readonly fileHash: string
  readonly on: Day
  /** The same file may come once more. */
  readonly again: boolean
}

export type Imported =
  | {
      readonly outcome: 'imported'
      readonly added: number
      /** Answers that stand already, word for word. */
      readonly duplicates: number
      /** Answers that were withdrawn or erased; a file does not bring them back. */
      readonly withdrawn: number
    }
  /** Drafts and archived collections take nothing in. */
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'again'; readonly importedOn: Day }
  | { readonly outcome: 'full'; readonly limit: number }
  /** Answers of these instance ids stand already and say something else. */
  | { readonly outcome: 'different'; readonly instanceIds: readonly string[] }

export interface AnswerImport {
  readonly number: number
  readonly fileHash: string
  readonly answers: number
  readonly importedOn: Day
  readonly actor: string
}

/** A file that came with an answer, on its way into the store. */
export interface IncomingAttachment {
  readonly collectionId: string
  readonly instanceId: string
  /** As the answer names it: 32 hex digits of the SHA-256 of the bytes that were sent, and an ending. */
  readonly name: string
  readonly type: string
  /** As it was called on the device; dropped where the collection is anonymous. */
  readonly originalName: string
  /** A file with the bytes to keep; it is moved into place. */
  readonly path: string
}

/** How much one answer may bring. */
export interface AttachmentLimits {
  readonly count: number
  readonly bytes: number
}

export interface Attachment {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly originalName: string
  readonly addedOn: Day
}

export const submissionStates = ['received', 'returned', 'approved', 'rejected'] as const

export type SubmissionState = (typeof submissionStates)[number]

export interface Submission {
  readonly collectionId: string
  readonly seq: number
  readonly instanceId: string
  readonly formVersionId: string
  readonly channelId: string
  readonly revision: number
  readonly receipt: string
  readonly state: SubmissionState
  readonly receivedOn: Day
  /** null where the collection is anonymous. */
  readonly receivedAt: Instant | null
  readonly collectorId: string | null
  readonly locale: string
  /** The stored JSON text of Answers; readers that need speed parse it themselves. */
  readonly answers: string
}

/** What stands beside an answer's content. */
export type SubmissionHead = Pick<
  Submission,
  'seq' | 'instanceId' | 'state' | 'revision' | 'receivedAt' | 'collectorId'
>

/** What to group answers by and to sum up, by names of questions. */
export interface AnswerTotalsQuery {
  /** `value` as it stands, `status` (absent, null, anything), the `channel` or that there is a `day`. */
  readonly by: readonly { readonly name: string; readonly as: 'value' | 'status' | 'channel' | 'day' }[]
  /** Products of numbers; an answer in which one is missing counts nothing there. */
  readonly sums: readonly (readonly string[])[]
  /** A missing weight counts 0. */
  readonly weight: string | null
}

export interface AnswerTotals {
  /** JSON text of each value, null where the question was skipped; the id of a channel. */
  readonly values: readonly (string | null)[]
  readonly n: number
  readonly weight: number
  readonly sums: readonly number[]
}

/** Files that came with answers: bytes on disk by collection and hash, linked to the answer in its own transaction. */
export interface Attachments {
  /**
   * Keeps a file before its answer comes: durable when it resolves. The same name again is the same file and keeps
   * nothing. `full`: the answer has as many files, or as many bytes, as it may have.
   */
  keep(attachment: IncomingAttachment, limits: AttachmentLimits): Promise<'kept' | 'duplicate' | 'full'>
  /** What has come for an answer, by name. */
  list(collectionId: string, instanceId: string): Promise<readonly Attachment[]>
  /** Rejects with an Error if the bytes on disk are not those that were kept. */
  open(
    collectionId: string,
    instanceId: string,
    name: string,
  ): Promise<(Attachment & { readonly path: string }) | null>
  /** Bytes of all files that answers of the collection named. */
  sizeOf(collectionId: string): Promise<number>
  /** Removes files whose answer has not come since before that day; returns how many. */
  removeOrphans(before: Day): Promise<number>
}

export interface Submissions {
  /** One transaction for all; each gets its own outcome. Checks state, limit and duplicates under the collection's lock. */
  receive(batch: readonly Incoming[]): Promise<readonly Received[]>
  /**
   * Takes in the answers of a file: all in one transaction, or none. Quotas aside, the collection's own rules hold:
   * its state, its limit, one answer for each instance id. Logged in the same transaction.
   */
  import(collectionId: string, answers: readonly Incoming[], by: ImportBy): Promise<Imported>
  /** Files that were imported into a collection, in order. */
  imports(collectionId: string): Promise<readonly AnswerImport[]>
  /** Which of these content hashes the collection has; walks the heads of all its answers. */
  known(collectionId: string, hashes: ReadonlySet<string>): Promise<ReadonlySet<string>>
  /** Rows in order of sequence after `after`, not erased; `limit` at most 5,000. `states` keeps those review states. */
  rows(collectionId: string, after: number, limit: number): Promise<readonly Submission[]>
  /** The same in the order of the random instance id, so that nothing tells when an anonymous answer came. */
  rowsByInstance(collectionId: string, after: string, limit: number): Promise<readonly Submission[]>
  /** What a copy of a collection's answers that is made now is compared with later; null for an unknown collection. */
  mark(collectionId: string): Promise<ChangeMark | null>
  /** What of a copy made at a mark no longer holds, new answers aside. */
  changedSince(collectionId: string, mark: ChangeMark): Promise<ChangedAnswers>
  /** Ids of the form versions that answers of the collection are of; reads every row's head. */
  versions(collectionId: string): Promise<readonly string[]>
  /** One GROUP BY over all answers that are not rejected; reads each of them once. A sum over words is an Error. */
  totals(collectionId: string, query: AnswerTotalsQuery): Promise<readonly AnswerTotals[]>
  /** Sequence numbers of erased and withdrawn answers. */
  erased(collectionId: string): Promise<readonly number[]>
  personal(collectionId: string, seqs: readonly number[]): Promise<ReadonlyMap<number, Answers>>
  /**
   * Sort: `seq`, `instance` (for anonymous ones, where the order of arrival is nobody's); where: state, collectorId.
   * Words are looked for in answers (not personal ones), receipts and collectors' names. `seqs` keeps those alone.
   */
  list(
    collectionId: string,
    query: ListQuery & { readonly seqs?: readonly number[]; readonly withRejected?: boolean },
  ): Promise<Listed<Submission>>
  /**
   * A page of what meets the conditions, without counting all. A page looks at no more than 50,000 answers, so it
   * costs the same in a collection of any size: it may hold fewer than `limit`, and goes on after `next` all the same.
   */
  scan(
    collectionId: string,
    query: ScanQuery,
  ): Promise<{ readonly rows: readonly Submission[]; readonly next: string | null }>
  /** The instance ids of all that such a list has, at most `limit`. */
  instances(
    collectionId: string,
    query: Pick<ListQuery, 'search' | 'where'> & { readonly seqs?: readonly number[] },
    limit: number,
  ): Promise<readonly string[]>
  /** Answers that are not rejected and came on that day or later; at most 5,000. */
  since(collectionId: string, day: Day): Promise<readonly Submission[]>
  /** Of every answer what stands beside its content, in order of sequence. */
  heads(collectionId: string): Promise<readonly SubmissionHead[]>
  /** The people who collected answers of a collection. */
  collectors(collectionId: string): Promise<readonly { readonly id: string; readonly name: string }[]>
  /** How many answers are in each review state. */
  states(collectionId: string): Promise<ReadonlyMap<SubmissionState, number>>
  find(collectionId: string, instanceId: string): Promise<Submission | null>
  byReceipt(receipt: string): Promise<Submission | null>
  revisions(
    collectionId: string,
    seq: number,
  ): Promise<readonly { readonly revision: number; readonly answers: string; readonly receivedOn: Day }[]>
  /** Destroys content, key and earlier revisions; leaves a tombstone with reason and right; raises `changes`. False if no such receipt. */
  erase(
    receipt: string,
    by: { readonly actor: string | null; readonly reason: string; readonly right: string },
  ): Promise<boolean>
  /**
   * Called with the ids of collections after every commit of any process that changed them or their answers, and
   * with 'all' where such word may have been lost; returns how to stop.
   */
  watch(listener: (changed: readonly string[] | 'all') => void): () => void
  /** Erases all whose collection's retention date has passed; returns how many. */
  eraseExpired(today: Day): Promise<number>
}
