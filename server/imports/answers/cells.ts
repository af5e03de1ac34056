/** Cells as people and programs write them, made what the form's own check reads: codes for labels, lists for several choices. */

import type { Choice, Form, Question } from '../../form/form.ts'
import { isAmbiguousDay, readDay, type DayOrder } from './dates.ts'
import { choicesOf, plain, textsOf, type Source } from './mapping.ts'

/** Why a cell cannot be read, beside what the form itself refuses. */
export type CellComplaintCode = 'ambiguousDay' | 'notYesNo' | 'notPlace' | 'brokenText'

export interface CellComplaint {
  readonly code: CellComplaintCode
  readonly column: number
}

export type CellReading = { readonly raw: unknown } | { readonly complaint: CellComplaint }

export interface CellReader {
  readonly read: (cells: readonly string[]) => CellReading
  readonly columns: readonly number[]
}

export interface CellOptions {
  /** Texts that mean no answer, as `plain` makes them. */
  readonly blanks: ReadonlySet<string>
  /** What comes first in 3/5/2026, by column. */
  readonly order: (column: number) => DayOrder | null
}

/** The reader of one question's cells, made once for all rows. */
export function cellReader(form: Form, question: Question, source: Source, options: CellOptions): CellReader {
  const read = readerOf(form, question, source, options)
  const columns = source.kind === 'column' ? [source.column] : columnsOf(source)
  return {
    columns,
    read: (cells) => {
      // U+FFFD and its famous double (锟斤拷) stand where an earlier program lost a character for good.
      const broken = columns.find((column) => /\ufffd|锟斤拷/.test(cells[column] ?? ''))
      if (broken !== undefined) return { complaint: { code: 'brokenText', column: broken } }
      return read(cells)
    },
  }
}

function columnsOf(source: Exclude<Source, { kind: 'column' }>): readonly number[] {
  return source.kind === 'choices'
    ? [...source.columns.values()]
    : source.columns.filter((column) => column !== null)
}

function readerOf(form: Form, question: Question, source: Source, options: CellOptions): CellReader['read'] {
  const textOf = (cells: readonly string[], column: number | null): string => {
    const text = column === null ? '' : (cells[column] ?? '').trim()
    return options.blanks.has(plain(text)) ? '' : text
  }
  if (source.kind === 'choices') return choiceColumns(form, question, source.columns, textOf)
  if (source.kind === 'place') {
    return (cells) => {
      const [latitude = '', longitude = '', ...rest] = source.columns.map((column) => textOf(cells, column))
      if (latitude === '' && longitude === '') return { raw: '' }
      const column = source.columns[latitude === '' ? 0 : 1] ?? 0
      if (latitude === '' || longitude === '') return { complaint: { code: 'notPlace', column } }
      return { raw: [latitude, longitude, ...rest.map((part) => part || '0')].join(' ') }
    }
  }
  const { column } = source
  const single = singleReader(form, question, options.order(column))
  return (cells) => {
    const text = textOf(cells, column)
    if (text === '') return { raw: '' }
    const raw = single(text)
    return raw === ambiguous ? { complaint: { code: 'ambiguousDay', column } } : { raw }
  }
}

const ambiguous = Symbol('a day of two meanings')

function singleReader(form: Form, question: Question, order: DayOrder | null): (text: string) => unknown {
  const codeOf = codes(choicesOf(form, question))
  switch (question.type) {
    case 'select_one':
      return (text) => codeOf(text) ?? text
    case 'select_multiple':
    case 'rank':
      return (text) => severalCodes(text, codeOf)
    case 'date':
    case 'today':
      return (text) => {
        if (order === null && isAmbiguousDay(text)) return ambiguous
        return readDay(text, order) ?? text
      }
    case 'datetime':
    case 'start':
    case 'end':
      return (text) => {
        if (order === null && isAmbiguousDay(text)) return ambiguous
        const day = readDay(text, order)
        const time = /(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
          text.normalize('NFKC'),
        )
        return day === null ? text : [day, time?.[1] ?? '', time?.[2] ?? ''].join(' ').trim()
      }
    case 'acknowledge':
      return (text) => (yes.has(plain(text)) ? 'OK' : no.has(plain(text)) ? '' : text)
    default:
      return (text) => text
  }
}

/** The code that a cell means: itself, a label in any language, or a number written otherwise (1.0, ０１). */
function codes(choices: readonly Choice[]): (text: string) => string | null {
  const values = new Set(choices.map(({ value }) => value))
  const known = new Map<string, string>()
  for (const { value, label } of choices)
    for (const text of textsOf(label)) if (!known.has(plain(text))) known.set(plain(text), value)
  return (text) => {
    if (values.has(text)) return text
    const labelled = known.get(plain(text))
    if (labelled !== undefined) return labelled
    const half = text.normalize('NFKC')
    const number = /^-?\d+(\.0+)?$/.test(half) ? String(Number(half)) : half
    // An export guards a code such as -1 against spreadsheets with an apostrophe.
    const bare = half.startsWith("'") ? half.slice(1) : null
    return [half, number, bare].find((each) => each !== null && values.has(each)) ?? null
  }
}

const between = /[;；,，、|┋\n→>]+/

function severalCodes(text: string, codeOf: (text: string) => string | null): readonly string[] {
  const whole = codeOf(text)
  if (whole !== null) return [whole]
  const parts = text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length > 1) return parts.map((part) => codeOf(part) ?? part)
  const words = text.split(/\s+/)
  return words.map((word) => codeOf(word) ?? word)
}

const yes = new Set([
  '1',
  'true',
  'yes',
  'y',
  'ok',
  'x',
  '是',
  '有',
  '选中',
  '已选',
  '选择',
  '√',
  '✓',
  '✔',
  '☑',
])
const no = new Set(['0', 'false', 'no', 'n', '否', '无', '未选中', '未选', '×', '☐'])

function choiceColumns(
  form: Form,
  question: Question,
  columns: ReadonlyMap<string, number>,
  textOf: (cells: readonly string[], column: number) => string,
): CellReader['read'] {
  const codeOf = codes(choicesOf(form, question))
  if (question.type === 'rank') {
    return (cells) => {
      const places: { readonly value: string; readonly place: number }[] = []
      for (const [value, column] of columns) {
        const text = textOf(cells, column)
        if (text === '') continue
        const place = Number(text.normalize('NFKC'))
        if (!Number.isInteger(place) || place < 1) return { complaint: { code: 'notYesNo', column } }
        places.push({ value, place })
      }
      return { raw: places.toSorted((one, other) => one.place - other.place).map(({ value }) => value) }
    }
  }
  return (cells) => {
    const chosen: string[] = []
    for (const [value, column] of columns) {
      const text = textOf(cells, column)
      if (text === '' || no.has(plain(text))) continue
      if (!yes.has(plain(text)) && codeOf(text) !== value) return { complaint: { code: 'notYesNo', column } }
      chosen.push(value)
    }
    return { raw: chosen }
  }
}
