/**
 * Whether judges order the same items alike: Kendall's W, which is Friedman's test in other units.
 *
 * In: one column an item, one row a judge, holding scores or ranks; rows with a missing value are left out. Each
 * judge's values are ranked upwards, equal ones sharing their mean rank. Out: the sum of squares of the rank sums,
 * the ties' term, W with and without its correction for ties (0 none, 1 full agreement), chi-square =
 * judges · (items - 1) · W with its p, rank sums and mean ranks. Unweighted. Null below two items or without
 * judges, and where every judge ties everything. Chi-square is rough for fewer than 8 items and few judges.
 * Source: Kendall and Babington Smith 1939; Friedman 1937; R `friedman.test`.
 */

import { chiSquareTail } from '../distributions.ts'
import { midRanks } from '../mid-ranks.ts'
import { sum } from '../sums.ts'
import { completeRows } from './items.ts'
import type { Items } from './items.ts'

export interface Concordance {
  readonly judges: number
  readonly missing: number
  readonly items: number
  readonly squares: number
  readonly ties: number
  readonly w: number
  readonly uncorrected: number
  readonly statistic: number
  readonly df: number
  readonly p: number
  readonly rankSums: readonly number[]
  readonly meanRanks: readonly number[]
}

/** Kendall's W of judges (rows) over items (columns). */
export function concordance(items: Items): Concordance | null {
  const { columns, n: judges, missing } = completeRows(items)
  const n = columns.length
  if (n < 2 || judges === 0) return null
  const rankSums = columns.map(() => 0)
  let ties = 0
  const scores = new Float64Array(n)
  for (let judge = 0; judge < judges; judge += 1) {
    for (let item = 0; item < n; item += 1) scores[item] = columns[item]![judge]!
    const { ranks, tieSum } = midRanks(scores)
    ranks.forEach((rank, item) => (rankSums[item]! += rank))
    ties += tieSum
  }
  return fromRankSums({ rankSums, ties, judges, missing })
}

/** Kendall's W of rank sums; `ties` adds up t³ - t over the tied values of each judge. */
export function fromRankSums(of: {
  readonly rankSums: readonly number[]
  readonly ties: number
  readonly judges: number
  readonly missing: number
}): Concordance | null {
  const { rankSums, ties, judges, missing } = of
  const n = rankSums.length
  if (n < 2 || judges === 0) return null
  const middle = (judges * (n + 1)) / 2
  const squares = sum(rankSums.map((total) => (total - middle) ** 2))
  const whole = judges ** 2 * (n ** 3 - n)
  if (!(whole - judges * ties > 0)) return null
  const w = (12 * squares) / (whole - judges * ties)
  const statistic = judges * (n - 1) * w
  return {
    judges,
    missing,
    items: n,
    squares,
    ties,
    w,
    uncorrected: (12 * squares) / whole,
    statistic,
    df: n - 1,
    p: chiSquareTail(statistic, n - 1, 'upper'),
    rankSums,
    meanRanks: rankSums.map((total) => total / judges),
  }
}
