/**
 * Whether items share enough to be reduced to components: Kaiser, Meyer and Olkin's measure and Bartlett's test.
 *
 * In: one column an item; rows with a missing item are left out. Out: KMO over all and of each item (0 to 1), the
 * determinant of the correlations, Bartlett's chi-square for "all correlations are 0" with its p. With weights the
 * correlations are weighted and Bartlett's test rests on the effective n.
 * `unvarying` where an item does not vary, `dependent` where an item follows from the others, `tooFew` below two
 * items or three rows.
 * Source: Kaiser 1974; Bartlett 1950; R `psych::KMO`, `psych::cortest.bartlett`.
 */

import { chiSquareTail } from '../distributions.ts'
import { cholesky, inverseSymmetric } from '../matrix.ts'
import { sum } from '../sums.ts'
import { completeRows, correlations, covariances } from './items.ts'
import type { Items } from './items.ts'

export type NoComponents = 'tooFew' | 'unvarying' | 'dependent'

export interface Adequacy {
  readonly n: number
  /** Kish's effective n; n itself without weights. */
  readonly effective: number
  readonly missing: number
  readonly kmo: number
  readonly items: readonly number[]
  readonly determinant: number
  readonly statistic: number
  readonly df: number
  readonly p: number
}

/** KMO and Bartlett's test, or why there are none. */
export function samplingAdequacy(items: Items, weighting?: Float64Array): Adequacy | NoComponents {
  const { columns, weights, n, effective, missing } = completeRows(items, weighting)
  const k = columns.length
  if (k < 2 || n < 3) return 'tooFew'
  const correlation = correlations(covariances(columns, weights))
  if (!correlation) return 'unvarying'
  const lower = cholesky(correlation, 1e-12)
  const inverse = lower && inverseSymmetric(correlation)
  if (!lower || !inverse) return 'dependent'
  const squares = correlation.map((line, i) => sum(line.map((r, j) => (i === j ? 0 : r * r))))
  const partials = inverse.map((line, i) =>
    sum(line.map((q, j) => (i === j ? 0 : (q * q) / (inverse[i]![i]! * inverse[j]![j]!)))),
  )
  const logDeterminant = 2 * sum(lower.map((line, i) => Math.log(line[i]!)))
  const df = (k * (k - 1)) / 2
  const statistic = Math.max(0, -logDeterminant * (effective - 1 - (2 * k + 5) / 6))
  const share = (r: number, q: number) => (r + q > 0 ? r / (r + q) : 0.5)
  return {
    n,
    effective,
    missing,
    kmo: share(sum(squares), sum(partials)),
    items: squares.map((r, i) => share(r, partials[i]!)),
    determinant: Math.exp(logDeterminant),
    statistic,
    df,
    p: chiSquareTail(statistic, df, 'upper'),
  }
}
