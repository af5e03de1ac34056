/** A collection's answers as columns, with all that belongs to them; and the same as data that threads hand to each other. */

import type { Frame } from '../../analysis/frame.ts'
import type { Form } from '../form/form.ts'
import { compileForm } from '../form/definition.ts'
import type { Channel, Collection, Day, FormVersion } from '../store/store.ts'
import { columnsOfFile, leadsOfFile, type FileBase } from './file-columns.ts'
import { GrowingFrame, type Before, type FramePart, type Table } from './growing-frame.ts'
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
  readonly before: Before
  readonly base: FileBase | null
}

/** `base`: the file that holds the rows before those in memory; null where all are in memory. */
export function heldOf(
  head: HeldHead,
  forms: readonly Form[],
  grown: GrowingFrame,
  base: FileBase | null,
): CollectionFrame {
  const tables = repeatTables(forms)
  const { accepted, rejected, repeats, firstDay, lastDay, last } = grown
  const extent = grown.extent()
  const frameOf = (table: Table, place: number, n: number): Frame =>
    base === null
      ? grown.frameOf(table)
      : {
          n,
          variables: table.planned.map(({ variable }) => variable),
          columns: columnsOfFile(base, place, table),
        }
  /** Read when somebody asks: releases do, and rows of repeats. */
  const leads = (place: number, tail: Uint32Array): (() => Uint32Array) => {
    let made: Uint32Array | null = null
    return () => (made ??= base === null ? tail : leadsOfFile(base, place, tail))
  }
  const seqs = leads(0, grown.seqs.view(accepted.n))
  return {
    collection: head.collection,
    channels: head.channels,
    versions: head.versions,
    forms,
    texts: new Set(head.texts),
    frame: frameOf(accepted, 0, extent.accepted),
    rejectedFrame: frameOf(rejected, 1, extent.rejected),
    repeats: repeats.map((repeat, place) => {
      const owners = leads(place + 2, repeat.owners.view(repeat.n))
      return {
        table: tables[place]!,
        frame: frameOf(repeat, place + 2, extent.repeats[place]!),
        get owners() {
          return owners()
        },
      }
    }),
    get seqs() {
      return seqs()
    },
    revisions: new Map([...(base?.runs.flatMap((run) => run.revisions) ?? []), ...grown.revisions]),
    received: extent.accepted + extent.rejected,
    rejected: extent.rejected,
    firstDay,
    lastDay,
    last,
    changes: head.changes,
    shared: { head, plan: grown.plan, part: grown.give(), before: grown.before, base },
  }
}

/** The frame that another thread shared. */
export function heldFrom({ head, plan, part, before, base }: SharedHeld): CollectionFrame {
  const forms = head.versions.map(({ id, source }) => {
    const { form } = compileForm(source)
    if (!form) throw new Error(`heldFrom: the form version ${id} cannot be read`)
    return form
  })
  const byId = new Map(head.versions.map(({ id }, place) => [id, forms[place]!]))
  const grown = new GrowingFrame(plan, byId, before)
  grown.adopt(part)
  return heldOf(head, forms, grown, base)
}
