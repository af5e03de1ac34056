/** Printed copies of a questionnaire: their numbers, what was entered of them, and the one answer each becomes. */

import type { Incoming } from './answers.ts'
import type { Day } from './lists.ts'

export interface PaperSettings {
  /** How often each copy is entered. */
  readonly entries: 1 | 2
  /** The second entry must be made by another person. */
  readonly otherPerson: boolean
}

/** Copies that were given their numbers together. */
export interface PaperBatch {
  readonly number: number
  readonly first: number
  readonly last: number
  readonly formVersionId: string
  readonly language: string
  /** How they were printed, so that the same sheets can be printed again. */
  readonly wishes: Readonly<Record<string, string>>
  readonly printedBy: string
  readonly printedOn: Day
}

export const copyStates = ['issued', 'void', 'lost', 'settled'] as const
export type CopyState = (typeof copyStates)[number]

export interface PaperCopy {
  readonly copy: number
  readonly batch: number
  readonly formVersionId: string
  readonly state: CopyState
  readonly reason: string
  /** The answer that it became; null while there is none, after its erasure, and always where answers are anonymous. */
  readonly instanceId: string | null
}

/** What was typed, by instance of a question, as it was typed. */
export type EntryFields = Readonly<Record<string, string>>

export interface PaperEntry {
  readonly pass: 1 | 2
  readonly clerkId: string
  readonly clerk: string
  readonly fields: EntryFields
  readonly personal: EntryFields
  readonly finished: boolean
  readonly revision: number
}

export type Opened =
  | { readonly outcome: 'opened'; readonly pass: 1 | 2 }
  | { readonly outcome: 'missing' | 'void' | 'lost' | 'settled' | 'entered' | 'otherPerson' }
  /** Somebody else is at it. */
  | { readonly outcome: 'busy'; readonly by: string }

/** Which question two clerks entered differently, and whose entry was not what stands now. */
export interface Difference {
  readonly name: string
  readonly first: boolean
  readonly second: boolean
}
/** What stood on a copy beside plain answers: not to be read, or answered though the form would have passed it over. */
export interface PaperMark {
  readonly name: string
  readonly mark: 'illegible' | 'beyond'
}

/** Sums over all settled copies: of entries that were compared, and of what sheets had beside plain answers. */
export interface EntrySums {
  /** `clerk` by person, `question` by name, `all` once. */
  readonly kind: 'clerk' | 'question' | 'all'
  readonly name: string
  /** Fields entered in copies that were compared, and in how many of them an entry was corrected or the two differed. */
  readonly entered: number
  readonly corrected: number
  readonly illegible: number
  readonly beyond: number
}

export interface Settling {
  readonly copy: number
  readonly incoming: Incoming
  /** Of each entry the revision that was compared. */
  readonly revisions: readonly number[]
  /** The questions of all fields that were entered, each as often as it was. */
  readonly entered: readonly string[]
  readonly differences: readonly Difference[]
  readonly marks: readonly PaperMark[]
  readonly actor: string
}
export type Settled =
  | { readonly outcome: 'settled'; readonly receipt: string }
  | { readonly outcome: 'missing' | 'changed' | 'closed' | 'full' }

export interface PaperProgress {
  readonly printed: number
  readonly void: number
  readonly lost: number
  readonly settled: number
  readonly underWay: number
  /** Entered once of twice, and twice but not yet compared. */
  readonly once: number
  readonly twice: number
  readonly untouched: number
}

/** One copy in the list of a collection. */
export interface ListedCopy {
  readonly copy: number
  readonly state: CopyState
  readonly reason: string
  readonly instanceId: string | null
  readonly entries: readonly { readonly pass: number; readonly clerk: string; readonly finished: boolean }[]
}

export interface Paper {
  settings(collectionId: string): Promise<PaperSettings>
  setSettings(collectionId: string, settings: PaperSettings, actor: string): Promise<void>
  /** Gives out the next numbers. An Error named TooMany beyond `mostCopies` of a collection. */
  print(
    collectionId: string,
    batch: Pick<PaperBatch, 'formVersionId' | 'language' | 'wishes'> & { readonly copies: number },
    actor: string,
  ): Promise<PaperBatch>
  batches(collectionId: string): Promise<readonly PaperBatch[]>
  copy(collectionId: string, copy: number): Promise<PaperCopy | null>
  /** The copy that became an answer; null for answers that came otherwise, and where answers are anonymous. */
  copyOf(collectionId: string, instanceId: string): Promise<number | null>
  /** All copies that became answers that still stand, by instance id. */
  copiesByInstance(collectionId: string): Promise<ReadonlyMap<string, number>>
  /** Copies after a number, at most 200. `wanted` narrows to those that a person has to do something about. */
  list(
    collectionId: string,
    query: { readonly wanted: 'all' | 'compare' | 'once' | 'underWay' | CopyState; readonly after: number },
  ): Promise<readonly ListedCopy[]>
  entries(collectionId: string, copy: number): Promise<readonly PaperEntry[]>
  /** Takes the entry that a person goes on with, or the next one that is free. */
  open(collectionId: string, copy: number, clerkId: string): Promise<Opened>
  /** The new revision; null if it is not that person's entry any more, is finished, or was saved elsewhere. */
  save(
    collectionId: string,
    entry: Pick<PaperEntry, 'pass' | 'clerkId' | 'fields' | 'personal' | 'finished' | 'revision'> & {
      readonly copy: number
    },
  ): Promise<number | null>
  /** Throws an entry away, or with `finished` only opens it again. */
  discard(
    collectionId: string,
    entry: { readonly copy: number; readonly pass: number; readonly only: 'finished' | 'all' },
    actor: string,
  ): Promise<boolean>
  /** Makes the answer, and destroys the entries it was made of: all in one transaction, or nothing. */
  settle(collectionId: string, settling: Settling): Promise<Settled>
  /** Marks a copy as void or lost, which destroys its entries, or as given out again. False if it became an answer or is none. */
  mark(
    collectionId: string,
    marking: {
      readonly copy: number
      readonly state: Exclude<CopyState, 'settled'>
      readonly reason: string
    },
    actor: string,
  ): Promise<boolean>
  progress(collectionId: string): Promise<PaperProgress>
  sums(collectionId: string): Promise<readonly EntrySums[]>
}

/** Numbers have six digits; nobody prints more of one collection. */
export const mostCopies = 100_000
