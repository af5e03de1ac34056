/** Grouped totals in memory: counting loops over typed arrays, and a Source made from a frame. */

import type { CodedColumn, Column, Frame, TextColumn, Variable } from './frame.ts'
import { skipped, unanswered } from './frame.ts'
import type { Source, TotalsQuery, TotalsRow } from './source.ts'

/** More cells than this are not handed out as rows; a statistic that needs them must ask for totals. */
const cellLimit = 200_000_000
/** Up to this many groups are counted in one flat array. */
const denseLimit = 1 << 20

/** Codes of one variable with the number of codes that can occur. */
export interface Codes {
  readonly codes: Uint8Array | Uint16Array
  readonly size: number
}

/** Code of a choice that was ticked, and of one that was not, in the two-way coding of `set/value`. */
export const chosenCode = 2
export const notChosenCode = 3
/** Ticked nothing but choices such as 不清楚: this code for the first declared missing choice, then one more each. */
export const onlyMissingCode = 4

/** The column of a variable, or an Error that names it. */
export function columnOf(frame: Frame, name: string): Column {
  const column = frame.columns.get(name)
  if (!column) throw new Error(`frame: no column ${name}`)
  return column
}

/** Status of each row of a column that has one; null for coded columns, whose codes say it. */
export function statusOf(frame: Frame, name: string): Uint8Array | null {
  const column = columnOf(frame, name)
  return column.kind === 'coded' ? null : column.status
}

/** The variable of that name, or an Error that names it. */
export function variableOf(frame: Frame, name: string): Variable {
  const variable = frame.variables.find((candidate) => candidate.name === name)
  if (!variable) throw new Error(`frame: no variable ${name}`)
  return variable
}

/** Codes of a coded variable, of one choice of a set or ranking (`set/value`), or of a number's status (answered = 2). */
export function codesOf(frame: Frame, name: string): Codes {
  const exact = frame.columns.get(name)
  if (exact?.kind === 'coded')
    return { codes: exact.codes, size: variableOf(frame, name).categories.length + 2 }
  if (exact) return { codes: exact.status, size: 3 }
  const slash = name.indexOf('/')
  const set = slash > 0 ? name.slice(0, slash) : name
  const value = name.slice(slash + 1)
  const column = columnOf(frame, set)
  const variable = variableOf(frame, set)
  const place = variable.categories.findIndex((category) => category.value === value)
  if (place < 0) throw new Error(`frame: no choice ${name}`)
  if (column.kind === 'set') return choiceCodes(variable, column.chosen, column.status, place)
  if (column.kind === 'rank') return choiceCodes(variable, column.ranks, column.status, place)
  throw new Error(`frame: ${set} has no choices that can be told apart`)
}

function choiceCodes(
  variable: Variable,
  marks: readonly Uint8Array[],
  status: Uint8Array,
  place: number,
): Codes {
  const mark = marks[place]
  if (!mark) throw new Error(`frame: ${variable.name} lacks a choice`)
  const codes = new Uint8Array(status.length)
  for (let i = 0; i < codes.length; i += 1) {
    codes[i] = status[i] === 2 ? (mark[i] === 0 ? notChosenCode : chosenCode) : status[i]!
  }
  const missing = missingChoiceRows(variable, marks, status)
  if (missing && !variable.categories[place]?.missing) {
    for (let i = 0; i < codes.length; i += 1)
      if (missing[i] !== 0) codes[i] = onlyMissingCode - 1 + missing[i]!
  }
  return { codes, size: 4 + variable.categories.filter((category) => category.missing).length }
}

/** Which declared missing choice (1 = the first of them) a row ticked where it ticked nothing else; null if there is none. */
export function missingChoiceRows(
  variable: Variable,
  marks: readonly Uint8Array[],
  status: Uint8Array,
): Uint16Array | null {
  if (!variable.categories.some((category) => category.missing)) return null
  const rows = new Uint16Array(status.length)
  let which = 0
  variable.categories.forEach((category, place) => {
    const mark = marks[place]
    if (!category.missing || !mark) return
    which += 1
    for (let i = 0; i < rows.length; i += 1)
      if (mark[i] !== 0 && rows[i] === 0 && status[i] === 2) rows[i] = which
  })
  variable.categories.forEach((category, place) => {
    const mark = marks[place]
    if (category.missing || !mark) return
    for (let i = 0; i < rows.length; i += 1) if (mark[i] !== 0) rows[i] = 0
  })
  return rows
}

/** How often each code occurs. */
export function countCodes({ codes, size }: Codes): Float64Array {
  // Four counters keep runs of the same code from waiting for each other.
  const lanes = new Uint32Array(4 * size)
  const n = codes.length
  const whole = n - (n % 4)
  let i = 0
  for (; i < whole; i += 4) {
    const a = codes[i]!
    const b = size + codes[i + 1]!
    const c = 2 * size + codes[i + 2]!
    const d = 3 * size + codes[i + 3]!
    lanes[a] = lanes[a]! + 1
    lanes[b] = lanes[b]! + 1
    lanes[c] = lanes[c]! + 1
    lanes[d] = lanes[d]! + 1
  }
  for (; i < n; i += 1) lanes[codes[i]!] = lanes[codes[i]!]! + 1
  return foldLanes(lanes, size)
}

/** Joint counts of two codings, row by row: [a * b.size + code of b]. */
export function crossCounts(a: Codes, b: Codes): Float64Array {
  const size = a.size * b.size
  const lanes = new Uint32Array(4 * size)
  const left = a.codes
  const right = b.codes
  const width = b.size
  const n = left.length
  const whole = n - (n % 4)
  let i = 0
  for (; i < whole; i += 4) {
    const p = left[i]! * width + right[i]!
    const q = size + left[i + 1]! * width + right[i + 1]!
    const r = 2 * size + left[i + 2]! * width + right[i + 2]!
    const s = 3 * size + left[i + 3]! * width + right[i + 3]!
    lanes[p] = lanes[p]! + 1
    lanes[q] = lanes[q]! + 1
    lanes[r] = lanes[r]! + 1
    lanes[s] = lanes[s]! + 1
  }
  for (; i < n; i += 1) {
    const p = left[i]! * width + right[i]!
    lanes[p] = lanes[p]! + 1
  }
  return foldLanes(lanes, size)
}

function foldLanes(lanes: Uint32Array, size: number): Float64Array {
  const counts = new Float64Array(size)
  for (let k = 0; k < size; k += 1) {
    counts[k] = lanes[k]! + lanes[size + k]! + lanes[2 * size + k]! + lanes[3 * size + k]!
  }
  return counts
}

/** A Source whose rows are in memory. Unknown names are an Error. */
export function frameSource(frame: Frame): Source {
  return {
    totals: async (query) => frameTotals(frame, query),
    columns: async (names) => {
      if (names.length * frame.n > cellLimit)
        throw new Error(`columns: more than ${cellLimit} cells asked for`)
      const variables = names.map((name) => variableOf(frame, name))
      return { n: frame.n, variables, columns: new Map(names.map((name) => [name, columnOf(frame, name)])) }
    },
  }
}

/** Grouped, weighted sums over the rows of a frame; rows without a weight count with weight 0. */
export function frameTotals(frame: Frame, query: TotalsQuery): readonly TotalsRow[] {
  const by = query.by.map((name) => codesOf(frame, name))
  if (!query.weight && !query.sums?.length && by.length <= 2) return plainCounts(frame, by)
  const weight = query.weight === undefined ? null : numbersOf(frame, query.weight)
  const products = (query.sums ?? []).map((names) => names.map((name) => numbersOf(frame, name)))
  const { groups, keys } = groupRows(frame.n, by)
  const count = keys.length
  const n = new Float64Array(count)
  const width = products.length + 1
  const totals = new Float64Array(count * width)
  const lost = new Float64Array(count * width)
  const add = (cell: number, value: number) => {
    const before = totals[cell]!
    const next = before + value
    lost[cell] =
      lost[cell]! + (Math.abs(before) >= Math.abs(value) ? before - next + value : value - next + before)
    totals[cell] = next
  }
  for (let i = 0; i < frame.n; i += 1) {
    const group = groups ? groups[i]! : 0
    const given = weight ? weight[i]! : 1
    const w = Number.isNaN(given) ? 0 : given
    n[group] = n[group]! + 1
    add(group * width, w)
    for (let k = 0; k < products.length; k += 1) {
      let value = w
      for (const numbers of products[k]!) value *= numbers[i]!
      if (!Number.isNaN(value)) add(group * width + k + 1, value)
    }
  }
  return keys.map((key, group) => ({
    key,
    n: n[group]!,
    weight: totals[group * width]! + lost[group * width]!,
    sums: products.map((_, k) => totals[group * width + k + 1]! + lost[group * width + k + 1]!),
  }))
}

function plainCounts(frame: Frame, by: readonly Codes[]): readonly TotalsRow[] {
  const [a, b] = by
  if (!a) return [{ key: [], n: frame.n, weight: frame.n, sums: [] }]
  const counts = b ? crossCounts(a, b) : countCodes(a)
  const rows: TotalsRow[] = []
  counts.forEach((n, cell) => {
    if (n === 0) return
    const key = b ? [Math.floor(cell / b.size), cell % b.size] : [cell]
    rows.push({ key, n, weight: n, sums: [] })
  })
  return rows
}

/** The group of each row, and each group's key in ascending order. */
function groupRows(
  n: number,
  by: readonly Codes[],
): { groups: Uint32Array | null; keys: readonly (readonly number[])[] } {
  if (by.length === 0) return { groups: null, keys: [[]] }
  const cells = by.reduce((product, codes) => product * codes.size, 1)
  if (cells > Number.MAX_SAFE_INTEGER) throw new Error('totals: too many groups')
  const numbers = new Float64Array(n)
  for (const { codes, size } of by) for (let i = 0; i < n; i += 1) numbers[i] = numbers[i]! * size + codes[i]!
  const occurring =
    cells <= denseLimit ? occurringDense(numbers, cells) : [...new Set(numbers)].toSorted((a, b) => a - b)
  const places = new Map(occurring.map((cell, place) => [cell, place]))
  const groups = new Uint32Array(n)
  for (let i = 0; i < n; i += 1) groups[i] = places.get(numbers[i]!)!
  return { groups, keys: occurring.map((cell) => keyOf(cell, by)) }
}

function occurringDense(numbers: Float64Array, cells: number): number[] {
  const seen = new Uint8Array(cells)
  for (let i = 0; i < numbers.length; i += 1) seen[numbers[i]!] = 1
  const occurring: number[] = []
  for (let cell = 0; cell < cells; cell += 1) if (seen[cell] === 1) occurring.push(cell)
  return occurring
}

function keyOf(cell: number, by: readonly Codes[]): readonly number[] {
  const key: number[] = []
  let rest = cell
  for (const { size } of by.toReversed()) {
    key.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return key
}

function numbersOf(frame: Frame, name: string): Float64Array {
  const column = columnOf(frame, name)
  if (column.kind !== 'number') throw new Error(`totals: ${name} is not a number`)
  return column.values
}

/** The kept rows of a column. `rows` holds row numbers. */
export function keepRows(column: Column, rows: Uint32Array): Column {
  const bytes = (from: Uint8Array) => {
    const to = new Uint8Array(rows.length)
    for (let i = 0; i < rows.length; i += 1) to[i] = from[rows[i]!]!
    return to
  }
  switch (column.kind) {
    case 'coded':
      return { kind: 'coded', codes: keepCodes(column, rows) }
    case 'number': {
      const values = new Float64Array(rows.length)
      for (let i = 0; i < rows.length; i += 1) values[i] = column.values[rows[i]!]!
      return { kind: 'number', values, status: bytes(column.status) }
    }
    case 'set':
      return { kind: 'set', chosen: column.chosen.map(bytes), status: bytes(column.status) }
    case 'rank':
      return { kind: 'rank', ranks: column.ranks.map(bytes), status: bytes(column.status) }
    case 'text':
      return keptTexts(column, rows, bytes(column.status))
  }
}

/** Texts are looked at by few: they are picked out when somebody does. */
function keptTexts(column: TextColumn, rows: Uint32Array, status: Uint8Array): TextColumn {
  let texts: readonly (string | null)[] | null = null
  return {
    kind: 'text',
    status,
    get texts() {
      return (texts ??= Array.from(rows, (row) => column.texts[row] ?? null))
    },
  }
}

function keepCodes(column: CodedColumn, rows: Uint32Array): Uint8Array | Uint16Array {
  const from = column.codes
  const to = from instanceof Uint8Array ? new Uint8Array(rows.length) : new Uint16Array(rows.length)
  for (let i = 0; i < rows.length; i += 1) to[i] = from[rows[i]!]!
  return to
}

/** Counts by status and category of one coding, told apart as promise 4 asks. */
export function splitCounts(counts: ArrayLike<number>): {
  readonly skipped: number
  readonly unanswered: number
  readonly categories: readonly number[]
} {
  return {
    skipped: counts[skipped] ?? 0,
    unanswered: counts[unanswered] ?? 0,
    categories: Array.from(counts).slice(2),
  }
}
