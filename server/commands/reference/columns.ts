/** A case's columns as the analysis room's frames. */

import type { Column, SetColumn, Variable } from '../../../analysis/frame.ts'
import { answered, unanswered } from '../../../analysis/frame.ts'
import type { Predictor } from '../../../analysis/model-matrix.ts'
import { moments } from '../../../analysis/sums.ts'
import type { Moments } from '../../../analysis/sums.ts'
import { frameTotals } from '../../../analysis/totals.ts'
import type { Cell, ReferenceData } from './cases.ts'
import { column, numbersOf } from './cases.ts'

/** The answered numbers of a column. */
export function answeredNumbers(data: ReferenceData, name: string): Float64Array {
  return numbersOf(data, name).filter((value) => !Number.isNaN(value))
}

/** Rows of the columns where none is missing. */
export function completeRows(data: ReferenceData, names: readonly string[]): readonly Float64Array[] {
  const columns = names.map((name) => numbersOf(data, name))
  const whole = (_: number, row: number) => columns.every((values) => !Number.isNaN(values[row]))
  return columns.map((values) => values.filter(whole))
}

/** Declared levels, else what occurs: numbers by size, texts by code point. */
export function levelsOf(data: ReferenceData, name: string): readonly string[] {
  const declared = data.levels.get(name)
  if (declared) return declared
  const found = [
    ...new Set(
      column(data.columns, name)
        .filter((cell) => cell !== null)
        .map(String),
    ),
  ]
  const numeric = found.every((text) => Number.isFinite(Number(text)))
  return found.toSorted((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1))
}

function categorical(name: string, levels: readonly string[]): Variable {
  const categories = levels.map((value) => ({ value, label: value, missing: null }))
  return { name, label: name, kind: 'coded', categories, ordered: true, group: null }
}

function codesOf(cells: readonly Cell[], levels: readonly string[]): Uint16Array {
  const places = new Map(levels.map((level, k) => [level, k + 2]))
  return Uint16Array.from(cells, (cell) => places.get(String(cell)) ?? unanswered)
}

export interface Coded {
  readonly name: string
  readonly levels: readonly string[]
}

/** Grouped sums of categorical columns, weighted where a weight is named. */
export function counted(data: ReferenceData, by: readonly Coded[], weight: string | null) {
  const columns = by.map(({ name, levels }) => ({
    variable: categorical(name, levels),
    codes: codesOf(column(data.columns, name), levels),
  }))
  const values = weight === null ? null : numbersOf(data, weight)
  const held = new Map<string, Column>(
    columns.map(({ variable, codes }) => [variable.name, { kind: 'coded', codes }]),
  )
  if (weight !== null && values) held.set(weight, { kind: 'number', values, status: statusOf(values) })
  const variables = columns.map(({ variable }) => variable)
  const frame = { n: columns[0]?.codes.length ?? 0, variables, columns: held }
  const names = by.map(({ name }) => name)
  return frameTotals(frame, weight === null ? { by: names } : { by: names, weight })
}

/** Joint counts of two categorical columns, rows by columns; rows with a missing value are left out. */
export function crossed(data: ReferenceData, row: string, of: string, weight: string | null = null) {
  const rows = levelsOf(data, row)
  const columns = levelsOf(data, of)
  const counts = rows.map(() => columns.map(() => 0))
  const by = [
    { name: row, levels: rows },
    { name: of, levels: columns },
  ]
  for (const { key, weight: total } of counted(data, by, weight)) {
    const [r = 0, c = 0] = key
    if (r >= 2 && c >= 2) counts[r - 2]![c - 2] = total
  }
  return { rows, columns, counts }
}

/** Moments of a number in each level of a group, in the levels' order. */
export function groupedMoments(data: ReferenceData, y: string, group: string): readonly Moments[] {
  return groupedValues(data, y, group).map((values) => moments(values))
}

/** The answered numbers of each level of a group, in the levels' order. */
export function groupedValues(data: ReferenceData, y: string, group: string): readonly Float64Array[] {
  const values = numbersOf(data, y)
  const levels = levelsOf(data, group)
  const codes = codesOf(column(data.columns, group), levels)
  return levels.map((_, k) => values.filter((value, row) => !Number.isNaN(value) && codes[row] === k + 2))
}

/** A column as a regression takes it: a category where levels are declared or a cell is not a number. */
export function predictorOf(data: ReferenceData, name: string): Predictor {
  const cells = column(data.columns, name)
  const numeric = cells.every((cell) => cell === null || Number.isFinite(Number(cell)))
  if (numeric && !data.levels.has(name)) return { kind: 'number', values: numbersOf(data, name) }
  const levels = levelsOf(data, name)
  return { kind: 'factor', levels, places: Int32Array.from(codesOf(cells, levels), (code) => code - 2) }
}

/** 0/1 columns as one multiple-choice question; a row whose columns are all missing is unanswered. */
export function setColumn(data: ReferenceData, names: readonly string[]): SetColumn {
  const columns = names.map((name) => numbersOf(data, name))
  return {
    kind: 'set',
    chosen: columns.map((values) => Uint8Array.from(values, (value) => (value === 1 ? 1 : 0))),
    status: anyStatus(columns),
  }
}

/** Answered where any of the columns has a value. */
export function anyStatus(columns: readonly Float64Array[]): Uint8Array {
  const rows = columns[0]?.length ?? 0
  return Uint8Array.from({ length: rows }, (_, row) =>
    columns.some((values) => !Number.isNaN(values[row])) ? answered : unanswered,
  )
}

function statusOf(values: Float64Array): Uint8Array {
  return anyStatus([values])
}
