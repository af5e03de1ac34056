/**
 * Reliability from two halves of a scale.
 *
 * In: the items of each half as columns; rows with a missing item are left out. Out: the correlation of the halves'
 * totals, Spearman-Brown's step up, Horst's for halves of unequal length (null where the halves correlate
 * perfectly), Guttman's lambda-4, and alpha of each half (null for one item). Unweighted. Null below two rows
 * or where a half does not vary.
 * Source: Spearman 1910; Brown 1910; Horst 1951; Guttman 1945.
 */

import { moments } from '../sums.ts'
import { rawAlpha } from './alpha.ts'
import { correlation } from './correlation.ts'
import { completeRows, covariances, rowTotals } from './items.ts'
import type { Items } from './items.ts'

export interface SplitHalf {
  readonly n: number
  readonly missing: number
  readonly correlation: number
  readonly spearmanBrown: number | null
  readonly horst: number | null
  readonly guttman: number | null
  readonly alphaFirst: number | null
  readonly alphaSecond: number | null
}

/** Reliability of the scale that the two halves make. */
export function splitHalf(first: Items, second: Items): SplitHalf | null {
  if (first.length === 0 || second.length === 0) return null
  const { columns, n, missing } = completeRows([...first, ...second])
  const halves = [columns.slice(0, first.length), columns.slice(first.length)] as const
  const [a, b] = [rowTotals(halves[0]), rowTotals(halves[1])]
  const r = correlation(a, b)
  if (r === null) return null
  const share = first.length / columns.length
  const product = share * (1 - share)
  const unexplained = 1 - r * r
  const whole = moments(a.map((value, row) => value + b[row]!)).squares
  const parts = moments(a).squares + moments(b).squares
  return {
    n,
    missing,
    correlation: r,
    spearmanBrown: r > -1 ? (2 * r) / (1 + r) : null,
    horst:
      unexplained > 0
        ? (r * (Math.sqrt(r * r + 4 * product * unexplained) - r)) / (2 * product * unexplained)
        : null,
    guttman: whole > 1e-14 * parts ? 2 * (1 - parts / whole) : null,
    alphaFirst: rawAlpha(covariances(halves[0])),
    alphaSecond: rawAlpha(covariances(halves[1])),
  }
}
