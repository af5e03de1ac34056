/**
 * Friedman's test: do the same people rate several things differently?
 *
 * In: one column a thing, a row a person, without missing values. Out: chi-square with ties, upper-tail p, Kendall's W
 * (agreement, 0 to 1) and mean ranks (1 lowest). Null below two things or one person, or where every person rates all
 * alike. Source: Friedman 1937; Kendall and Babington Smith 1939; R `friedman.test`.
 */

import { chiSquareTail } from '../distributions.ts'
import { midRanks } from '../mid-ranks.ts'
import { sum } from '../sums.ts'

export interface Friedman {
  readonly n: number
  readonly k: number
  readonly statistic: number
  readonly df: number
  readonly p: number
  readonly kendallW: number
  readonly meanRanks: readonly number[]
}

export function friedman(columns: readonly Float64Array[]): Friedman | null {
  const k = columns.length
  const n = columns[0]?.length ?? 0
  if (k < 2 || n < 1) return null
  const rankSums = columns.map(() => 0)
  let ties = 0
  const values = new Float64Array(k)
  for (let row = 0; row < n; row += 1) {
    columns.forEach((column, c) => {
      values[c] = column[row]!
    })
    const { ranks, tieSum } = midRanks(values)
    ties += tieSum
    ranks.forEach((rank, c) => {
      rankSums[c] = rankSums[c]! + rank
    })
  }
  const squares = sum(rankSums.map((total) => (total - (n * (k + 1)) / 2) ** 2))
  const spread = n * k * (k + 1) - ties / (k - 1)
  if (!(spread > 0)) return null
  const statistic = (12 * squares) / spread
  return {
    n,
    k,
    statistic,
    df: k - 1,
    p: chiSquareTail(statistic, k - 1, 'upper'),
    kendallW: statistic / (n * (k - 1)),
    meanRanks: rankSums.map((total) => total / n),
  }
}
