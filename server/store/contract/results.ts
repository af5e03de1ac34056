/** What is kept of figures: releases, saved sets, the arrangement of reports. */

import type { Release } from '../../../analysis/releases.ts'
import type { Instant } from './lists.ts'

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

/** A recode that a collection keeps for everybody: JSON of analysis/workbench/script.ts. */
export interface KeptRecode {
  readonly name: string
  readonly recode: string
  readonly authorName: string
  readonly savedAt: Instant
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

/** What protected readers' figures are made of, release by release. */
export interface Releases {
  /** All of a collection, in order. */
  list(collectionId: string): Promise<readonly KeptRelease[]>
  /** Adds the release of this number, from 1; one that stands already stays as it is. */
  add(collectionId: string, number: number, content: KeptRelease): Promise<void>
}

export interface WorkbenchSets {
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
  /** The recodes that a collection keeps, in the order in which one may rest on another. */
  recodes(collectionId: string): Promise<readonly KeptRecode[]>
  /** Keeps one more; false where one of this name is kept already. */
  keepRecode(
    kept: Pick<KeptRecode, 'name' | 'recode'> & { readonly collectionId: string; readonly authorId: string },
  ): Promise<boolean>
  dropRecode(collectionId: string, name: string): Promise<void>
}

/** How the report of a topic is arranged. */
export interface Reports {
  /** Null where nobody has arranged it yet. */
  find(topicId: string): Promise<ReportArrangement | null>
  save(topicId: string, arrangement: ReportArrangement): Promise<void>
}
