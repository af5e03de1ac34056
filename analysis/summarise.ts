/** The summary of a frame: one section a question, one for each matrix, in the order of the form. */

import type { SampleType } from './cells.ts'
import type { Chart } from './chart.ts'
import { boxChart, heatChart, type BoxRow } from './chart-kinds.ts'
import { groupedChart } from './chart.ts'
import { categoryLimit, codingOf } from './coding.ts'
import type { Coding } from './coding.ts'
import type { Frame, Variable } from './frame.ts'
import { answered } from './frame.ts'
import { mergeCross, roundingStep, roundTo } from './protect.ts'
import type { Making, Section } from './section.ts'
import { rankSection } from './rank-section.ts'
import {
  codedSection,
  dateSection,
  matrixSection,
  numberSection,
  setSection,
  textSection,
} from './sections.ts'
import { plainCells } from './cells.ts'
import type { Cell } from './cells.ts'
import { crosstab } from './statistics/crosstab.ts'
import { groupMeans } from './statistics/groups.ts'
import type { Group } from './statistics/groups.ts'
import { column, note, row } from './statistics/result.ts'
import { deviation, moments, quantiles } from './sums.ts'
import type { Note, Table } from './table.ts'
import { columnOf, countCodes, crossCounts, variableOf } from './totals.ts'
import type { FilterRefusal } from './view.ts'
import { filteredView, fullView, protectedGroups, protectedView, sideOf } from './view.ts'
import type { Words } from './words.ts'

export interface SummaryOptions {
  readonly sampleType: SampleType
  /** `protected` for everyone but the topic's analysts and organisers; the frame then holds released rows only. */
  readonly viewer: 'full' | 'protected'
  readonly words: Words
  /** Names of the variables (or matrices) wanted; all if absent. */
  readonly only?: readonly string[]
}

/** Every question's section. Bounded by the frame; empty frames give sections that say so. */
export function summarise(frame: Frame, options: SummaryOptions): readonly Section[] {
  const view =
    options.viewer === 'full' ? fullView(frame, options.words) : protectedView(frame, options.words)
  return sectionsOf(frame, { view, sampleType: options.sampleType }, options.only)
}

/** A protected reader's summary under one filter: a coded value, a channel, or a month 'YYYY-MM' of a date. */
export function summariseFiltered(
  frame: Frame,
  filter: { readonly variable: string; readonly value: string },
  options: SummaryOptions,
): { readonly refused: FilterRefusal } | { readonly sections: readonly Section[] } {
  const view = filteredView(frame, filter, options.words)
  if (typeof view === 'string') return { refused: view }
  return { sections: sectionsOf(frame, { view, sampleType: options.sampleType }, options.only) }
}

function sectionsOf(frame: Frame, making: Making, only: readonly string[] | undefined): readonly Section[] {
  const done = new Set<string>()
  return frame.variables.flatMap((variable) => {
    const matrix = variable.kind === 'coded' && variable.group ? matrixOf(frame, variable) : []
    const name = matrix.length > 1 ? variable.group!.name : variable.name
    if ((only && !only.includes(name)) || (matrix.length > 1 && done.has(name))) return []
    if (matrix.length > 1) {
      done.add(name)
      return [matrixSection(matrix, making)]
    }
    return [sectionOf(variable, making)]
  })
}

/** The items of a variable's matrix that share its answers. */
function matrixOf(frame: Frame, variable: Variable): readonly Variable[] {
  const key = (of: Variable) => of.categories.map((category) => category.value).join('\n')
  return frame.variables.filter(
    (other) =>
      other.kind === 'coded' && other.group?.name === variable.group?.name && key(other) === key(variable),
  )
}

function sectionOf(variable: Variable, making: Making): Section {
  switch (variable.kind) {
    case 'coded':
      return codedSection(variable, making)
    case 'set':
      return setSection(variable, making)
    case 'number':
      return numberSection(variable, making)
    case 'rank':
      return rankSection(variable, making)
    case 'date':
      return dateSection(variable, making)
    case 'text':
      return textSection(variable, making)
  }
}

/** Two variables together. `refused` says why there is nothing to show. */
export interface Crossing {
  readonly rows: { readonly name: string; readonly label: string }
  readonly columns: { readonly name: string; readonly label: string }
  /** Rows of the frame in the table; null where not shown. */
  readonly n: number | null
  readonly tables: readonly Table[]
  readonly chart: Chart | null
  readonly findings: readonly Note[]
  readonly notes: readonly Note[]
}

/**
 * Cross-tabulates two variables, or compares a number between groups if exactly one of them is a number.
 * Names are of coded, date or number variables, or `set/value` for one choice. Texts, whole sets and two
 * numbers cannot be crossed: a note says so.
 */
export function crossing(
  frame: Frame,
  rowName: string,
  columnName: string,
  options: SummaryOptions,
): Crossing {
  const number = (name: string) => frame.columns.get(name)?.kind === 'number'
  if (number(rowName) && !number(columnName)) return comparison(frame, rowName, columnName, options)
  if (number(columnName) && !number(rowName)) return comparison(frame, columnName, rowName, options)
  const rows = codingOf(frame, rowName, options.words)
  const columns = codingOf(frame, columnName, options.words)
  const head = { rows: named(rows), columns: named(columns) }
  const reason = cannotCross(frame, rows, columns)
  if (reason) return { ...head, ...nothing, notes: [reason] }
  return {
    ...head,
    ...(options.viewer === 'full'
      ? fullCross(rows, columns, options)
      : protectedCross(rows, columns, options)),
  }
}

const named = ({ name, label }: { name: string; label: string }) => ({ name, label })
const nothing = { n: null, tables: [], chart: null, findings: [] } as const

function cannotCross(frame: Frame, rows: Coding, columns: Coding): Note | null {
  if (rows.name === columns.name) return note('sameVariable')
  for (const { name } of [rows, columns]) {
    const kind = frame.columns.get(name)?.kind
    const date = frame.columns.has(name) && variableOf(frame, name).kind === 'date'
    if (kind === 'number' || kind === 'set' || kind === 'rank' || (kind === 'text' && !date))
      return note('cannotCross')
  }
  if (rows.infos.length > categoryLimit || columns.infos.length > categoryLimit) {
    return note('tooManyCategories', { limit: categoryLimit })
  }
  return null
}

function fullCross(
  rows: Coding,
  columns: Coding,
  options: SummaryOptions,
): Omit<Crossing, 'rows' | 'columns'> {
  const joint = crossCounts(rows, columns)
  const valid = (coding: Coding) =>
    plainCells(coding.infos, countCodes(coding)).filter((cell) => cell.role === 'value')
  const input = { rows: valid(rows), columns: valid(columns) }
  const counts = input.rows.map((r) =>
    input.columns.map((c) => joint[r.codes[0]! * columns.size + c.codes[0]!] ?? 0),
  )
  const result = crosstab(
    { ...input, counts },
    { sampleType: options.sampleType, words: options.words, test: true },
  )
  const n = counts.flat().reduce((total, count) => total + count, 0)
  const missing = rows.codes.length - n
  const notes = missing > 0 ? [note('missingLeftOut', { n: missing })] : []
  return {
    n,
    ...result,
    notes: [...notes, ...result.notes],
    chart: crossChart({ ...input, counts }, options.words),
  }
}

function protectedCross(
  rows: Coding,
  columns: Coding,
  options: SummaryOptions,
): Omit<Crossing, 'rows' | 'columns'> {
  const { words, sampleType } = options
  const rowSide = sideOf(rows, words)
  const columnSide = sideOf(columns, words)
  const cross = rowSide && columnSide ? mergeCross(rowSide, columnSide, words) : null
  if (!cross) return { ...nothing, notes: [note('crossTooSmall')] }
  const used = (cells: readonly Cell[]) =>
    cells.flatMap((cell, k) => (cell.role !== 'missing' || cell.count > 0 ? [k] : []))
  const r = used(cross.rows)
  const c = used(cross.columns)
  const input = {
    rows: r.map((k) => cross.rows[k]!),
    columns: c.map((k) => cross.columns[k]!),
    counts: r.map((i) => c.map((j) => cross.counts[i]![j]!)),
  }
  const plain = [...input.rows, ...input.columns].every(
    (cell) => cell.role === 'value' && cell.codes.length === 1,
  )
  const result = crosstab(input, { sampleType, words, test: plain && sampleType === 'probability' })
  return {
    n: rows.codes.length,
    ...result,
    notes: [note('missingIncluded'), ...(plain ? [] : [note('merged')]), ...result.notes],
    chart: crossChart(input, words),
  }
}

/** With more columns a shaded table is read more easily than bars beside each other. */
const mostSeries = 4

function crossChart(
  input: { rows: readonly Cell[]; columns: readonly Cell[]; counts: readonly (readonly number[])[] },
  words: Words,
): Chart | null {
  const total = input.counts.map((line) => line.reduce((sum, count) => sum + count, 0))
  const shown = input.rows.flatMap((_, r) => (total[r]! > 0 ? [r] : []))
  if (input.columns.length > mostSeries)
    return heatChart(
      shown.map((r) => input.rows[r]!.label),
      input.columns.map(({ label }) => label),
      shown.map((r) => input.counts[r]!.map((count) => (100 * count) / total[r]!)),
      words.rowPercent,
    )
  return groupedChart(
    shown.map((r) => input.rows[r]!.label),
    input.columns.map((cell, c) => ({
      label: cell.label,
      values: shown.map((r) => (100 * input.counts[r]![c]!) / total[r]!),
    })),
    words.rowPercent,
  )
}

/** A number compared between the groups of a coded variable. */
function comparison(frame: Frame, numberName: string, groupName: string, options: SummaryOptions): Crossing {
  const { words, sampleType } = options
  const coding = codingOf(frame, groupName, words)
  const variable = variableOf(frame, numberName)
  const head = { rows: named(coding), columns: { name: numberName, label: variable.label } }
  const kind = frame.columns.get(groupName)?.kind
  if (kind && kind !== 'coded' && variableOf(frame, groupName).kind !== 'date')
    return { ...head, ...nothing, notes: [note('cannotCross')] }
  if (coding.infos.length > categoryLimit)
    return { ...head, ...nothing, notes: [note('tooManyCategories', { limit: categoryLimit })] }
  if (options.viewer === 'full') {
    const cells = plainCells(coding.infos, countCodes(coding)).filter((cell) => cell.role === 'value')
    const groups = groupsOf(frame, numberName, coding, cells)
    const result = groupMeans(groups, { sampleType, test: true })
    const n = groups.reduce((total, group) => total + group.n, 0)
    const missing = n < frame.n ? [note('missingLeftOut', { n: frame.n - n })] : []
    const boxes = boxesOf(frame, numberName, coding, cells)
    return {
      ...head,
      n,
      ...result,
      tables: [...result.tables, ...(boxes.length > 0 ? [quartileTable(boxes)] : [])],
      notes: [...missing, ...result.notes],
      chart: boxChart(boxes, variable.label),
    }
  }
  const side = sideOf(coding, words)
  const cells = side ? protectedGroups(frame, side, numberName, words) : null
  if (!cells) return { ...head, ...nothing, notes: [note('crossTooSmall')] }
  const groups = groupsOf(frame, numberName, coding, cells).filter((group) => group.n > 0)
  const result = groupMeans(groups, { sampleType, test: false })
  const tables = result.tables.map((table) => roundedMeans(table, groups))
  const merged = cells.some((cell) => cell.codes.length > 1) ? [note('merged')] : []
  return {
    ...head,
    n: null,
    tables,
    chart: null,
    findings: [],
    notes: [note('roundedGroups'), ...merged, ...result.notes],
  }
}

/** The spread of each group that has five values or more; fewer have no quartiles worth a box. */
function boxesOf(frame: Frame, name: string, coding: Coding, cells: readonly Cell[]): readonly BoxRow[] {
  return valuesOfGroups(frame, name, coding, cells).flatMap((values, g) => {
    if (values.length < leastForBox) return []
    const [min, lowerQuartile, median, upperQuartile, max] = quantiles(values, [0, 0.25, 0.5, 0.75, 1])
    if (min == null || lowerQuartile == null || median == null || upperQuartile == null || max == null)
      return []
    return [
      { label: cells[g]!.label, min, lowerQuartile, median, upperQuartile, max, mean: moments(values).mean },
    ]
  })
}

const leastForBox = 5

/** What the boxes show. */
function quartileTable(boxes: readonly BoxRow[]): Table {
  const keys = ['min', 'lowerQuartile', 'median', 'upperQuartile', 'max'] as const
  return {
    caption: 'range',
    columns: [column('group', 'label'), ...keys.map((key) => column(key, 'number'))],
    rows: boxes.map((box) => row([box.label, ...keys.map((key) => box[key])])),
    notes: [],
  }
}

function groupsOf(frame: Frame, name: string, coding: Coding, cells: readonly Cell[]): readonly Group[] {
  return valuesOfGroups(frame, name, coding, cells).map((values, g) => ({
    label: cells[g]!.label,
    ...moments(values),
  }))
}

function valuesOfGroups(
  frame: Frame,
  name: string,
  coding: Coding,
  cells: readonly Cell[],
): readonly Float64Array[] {
  const column = columnOf(frame, name)
  if (column.kind !== 'number') throw new Error(`comparison: ${name} is not a number`)
  const groupOf = new Int32Array(coding.size).fill(-1)
  cells.forEach((cell, g) => {
    for (const code of cell.codes) groupOf[code] = g
  })
  const counts = new Uint32Array(cells.length)
  const belongs = (i: number) => (column.status[i] === answered ? groupOf[coding.codes[i]!]! : -1)
  for (let i = 0; i < frame.n; i += 1) if (belongs(i) >= 0) counts[belongs(i)]! += 1
  const values = cells.map((_, g) => new Float64Array(counts[g]!))
  const filled = new Uint32Array(cells.length)
  for (let i = 0; i < frame.n; i += 1) {
    const g = belongs(i)
    if (g >= 0) values[g]![filled[g]!++] = column.values[i]!
  }
  return values
}

function roundedMeans(table: Table, groups: readonly Group[]): Table {
  const rows = table.rows.map((line, g) => {
    const group = groups[g]!
    const step = roundingStep(deviation(group), group.n)
    const [label, n, mean, sd] = line.cells
    return {
      ...line,
      cells: [label!, n!, roundTo(mean as number | null, step), roundTo(sd as number | null, step)],
    }
  })
  return { ...table, rows }
}
