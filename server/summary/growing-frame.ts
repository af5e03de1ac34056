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

interface Table {
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

  /** `forms`, by the ids of their versions, find the rows of repeats; where a plan has none they are not needed. */
  constructor(plan: FramePlan, forms: ReadonlyMap<string, Form>) {
    this.plan = plan
    this.#forms = forms
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
    return { accepted: accepted.n, rejected: rejected.n, repeats: repeats.map(({ n }) => n) }
  }

  /** The extent of a frame without rows. */
  start(): Extent {
    return { accepted: 0, rejected: 0, repeats: this.repeats.map(() => 0) }
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
        table.owners.push(this.accepted.n - 1)
        table.n++
      }
    }
  }

  /** Everything behind an extent, as bytes that are still its own. */
  give(from: Extent): FramePart {
    const given = (table: Table, start: number) => table.columns.map((column) => column.give(start, table.n))
    const known = this.seqs.view(from.accepted).at(-1) ?? 0
    return {
      extent: this.extent(),
      last: this.last,
      firstDay: this.firstDay,
      lastDay: this.lastDay,
      revisions: [...this.revisions].filter(([seq]) => seq > known),
      seqs: this.seqs.bytesOf(from.accepted, this.accepted.n),
      accepted: given(this.accepted, from.accepted),
      rejected: given(this.rejected, from.rejected),
      repeats: this.repeats.map((table, place) => ({
        owners: table.owners.bytesOf(from.repeats[place] ?? 0, table.n),
        columns: given(table, from.repeats[place] ?? 0),
      })),
    }
  }

  /** Adds what another gave behind the extent that this one has. */
  adopt(part: FramePart): void {
    const take = (table: Table, given: readonly Given[], n: number) => {
      table.columns.forEach((column, place) => column.take(given[place]!))
      table.n = n
    }
    take(this.accepted, part.accepted, part.extent.accepted)
    take(this.rejected, part.rejected, part.extent.rejected)
    this.repeats.forEach((table, place) => {
      const given = part.repeats[place]!
      table.owners.take(given.owners)
      take(table, given.columns, part.extent.repeats[place]!)
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
