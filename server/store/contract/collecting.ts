/** What is asked, and where: forms, collections and their channels. */

import type { FormSource } from '../../form/form.ts'
import type { ParadataLevel } from '../../form/paradata.ts'
import type { Day, Instant, ListQuery, Listed } from './lists.ts'

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
  /** What is kept of how answers came about. */
  readonly paradata: ParadataLevel
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

export interface Files {
  /** Content-addressed under DATA_DIR/files, fsynced before it returns. */
  save(file: { readonly name: string; readonly type: string; readonly bytes: Buffer }): Promise<string>
  find(id: string): Promise<{
    readonly name: string
    readonly type: string
    readonly size: number
    readonly bytes: Buffer
  } | null>
}

export interface Forms {
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

export interface Collections {
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
