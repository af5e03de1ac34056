/** A frame that grows: rows of the store go in one after the other, and whole runs of rows as bytes of their columns. */

import type { Frame } from '../../analysis/frame.ts'
import type { Answers, Form, Value } from '../form/form.ts'
import { isRows, valueOrSkipped } from '../form/instances.ts'
import type { AnswerRow } from '../store/answer-pages.ts'
import type { Day } from '../store/store.ts'
import { WordCells } from './cells.ts'
import { growing, type Given, type Growing } from './columns.ts'
import type { FramePlan, PlannedColumn } from './planned.ts'
import { repeatRows } from './repeats.ts'
import { scannerOf } from './scanning.ts'

/** How many rows of each kind a frame has: accepted answers, rejected ones, rows of each repeat. */
export interface Extent {
  readonly accepted: number
  readonly rejected: number
  readonly repeats: readonly number[]
}

/** What stands before the rows of a frame. */
export interface Before {
  readonly extent: Extent
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  readonly last: number
}

/** Rows of a frame as bytes: everything behind an extent. */
export interface FramePart {
  readonly extent: Extent
  readonly last: number
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  readonly revisions: readonly (readonly [seq: number, revision: number])[]
  readonly seqs: Uint8Array
  readonly accepted: readonly Given[]
  readonly rejected: readonly Given[]
  readonly repeats: readonly { readonly owners: Uint8Array; readonly columns: readonly Given[] }[]
}

export interface Table {
  readonly planned: readonly PlannedColumn[]
  readonly columns: readonly Growing[]
  /** Columns that answers fill, and those that tell where an answer came from. */
  readonly asked: readonly Filled[]
  readonly origins: readonly Filled[]
  n: number
}
interface Filled {
  readonly column: Growing
  readonly name: string
  readonly from: PlannedColumn['from']
}

export class GrowingFrame {
  readonly plan: FramePlan
  readonly accepted: Table
  readonly rejected: Table
  readonly repeats: readonly (Table & { readonly name: string; readonly owners: WordCells })[]
  readonly seqs = new WordCells()
  readonly revisions = new Map<number, number>()
  firstDay: Day | null = null
  lastDay: Day | null = null
  /** The sequence number up to which everything is here. */
  last = 0
  readonly #forms: ReadonlyMap<string, Form>
  readonly #scanners: ReadonlyMap<Table, ReturnType<typeof scannerOf>>

  /** The rows that stand before these, in a file. */
  readonly before: Before

  /** `forms`, by the ids of their versions, find the rows of repeats; where a plan has none they are not needed. */
  constructor(plan: FramePlan, forms: ReadonlyMap<string, Form>, before?: Before) {
    this.plan = plan
    this.#forms = forms
    this.before = before ?? { extent: emptyExtent(plan), firstDay: null, lastDay: null, last: 0 }
    this.firstDay = this.before.firstDay
    this.lastDay = this.before.lastDay
    this.last = this.before.last
    this.accepted = tableOf(plan.columns)
    this.rejected = tableOf(plan.columns)
    this.repeats = plan.repeats.map(({ name, columns }) => ({
      ...tableOf(columns),
      name,
      owners: new WordCells(),
    }))
    this.#scanners = new Map([this.accepted, this.rejected].map((table) => [table, scannerOf(table.asked)]))
  }

  extent(): Extent {
    const { accepted, rejected, repeats } = this
    const { extent } = this.before
    return {
      accepted: extent.accepted + accepted.n,
      rejected: extent.rejected + rejected.n,
      repeats: repeats.map(({ n }, place) => extent.repeats[place]! + n),
    }
  }

  /** The extent before its first row. */
  start(): Extent {
    return this.before.extent
  }

  /** A frame of what comes behind this one. */
  next(): GrowingFrame {
    const { firstDay, lastDay, last } = this
    return new GrowingFrame(this.plan, this.#forms, { extent: this.extent(), firstDay, lastDay, last })
  }

  bytes(): number {
    const columns = [this.accepted, this.rejected, ...this.repeats].flatMap((table) => table.columns)
    return columns.reduce((sum, column) => sum + column.bytes(), this.seqs.array.byteLength)
  }

  /** Throws NotANumber where a calculation turns out to give words. */
  take(row: AnswerRow): void {
    this.last = row.seq
    const table = row.rejected ? this.rejected : this.accepted
    const { answers } = row
    const read =
      typeof answers !== 'string' && this.repeats.length === 0 && this.#scanners.get(table)?.(answers)
    const parsed = read ? null : (JSON.parse(answers.toString()) as Answers)
    if (parsed) for (const { column, name, from } of table.asked) column.push(valueOf(parsed, name, from))
    for (const { column, from } of table.origins)
      column.push(from === 'channel' ? row.channelId : row.receivedOn)
    table.n++
    if (row.rejected) return
    if (parsed && this.repeats.length > 0) this.#takeRepeats(row.formVersionId, parsed)
    this.seqs.push(row.seq)
    if (row.revision > 1) this.revisions.set(row.seq, row.revision)
    if (this.firstDay === null || row.receivedOn < this.firstDay) this.firstDay = row.receivedOn
    if (this.lastDay === null || row.receivedOn > this.lastDay) this.lastDay = row.receivedOn
  }

  #takeRepeats(versionId: string, answers: Answers): void {
    const form = this.#forms.get(versionId)
    if (!form) return
    for (const table of this.repeats) {
      for (const inside of repeatRows(form, table.name, { answers, personal: {}, key: '' })) {
        for (const { column, name, from } of table.asked) column.push(valueOf(inside.answers, name, from))
        table.owners.push(this.before.extent.accepted + this.accepted.n - 1)
        table.n++
      }
    }
  }

  /** Everything behind an extent, as bytes that are still its own. */
  give(from: Extent): FramePart {
    const { extent: before } = this.before
    const given = (table: Table, start: number) => table.columns.map((column) => column.give(start, table.n))
    const accepted = from.accepted - before.accepted
    const rejected = from.rejected - before.rejected
    const repeats = from.repeats.map((n, place) => n - before.repeats[place]!)
    const known = this.seqs.view(accepted).at(-1) ?? 0
    return {
      extent: this.extent(),
      last: this.last,
      firstDay: this.firstDay,
      lastDay: this.lastDay,
      revisions: [...this.revisions].filter(([seq]) => seq > known),
      seqs: this.seqs.bytesOf(accepted, this.accepted.n),
      accepted: given(this.accepted, accepted),
      rejected: given(this.rejected, rejected),
      repeats: this.repeats.map((table, place) => ({
        owners: table.owners.bytesOf(repeats[place] ?? 0, table.n),
        columns: given(table, repeats[place] ?? 0),
      })),
    }
  }

  /** Adds what another gave behind the extent that this one has. */
  adopt(part: FramePart): void {
    const take = (table: Table, given: readonly Given[], n: number) => {
      table.columns.forEach((column, place) => column.take(given[place]!))
      table.n = n
    }
    const { extent: before } = this.before
    take(this.accepted, part.accepted, part.extent.accepted - before.accepted)
    take(this.rejected, part.rejected, part.extent.rejected - before.rejected)
    this.repeats.forEach((table, place) => {
      const given = part.repeats[place]!
      table.owners.take(given.owners)
      take(table, given.columns, part.extent.repeats[place]! - before.repeats[place]!)
    })
    this.seqs.take(part.seqs)
    for (const [seq, revision] of part.revisions) this.revisions.set(seq, revision)
    this.firstDay = part.firstDay
    this.lastDay = part.lastDay
    this.last = part.last
  }

  /** The rows of a table as statistics read them. */
  frameOf({ planned, columns, n }: Table): Frame {
    return {
      n,
      variables: planned.map(({ variable }) => variable),
      columns: new Map(planned.map(({ variable }, place) => [variable.name, columns[place]!.column(n)])),
    }
  }
}

function emptyExtent({ repeats }: FramePlan): Extent {
  return { accepted: 0, rejected: 0, repeats: repeats.map(() => 0) }
}

function tableOf(planned: readonly PlannedColumn[]): Table {
  const filled = planned.map(({ variable, words, from }): Filled => {
    return { column: growing(variable, words), name: variable.name, from }
  })
  const ofOrigin = ({ from }: Filled) => from === 'channel' || from === 'day'
  return {
    planned,
    columns: filled.map(({ column }) => column),
    asked: filled.filter((each) => !ofOrigin(each)),
    origins: filled.filter(ofOrigin),
    n: 0,
  }
}

function valueOf(answers: Answers, name: string, from: PlannedColumn['from']): Value | null | undefined {
  if (from !== 'rows') return valueOrSkipped(answers, name)
  const rows = Object.hasOwn(answers, name) ? answers[name] : undefined
  return isRows(rows) ? rows.length : undefined
}
