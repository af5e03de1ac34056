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
export interface Before extends Days {
  readonly extent: Extent
  readonly last: number
}
interface Days {
  readonly firstDay: Day | null
  readonly lastDay: Day | null
}
const noDays: Days = { firstDay: null, lastDay: null }

/** The rows of a frame as bytes. What it counts is of these rows alone, so that a part can be put in another's place. */
export interface FramePart {
  readonly extent: Extent
  /** The sequence number up to which it has everything. */
  readonly last: number
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  readonly revisions: readonly (readonly [seq: number, revision: number])[]
  readonly seqs: Uint8Array
  readonly accepted: readonly Given[]
  readonly rejected: readonly Given[]
  /** `owners`: for each row the row of `accepted` that it belongs to. */
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
  /** First and last day of its own rows. */
  #days: Days = noDays
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
    this.before = before ?? nothingBefore(plan)
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

  /** With those of the rows before. */
  get firstDay(): Day | null {
    return daysOf(this.before, this.#days).firstDay
  }
  get lastDay(): Day | null {
    return daysOf(this.before, this.#days).lastDay
  }

  /** An empty frame of the same plan behind other rows. */
  after(before: Before): GrowingFrame {
    return new GrowingFrame(this.plan, this.#forms, before)
  }

  /** An empty frame for rows that come behind this one but count as a part of their own. */
  apart(): GrowingFrame {
    return this.after({ ...nothingBefore(this.plan), last: this.last })
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
    const { firstDay, lastDay } = this.#days
    if (firstDay === null || lastDay === null || row.receivedOn < firstDay || row.receivedOn > lastDay)
      this.#days = daysOf(this.#days, { firstDay: row.receivedOn, lastDay: row.receivedOn })
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

  /** All its rows, as bytes that are still its own; owners are copied where rows stand before it. */
  give(): FramePart {
    const { accepted, rejected, repeats, seqs, revisions, last } = this
    const given = ({ columns, n }: Table) => columns.map((column) => column.give(n))
    const ownersOf = ({ owners, n }: (typeof repeats)[number]): Uint8Array => {
      const { accepted: shift } = this.before.extent
      if (shift === 0) return owners.bytesOf(0, n)
      const own = new WordCells()
      for (const owner of owners.view(n)) own.push(owner - shift)
      return own.bytesOf(0, n)
    }
    return {
      extent: { accepted: accepted.n, rejected: rejected.n, repeats: repeats.map(({ n }) => n) },
      last,
      ...this.#days,
      revisions: [...revisions],
      seqs: seqs.bytesOf(0, accepted.n),
      accepted: given(accepted),
      rejected: given(rejected),
      repeats: repeats.map((table) => ({ owners: ownersOf(table), columns: given(table) })),
    }
  }

  /** Adds the rows of a part behind its own. */
  adopt(part: FramePart): void {
    const take = (table: Table, given: readonly Given[], n: number) => {
      table.columns.forEach((column, place) => column.take(given[place]!))
      table.n += n
    }
    const shift = this.before.extent.accepted + this.accepted.n
    take(this.accepted, part.accepted, part.extent.accepted)
    take(this.rejected, part.rejected, part.extent.rejected)
    this.repeats.forEach((table, place) => {
      const given = part.repeats[place]!
      takeOwners(table.owners, given.owners, shift)
      take(table, given.columns, part.extent.repeats[place]!)
    })
    this.seqs.take(part.seqs)
    for (const [seq, revision] of part.revisions) this.revisions.set(seq, revision)
    this.#days = daysOf(this.#days, part)
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

/** The bytes of a part may be shared, so they stay as they are. */
function takeOwners(owners: WordCells, bytes: Uint8Array, shift: number): void {
  if (shift === 0) return owners.take(bytes)
  const own = new WordCells()
  own.take(bytes.slice())
  for (const owner of own.view(own.n)) owners.push(owner + shift)
}

/** Where no rows stand before. */
export function nothingBefore({ repeats }: FramePlan): Before {
  return { extent: { accepted: 0, rejected: 0, repeats: repeats.map(() => 0) }, ...noDays, last: 0 }
}

/** What stands before the next rows once a part stands behind these. */
export function behind(
  { extent, ...days }: Before,
  part: Pick<FramePart, 'extent' | 'firstDay' | 'lastDay' | 'last'>,
): Before {
  return {
    extent: {
      accepted: extent.accepted + part.extent.accepted,
      rejected: extent.rejected + part.extent.rejected,
      repeats: extent.repeats.map((n, place) => n + part.extent.repeats[place]!),
    },
    ...daysOf(days, part),
    last: part.last,
  }
}

function daysOf(one: Days, other: Days): Days {
  const { firstDay, lastDay } = other
  return {
    firstDay:
      firstDay === null || (one.firstDay !== null && one.firstDay < firstDay) ? one.firstDay : firstDay,
    lastDay: lastDay === null || (one.lastDay !== null && one.lastDay > lastDay) ? one.lastDay : lastDay,
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
