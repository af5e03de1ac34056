/**
 * A collection's answers as a typed table with labels: what every format for statistical programs is written from.
 *
 * Made in two readings of the store, so that memory stays flat: the first finds how wide each text is, which
 * calculations give words and how often each choice was taken; the second (`rows`) hands out the cells.
 */

import type { Category, Variable } from '../../analysis/frame.ts'
import type { Answers, Value } from '../form/form.ts'
import { valueOrSkipped } from '../form/instances.ts'
import type { Locale } from '../locale/index.ts'
import { catalogues } from '../locale/index.ts'
import type { Day, Store, Submission } from '../store/store.ts'
import { freeName, takenNames, variablesOf } from '../summary/variables.ts'
import { answerPages, type CsvSubject } from './csv.ts'

export interface DatasetChoices {
  readonly locale: Locale
  readonly personal: boolean
  readonly rejected: boolean
}

/** Numbers are finite; dates are 'YYYY-MM-DD'; null is a cell without an answer. */
export type Cell = string | number | null

export interface DataColumn {
  /** As in the CSV file; unique. */
  readonly name: string
  readonly label: string
  readonly kind: 'number' | 'text' | 'date'
  readonly measure: 'nominal' | 'ordinal' | 'scale'
  /** Labels of values; in a number column the values are whole numbers written as text. */
  readonly categories: readonly Category[]
  /** The multiple-choice question that this 0/1 column is a choice of. */
  readonly set: { readonly name: string; readonly label: string } | null
  readonly personal: boolean
  /** No value has decimals. */
  readonly whole: boolean
  /** Of the longest text, in bytes of UTF-8; of all texts together; how many cells are filled. */
  readonly longest: number
  readonly bytes: number
  readonly filled: number
  /** How often each value of `categories` occurs, in their order. */
  readonly counts: readonly number[]
}

export interface Dataset {
  readonly title: string
  readonly columns: readonly DataColumn[]
  readonly n: number
  /** The day on which the last answer came: files carry it as their date, so that the same answers give the same bytes. */
  readonly day: Day
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  /** Throws when the answers changed since the first reading, so that a cut file never looks whole. */
  readonly rows: () => AsyncGenerator<readonly (readonly Cell[])[]>
}

interface Reading {
  readonly row: Submission
  readonly answers: Answers
  readonly personal: Answers
}

/** A column while its answers are still being looked at. */
interface Draft {
  readonly name: string
  readonly label: string
  readonly variable: Variable | null
  readonly categories: readonly Category[]
  readonly set: DataColumn['set']
  readonly personal: boolean
  kind: DataColumn['kind']
  readonly read: (reading: Reading) => Value | null | undefined
  words: boolean
  whole: boolean
  longest: number
  bytes: number
  filled: number
  readonly counts: Map<string, number>
}

export async function makeDataset(
  store: Store,
  subject: CsvSubject,
  choices: DatasetChoices,
): Promise<Dataset> {
  const drafts = draftColumns(subject, choices)
  // What arrives after this moment belongs to the next file.
  const last = (await store.collections.stamp(subject.collection.id))?.last ?? 0
  let n = 0
  let firstDay: Day | null = null
  let lastDay: Day | null = null
  for await (const readings of readPages(store, subject, choices, last)) {
    for (const reading of readings) {
      n++
      const { receivedOn } = reading.row
      if (firstDay === null || receivedOn < firstDay) firstDay = receivedOn
      if (lastDay === null || receivedOn > lastDay) lastDay = receivedOn
      for (const draft of drafts) look(draft, draft.read(reading))
    }
  }
  const columns = drafts.map(settled)
  return {
    title: subject.collection.title,
    columns,
    n,
    day: lastDay ?? '1980-01-01',
    firstDay,
    lastDay,
    async *rows() {
      let given = 0
      for await (const readings of readPages(store, subject, choices, last)) {
        given += readings.length
        yield readings.map((reading) => drafts.map((draft, k) => cellOf(columns[k]!, draft.read(reading))))
      }
      if (given !== n) throw new Error(`dataset: ${n} answers at the first reading, ${given} at the second`)
    },
  }
}

async function* readPages(
  store: Store,
  { collection }: CsvSubject,
  choices: DatasetChoices,
  last: number,
): AsyncGenerator<readonly Reading[]> {
  for await (const page of answerPages(store, collection)) {
    const rows = page.filter((row) => row.seq <= last && (row.state !== 'rejected' || choices.rejected))
    if (rows.length === 0) continue
    const personal = choices.personal
      ? await store.submissions.personal(
          collection.id,
          rows.map(({ seq }) => seq),
        )
      : null
    yield rows.map((row) => ({
      row,
      answers: JSON.parse(row.answers) as Answers,
      personal: personal?.get(row.seq) ?? {},
    }))
  }
}

function draftColumns(subject: CsvSubject, choices: DatasetChoices): readonly Draft[] {
  const { locale } = choices
  const of = (which: 'shared' | 'personal') =>
    variablesOf(subject.forms, { which, locale }).flatMap((variable) =>
      answerDrafts(variable, which === 'personal', locale),
    )
  return [...originDrafts(subject, locale), ...of('shared'), ...(choices.personal ? of('personal') : [])]
}

function originDrafts(subject: CsvSubject, locale: Locale): readonly Draft[] {
  const taken = takenNames(subject.forms)
  const labels = catalogues[locale].exports.origin
  const numberOf = new Map(subject.versions.map(({ id, number }) => [id, number]))
  const channelOf = new Map(subject.channels.map(({ id, label }) => [id, label]))
  const origin = (
    name: keyof typeof labels,
    kind: DataColumn['kind'],
    read: (row: Submission) => Value | null,
  ) => draft({ name: freeName(name, taken), label: labels[name], kind, read: ({ row }) => read(row) })
  const always = [
    origin('instance_id', 'text', (row) => row.instanceId),
    origin('channel', 'text', (row) => channelOf.get(row.channelId) ?? null),
    origin('received_on', 'date', (row) => row.receivedOn),
    origin('form_version', 'number', (row) => numberOf.get(row.formVersionId) ?? null),
    origin('state', 'text', (row) => row.state),
  ]
  if (subject.collection.anonymous) return always
  return [
    ...always,
    origin('receipt', 'text', (row) => row.receipt),
    origin('received_at', 'text', (row) => row.receivedAt),
    origin('collector', 'text', (row) =>
      row.collectorId === null ? null : (subject.collectors.get(row.collectorId) ?? row.collectorId),
    ),
  ]
}

function answerDrafts(variable: Variable, personal: boolean, locale: Locale): readonly Draft[] {
  const { name, label } = variable
  const of = (reading: Reading) => valueOrSkipped(personal ? reading.personal : reading.answers, name)
  const heading = catalogues[locale].summary.heading
  switch (variable.kind) {
    case 'set':
      return variable.categories.map((choice) =>
        draft({
          name: `${name}/${choice.value}`,
          label: `${label}/${choice.label}`,
          kind: 'number',
          variable,
          personal,
          set: { name, label },
          categories: [
            { value: '0', label: heading.notChosen, missing: null },
            { value: '1', label: heading.chosen, missing: null },
          ],
          read: (reading) => chosen(of(reading), choice.value),
        }),
      )
    case 'rank':
      return variable.categories.map((choice) =>
        draft({
          name: `${name}/${choice.value}`,
          label: `${label}/${choice.label}`,
          kind: 'number',
          variable,
          personal,
          read: (reading) => placeOf(of(reading), choice.value),
        }),
      )
    case 'coded': {
      const kind = variable.categories.every(({ value }) => wholeNumber.test(value)) ? 'number' : 'text'
      return [draft({ name, label, kind, variable, personal, categories: variable.categories, read: of })]
    }
    case 'number':
    case 'date':
    case 'text':
      return [draft({ name, label, kind: variable.kind, variable, personal, read: of })]
  }
}

const wholeNumber = /^(0|-?[1-9]\d{0,8})$/

function draft(
  of: Pick<Draft, 'name' | 'label' | 'kind' | 'read'> &
    Partial<Pick<Draft, 'variable' | 'categories' | 'set' | 'personal'>>,
): Draft {
  return {
    variable: null,
    categories: [],
    set: null,
    personal: false,
    ...of,
    words: false,
    whole: true,
    longest: 0,
    bytes: 0,
    filled: 0,
    counts: new Map(),
  }
}

/** What a value tells of its column. */
function look(draft: Draft, value: Value | null | undefined): void {
  if (value === undefined || value === null || value === '') return
  const text = typeof value === 'object' ? value.join(' ') : String(value)
  const number = typeof value === 'object' ? Number.NaN : Number(value)
  draft.filled++
  if (!Number.isFinite(number)) draft.words = true
  else if (!Number.isInteger(number)) draft.whole = false
  const length = Buffer.byteLength(text)
  draft.bytes += length
  if (length > draft.longest) draft.longest = length
  if (draft.categories.length > 0) draft.counts.set(text, (draft.counts.get(text) ?? 0) + 1)
}

function settled(draft: Draft): DataColumn {
  const { name, label, variable, set, personal, longest, bytes, filled, whole, counts } = draft
  // A calculation may give words, and an older version of a form other choices than the newest.
  const kind = draft.kind === 'number' && draft.words ? 'text' : draft.kind
  const numbers = kind === 'number' && draft.categories.length === 0
  return {
    name,
    label,
    kind,
    measure: variable?.ordered || variable?.kind === 'rank' ? 'ordinal' : numbers ? 'scale' : 'nominal',
    categories: draft.categories,
    set,
    personal,
    whole,
    longest,
    bytes,
    filled,
    counts: draft.categories.map(({ value }) => counts.get(value) ?? 0),
  }
}

function cellOf(column: DataColumn, value: Value | null | undefined): Cell {
  if (value === undefined || value === null || value === '') return null
  if (column.kind !== 'number') return typeof value === 'object' ? value.join(' ') : String(value)
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

function chosen(value: Value | null | undefined, choice: string): number | null {
  if (value === undefined || value === null) return null
  return (typeof value === 'object' ? value.includes(choice) : value === choice) ? 1 : 0
}

function placeOf(value: Value | null | undefined, choice: string): number | null {
  const place = typeof value === 'object' && value !== null ? value.indexOf(choice) : -1
  return place < 0 ? null : place + 1
}
