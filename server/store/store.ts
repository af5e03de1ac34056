/** What the rest of the server may ask of storage. One property a noun; each noun is a file of this room. */

import type { Release } from '../../analysis/releases.ts'
import type { Answers, FormSource } from '../form/form.ts'
import type { ProgrammeRole, TopicRole } from '../access/rights.ts'
import type { SummaryNouns } from './summary-nouns.ts'
import type { ColumnFolder } from './column-folder.ts'
import type { Designing } from './designing.ts'
import type { Library } from './library.ts'

/** ISO 8601 UTC instant, and ISO date. */
export type Instant = string
export type Day = string

/** A page of a list by keyset: pass `next` back as `after`. `total` counts all that match. */
export interface Listed<T> {
  readonly items: readonly T[]
  readonly next: string | null
  readonly total: number
}
export interface ListQuery {
  readonly search?: string
  /** A field that the list names as sortable; unknown ones fall back to the list's own order. */
  readonly sort?: string
  readonly descending?: boolean
  readonly after?: string
  /** At most 200. */
  readonly limit?: number
  /** Equality filters on fields that the list names; any other field throws. */
  readonly where?: Readonly<Record<string, string>>
}

/** A release, with the stamp of the answers that it was made from. */
export interface KeptRelease extends Release {
  readonly last: number
  readonly changes: number
}

/** A saved set of the workbench: what was asked, never a figure. */
export interface WorkbenchSet {
  readonly id: string
  readonly collectionId: string
  readonly name: string
  /** JSON of analysis/workbench/script.ts. */
  readonly script: string
  readonly authorId: string
  readonly authorName: string
  readonly savedAt: Instant
}

export interface Programme {
  readonly id: string
  readonly name: string
  readonly purpose: string
  readonly startsOn: Day | null
  readonly endsOn: Day | null
}

export interface Unit {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly code: string
  /** Official order (序号) among the units of one parent. */
  readonly position: number
}

export interface Person {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly unitId: string | null
  readonly jobTitle: string
  readonly phone: string
  readonly roles: readonly ProgrammeRole[]
  readonly active: boolean
  readonly mustChangePassword: boolean
}
export interface Credentials {
  readonly personId: string
  readonly passwordHash: string
  readonly failures: number
  readonly lockedUntil: Instant | null
}

export const topicStates = [
  'proposed',
  'planned',
  'fieldwork',
  'deepening',
  'rectifying',
  'revisiting',
  'concluded',
] as const
export type TopicState = (typeof topicStates)[number]

export interface Topic {
  readonly id: string
  readonly programmeId: string
  readonly code: string
  readonly title: string
  readonly leaderId: string | null
  readonly unitId: string | null
  readonly questions: string
  readonly methods: readonly string[]
  readonly startsOn: Day | null
  readonly endsOn: Day | null
  readonly state: TopicState
  readonly planText: string
  /** Id in `files`, or null. */
  readonly planFileId: string | null
}

export const formKinds = [
  'questionnaire',
  'interview',
  'visit',
  'expert',
  'case-study',
  'experience',
  'request',
  'record',
] as const
export type FormKind = (typeof formKinds)[number]

/** A form as it is edited. `revision` rises with every save and guards against overwriting another's work. */
export interface FormDraft {
  readonly id: string
  readonly topicId: string
  readonly kind: FormKind
  readonly title: string
  readonly source: FormSource
  readonly revision: number
  readonly latestVersion: number | null
  readonly updatedAt: Instant
}
export interface FormVersion {
  readonly id: string
  readonly formId: string
  readonly number: number
  readonly title: string
  readonly source: FormSource
  readonly publishedAt: Instant
}

/** What the report of a topic holds, in which order, and what stands on its cover. */
export interface ReportArrangement {
  /** Kinds of chapters in their order, each shown or not. */
  readonly chapters: readonly { readonly kind: string; readonly shown: boolean }[]
  /** Ids of collections that are left out. */
  readonly leftOut: readonly string[]
  /** On the cover; '' for the topic's own. */
  readonly title: string
  readonly issuer: string
  /** Whether it carries the mark 内部资料. */
  readonly internal: boolean
}

/** `complex`: a probability sample with strata, clusters or unequal chances, whose intervals need its design. */
export const sampleTypes = ['probability', 'complex', 'quota', 'open', 'organised', 'census'] as const
export type SampleType = (typeof sampleTypes)[number]
export const collectionStates = ['draft', 'open', 'paused', 'closed', 'archived'] as const
export type CollectionState = (typeof collectionStates)[number]

export interface Collection {
  readonly id: string
  readonly topicId: string
  readonly formId: string
  readonly formVersionId: string
  readonly kind: FormKind
  readonly title: string
  readonly sampleType: SampleType
  readonly anonymous: boolean
  readonly state: CollectionState
  readonly pilot: boolean
  readonly opensAt: Instant | null
  readonly closesAt: Instant | null
  /** At most this many answers, or null. */
  readonly answerLimit: number | null
  readonly allowsCorrection: boolean
  readonly retainUntil: Day | null
  /** For the welcome page: who asks, why, minutes it takes, who will see the answers, whom to ask. */
  readonly asker: string
  readonly purpose: string
  readonly minutes: number | null
  readonly readers: string
  readonly contact: string
  /** Answers now counted, the last sequence number given out, and how often anything but appending happened. */
  readonly received: number
  readonly last: number
  readonly changes: number
}
export type CollectionChange = Partial<
  Omit<Collection, 'id' | 'topicId' | 'formId' | 'kind' | 'received' | 'last' | 'changes'>
>

export const channelKinds = ['link', 'qr', 'investigator', 'paper', 'import'] as const
export type ChannelKind = (typeof channelKinds)[number]
export interface Channel {
  readonly id: string
  readonly collectionId: string
  readonly kind: ChannelKind
  readonly label: string
  /** The public path is /f/:slug; null for channels that need a signed-in person. */
  readonly slug: string | null
}

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

/** A person's token for programs; the secret itself is never stored. */
export interface ApiToken {
  readonly id: string
  readonly personId: string
  readonly label: string
  readonly scopes: readonly string[]
  /** Good for this topic alone; null for all that the person may see. */
  readonly topicId: string | null
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly usedOn: Day | null
  readonly revokedAt: Instant | null
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

/** Why an answer was sent back or rejected; `other` needs a comment. */
export const reviewReasons = [
  'incomplete',
  'unclear',
  'contradiction',
  'duplicate',
  'tooFast',
  'straightLining',
  'attention',
  'outsideTarget',
  'wrongPlace',
  'fabricated',
  'trial',
  'other',
] as const
export type ReviewReason = (typeof reviewReasons)[number]

/** What is decided of answers together. `reason` is '' where none is needed. */
export interface Decision {
  readonly instanceIds: readonly string[]
  readonly to: Exclude<SubmissionState, 'received'>
  readonly reason: ReviewReason | ''
  readonly comment: string
  readonly actor: string | null
}
/** One decision on one answer. `number` is that of its event in the collection's chain. */
export interface Review {
  readonly number: number
  readonly seq: number
  readonly revision: number
  readonly from: SubmissionState
  readonly to: SubmissionState
  readonly reason: ReviewReason | ''
  readonly comment: string
  readonly actor: string | null
  /** Date only where the collection is anonymous. */
  readonly at: string
}

/** What stands beside an answer's content. */
export type SubmissionHead = Pick<
  Submission,
  'seq' | 'instanceId' | 'state' | 'revision' | 'receivedAt' | 'collectorId'
>

/** One element of a list that is to be visited or asked. `state` is that of its record; null while there is none. */
export interface Case {
  readonly collectionId: string
  readonly id: string
  readonly position: number
  readonly name: string
  readonly place: string
  readonly area: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly unitId: string | null
  /** What whoever collects it should know. */
  readonly note: string
  /** The instance id under which its record is filled in. */
  readonly instanceId: string
  readonly investigatorId: string | null
  readonly dueOn: Day | null
  readonly assignedOn: Day | null
  readonly state: SubmissionState | null
}
/** A case of a list that is brought in; `personal` is kept apart. */
export interface NewCase extends Omit<
  Case,
  'collectionId' | 'id' | 'position' | 'instanceId' | 'assignedOn' | 'state'
> {
  readonly personal: Readonly<Record<string, string>>
}
export interface Assigning {
  readonly ids: readonly string[]
  /** null takes them from whoever has them. */
  readonly investigatorId: string | null
  readonly dueOn: Day | null
  /** null leaves the notes as they are. */
  readonly note: string | null
  readonly actor: string | null
}
/** A whole collection given to a person; `sent` are their records so far, without rejected ones. */
export interface CollectionTask {
  readonly collectionId: string
  readonly personId: string
  readonly name: string
  readonly wanted: number | null
  readonly dueOn: Day | null
  readonly note: string
  readonly sent: number
}
/** Cases of one investigator ('' for none) or area: done are those received or approved. */
export interface Progress {
  readonly id: string
  readonly name: string
  readonly all: number
  readonly done: number
  readonly returned: number
  readonly rejected: number
  readonly open: number
}

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

export interface Session {
  readonly personId: string
  readonly csrf: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

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
  'collection.assigned', // {to, from}: ids of people; {cases, added, removed}: how many
  'answer.received', // {revision}
  'answer.corrected', // {revision}
  'answer.reviewed', // {from, to, revision, reason}; the digest is of the comment
  'answer.erased', // {reason, right}
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

export interface Store extends SummaryNouns {
  readonly programmes: {
    list(): Promise<readonly Programme[]>
    find(id: string): Promise<Programme | null>
    save(programme: Omit<Programme, 'id'> & { readonly id?: string }): Promise<string>
  }
  readonly units: {
    /** The whole tree in official order: parents before children, siblings by position. */
    tree(): Promise<readonly (Unit & { readonly depth: number })[]>
    find(id: string): Promise<Unit | null>
    /** Rejects with an Error named UnitCycle when a unit would stand below itself. */
    save(unit: Omit<Unit, 'id'> & { readonly id?: string }): Promise<string>
    /** Refused (false) while people, topics or units below it refer to it. */
    remove(id: string): Promise<boolean>
    /** All or nothing (Errors named BadImport, UnitCycle); `parent` is a code or a name; parents may be named before or after their children. */
    import(
      rows: readonly {
        readonly name: string
        readonly code: string
        readonly parent: string
        readonly position: number
      }[],
    ): Promise<{ readonly added: number; readonly changed: number }>
  }
  readonly people: {
    /** sort: name, login, unit; where: unitId, role, active. */
    list(query: ListQuery): Promise<Listed<Person>>
    all(): Promise<readonly Person[]>
    find(id: string): Promise<Person | null>
    count(): Promise<number>
    /** Rejects with an Error named DuplicateLogin when the login is taken. `actor` is who did it, for the history. */
    add(person: Omit<Person, 'id'>, passwordHash: string, actor?: string | null): Promise<string>
    /** A person who is made inactive is signed out everywhere. */
    change(id: string, change: Partial<Omit<Person, 'id'>>, actor?: string | null): Promise<void>
    /** All or nothing. */
    import(
      people: readonly { readonly person: Omit<Person, 'id'>; readonly passwordHash: string }[],
      actor?: string | null,
    ): Promise<number>
    /** null also for people who are not active. The login counts without case and width. */
    credentials(login: string): Promise<Credentials | null>
    setPassword(id: string, hash: string, mustChange: boolean): Promise<void>
    /** Counts a failed sign-in; after `limit` failures locks until `until`. */
    countFailure(id: string, limit: number, until: Instant): Promise<void>
    clearFailures(id: string): Promise<void>
  }
  readonly sessions: {
    /** `secretHash` is the SHA-256 of the cookie's value. */
    open(secretHash: string, session: Session): Promise<void>
    find(secretHash: string, now: Instant): Promise<Session | null>
    extend(secretHash: string, expiresAt: Instant): Promise<void>
    close(secretHash: string): Promise<void>
    /** Sign out everywhere. */
    closeAll(personId: string): Promise<void>
  }
  readonly tokens: {
    /** `secretHash` is the SHA-256 of the token; logged as 'token.made'. */
    add(token: Omit<ApiToken, 'id' | 'usedOn' | 'revokedAt'>, secretHash: string): Promise<string>
    /** A token that is neither expired nor revoked, of a person who is active. */
    find(secretHash: string, now: Instant): Promise<ApiToken | null>
    /** All of a person, newest first. */
    list(personId: string): Promise<readonly ApiToken[]>
    /** False if the person has no such token; logged as 'token.revoked'. */
    revoke(personId: string, id: string, actor: string): Promise<boolean>
    /** Notes the day of a use, at most once a day. */
    used(id: string, on: Day): Promise<void>
  }
  readonly topics: {
    /** sort: code, title, state, startsOn, endsOn; where: programmeId, unitId, state, leaderId. `seenBy` keeps those the person has a role on. */
    list(query: ListQuery & { readonly seenBy?: string }): Promise<Listed<Topic>>
    find(id: string): Promise<Topic | null>
    save(topic: Omit<Topic, 'id'> & { readonly id?: string }, actor?: string | null): Promise<string>
    team(
      topicId: string,
    ): Promise<readonly { readonly personId: string; readonly name: string; readonly role: TopicRole }[]>
    setTeam(
      topicId: string,
      team: readonly { readonly personId: string; readonly role: TopicRole }[],
      actor?: string | null,
    ): Promise<void>
    /** Roles on the topic, the topic's leader counting as `leader`. */
    rolesOf(topicId: string, personId: string): Promise<readonly TopicRole[]>
  }
  readonly files: {
    /** Content-addressed under DATA_DIR/files, fsynced before it returns. */
    save(file: { readonly name: string; readonly type: string; readonly bytes: Buffer }): Promise<string>
    find(id: string): Promise<{
      readonly name: string
      readonly type: string
      readonly size: number
      readonly bytes: Buffer
    } | null>
  }
  /** Files that came with answers: bytes on disk by collection and hash, linked to the answer in its own transaction. */
  readonly attachments: {
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
    /** Removes files whose answer has not come since before that day; returns how many. */
    removeOrphans(before: Day): Promise<number>
  }
  readonly forms: {
    /** sort: title, updatedAt; where: topicId, kind. */
    list(query: ListQuery): Promise<Listed<FormDraft>>
    find(id: string): Promise<FormDraft | null>
    add(form: {
      readonly topicId: string
      readonly kind: FormKind
      readonly title: string
      readonly source: FormSource
    }): Promise<string>
    /** False when `revision` is no longer the stored one: somebody else has saved. */
    save(
      id: string,
      revision: number,
      change: { readonly title: string; readonly source: FormSource; readonly kind: FormKind },
    ): Promise<boolean>
    /** Freezes the draft as the next version; publishing an unchanged draft returns the version that stands. */
    publish(id: string, actor?: string | null): Promise<FormVersion>
    versions(formId: string): Promise<readonly FormVersion[]>
    /** Cached for ever: a version never changes. */
    version(id: string): Promise<FormVersion | null>
  }
  readonly collections: {
    /** sort: title, state, opensAt; where: topicId, state, kind. */
    list(query: ListQuery): Promise<Listed<Collection>>
    find(id: string): Promise<Collection | null>
    add(
      collection: {
        readonly topicId: string
        readonly formVersionId: string
        readonly title: string
        readonly sampleType: SampleType
        readonly anonymous: boolean
        readonly pilot: boolean
      } & CollectionChange,
    ): Promise<string>
    /**
     * Rejects with an Error named Frozen when anonymity, sample type or pilot would change after the first opening,
     * or the state go back to draft.
     */
    change(id: string, change: CollectionChange, actor?: string | null): Promise<void>
    channels(collectionId: string): Promise<readonly Channel[]>
    addChannel(channel: {
      readonly collectionId: string
      readonly kind: ChannelKind
      readonly label: string
    }): Promise<Channel>
    /** Cached; null when no channel has the slug. */
    bySlug(slug: string): Promise<{ readonly collection: Collection; readonly channel: Channel } | null>
    /** Cheap: what a cache of this collection is keyed by. */
    stamp(id: string): Promise<{ readonly last: number; readonly changes: number } | null>
  }
  readonly submissions: {
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
  readonly reviews: {
    /**
     * One transaction for all; raises `changes`, an event for each. Nothing happens to answers that are in that state
     * (`same`), have no collector to send them back to (`refused`), or are not there (`missing`). At most 5,000
     * (an Error named TooMany).
     */
    decide(
      collectionId: string,
      decision: Decision,
    ): Promise<Readonly<Record<'changed' | 'same' | 'refused' | 'missing', number>>>
    /** All decisions on an answer, the first first. */
    of(collectionId: string, seq: number): Promise<readonly Review[]>
    /** The last decision on each of these answers. */
    latest(collectionId: string, seqs: readonly number[]): Promise<ReadonlyMap<number, Review>>
    /** Why the answers that are rejected now were, the commonest reason first. */
    rejections(
      collectionId: string,
    ): Promise<readonly { readonly reason: ReviewReason | ''; readonly n: number }[]>
  }
  readonly quality: {
    /** What was set for a collection; {} where the usual limits hold. */
    limits(collectionId: string): Promise<Readonly<Record<string, unknown>>>
    setLimits(
      collectionId: string,
      limits: Readonly<Record<string, unknown>>,
      actor: string | null,
    ): Promise<void>
  }
  readonly assignments: {
    /** In the order of the list; where: investigatorId ('none'), area, state ('open' for those without a record). */
    cases(collectionId: string, query: ListQuery): Promise<Listed<Case>>
    /** The ids of all that such a list has, at most `limit`. */
    caseIds(
      collectionId: string,
      query: Pick<ListQuery, 'search' | 'where'>,
      limit: number,
    ): Promise<readonly string[]>
    case(collectionId: string, id: string): Promise<Case | null>
    casesByIds(collectionId: string, ids: readonly string[]): Promise<readonly Case[]>
    /** Where the cases are, by the instance ids of their records; those with coordinates. */
    places(
      collectionId: string,
    ): Promise<
      readonly { readonly instanceId: string; readonly latitude: number; readonly longitude: number }[]
    >
    /** Cases whose place is burdened since that day: with a record since then, or assigned and still to do. */
    visits(
      collectionId: string,
      since: Day,
    ): Promise<
      readonly (Pick<Case, 'id' | 'name' | 'place' | 'unitId' | 'dueOn' | 'assignedOn'> & {
        readonly receivedOn: Day | null
      })[]
    >
    /** All or nothing. An Error named Anonymous where answers cannot be tied to cases. */
    addCases(collectionId: string, cases: readonly NewCase[], actor: string | null): Promise<void>
    /** Those that have no record yet; returns how many. */
    removeCases(collectionId: string, ids: readonly string[], actor: string | null): Promise<number>
    /** Returns how many. */
    assign(collectionId: string, assigning: Assigning): Promise<number>
    /** What is personal of cases; whoever calls it logs the reading. */
    personal(
      collectionId: string,
      ids: readonly string[],
    ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>
    progress(collectionId: string, by: 'investigator' | 'area'): Promise<readonly Progress[]>
    areas(collectionId: string): Promise<readonly string[]>
    tasks(collectionId: string): Promise<readonly CollectionTask[]>
    setTask(
      collectionId: string,
      personId: string,
      task: Pick<CollectionTask, 'wanted' | 'dueOn' | 'note'>,
      actor: string | null,
    ): Promise<void>
    removeTask(collectionId: string, personId: string, actor: string | null): Promise<void>
    /** Ids of the collections in which a person has cases or a task. */
    collectionsFor(personId: string): Promise<readonly string[]>
    /** Records that were sent back to a person, of all collections. */
    returnedTo(
      personId: string,
    ): Promise<readonly { readonly collectionId: string; readonly instanceId: string }[]>
  }
  readonly history: {
    append(event: NewEvent, at: Instant): Promise<void>
    list(
      chain: string,
      query: { readonly after?: number; readonly limit?: number },
    ): Promise<readonly Event[]>
    /** The last hash, to be printed on reports. */
    head(chain: string): Promise<{ readonly number: number; readonly hash: string }>
    /** Walks a chain and recomputes every hash; says where it breaks. */
    verify(
      chain: string,
    ): Promise<{ readonly ok: boolean; readonly events: number; readonly brokenAt: number | null }>
  }
  readonly rates: {
    /** Whether other processes may count too. */
    readonly shared: boolean
    /** Adds to the counts of a minute (since 1970); how many there now are by all processes. Keys are never stored. */
    add(minute: number, counts: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>>
  }
  /** What protected readers' figures are made of, release by release. */
  readonly releases: {
    /** All of a collection, in order. */
    list(collectionId: string): Promise<readonly KeptRelease[]>
    /** Adds the release of this number, from 1; one that stands already stays as it is. */
    add(collectionId: string, number: number, content: KeptRelease): Promise<void>
  }
  readonly workbench: {
    /** The saved sets of a collection, the last saved first. */
    list(collectionId: string): Promise<readonly WorkbenchSet[]>
    find(collectionId: string, id: string): Promise<WorkbenchSet | null>
    /** Saves anew, or over the set of this id; its id. */
    save(
      set: Pick<WorkbenchSet, 'collectionId' | 'name' | 'script' | 'authorId'> & {
        readonly id: string | null
      },
    ): Promise<string>
    remove(collectionId: string, id: string): Promise<void>
  }
  /** People at a form in the designer, and their comments. */
  readonly designing: Designing
  /** Questions and lists kept for later questionnaires. */
  readonly library: Library
  /** How the report of a topic is arranged. */
  readonly reports: {
    /** Null where nobody has arranged it yet. */
    find(topicId: string): Promise<ReportArrangement | null>
    save(topicId: string, arrangement: ReportArrangement): Promise<void>
  }
  readonly settings: {
    get(key: string): Promise<string | null>
    /** Only where none stands: of several processes one makes it. */
    add(key: string, value: string): Promise<void>
    set(key: string, value: string): Promise<void>
  }
  readonly system: {
    /** Resolves if the database answers. */
    ping(): Promise<void>
    about(): Promise<AboutDatabase>
    /** The latest instant and the latest day that the history tells. */
    newest(): Promise<{ readonly instant: Instant | null; readonly day: Day | null }>
  }
  /** Where another thread reads the same answers, and where it may keep them as columns; null for a database in memory. */
  readonly apart: { readonly database: string; readonly columns: ColumnFolder } | null
  close(): Promise<void>
}
