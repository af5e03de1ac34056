/** Parts that the results of tests share: a table of tests, a table of sizes with limits, remarks on the data. */

import type { SampleType } from '../cells.ts'
import type { Chart } from '../chart.ts'
import type { Result } from '../statistics/result.ts'
import { column, note, row } from '../statistics/result.ts'
import type { Note, Table } from '../table.ts'
import type { HeadingKey, Words } from '../words.ts'

/** A result with the chart that goes with it. */
export interface ChartedResult extends Result {
  readonly chart: Chart | null
}

export interface ResultOptions {
  readonly sampleType: SampleType
  readonly words: Words
}

/** Limits are shown for probability samples only (promise 4). */
export function showsLimits({ sampleType }: ResultOptions): boolean {
  return sampleType === 'probability'
}

export interface TestLine {
  readonly test: HeadingKey
  readonly statistic: number | null
  readonly df?: number | null
  /** Second degrees of freedom of an F. */
  readonly df2?: number | null
  readonly p: number | null
}

/** One row a test. */
export function testTable(lines: readonly TestLine[], { words }: ResultOptions): Table {
  const two = lines.some((line) => line.df2 !== undefined)
  return {
    caption: 'statistic',
    columns: [
      column('test', 'label'),
      column('statistic', 'number'),
      column('df', 'number'),
      ...(two ? [column('df2', 'number')] : []),
      column('p', 'p'),
    ],
    rows: lines.map(({ test, statistic, df = null, df2 = null, p }) =>
      row([words[test], statistic, df, ...(two ? [df2] : []), p]),
    ),
    notes: [],
  }
}

export interface SizeLine {
  readonly size: HeadingKey
  readonly value: number | null
  readonly lower?: number | null
  readonly upper?: number | null
}

/** One row a measure; with its limits where they may be shown and there are any. */
export function sizeTable(lines: readonly SizeLine[], options: ResultOptions): Table {
  const limits = showsLimits(options) && lines.some(({ lower }) => lower !== undefined)
  return {
    caption: 'effectSize',
    columns: [
      column('measure', 'label'),
      column('value', 'number'),
      ...(limits ? [column('lower', 'number'), column('upper', 'number')] : []),
    ],
    rows: lines.map(({ size, value, lower = null, upper = null }) =>
      row([options.words[size], value, ...(limits ? [lower, upper] : [])]),
    ),
    notes: [],
  }
}

/** Beyond this the squares of values are infinite. */
const largest = 1e150

/** Values without what is missing or infinite, and a remark on the infinite ones. */
export function finite(values: Float64Array): {
  readonly values: Float64Array
  readonly notes: readonly Note[]
} {
  const infinite = values.filter((value) => Math.abs(value) > largest).length
  return {
    values: values.filter((value) => Math.abs(value) <= largest),
    notes: infinite > 0 ? [note('infiniteLeftOut', { count: infinite })] : [],
  }
}

/** A result that only says why there is none. */
export function nothing(
  code: string,
  params: Note['params'] = {},
  more: readonly Note[] = [],
): ChartedResult {
  return { tables: [], findings: [], notes: [...more, note(code, params)], chart: null }
}
