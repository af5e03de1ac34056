/** A collection's answers as columns, with all that belongs to them; and the same as data that threads hand to each other. */

import type { Frame } from '../../analysis/frame.ts'
import type { Form } from '../form/form.ts'
import { compileForm } from '../form/definition.ts'
import type { Channel, Collection, Day, FormVersion } from '../store/store.ts'
import { GrowingFrame, type FramePart } from './growing-frame.ts'
import type { FramePlan } from './planned.ts'
import { repeatTables, type RepeatTable } from './repeats.ts'

/** All accepted answers of a collection, with what a reader needs to know about the rest. */
export interface CollectionFrame {
  readonly collection: Collection
  readonly channels: readonly Channel[]
  /** The form versions in use, the collection's own first. */
  readonly versions: readonly FormVersion[]
  readonly forms: readonly Form[]
  /** Calculations that give words. */
  readonly texts: ReadonlySet<string>
  /** Labels are those of the Chinese reader; `variables.ts` makes them for others. */
  readonly frame: Frame
  /** The answers that review rejected, as columns of the same variables. */
  readonly rejectedFrame: Frame
  /** The rows of repeats, of all the answers in the frame. */
  readonly repeats: readonly RepeatFrame[]
  /** Sequence number of each row of the frame, ascending. */
  readonly seqs: ArrayLike<number>
  /** Revisions of the answers whose content was changed after it was first received, by sequence number. */
  readonly revisions: ReadonlyMap<number, number>
  readonly received: number
  readonly rejected: number
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  readonly last: number
  readonly changes: number
  /** The same as plain data, for another thread. */
  readonly shared: SharedHeld
}

/** The rows of one repeat; `owners` holds for each the row of the main frame that it belongs to. */
export interface RepeatFrame {
  readonly table: RepeatTable
  readonly frame: Frame
  readonly owners: Uint32Array
}

/** What a frame is of, beside its rows. */
export interface HeldHead {
  readonly collection: Collection
  readonly channels: readonly Channel[]
  readonly versions: readonly FormVersion[]
  readonly texts: readonly string[]
  readonly changes: number
}

/** Plain data: the arrays lie in memory that threads share, so nothing of them is copied. */
export interface SharedHeld {
  readonly head: HeldHead
  readonly plan: FramePlan
  readonly part: FramePart
}

export function heldOf(head: HeldHead, forms: readonly Form[], grown: GrowingFrame): CollectionFrame {
  const tables = repeatTables(forms)
  const { accepted, rejected, repeats, seqs, revisions, firstDay, lastDay, last } = grown
  return {
    collection: head.collection,
    channels: head.channels,
    versions: head.versions,
    forms,
    texts: new Set(head.texts),
    frame: grown.frameOf(accepted),
    rejectedFrame: grown.frameOf(rejected),
    repeats: repeats.map((repeat, place) => ({
      table: tables[place]!,
      frame: grown.frameOf(repeat),
      owners: repeat.owners.view(repeat.n),
    })),
    seqs: seqs.view(accepted.n),
    revisions: new Map(revisions),
    received: accepted.n + rejected.n,
    rejected: rejected.n,
    firstDay,
    lastDay,
    last,
    changes: head.changes,
    shared: { head, plan: grown.plan, part: grown.give(grown.start()) },
  }
}

/** The frame that another thread shared. */
export function heldFrom({ head, plan, part }: SharedHeld): CollectionFrame {
  const forms = head.versions.map(({ id, source }) => {
    const { form } = compileForm(source)
    if (!form) throw new Error(`heldFrom: the form version ${id} cannot be read`)
    return form
  })
  const grown = new GrowingFrame(plan, new Map(head.versions.map(({ id }, place) => [id, forms[place]!])))
  grown.adopt(part)
  return heldOf(head, forms, grown)
}
