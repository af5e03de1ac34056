/** The columns of a CSV file and how each cell is made: by kind of question, a column or several. */

import type { Variable } from '../../analysis/frame.ts'
import type { Answers, QuestionType, Value } from '../form/form.ts'
import { isRows, valueOrSkipped } from '../form/instances.ts'
import { isMetadata } from '../form/walk.ts'
import { catalogues } from '../locale/index.ts'
import type { Submission } from '../store/store.ts'
import { repeatTables } from '../summary/repeats.ts'
import {
  freeName,
  placedIn,
  repeatLabel,
  takenNames,
  variableOfQuestion,
  type Placed,
} from '../summary/variables.ts'
import type { CsvChoices, CsvSubject } from './csv.ts'
import { recodeColumns } from './recode-columns.ts'
import { quoted, withoutFormula } from './rows.ts'

/** One column of a file; `placed` is null for what no question asked. */
export interface CsvColumn {
  readonly name: string
  readonly label: string
  readonly variable: Variable | null
  readonly placed: Placed | null
  /** The choice that a 0/1 or rank column stands for. */
  readonly choice: string | null
  /** `rows` counts the rows of a repeat, `key` joins its file to the others, `place` is a part of a point. */
  readonly role: 'origin' | 'answer' | 'status' | 'rows' | 'key' | 'place' | 'recode'
  /** Of a recode: out of what and why. */
  readonly documented?: string
  readonly personal: boolean
}

/** What a line is made from: a filled form, or a row of a repeat in it. */
export interface Reading {
  readonly row: Submission
  readonly answers: Answers
  readonly personal: Answers
  readonly key: string
  readonly parentKey: string
}
export type Cell = (reading: Reading) => string
export interface ColumnWithCell {
  readonly column: CsvColumn
  readonly cell: Cell
}

/** The columns of one file in their order; `table` is a repeat, null the answers themselves. */
export function csvCells(
  subject: CsvSubject,
  choices: CsvChoices,
  table: string | null,
): readonly ColumnWithCell[] {
  const of = (which: 'shared' | 'personal') =>
    placedIn(subject.forms, which, table)
      // An anonymous collection has dropped what devices fill in.
      .filter(({ question }) => !subject.collection.anonymous || isKept(question.type))
      .flatMap((placed) => answerColumns(placed, which === 'personal', subject, choices))
  return [
    ...(table === null ? originColumns(subject, choices) : keyColumns(subject)),
    ...of('shared'),
    ...rowCounts(subject, choices, table),
    ...(table === null ? recodesOf(subject, choices) : []),
    ...(choices.personal ? of('personal') : []),
  ]
}

/** The variables that analysts made, which the collection keeps. */
function recodesOf(subject: CsvSubject, choices: CsvChoices): readonly ColumnWithCell[] {
  return recodeColumns(subject, choices.locale).map(({ variable, documented, read }) => ({
    column: {
      ...plain,
      name: variable.name,
      label: variable.label,
      variable,
      role: 'recode',
      documented,
    },
    cell: singleCell(variable, read, choices),
  }))
}

export function isKept(type: QuestionType): boolean {
  return !isMetadata(type) || type === 'today'
}

const plain = {
  variable: null,
  placed: null,
  choice: null,
  role: 'origin',
  personal: false,
} as const satisfies Partial<CsvColumn>

/** The names that other tools give them too. */
function keyColumns(subject: CsvSubject): readonly ColumnWithCell[] {
  const taken = takenNames(subject.forms)
  const key = (word: string, cell: Cell): ColumnWithCell => {
    const name = freeName(word, taken)
    return { column: { ...plain, name, label: name, role: 'key' }, cell }
  }
  return [key('PARENT_KEY', ({ parentKey }) => quoted(parentKey)), key('KEY', ({ key: own }) => quoted(own))]
}

/** How many rows each repeat directly below has, and the key that the rows' file leads back to. */
function rowCounts(
  subject: CsvSubject,
  { locale }: CsvChoices,
  table: string | null,
): readonly ColumnWithCell[] {
  const all = repeatTables(subject.forms)
  const below = all.filter(({ parent }) => parent === table)
  const counts = below.map((repeat): ColumnWithCell => ({
    column: { ...plain, name: repeat.name, label: repeatLabel(repeat, locale), role: 'rows' },
    cell: ({ answers }) => {
      const rows = Object.hasOwn(answers, repeat.name) ? answers[repeat.name] : undefined
      return isRows(rows) ? String(rows.length) : ''
    },
  }))
  return table === null && all.length > 0 ? [...counts, keyColumns(subject)[1]!] : counts
}

function originColumns(subject: CsvSubject, choices: CsvChoices): readonly ColumnWithCell[] {
  const taken = takenNames(subject.forms)
  const numberOf = new Map(subject.versions.map(({ id, number }) => [id, String(number)]))
  const labelOf = new Map(subject.channels.map(({ id, label }) => [id, quoted(safe(label, choices))]))
  const origin = (name: string, cell: (row: Submission) => string) => {
    const free = freeName(name, taken)
    return {
      column: { ...plain, name: free, label: free } satisfies CsvColumn,
      cell: ({ row }: Reading) => cell(row),
    }
  }
  const always = [
    origin('instance_id', (row) => quoted(row.instanceId)),
    origin('channel', (row) => labelOf.get(row.channelId) ?? ''),
    origin('received_on', (row) => row.receivedOn),
    origin('form_version', (row) => numberOf.get(row.formVersionId) ?? ''),
    origin('state', (row) => row.state),
  ]
  if (subject.collection.anonymous) return always
  return [
    ...always,
    origin('receipt', (row) => row.receipt),
    origin('received_at', (row) => row.receivedAt ?? ''),
    origin('collector', (row) =>
      row.collectorId === null
        ? ''
        : quoted(safe(subject.collectors.get(row.collectorId) ?? row.collectorId, choices)),
    ),
    ...(subject.copies.size > 0
      ? [origin('paper_copy', (row) => subject.copies.get(row.instanceId) ?? '')]
      : []),
  ]
}

function answerColumns(
  placed: Placed,
  personal: boolean,
  { forms }: CsvSubject,
  choices: CsvChoices,
): readonly ColumnWithCell[] {
  const { type } = placed.question
  const variable = variableOfQuestion(placed, forms, {
    which: personal ? 'personal' : 'shared',
    locale: choices.locale,
  })
  const { name, label } = variable
  const of = (reading: Reading) => valueOrSkipped(personal ? reading.personal : reading.answers, name)
  const column = (part: string, partLabel: string, more: Partial<CsvColumn> = {}): CsvColumn => ({
    name: part === '' ? name : `${name}/${part}`,
    label: part === '' ? label : `${label}/${partLabel}`,
    variable,
    placed,
    choice: null,
    role: 'answer',
    personal,
    ...more,
  })
  const columns = (): readonly ColumnWithCell[] => {
    if (variable.kind === 'set' || variable.kind === 'rank') {
      const cell = variable.kind === 'set' ? chosen : rankOf
      return variable.categories.map(({ value, label: choiceLabel }) => ({
        column: column(value, choiceLabel, { choice: value }),
        cell: (reading) => cell(of(reading), value),
      }))
    }
    if (isPoint(type)) {
      const words = catalogues[choices.locale].exports.place
      return placeParts.map((part, place) => ({
        column: column(part, words[part], { role: 'place' }),
        cell: (reading) => partOfPlace(of(reading), place),
      }))
    }
    return [{ column: column('', ''), cell: singleCell(variable, of, choices) }]
  }
  if (!choices.status) return columns()
  const status: Cell = (reading) => {
    const value = of(reading)
    return value === undefined ? 'skipped' : value === null ? 'unanswered' : 'answered'
  }
  return [...columns(), { column: column('status', 'status', { role: 'status' }), cell: status }]
}

export const placeParts = ['latitude', 'longitude', 'altitude', 'accuracy'] as const

export function isPoint(type: QuestionType): boolean {
  return type === 'geopoint' || type === 'start-geopoint' || type === 'background-geopoint'
}

/** One of the four numbers of a point: latitude, longitude, altitude, accuracy. */
export function partOfPlace(value: Value | null | undefined, place: number): string {
  if (typeof value !== 'string') return ''
  const number = value.split(' ')[place] ?? ''
  return number !== '' && Number.isFinite(Number(number)) ? number : ''
}

function singleCell(
  variable: Variable,
  of: (reading: Reading) => Value | null | undefined,
  choices: CsvChoices,
): Cell {
  if (variable.kind !== 'coded') return (reading) => textCell(of(reading), choices)
  const written = new Map(
    variable.categories.map(({ value, label }) => [
      value,
      quoted(safe(choices.cells === 'labels' ? label : value, choices)),
    ]),
  )
  return (reading) => {
    const value = of(reading)
    if (value === undefined || value === null) return ''
    return (typeof value === 'string' ? written.get(value) : undefined) ?? textCell(value, choices)
  }
}

function textCell(value: Value | null | undefined, choices: CsvChoices): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  return quoted(safe(typeof value === 'string' ? value : value.join(' '), choices))
}

function chosen(value: Value | null | undefined, choice: string): string {
  if (value === undefined || value === null) return ''
  return (typeof value === 'object' ? value.includes(choice) : value === choice) ? '1' : '0'
}

function rankOf(value: Value | null | undefined, choice: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const place = value.indexOf(choice)
  return place < 0 ? '' : String(place + 1)
}

function safe(text: string, choices: CsvChoices): string {
  return choices.raw ? text : withoutFormula(text)
}
