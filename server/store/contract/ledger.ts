/** The history, the counts against floods, and what the database says of itself. */

import type { Day, Instant } from './lists.ts'

/** An entry of the history; `detail` has no personal data. Chain is a collection id, or 'ledger' for rights, set-up and readings. */
export interface Event {
  readonly chain: string
  readonly number: number
  /** Date only where the collection is anonymous. */
  readonly at: string
  readonly actor: string | null
  readonly kind: string
  readonly subject: string
  readonly detail: string
  readonly hash: string
}

/**
 * Events that the store appends itself, in the transaction of the change. Those of answers are on the collection's chain,
 * their subject is the sequence number; the others are on the ledger, their subject is the id of the thing.
 */
export const storeEventKinds = [
  'person.added', // {roles}
  'person.roles', // {from, to}
  'person.active', // {active}
  'topic.leader', // {from, to}: ids of people
  'topic.team', // {added, removed}: lists of 'personId role'
  'form.published', // {version, number}
  'collection.state', // {from, to}
  'topic.findings', // {hidden, edited}: keys of findings
  'topic.instruction', // {}: its digest vouches for the words
  'topic.pin', // {pin, what}
  'topic.unpin', // {pin}
  'topic.waves', // {waves}: ids of collections
  'topic.snapshot', // {snapshot, hash, week}
  'topic.weekly', // {weekly}
  'snapshot.shared', // {snapshot, link, until}
  'snapshot.revoked', // {snapshot, link}
  'quality.limits', // {changed}: names of limits
  'collection.assigned', // {to, from}: ids of people; {cases, added, removed}: how many; {draw, seed, frame}: of drawn cases
  'reception.exported', // {rows, weeks}
  'answer.received', // {revision}
  'answer.corrected', // {revision}
  'answer.reviewed', // {from, to, revision, reason}; the digest is of the comment
  'answer.erased', // {reason, right}
  'paper.printed', // {first, last, version}
  'paper.settings', // {entries, otherPerson}
  // Of anonymous collections without the copy: the order of numbers is not that of answers (promise 1).
  'paper.entered', // {copy, pass}
  'paper.discarded', // {copy, pass}
  'paper.settled', // {copy, differences}
  'paper.void', // {copy}
  'paper.lost', // {copy}
  'paper.issued', // {copy}
  'answers.imported', // {added, duplicates, withdrawn}
  'token.made', // {scopes, expires}
  'token.revoked', // {}
] as const

export interface NewEvent {
  readonly actor: string | null
  readonly kind: string
  readonly subject: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** The database about itself. */
export interface AboutDatabase {
  readonly engine: 'sqlite' | 'postgres'
  readonly version: string
  /** The number of the last migration. */
  readonly schema: number
  readonly bytes: number
  /** Bytes of the log that is written ahead of the file. */
  readonly logBytes: number
  readonly answers: number
  readonly people: number
}

export interface History {
  append(event: NewEvent, at: Instant): Promise<void>
  list(chain: string, query: { readonly after?: number; readonly limit?: number }): Promise<readonly Event[]>
  /** The last hash, to be printed on reports. */
  head(chain: string): Promise<{ readonly number: number; readonly hash: string }>
  /** Walks a chain and recomputes every hash; says where it breaks. */
  verify(
    chain: string,
  ): Promise<{ readonly ok: boolean; readonly events: number; readonly brokenAt: number | null }>
}

export interface Rates {
  /** Whether other processes may count too. */
  readonly shared: boolean
  /** Adds to the counts of a minute (since 1970); how many there now are by all processes. Keys are never stored. */
  add(minute: number, counts: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>>
}

export interface Settings {
  get(key: string): Promise<string | null>
  /** Only where none stands: of several processes one makes it. */
  add(key: string, value: string): Promise<void>
  set(key: string, value: string): Promise<void>
}

export interface System {
  /** Resolves if the database answers. */
  ping(): Promise<void>
  about(): Promise<AboutDatabase>
  /** The latest instant and the latest day that the history tells. */
  newest(): Promise<{ readonly instant: Instant | null; readonly day: Day | null }>
}
