/**
 * Whether an item's ratings moved between two rounds.
 *
 * In: both rounds' ratings, row by row of the same expert, NaN where missing; only experts who rated both times
 * count. Out: the per cent who changed, and median, quartile distance (type 7) and CV of each round with the
 * change of CV (second minus first). Null without a pair; CV null for one expert or a mean of 0.
 * Source: reference kind `delphi.stability`; Scheibe, Skutsch and Schofer 1975, who call ratings stable when
 * fewer than 15 per cent changed.
 */

import { deviation, moments, quantiles } from '../sums.ts'
import { completeRows } from '../statistics/items.ts'

export interface RoundFigures {
  readonly median: number
  readonly iqr: number
  readonly cv: number | null
}

export interface Stability {
  readonly n: number
  readonly missing: number
  readonly changedPercent: number
  readonly first: RoundFigures
  readonly second: RoundFigures
  readonly cvChange: number | null
}

/** The change of one item between rounds. */
export function stability(first: Float64Array, second: Float64Array): Stability | null {
  const { columns, n, missing } = completeRows([first, second])
  const [a, b] = columns
  if (!a || !b || n === 0) return null
  const changed = a.filter((value, row) => value !== b[row]).length
  const [one, two] = [figures(a), figures(b)]
  return {
    n,
    missing,
    changedPercent: (100 * changed) / n,
    first: one,
    second: two,
    cvChange: one.cv === null || two.cv === null ? null : two.cv - one.cv,
  }
}

function figures(values: Float64Array): RoundFigures {
  const of = moments(values)
  const sd = deviation(of)
  const [q1, median, q3] = quantiles(values, [0.25, 0.5, 0.75]) as [number, number, number]
  return { median, iqr: q3 - q1, cv: sd === null || of.mean === 0 ? null : sd / of.mean }
}
