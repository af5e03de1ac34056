/**
 * Several columns answered by the same rows, as scales and judgements are: complete rows, covariances.
 *
 * A value that is not finite (NaN, and an infinite one too) counts as missing. Covariances have n - 1 and are
 * computed from deviations. Weights, where there are any, are those of a sample: only their proportions count, equal
 * ones change nothing, a row without a weight above 0 is left out, and Kish's effective n takes the place of n in
 * limits and tests.
 */

import { moments, sum } from '../sums.ts'
import { weightSummary } from './weighted.ts'

/** Columns of equal length. */
export type Items = readonly Float64Array[]
export type Matrix = readonly (readonly number[])[]

export interface CompleteRows {
  readonly columns: Items
  /** Null where all rows count alike. */
  readonly weights: Float64Array | null
  /** Rows with every value. */
  readonly n: number
  /** Kish's effective n; n itself without weights. */
  readonly effective: number
  /** Rows left out for a missing value or weight. */
  readonly missing: number
}

/** The rows in which every column has a value; an Error where the columns differ in length. */
export function completeRows(columns: Items, weights?: Float64Array): CompleteRows {
  const rows = columns[0]?.length ?? 0
  const all = weights ? [...columns, weights] : columns
  const odd = all.findIndex((values) => values.length !== rows)
  if (odd >= 0) throw new Error(`completeRows: column ${odd + 1} has not ${rows} rows`)
  const keep = new Uint8Array(rows).fill(1)
  for (const values of all)
    for (let row = 0; row < rows; row += 1) if (!Number.isFinite(values[row])) keep[row] = 0
  if (weights) for (let row = 0; row < rows; row += 1) if (!(weights[row]! > 0)) keep[row] = 0
  const n = keep.reduce((count, bit) => count + bit, 0)
  const kept = (values: Float64Array) => (n === rows ? values : values.filter((_, row) => keep[row] === 1))
  const own = weights ? kept(weights) : null
  const unequal = own?.some((weight) => weight !== own[0]) ? own : null
  const effective = unequal ? (weightSummary(unequal).effective ?? n) : n
  return { columns: columns.map(kept), weights: unequal, n, effective, missing: rows - n }
}

/** Sum of the columns in each row. */
export function rowTotals(columns: Items): Float64Array {
  const totals = new Float64Array(columns[0]?.length ?? 0)
  for (const values of columns) for (let row = 0; row < totals.length; row += 1) totals[row]! += values[row]!
  return totals
}

/** More columns than any scale has, and few enough that nothing hangs. */
const columnLimit = 500

/** The mean of a column without missing values; NaN of none. */
export function meanOf(values: Float64Array, weights: Float64Array | null): number {
  if (!weights) return moments(values).mean
  const total = sum(weights)
  const first = sum(values.map((value, row) => value * weights[row]!)) / total
  // What rounding left is found in the deviations.
  return first + sum(values.map((value, row) => (value - first) * weights[row]!)) / total
}

/** Covariances with n - 1 of at most 500 columns without missing values; of fewer than two rows all are NaN and the caller's to withhold. */
export function covariances(columns: Items, weights: Float64Array | null = null): number[][] {
  const n = columns[0]?.length ?? 0
  if (columns.length > columnLimit)
    throw new Error(`covariances: ${columns.length} columns are more than ${columnLimit}`)
  const centred = columns.map((values) => {
    const mean = meanOf(values, weights)
    return values.map((value) => value - mean)
  })
  const table = columns.map(() => columns.map(() => NaN))
  if (n < 2) return table
  const total = weights ? sum(weights) : n
  const shares = weights?.map((weight) => (weight * n) / total)
  centred.forEach((a, i) => {
    const weighed = shares ? a.map((value, row) => value * shares[row]!) : a
    for (let j = 0; j <= i; j += 1) {
      const b = centred[j]!
      const covariance = sum(weighed.map((value, row) => value * b[row]!)) / (n - 1)
      table[i]![j] = covariance
      table[j]![i] = covariance
    }
  })
  return table
}

/** Correlations from covariances; null where a column does not vary. */
export function correlations(covariance: Matrix): number[][] | null {
  const spreads = covariance.map((line, k) => Math.sqrt(line[k]!))
  if (!spreads.every((spread) => spread > 0)) return null
  return covariance.map((line, i) =>
    line.map((value, j) => (i === j ? 1 : Math.min(1, Math.max(-1, value / spreads[i]! / spreads[j]!)))),
  )
}
