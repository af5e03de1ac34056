/** A table of answers held against a form, row by row: what would be stored, and every reason why not. */

import { createHash, randomUUID } from 'node:crypto'
import { setImmediate as breath } from 'node:timers/promises'
import { checkAnswers } from '../../form/answers.ts'
import { canonicalJson } from '../../form/canonical.ts'
import type { Answers, Form, Question, Refusal, Surroundings } from '../../form/form.ts'
import { isMetadata, mainQuestionsOf, repeatsOf } from '../../form/walk.ts'
import type { TextRow } from '../workbook.ts'
import { cellReader, type CellComplaintCode, type CellReader } from './cells.ts'
import { dayOrderOf, isAmbiguousDay, readDay, type DayOrder } from './dates.ts'
import {
  keyOf,
  RowsByParent,
  type LinkedRows,
  type LinkReader,
  type RowPlace,
  type RowSlip,
} from './links.ts'
import { importable, importableOf, plain, type Headings, type Mapping } from './mapping.ts'

export interface AnswerTable extends Headings {
  readonly rows: readonly TextRow[]
}

export interface Checking {
  readonly form: Form
  readonly table: AnswerTable
  readonly mapping: Mapping
  /** Rows of repeats in tables of their own. */
  readonly links?: readonly LinkedRows[]
  readonly anonymous: boolean
  readonly collectionId: string
  /** Texts that mean no answer. */
  readonly blanks: readonly string[]
  /** What the person says of 3/5/2026; null leaves it to each column. */
  readonly order: DayOrder | null
  /** Rows that say the same as an earlier one, word for word: kept, or left out. */
  readonly identical: 'keep' | 'skip'
  readonly today: string
  readonly surroundings: (day: string) => Surroundings
  /** Told how many rows are checked. */
  readonly told?: (rows: number) => void
  /** Gives up with the reason of the signal. */
  readonly signal?: AbortSignal
}

/** One answer that can be stored. */
export interface CheckedRow {
  readonly row: number
  readonly instanceId: string
  readonly answers: Answers
  readonly day: string
}

export type RowComplaintCode =
  CellComplaintCode | 'unknownParent' | 'badDay' | 'futureDay' | 'repeatedId' | 'refused'

export interface RowComplaint {
  /** The table of a repeat's rows; null for that of the answers. */
  readonly table: string | null
  readonly row: number
  /** null where no column answers the question. */
  readonly column: number | null
  readonly question: Question | null
  readonly code: RowComplaintCode
  /** What the form says, where it is the form that refuses. */
  readonly refusal: Refusal | null
  readonly cell: string
}

export interface Checked {
  readonly rows: readonly CheckedRow[]
  readonly complaints: readonly RowComplaint[]
  /** Rows that say the same as an earlier one. */
  readonly identical: readonly { readonly row: number; readonly as: number }[]
  /** Cells under questions that the form would not have asked, by question: they are left out. */
  readonly notAsked: ReadonlyMap<string, number>
  readonly warnings: number
}

/** The earliest day that is no slip of the pen. */
const firstDay = '1949-10-01'

export async function checkTable(checking: Checking): Promise<Checked> {
  const { table, mapping } = checking
  const reading = readersOf(checking)
  const rows: CheckedRow[] = []
  const complaints: RowComplaint[] = []
  const identical: { readonly row: number; readonly as: number }[] = []
  const notAsked = new Map<string, number>()
  const seen = new Map<string, number>()
  const ids = new Map<string, number>()
  const below = new RowsByParent(reading.links)
  const keyColumn = keyOf(table) ?? mapping.id
  let warnings = 0
  for (const [place, row] of table.rows.entries()) {
    if (place % 100 === 99) {
      checking.told?.(place + 1)
      await breath()
      checking.signal?.throwIfAborted()
    }
    const own: RowComplaint[] = []
    const complain = (code: RowComplaintCode, column: number, question: Question | null = null) =>
      own.push({
        table: null,
        row: row.row,
        column,
        question,
        code,
        refusal: null,
        cell: row.cells[column] ?? '',
      })
    const raw: Record<string, unknown> = {}
    for (const { question, reader } of reading.readers) {
      const read = reader.read(row.cells)
      if ('complaint' in read) complain(read.complaint.code, read.complaint.column, question)
      else raw[question.name] = read.raw
    }
    const places = new Map<string, RowPlace>()
    const slips: RowSlip[] = []
    const key = keyColumn === null ? '' : (row.cells[keyColumn] ?? '').trim()
    Object.assign(raw, below.below(null, key, { at: '', places, slips }))
    own.push(...slips.map(slipped))
    const day = dayOf(row, checking, reading.dayOrder)
    if (typeof day !== 'string') complain(day.code, mapping.day ?? 0)
    const id = idOf(row, checking)
    if (id !== null && mapping.id !== null) {
      if (ids.has(id)) complain('repeatedId', mapping.id)
      ids.set(id, row.row)
    }
    const on = typeof day === 'string' ? day : checking.today
    const checked = checkAnswers(checking.form, raw, checking.surroundings(on))
    const unread = new Set(own.map(({ question, row: at }) => `${at} ${question?.name}`))
    for (const refusal of checked.refusals) {
      // The form's own complaint about a cell that could not even be read would only repeat it.
      const inside = places.get(refusal.at.slice(0, Math.max(0, refusal.at.lastIndexOf('/'))))
      const complaint = inside ? refusedBelow(inside, refusal) : refused(row, refusal, reading)
      if (!unread.has(`${complaint.row} ${refusal.name}`)) own.push(complaint)
    }
    warnings += checked.warnings.length
    complaints.push(...own)
    if (own.length > 0) continue
    for (const { question } of reading.readers)
      if (!isBlank(raw[question.name]) && !checked.relevant.has(question.name))
        notAsked.set(question.name, (notAsked.get(question.name) ?? 0) + 1)
    const answers = withoutClock(checking.form, checked.answers, mapping)
    const hash = createHash('sha256')
      .update(canonicalJson([answers, id, on]))
      .digest('base64')
    const earlier = seen.get(hash)
    if (earlier === undefined) seen.set(hash, row.row)
    else identical.push({ row: row.row, as: earlier })
    if (earlier !== undefined && checking.identical === 'skip') continue
    rows.push({ row: row.row, instanceId: instanceOf(id, checking), answers, day: on })
  }
  complaints.push(...below.orphans().map(orphaned))
  return { rows, complaints, identical, notAsked, warnings }
}

interface Readers {
  readonly links: readonly LinkReader[]
  readonly readers: readonly { readonly question: Question; readonly reader: CellReader }[]
  readonly dayOrder: DayOrder | null
}

function readersOf({ form, table, mapping, links = [], anonymous, blanks, order }: Checking): Readers {
  const ordersIn = (rows: readonly TextRow[]) => {
    const orders = new Map<number, DayOrder | null>()
    return (column: number): DayOrder | null => {
      if (order !== null) return order
      const known = orders.get(column)
      if (known !== undefined) return known
      const found = dayOrderOf(cellsIn(rows, column))
      orders.set(column, found)
      return found
    }
  }
  const orderOf = ordersIn(table.rows)
  const empty = new Set(blanks.map(plain))
  const options = { blanks: empty, order: orderOf }
  const readers = importable(form, anonymous).flatMap((question) => {
    const source = mapping.sources.get(question.name)
    return source ? [{ question, reader: cellReader(form, question, source, options) }] : []
  })
  const questionsOfRepeat = new Map(repeatsOf(form).map((each) => [each.repeat.name, each.questions]))
  const linkReaders = links.map((link): LinkReader => {
    const own = { blanks: empty, order: ordersIn(link.table.rows) }
    return {
      link,
      readers: importableOf(questionsOfRepeat.get(link.repeat) ?? [], anonymous).flatMap((question) => {
        const source = link.sources.get(question.name)
        return source ? [{ question, reader: cellReader(form, question, source, own) }] : []
      }),
    }
  })
  return { readers, links: linkReaders, dayOrder: mapping.day === null ? null : orderOf(mapping.day) }
}

function* cellsIn(rows: readonly TextRow[], column: number): Generator<string> {
  for (const { cells } of rows) yield cells[column] ?? ''
}

/** The day of an answer: what the table says, else today. One that has not come yet, or is long gone, is a slip. */
function dayOf(
  { cells }: TextRow,
  { mapping, today }: Checking,
  order: DayOrder | null,
): string | { readonly code: 'badDay' | 'futureDay' | 'ambiguousDay' } {
  const text = mapping.day === null ? '' : (cells[mapping.day] ?? '').trim()
  if (text === '') return today
  if (order === null && isAmbiguousDay(text)) return { code: 'ambiguousDay' }
  const day = readDay(text, order)
  if (day === null || day < firstDay) return { code: 'badDay' }
  return day > today ? { code: 'futureDay' } : day
}

function idOf({ cells }: TextRow, { mapping }: Checking): string | null {
  const text = mapping.id === null ? '' : (cells[mapping.id] ?? '').trim()
  return text === '' ? null : text
}

const uuid = /^(?:uuid:)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i

/**
 * Where answers carry names, the same number of the same collection is the same answer, so that a second import finds
 * it. Somebody anonymous gets a random id that leads back to no file (promise 1).
 */
function instanceOf(id: string | null, { anonymous, collectionId }: Checking): string {
  if (anonymous || id === null) return randomUUID()
  const own = uuid.exec(id)?.[1]
  if (own !== undefined) return own.toLowerCase()
  const hex = createHash('sha256').update(`${collectionId}\n${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function refused(row: TextRow, refusal: Refusal, { readers }: Pick<Readers, 'readers'>): RowComplaint {
  const found = readers.find(({ question }) => question.name === refusal.name)
  const columns = found?.reader.columns ?? []
  return {
    table: null,
    row: row.row,
    column: columns[0] ?? null,
    question: found?.question ?? null,
    code: 'refused',
    refusal,
    cell: columns
      .map((column) => row.cells[column] ?? '')
      .filter((cell) => cell !== '')
      .join(' '),
  }
}

/** What the form says against a row of a repeat, where that row stands in the file. */
function refusedBelow({ reader, row }: RowPlace, refusal: Refusal): RowComplaint {
  return { ...refused(row, refusal, reader), table: reader.link.table.name }
}

function slipped({ table, row, column, question, code }: RowSlip): RowComplaint {
  return { table, row: row.row, column, question, code, refusal: null, cell: row.cells[column] ?? '' }
}

/** A row whose key leads to nothing in the file. */
function orphaned({ reader: { link }, row }: RowPlace): RowComplaint {
  const column = link.parentKey
  return {
    table: link.table.name,
    row: row.row,
    column,
    question: null,
    code: 'unknownParent',
    refusal: null,
    cell: row.cells[column] ?? '',
  }
}

function isBlank(raw: unknown): boolean {
  return raw === undefined || raw === '' || (Array.isArray(raw) && raw.length === 0)
}

/** Nobody filled the form in here: a clock that the table does not tell stays unanswered. */
function withoutClock(form: Form, answers: Answers, { sources }: Mapping): Answers {
  const clocks = mainQuestionsOf(form).filter(
    ({ type, name }) =>
      isMetadata(type) && type !== 'today' && !sources.has(name) && Object.hasOwn(answers, name),
  )
  if (clocks.length === 0) return answers
  return { ...answers, ...Object.fromEntries(clocks.map(({ name }) => [name, null])) }
}
