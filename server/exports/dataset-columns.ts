/** The columns of a labelled table: how each cell is read, and what the answers tell of its column. */

import type { Category, Variable } from '../../analysis/frame.ts'
import type { Form, Value } from '../form/form.ts'
import { isRows, valueOrSkipped } from '../form/instances.ts'
import { catalogues, type Locale } from '../locale/index.ts'
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
import { plainText } from './bytes.ts'
import type { CsvSubject } from './csv.ts'
import { isKept, isPoint, partOfPlace, placeParts, type Reading } from './csv-columns.ts'
import type { Cell, DataColumn, DatasetChoices } from './dataset.ts'
import { recodeColumns } from './recode-columns.ts'

/** A column while its answers are still being looked at. */
export interface Draft {
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

/** The columns of one table in their order: those of the CSV file of the same table. */
export function draftColumns(subject: CsvSubject, choices: DatasetChoices): readonly Draft[] {
  const { locale, table } = choices
  const of = (which: 'shared' | 'personal') =>
    placedIn(subject.forms, which, table)
      .filter(({ question }) => !subject.collection.anonymous || isKept(question.type))
      .flatMap((placed) => answerDrafts(placed, which, subject.forms, locale))
  const keys = keyDrafts(subject)
  return [
    ...(table === null ? originDrafts(subject, locale) : keys),
    ...of('shared'),
    ...rowCounts(subject, choices),
    ...(table === null ? recodeDrafts(subject, locale) : []),
    ...(table === null && repeatTables(subject.forms).length > 0 ? keys.slice(1) : []),
    ...(choices.personal ? of('personal') : []),
  ]
}

/** The names that other tools give them too. */
function keyDrafts({ forms }: CsvSubject): readonly Draft[] {
  const taken = takenNames(forms)
  const key = (word: string, read: Draft['read']) => {
    const name = freeName(word, taken)
    return draft({ name, label: name, kind: 'text', read })
  }
  return [key('PARENT_KEY', ({ parentKey }) => parentKey), key('KEY', ({ key: own }) => own)]
}

/** The variables that analysts made; their label says out of what. */
function recodeDrafts(subject: CsvSubject, locale: Locale): readonly Draft[] {
  return recodeColumns(subject, locale).map(({ variable, documented, read }) => {
    const { name, kind, categories } = variable
    const whole = categories.length > 0 && categories.every(({ value }) => wholeNumber.test(value))
    return draft({
      name,
      label: documented,
      kind: kind === 'coded' ? (whole ? 'number' : 'text') : kind === 'number' ? 'number' : 'text',
      variable,
      categories,
      read,
    })
  })
}

function rowCounts({ forms }: CsvSubject, { locale, table }: DatasetChoices): readonly Draft[] {
  return repeatTables(forms)
    .filter(({ parent }) => parent === table)
    .map((repeat) =>
      draft({
        name: repeat.name,
        label: catalogues[locale].summary.rowCount({ label: repeatLabel(repeat, locale) }),
        kind: 'number',
        read: ({ answers }) => {
          const rows = Object.hasOwn(answers, repeat.name) ? answers[repeat.name] : undefined
          return isRows(rows) ? rows.length : null
        },
      }),
    )
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
    ...(subject.copies.size > 0
      ? [origin('paper_copy', 'text', (row) => subject.copies.get(row.instanceId) ?? null)]
      : []),
  ]
}

function answerDrafts(
  placed: Placed,
  which: 'shared' | 'personal',
  forms: readonly Form[],
  locale: Locale,
): readonly Draft[] {
  const variable = variableOfQuestion(placed, forms, { which, locale })
  const personal = which === 'personal'
  const { name, label } = variable
  const of = (reading: Reading) => valueOrSkipped(personal ? reading.personal : reading.answers, name)
  const heading = catalogues[locale].summary.heading
  if (isPoint(placed.question.type)) {
    const words = catalogues[locale].exports.place
    return placeParts.map((part, place) =>
      draft({
        name: `${name}/${part}`,
        label: `${label}/${words[part]}`,
        kind: 'number',
        variable,
        personal,
        read: (reading) => partOfPlace(of(reading), place),
      }),
    )
  }
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

/** A column of which nothing is known yet. */
export function draft(
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
export function look(draft: Draft, value: Value | null | undefined): void {
  if (value === undefined || value === null || value === '') return
  const text = textOf(value)
  const number = typeof value === 'object' ? Number.NaN : Number(value)
  draft.filled++
  if (!Number.isFinite(number)) draft.words = true
  else if (!Number.isInteger(number)) draft.whole = false
  const length = Buffer.byteLength(text)
  draft.bytes += length
  if (length > draft.longest) draft.longest = length
  if (draft.categories.length > 0) draft.counts.set(text, (draft.counts.get(text) ?? 0) + 1)
}

export function settled(draft: Draft): DataColumn {
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

export function cellOf(column: DataColumn, value: Value | null | undefined): Cell {
  if (value === undefined || value === null || value === '') return null
  if (column.kind !== 'number') return textOf(value)
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

function textOf(value: Value): string {
  return typeof value === 'object' ? value.join(' ') : plainText(String(value))
}

function chosen(value: Value | null | undefined, choice: string): number | null {
  if (value === undefined || value === null) return null
  return (typeof value === 'object' ? value.includes(choice) : value === choice) ? 1 : 0
}

function placeOf(value: Value | null | undefined, choice: string): number | null {
  const place = typeof value === 'object' && value !== null ? value.indexOf(choice) : -1
  return place < 0 ? null : place + 1
}
