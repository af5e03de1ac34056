/**
 * Several columns answered by the same rows, as scales and judgements are: complete rows, covariances.
 *
 * A value that is not finite (NaN, and an infinite one too) counts as missing. Covariances have n - 1 and are
 * computed from deviations.
 */

import { moments, sum } from '../sums.ts'

/** Columns of equal length. */
export type Items = readonly Float64Array[]
export type Matrix = readonly (readonly number[])[]

export interface CompleteRows {
  readonly columns: Items
  /** Rows with every value. */
  readonly n: number
  /** Rows left out for a missing value. */
  readonly missing: number
}

/** The rows in which every column has a value; an Error where the columns differ in length. */
export function completeRows(columns: Items): CompleteRows {
  const rows = columns[0]?.length ?? 0
  const odd = columns.findIndex((values) => values.length !== rows)
  if (odd >= 0) throw new Error(`completeRows: column ${odd + 1} has not ${rows} rows`)
  const keep = new Uint8Array(rows).fill(1)
  for (const values of columns)
    for (let row = 0; row < rows; row += 1) if (!Number.isFinite(values[row])) keep[row] = 0
  const n = keep.reduce((count, bit) => count + bit, 0)
  const whole = n === rows ? columns : columns.map((values) => values.filter((_, row) => keep[row] === 1))
  return { columns: whole, n, missing: rows - n }
}

/** Sum of the columns in each row. */
export function rowTotals(columns: Items): Float64Array {
  const totals = new Float64Array(columns[0]?.length ?? 0)
  for (const values of columns) for (let row = 0; row < totals.length; row += 1) totals[row]! += values[row]!
  return totals
}

/** More columns than any scale has, and few enough that nothing hangs. */
const columnLimit = 500

/** Covariances with n - 1 of at most 500 columns without missing values; of fewer than two rows all are NaN and the caller's to withhold. */
export function covariances(columns: Items): number[][] {
  const n = columns[0]?.length ?? 0
  if (columns.length > columnLimit)
    throw new Error(`covariances: ${columns.length} columns are more than ${columnLimit}`)
  const centred = columns.map((values) => {
    const { mean } = moments(values)
    return values.map((value) => value - mean)
  })
  const table = columns.map(() => columns.map(() => NaN))
  if (n < 2) return table
  centred.forEach((a, i) => {
    for (let j = 0; j <= i; j += 1) {
      const b = centred[j]!
      const covariance = sum(a.map((value, row) => value * b[row]!)) / (n - 1)
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
