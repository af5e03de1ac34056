/** What the store keeps of topic summaries beside the figures themselves. */

import type { Day, Instant } from './store.ts'

/** How an organiser arranged one finding; the figures are always the live ones. */
export interface ArrangedFinding {
  readonly key: string
  /** Its place among the arranged; null where the product's own order holds. */
  readonly position: number | null
  readonly hidden: boolean
  /** The claim in the organiser's words; '' for the product's own. */
  readonly words: string
  /** Numbers of the pins that it cites. */
  readonly pins: readonly number[]
  readonly changedBy: string | null
  readonly changedAt: Instant
}

/** 批示. `sound`: the words are those that the history vouches for. */
export interface Instruction {
  readonly id: string
  readonly personId: string
  readonly person: string
  readonly writtenAt: Instant
  readonly words: string
  readonly entry: number
  readonly sound: boolean
}

export const pinKinds = ['record', 'quote', 'statistic', 'photo'] as const
export type PinKind = (typeof pinKinds)[number]
/** What is pinned: an answer, one answered question of it, a file of it, or a section of a summary. */
export interface PinTarget {
  readonly collectionId: string
  readonly instanceId?: string
  /** The question's instance (its row with it), the file's name, or the section's variable. */
  readonly at?: string
  /** The variable that a statistic is crossed with. */
  readonly against?: string
}
export interface Pin {
  readonly number: number
  readonly kind: PinKind
  readonly target: PinTarget
  readonly note: string
  readonly pinnedBy: string
  readonly person: string
  readonly pinnedAt: Instant
}

export interface Wave {
  readonly collectionId: string
  readonly label: string
  readonly follows: string | null
}

export interface SnapshotHead {
  readonly id: string
  readonly topicId: string
  readonly title: string
  readonly madeAt: Instant
  readonly madeBy: string | null
  /** The Monday that it was made for by schedule; null where a person made it. */
  readonly week: Day | null
  /** SHA-256 of the content, which stands in the ledger under `entry`. */
  readonly hash: string
  readonly entry: number
}
export interface Snapshot extends SnapshotHead {
  /** JSON as it was made. */
  readonly content: string
}
export interface SnapshotLink {
  readonly id: string
  readonly snapshotId: string
  readonly label: string
  readonly madeBy: string
  readonly madeAt: Instant
  readonly expiresAt: Instant
  readonly revokedAt: Instant | null
}

export interface SummaryNouns {
  readonly findings: {
    /** All that was arranged on a topic, arranged ones first in their order. */
    arranged(topicId: string): Promise<readonly ArrangedFinding[]>
    /** All at once: what is left out goes back to the product's own. Unchanged ones keep who changed them. */
    arrange(
      topicId: string,
      findings: readonly Omit<ArrangedFinding, 'changedBy' | 'changedAt'>[],
      actor: string,
    ): Promise<void>
  }
  readonly instructions: {
    /** The newest first. */
    list(topicId: string): Promise<readonly Instruction[]>
    /** Kept for good, with an event in the ledger. */
    add(topicId: string, personId: string, words: string): Promise<string>
  }
  readonly pins: {
    list(topicId: string): Promise<readonly Pin[]>
    find(topicId: string, number: number): Promise<Pin | null>
    /** Resolves to its number on the topic, which is never given again. */
    add(
      topicId: string,
      pin: { readonly kind: PinKind; readonly target: PinTarget; readonly note: string },
      personId: string,
    ): Promise<number>
    remove(topicId: string, number: number, actor: string): Promise<boolean>
  }
  readonly waves: {
    list(topicId: string): Promise<readonly Wave[]>
    /** All waves of a topic at once. */
    set(topicId: string, waves: readonly Wave[], actor: string): Promise<void>
  }
  readonly snapshots: {
    /** The newest first, without their content. */
    list(topicId: string): Promise<readonly SnapshotHead[]>
    find(id: string): Promise<Snapshot | null>
    /** null where the week has one already. */
    add(snapshot: {
      readonly topicId: string
      readonly title: string
      readonly madeBy: string | null
      readonly week: Day | null
      readonly content: string
    }): Promise<string | null>
    links(snapshotId: string): Promise<readonly SnapshotLink[]>
    addLink(
      link: Pick<SnapshotLink, 'snapshotId' | 'label' | 'madeBy' | 'expiresAt'> & {
        readonly secretHash: string
      },
    ): Promise<string>
    /** The snapshot that a link leads to while it stands, with the id of the link. */
    byLink(secretHash: string): Promise<{ readonly linkId: string; readonly snapshot: Snapshot } | null>
    revokeLink(snapshotId: string, linkId: string, actor: string): Promise<boolean>
    weekly(topicId: string): Promise<boolean>
    setWeekly(topicId: string, weekly: boolean, actor: string): Promise<void>
    /** Ids of topics that have no snapshot of that week yet and want one. */
    dueFor(week: Day): Promise<readonly string[]>
  }
}
