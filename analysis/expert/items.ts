/**
 * What experts' ratings of one indicator say: how important, how far they agree.
 *
 * In: one column an item, one row an expert, NaN where not rated. Out, for each item, over those who rated it: n,
 * mean, sd (n - 1), 变异系数 CV = sd/mean, median, quartiles of type 7 and their distance, 满分率 (share of
 * full marks, 0 to 1), and the per cent of ratings at or above `agreeMinimum`. Unweighted. All null without
 * ratings; sd and CV null for one rating, CV null where the mean is 0.
 * Source: reference kind `delphi.items`; Zeng Guang 1994, on the Delphi method.
 */

import { deviation, moments, quantiles } from '../sums.ts'

export interface RatedItem {
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly cv: number | null
  readonly median: number | null
  readonly q1: number | null
  readonly q3: number | null
  readonly iqr: number | null
  readonly fullMarkRate: number | null
  readonly agreePercent: number | null
}

export interface RatingOptions {
  readonly fullMark: number
  readonly agreeMinimum: number
}

/** Figures of each item. */
export function ratedItems(items: readonly Float64Array[], options: RatingOptions): readonly RatedItem[] {
  return items.map((column) => ratedItem(column, options))
}

function ratedItem(column: Float64Array, { fullMark, agreeMinimum }: RatingOptions): RatedItem {
  const values = column.filter((value) => Number.isFinite(value))
  const of = moments(values)
  const sd = deviation(of)
  const [q1 = null, median = null, q3 = null] = quantiles(values, [0.25, 0.5, 0.75])
  const share = (holds: (value: number) => boolean) =>
    of.n === 0 ? null : values.filter((value) => holds(value)).length / of.n
  const agreeing = share((value) => value >= agreeMinimum)
  return {
    n: of.n,
    mean: of.n === 0 ? null : of.mean,
    sd,
    cv: sd === null || of.mean === 0 ? null : sd / of.mean,
    median,
    q1,
    q3,
    iqr: q1 === null || q3 === null ? null : q3 - q1,
    fullMarkRate: share((value) => value === fullMark),
    agreePercent: agreeing === null ? null : 100 * agreeing,
  }
}
