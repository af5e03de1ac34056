/**
 * Reliability from two halves of a scale.
 *
 * In: the items of each half as columns; rows with a missing item are left out. Out: the correlation of the halves'
 * totals, Spearman-Brown's step up, Horst's for halves of unequal length (null where the halves correlate
 * perfectly), Guttman's lambda-4, and alpha of each half (null for one item). Weighted where there are weights. Null below two rows
 * or where a half does not vary.
 * Source: Spearman 1910; Brown 1910; Horst 1951; Guttman 1945.
 */

import { rawAlpha } from './alpha.ts'
import { completeRows, correlations, covariances, rowTotals } from './items.ts'
import type { Items } from './items.ts'

export interface SplitHalf {
  readonly n: number
  /** Kish's effective n; n itself without weights. */
  readonly effective: number
  readonly missing: number
  readonly correlation: number
  readonly spearmanBrown: number | null
  readonly horst: number | null
  readonly guttman: number | null
  readonly alphaFirst: number | null
  readonly alphaSecond: number | null
}

/** Reliability of the scale that the two halves make. */
export function splitHalf(first: Items, second: Items, weighting?: Float64Array): SplitHalf | null {
  if (first.length === 0 || second.length === 0) return null
  const { columns, weights, n, effective, missing } = completeRows([...first, ...second], weighting)
  const halves = [columns.slice(0, first.length), columns.slice(first.length)] as const
  const between = covariances(halves.map(rowTotals), weights)
  const r = n < 2 ? undefined : correlations(between)?.[0]?.[1]
  if (r === undefined) return null
  const share = first.length / columns.length
  const product = share * (1 - share)
  const unexplained = 1 - r * r
  const parts = between[0]![0]! + between[1]![1]!
  const whole = parts + 2 * between[0]![1]!
  return {
    n,
    effective,
    missing,
    correlation: r,
    spearmanBrown: r > -1 ? (2 * r) / (1 + r) : null,
    horst:
      unexplained > 0
        ? (r * (Math.sqrt(r * r + 4 * product * unexplained) - r)) / (2 * product * unexplained)
        : null,
    guttman: whole > 1e-14 * parts ? 2 * (1 - parts / whole) : null,
    alphaFirst: rawAlpha(covariances(halves[0], weights)),
    alphaSecond: rawAlpha(covariances(halves[1], weights)),
  }
}
