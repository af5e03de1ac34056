/**
 * A number: n, mean, standard deviation (n - 1), minimum, quartiles (R type 7), maximum, and a histogram.
 *
 * In: the answered values, in any order. Out: one row of figures in the question's own unit, and counts and
 * per cent for bins. Missing values are left out before. Source: R `mean`, `sd`, `quantile(type = 7)`;
 * bin width by Freedman and Diaconis (1981), rounded to 1, 2 or 5 times a power of ten.
 */

import { deviation, moments, quantiles } from '../sums.ts'
import type { Table } from '../table.ts'
import type { Words } from '../words.ts'
import type { Result } from './result.ts'
import { column, note, percent, row } from './result.ts'

/** Figures of a number; null where undefined or not shown to this reader. */
export interface NumberSummary {
  readonly n: number | null
  readonly mean: number | null
  readonly sd: number | null
  readonly min: number | null
  readonly quartiles: readonly (number | null)[]
  readonly max: number | null
}

export interface Bins {
  /** One more than there are bins; a bin holds values from its edge up to, not including, the next. */
  readonly edges: readonly number[]
  /** Whole numbers read as 10–19 instead of 10 to under 20. */
  readonly whole: boolean
}

export function numberSummary(values: Float64Array): NumberSummary {
  const of = moments(values)
  if (of.n === 0) return { n: 0, mean: null, sd: null, min: null, quartiles: [null, null, null], max: null }
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!
    if (value < min) min = value
    if (value > max) max = value
  }
  return {
    n: of.n,
    mean: of.mean,
    sd: deviation(of),
    min,
    quartiles: quantiles(values, [0.25, 0.5, 0.75]),
    max,
  }
}

export function numbers(values: Float64Array, words: Words): Result {
  const summary = numberSummary(values)
  if (!summary.n) return { tables: [summaryTable(summary)], findings: [], notes: [note('noAnswers')] }
  const bins = sensibleBins(values, summary)
  const counts = countBins(values, bins)
  const labels = counts.map((_, k) => binLabel(bins, k, words))
  const findings =
    summary.mean !== null && typeof summary.quartiles[1] === 'number'
      ? [note('numberSummary', { mean: summary.mean, median: summary.quartiles[1], n: summary.n })]
      : []
  return {
    tables: [summaryTable(summary), histogramTable(labels, counts)],
    findings,
    notes: [
      ...(summary.n < 2 ? [note('tooFew', { n: summary.n })] : []),
      ...(bins.whole ? [] : [note('binsClosedLeft')]),
    ],
  }
}

/** The figures as a table of one row. */
export function summaryTable(summary: NumberSummary): Table {
  const [lower, median, upper] = summary.quartiles
  return {
    columns: [
      column('n', 'count'),
      column('mean', 'number'),
      column('sd', 'number'),
      column('min', 'number'),
      column('lowerQuartile', 'number'),
      column('median', 'number'),
      column('upperQuartile', 'number'),
      column('max', 'number'),
    ],
    rows: [
      row([
        summary.n,
        summary.mean,
        summary.sd,
        summary.min,
        lower ?? null,
        median ?? null,
        upper ?? null,
        summary.max,
      ]),
    ],
    notes: [],
  }
}

/** Bins as a table; the role of a bin that holds several is `merged`. */
export function histogramTable(labels: readonly string[], counts: readonly number[]): Table {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return {
    caption: 'range',
    columns: [column('range', 'label'), column('count', 'count'), column('percent', 'percent')],
    rows: counts.map((count, k) => row([labels[k] ?? '', count, percent(count, total)])),
    notes: [],
  }
}

/** Between 1 and 24 bins of a round width that suit the spread of the values. */
export function sensibleBins(values: Float64Array, summary: NumberSummary): Bins {
  const min = summary.min ?? 0
  const max = summary.max ?? 0
  const whole = values.every((value) => Number.isInteger(value))
  const [lower, , upper] = summary.quartiles
  const spread = (upper ?? 0) - (lower ?? 0)
  const byRule = (2 * (spread > 0 ? spread : (max - min) / 2)) / Math.cbrt(Math.max(1, values.length))
  const wanted = Math.max(byRule, (max - min) / 20)
  if (whole && max - min <= 15) return evenBins(min, max, 1, true)
  return evenBins(min, max, whole ? Math.max(1, roundWidth(wanted)) : roundWidth(wanted), whole)
}

/** Edges at multiples of the width that take in every value. */
function evenBins(min: number, max: number, width: number, whole: boolean): Bins {
  if (!(width > 0) || !Number.isFinite(width))
    return { edges: [min, min + 1], whole: Number.isInteger(min) && whole }
  const first = Math.floor(min / width)
  const last = Math.max(first, Math.floor(max / width))
  // Where the width is below the numbers' own precision, one bin holds them all.
  if (last - first > 1000) return { edges: [min, max + width], whole: false }
  return { edges: Array.from({ length: last - first + 2 }, (_, k) => tidy((first + k) * width)), whole }
}

/** The next of 1, 2 or 5 times a power of ten. */
export function roundWidth(wanted: number): number {
  if (!(wanted > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= wanted * 0.999999) ?? 10
  return tidy(step * power)
}

export function countBins(values: Float64Array, { edges }: Bins): number[] {
  const counts = Array.from({ length: edges.length - 1 }, () => 0)
  const start = edges[0]!
  const width = edges[1]! - start
  const even = edges.every((edge, k) => k === 0 || Math.abs(edge - edges[k - 1]! - width) < width * 1e-9)
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!
    let bin = even ? Math.floor((value - start) / width) : 0
    bin = Math.min(counts.length - 1, Math.max(0, bin))
    // Rounding of the division may land one bin off the edge.
    while (bin > 0 && value < edges[bin]!) bin -= 1
    while (bin < counts.length - 1 && value >= edges[bin + 1]!) bin += 1
    counts[bin]! += 1
  }
  return counts
}

/** 10–19 for whole numbers, 10–<20 otherwise. */
export function binLabel({ edges, whole }: Bins, k: number, words: Words): string {
  const from = edges[k]!
  const to = edges[k + 1]!
  if (from === -Infinity) return `${words.below}${plain(to)}`
  if (to === Infinity) return `${plain(from)}${words.andAbove}`
  if (!whole) return `${plain(from)}–<${plain(to)}`
  return to - from === 1 ? plain(from) : `${plain(from)}–${plain(to - 1)}`
}

function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

function plain(value: number): string {
  return String(tidy(value)).replace('-', '−')
}
