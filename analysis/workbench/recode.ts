/**
 * New variables out of those there are: bands of a number, groups of choices, top boxes, an index, scores, parts of a
 * date. A row that was skipped or left unanswered stays so; what a recode has no place for is unanswered.
 */

import { scoresOf } from '../cells.ts'
import type { Category, CodedColumn, Column, Frame, NumberColumn, Variable } from '../frame.ts'
import { answered, skipped, unanswered } from '../frame.ts'
import type { Note } from '../table.ts'
import { note } from '../statistics/result.ts'
import type { Words } from '../words.ts'
import type { BandsRecode, DatePart, GroupsRecode, Recode } from './script.ts'

type Made = { readonly variable: Variable; readonly column: Column } | { readonly problem: Note }

/** The frame with the recodes' variables behind its own, in order; one that cannot be made is a remark and left out. */
export function withRecodes(
  frame: Frame,
  recodes: readonly Recode[],
  words: Words,
): { readonly frame: Frame; readonly notes: readonly Note[] } {
  let made = frame
  const notes: Note[] = []
  for (const recode of recodes) {
    const one = recoded(made, recode, words)
    if ('problem' in one) {
      notes.push(one.problem)
      continue
    }
    made = {
      n: made.n,
      variables: [...made.variables, one.variable],
      columns: new Map([...made.columns, [recode.name, one.column]]),
    }
  }
  return { frame: made, notes }
}

/** The variable and column of one recode. */
export function recoded(frame: Frame, recode: Recode, words: Words): Made {
  const variable = frame.variables.find(({ name }) => name === recode.from)
  const column = frame.columns.get(recode.from)
  const label = recode.label || recode.name
  if (!variable || !column) return { problem: note('recodeUnknown', { label, variable: recode.from }) }
  if (frame.columns.has(recode.name)) return { problem: note('recodeTaken', { name: recode.name }) }
  const wrong = { problem: note('recodeKind', { label, variable: variable.label }) }
  const head = { name: recode.name, label, group: null }
  switch (recode.kind) {
    case 'bands': {
      const values = numbersOf(variable, column)
      return values ? bands(head, values, recode, words) : wrong
    }
    case 'groups':
      return column.kind === 'coded' ? grouped(head, variable, column, recode, words) : wrong
    case 'top':
      return column.kind === 'coded' ? topBoxes(head, variable, column, recode, words) : wrong
    case 'index': {
      const values = numbersOf(variable, column)
      return values ? index(head, values, recode) : wrong
    }
    case 'score':
      return column.kind === 'coded' ? scores(head, variable, column, recode.scores) : wrong
    case 'date':
      return column.kind === 'text' && variable.kind === 'date'
        ? dateParted(head, column.texts, column.status, recode.part)
        : wrong
  }
}

/** A number's values, or the scores of a coded variable; null of anything else. */
export function numbersOf(variable: Variable, column: Column): NumberColumn | null {
  if (column.kind === 'number') return column
  if (column.kind !== 'coded') return null
  const { scores: of } = scoresOf(variable.categories)
  const byCode = Float64Array.from([NaN, NaN, ...of])
  return fromCodes(column, byCode)
}

function fromCodes({ codes }: CodedColumn, byCode: Float64Array): NumberColumn {
  const values = new Float64Array(codes.length)
  const status = new Uint8Array(codes.length)
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!
    const value = byCode[code]!
    values[row] = value
    status[row] = Number.isNaN(value) ? (code === skipped ? skipped : unanswered) : answered
  }
  return { kind: 'number', values, status }
}

type Head = Pick<Variable, 'name' | 'label' | 'group'>

function bands(head: Head, from: NumberColumn, { cuts, labels }: BandsRecode, words: Words): Made {
  const codes = new Uint16Array(from.values.length)
  for (let row = 0; row < codes.length; row += 1) {
    const value = from.values[row]!
    if (from.status[row] !== answered || Number.isNaN(value)) {
      codes[row] = from.status[row] === skipped ? skipped : unanswered
      continue
    }
    codes[row] = bandOf(cuts, value) + 2
  }
  const made = (k: number) =>
    k === 0
      ? `${words.below}${cuts[0]!}`
      : k === cuts.length
        ? `${cuts[k - 1]!}${words.andAbove}`
        : `[${cuts[k - 1]!}, ${cuts[k]!})`
  const categories = Array.from({ length: cuts.length + 1 }, (_, k) => ({
    value: String(k + 1),
    label: labels[k] || made(k),
    missing: null,
  }))
  return coded(head, categories, codes, true)
}

/** The place of a value among bands. */
export function bandOf(cuts: readonly number[], value: number): number {
  let band = 0
  while (band < cuts.length && value >= cuts[band]!) band += 1
  return band
}

function coded(head: Head, categories: readonly Category[], codes: Uint16Array, ordered: boolean): Made {
  return { variable: { ...head, kind: 'coded', categories, ordered }, column: { kind: 'coded', codes } }
}

function grouped(
  head: Head,
  variable: Variable,
  { codes: from }: CodedColumn,
  { groups, rest, restLabel }: GroupsRecode,
  words: Words,
): Made {
  const categories: Category[] = groups.map(({ label }, k) => ({
    value: String(k + 1),
    label: label || String(k + 1),
    missing: null,
  }))
  const placeOf = new Uint16Array(variable.categories.length + 2)
  placeOf[unanswered] = unanswered
  let other = -1
  variable.categories.forEach((category, at) => {
    const group = groups.findIndex(({ values }) => values.includes(category.value))
    if (group >= 0) placeOf[at + 2] = group + 2
    else if (category.missing) {
      categories.push({ ...category, value: missingValue(category, at, groups.length) })
      placeOf[at + 2] = categories.length + 1
    } else if (rest === 'keep') {
      categories.push({ value: `k${at + 1}`, label: category.label, missing: null })
      placeOf[at + 2] = categories.length + 1
    } else if (rest === 'other') {
      if (other < 0) {
        categories.push({ value: 'other', label: restLabel || words.merged, missing: null })
        other = categories.length + 1
      }
      placeOf[at + 2] = other
    } else placeOf[at + 2] = unanswered
  })
  return coded(
    head,
    categories,
    Uint16Array.from(from, (code) => placeOf[code]!),
    false,
  )
}

/** 1 for the highest (or lowest) answers by score, 0 for the others. */
function topBoxes(
  head: Head,
  variable: Variable,
  { codes: from }: CodedColumn,
  { count, end }: { readonly count: number; readonly end: 'high' | 'low' },
  words: Words,
): Made {
  const { scores: of } = scoresOf(variable.categories)
  const valid = of.flatMap((score, at) => (Number.isNaN(score) ? [] : [{ score, at }]))
  if (valid.length <= count)
    return { problem: note('recodeTop', { label: head.label, count, of: valid.length }) }
  const sorted = valid.toSorted((a, b) => (end === 'high' ? b.score - a.score : a.score - b.score))
  const top = new Set(sorted.slice(0, count).map(({ at }) => at))
  const missing = variable.categories.flatMap((category, at) => (category.missing ? [{ category, at }] : []))
  const named = (places: readonly number[]) =>
    places.map((at) => variable.categories[at]!.label).join(words.separator)
  const places = [...variable.categories.keys()]
  const categories: readonly Category[] = [
    { value: '1', label: named(places.filter((at) => top.has(at))), missing: null },
    {
      value: '0',
      label: named(places.filter((at) => !top.has(at) && !variable.categories[at]!.missing)),
      missing: null,
    },
    ...missing.map(({ category, at }) => ({ ...category, value: missingValue(category, at, 1) })),
  ]
  const placeOf = Uint16Array.from([
    skipped,
    unanswered,
    ...variable.categories.map(({ missing: isMissing }, at) =>
      isMissing ? 4 + missing.findIndex((each) => each.at === at) : top.has(at) ? 2 : 3,
    ),
  ])
  return coded(
    head,
    categories,
    Uint16Array.from(from, (code) => placeOf[code]!),
    false,
  )
}

/** A declared missing answer keeps its code, unless that is one of the new ones, which count from 0 or 1 up to `last`. */
function missingValue({ value }: Category, at: number, last: number): string {
  const number = Number(value)
  return Number.isInteger(number) && (number < 0 || number > last) ? value : `m${at + 1}`
}

function number(head: Head, column: NumberColumn): Made {
  return { variable: { ...head, kind: 'number', categories: [], ordered: false }, column }
}

/** 0 at the low end, 100 at the high one; values outside are unanswered. */
function index(head: Head, from: NumberColumn, scale: IndexScale): Made {
  const status = from.status.slice()
  const values = from.values.map((value, row) => {
    if (status[row] !== answered) return NaN
    const of = indexValue(scale, value)
    if (Number.isNaN(of)) status[row] = unanswered
    return of
  })
  return number(head, { kind: 'number', values, status })
}

interface IndexScale {
  readonly low: number
  readonly high: number
  readonly reversed: boolean
}

/** 0 at the low end, 100 at the high one, or the other way round; NaN outside. */
export function indexValue({ low, high, reversed }: IndexScale, value: number): number {
  if (!(value >= low && value <= high)) return NaN
  const share = (100 * (value - low)) / (high - low)
  return reversed ? 100 - share : share
}

function scores(
  head: Head,
  variable: Variable,
  column: CodedColumn,
  given: Readonly<Record<string, number>>,
): Made {
  const of = variable.categories.map(({ value }) => (Object.hasOwn(given, value) ? given[value]! : NaN))
  return number(head, fromCodes(column, Float64Array.from([NaN, NaN, ...of])))
}

function dateParted(head: Head, texts: readonly (string | null)[], status: Uint8Array, part: DatePart): Made {
  const known = new Map<string, string>()
  const partOf = (day: string) => {
    let found = known.get(day)
    if (found === undefined) known.set(day, (found = datePart(day, part)))
    return found
  }
  const values = [...new Set(texts.flatMap((day) => (day === null ? [] : [partOf(day)])))].toSorted()
  const places = new Map(values.map((value, k) => [value, k + 2]))
  const codes = Uint16Array.from(texts, (day, row) =>
    day === null || status[row] !== answered ? Math.min(status[row]!, unanswered) : places.get(partOf(day))!,
  )
  const categories = values.map((value) => ({ value, label: value, missing: null }))
  return coded(head, categories, codes, true)
}

/** A part of a day 'YYYY-MM-DD'; weeks and weekdays (1 = Monday) by ISO 8601. */
export function datePart(day: string, part: DatePart): string {
  const year = day.slice(0, 4)
  if (part === 'year') return year
  if (part === 'month') return day.slice(0, 7)
  if (part === 'quarter') return `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  const weekday = date.getUTCDay() || 7
  if (part === 'weekday') return String(weekday)
  // The week belongs to the year of its Thursday.
  const thursday = new Date(date.getTime() + (4 - weekday) * 86_400_000)
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  const week = Math.floor((thursday.getTime() - first) / (7 * 86_400_000)) + 1
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}
