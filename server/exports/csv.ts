/** A collection's answers as CSV, page by page in bounded memory: RFC 4180, one row an answer. */

import iconv from 'iconv-lite'
import type { Variable } from '../../analysis/frame.ts'
import { compileForm } from '../form/definition.ts'
import type { Answers, Form, Value } from '../form/form.ts'
import { valueOrSkipped } from '../form/instances.ts'
import { Problem } from '../problem.ts'
import type { Channel, Collection, FormVersion, Store, Submission } from '../store/store.ts'
import { freeName, placedIn, takenNames, variablesOf } from '../summary/variables.ts'
import type { Locale } from '../locale/index.ts'
import { quoted, withoutFormula } from './rows.ts'

/** What the person exporting chose. */
export interface CsvChoices {
  readonly cells: 'codes' | 'labels'
  readonly headings: 'names' | 'labels'
  /** Language of labels. */
  readonly locale: Locale
  readonly encoding: 'utf-8' | 'gb18030'
  /** Byte order mark, so that Excel knows UTF-8 when it sees it. */
  readonly mark: boolean
  /** A further column for each question: answered, unanswered or skipped. */
  readonly status: boolean
  /** No apostrophe before text that a spreadsheet would run as a formula: for programs. */
  readonly raw: boolean
  readonly personal: boolean
  readonly rejected: boolean
}

/** Everything an export needs to know of a collection before it reads the answers. */
export interface CsvSubject {
  readonly collection: Collection
  readonly channels: readonly Channel[]
  /** The versions in use and their forms, in one order. */
  readonly versions: readonly FormVersion[]
  readonly forms: readonly Form[]
  readonly collectors: ReadonlyMap<string, string>
}

/** One column of the file; `variable` is null for what no question asked. */
export interface CsvColumn {
  readonly name: string
  readonly label: string
  readonly variable: Variable | null
  /** The choice that a 0/1 or rank column stands for. */
  readonly choice: string | null
  readonly role: 'origin' | 'answer' | 'status'
  readonly personal: boolean
}

interface Reading {
  readonly row: Submission
  readonly answers: Answers
  readonly personal: Answers
}
type Cell = (reading: Reading) => string

const pageSize = 1_000

/** The file in pieces. The first piece (mark and headings) comes with the first page, so that a failure shows before any byte. */
export async function* writeCsv(
  store: Store,
  subject: CsvSubject,
  choices: CsvChoices,
): AsyncGenerator<Buffer> {
  const columns = columnsWithCells(subject, choices)
  const heading = columns
    .map(({ column }) => quoted(choices.headings === 'labels' ? safe(column.label, choices) : column.name))
    .join(',')
  const cells = columns.map(({ cell }) => cell)
  let text = `${choices.mark && choices.encoding === 'utf-8' ? '\uFEFF' : ''}${heading}\r\n`
  for await (const rows of answerPages(store, subject.collection)) {
    const personal = choices.personal
      ? await store.submissions.personal(
          subject.collection.id,
          rows.map(({ seq }) => seq),
        )
      : null
    for (const row of rows) {
      if (row.state === 'rejected' && !choices.rejected) continue
      const reading = {
        row,
        answers: JSON.parse(row.answers) as Answers,
        personal: personal?.get(row.seq) ?? {},
      }
      text += cells[0]!(reading)
      for (let i = 1; i < cells.length; i++) text += `,${cells[i]!(reading)}`
      text += '\r\n'
    }
    yield encoded(text, choices)
    text = ''
  }
  if (text !== '') yield encoded(text, choices)
}

/** The columns of the file in their order, for the codebook. */
export function csvColumns(subject: CsvSubject, choices: CsvChoices): readonly CsvColumn[] {
  return columnsWithCells(subject, choices).map(({ column }) => column)
}

/** Named collections in order of arrival; anonymous ones by their random id, so that order tells nothing. */
export async function* answerPages(
  store: Store,
  collection: Collection,
): AsyncGenerator<readonly Submission[]> {
  let seq = 0
  let instance = ''
  for (;;) {
    const rows = collection.anonymous
      ? await store.submissions.rowsByInstance(collection.id, instance, pageSize)
      : await store.submissions.rows(collection.id, seq, pageSize)
    const lastRow = rows.at(-1)
    if (!lastRow) return
    yield rows
    seq = lastRow.seq
    instance = lastRow.instanceId
    // Give way to submissions that wait.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function columnsWithCells(
  subject: CsvSubject,
  choices: CsvChoices,
): readonly { readonly column: CsvColumn; readonly cell: Cell }[] {
  const { forms } = subject
  const options = { locale: choices.locale }
  const shared = variablesOf(forms, { which: 'shared', ...options }).flatMap((variable) =>
    answerColumns(variable, false, choices),
  )
  const own = choices.personal
    ? variablesOf(forms, { which: 'personal', ...options }).flatMap((variable) =>
        answerColumns(variable, true, choices),
      )
    : []
  return [...originColumns(subject, choices), ...shared, ...own]
}

function originColumns(
  subject: CsvSubject,
  choices: CsvChoices,
): readonly { readonly column: CsvColumn; readonly cell: Cell }[] {
  const taken = takenNames(subject.forms)
  const numberOf = new Map(subject.versions.map(({ id, number }) => [id, String(number)]))
  const labelOf = new Map(subject.channels.map(({ id, label }) => [id, quoted(safe(label, choices))]))
  const origin = (name: string, cell: (row: Submission) => string) => {
    const free = freeName(name, taken)
    return {
      column: {
        name: free,
        label: free,
        variable: null,
        choice: null,
        role: 'origin',
        personal: false,
      } satisfies CsvColumn,
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
  ]
}

function answerColumns(
  variable: Variable,
  personal: boolean,
  choices: CsvChoices,
): readonly { readonly column: CsvColumn; readonly cell: Cell }[] {
  const { name, label } = variable
  const of = (reading: Reading) => valueOrSkipped(personal ? reading.personal : reading.answers, name)
  const column = (choice: string | null, choiceLabel: string): CsvColumn => ({
    name: choice === null ? name : `${name}/${choice}`,
    label: choice === null ? label : `${label}/${choiceLabel}`,
    variable,
    choice,
    role: 'answer',
    personal,
  })
  const columns =
    variable.kind === 'set' || variable.kind === 'rank'
      ? variable.categories.map(({ value, label }) => ({
          column: column(value, label),
          cell: (reading: Reading) =>
            variable.kind === 'set' ? chosen(of(reading), value) : rankOf(of(reading), value),
        }))
      : [{ column: column(null, ''), cell: singleCell(variable, of, choices) }]
  if (!choices.status) return columns
  const status = (reading: Reading) => {
    const value = of(reading)
    return value === undefined ? 'skipped' : value === null ? 'unanswered' : 'answered'
  }
  return [
    ...columns,
    {
      column: {
        name: `${name}/status`,
        label: `${label}/status`,
        variable,
        choice: null,
        role: 'status',
        personal,
      },
      cell: status,
    },
  ]
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

function encoded(text: string, choices: CsvChoices): Buffer {
  return choices.encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(text, 'utf8')
}

/** What an export of this collection is made from: every form version that its answers are of, its own first. */
export async function csvSubject(store: Store, collectionId: string): Promise<CsvSubject> {
  const collection = await store.collections.find(collectionId)
  if (!collection) throw new Problem('notFound')
  const [channels, used, people] = await Promise.all([
    store.collections.channels(collectionId),
    store.submissions.versions(collectionId),
    collection.anonymous ? [] : store.people.all(),
  ])
  const versions: FormVersion[] = []
  const forms: Form[] = []
  for (const id of new Set([collection.formVersionId, ...used])) {
    const version = await store.forms.version(id)
    const form = version && compileForm(version.source).form
    if (version && form) {
      versions.push(version)
      forms.push(form)
    }
  }
  return {
    collection,
    channels,
    versions,
    forms,
    collectors: new Map(people.map(({ id, name }) => [id, name])),
  }
}

/** Whether a form asks anything personal, which an export leaves out unless someone entitled asks for it. */
export function asksPersonal(forms: readonly Form[]): boolean {
  return placedIn(forms, 'personal').length > 0
}
