/**
 * Mann-Whitney's U (Wilcoxon's rank sum): does one of two groups tend to higher values?
 *
 * In: the values of both groups, in any unit that can be ranked. Out: U of each group, rank sums and mean ranks; z
 * with ties, corrected for continuity where asked, and two-sided p from the normal distribution; or the exact p where
 * it is asked for and nothing is tied (R's rule; `exact` null means: where both groups are below 50). Effect sizes:
 * |z|/√N, rank-biserial correlation (-1 to 1), the chance that a value of the first is higher (ties half), and the
 * Hodges-Lehmann shift in the values' unit. Null where a group is empty; z and p are null where all values are equal.
 * Missing values are left out before. Source: Mann and Whitney 1947; Hodges and Lehmann 1963; R `wilcox.test`.
 */

import { normalTwoSided } from '../distributions.ts'
import { midRanks } from '../mid-ranks.ts'
import { sum } from '../sums.ts'
import { medianDifference } from './median-difference.ts'

export interface MannWhitney {
  readonly u1: number
  readonly u2: number
  readonly n1: number
  readonly n2: number
  readonly rankSum1: number
  readonly rankSum2: number
  readonly exact: boolean
  readonly z: number | null
  readonly p: number | null
  readonly r: number | null
  readonly rankBiserial: number
  readonly chanceHigher: number
  readonly shift: number
}

export function mannWhitney(
  first: Float64Array,
  second: Float64Array,
  options: { readonly correct?: boolean; readonly exact?: boolean | null } = {},
): MannWhitney | null {
  const n1 = first.length
  const n2 = second.length
  if (n1 === 0 || n2 === 0) return null
  const n = n1 + n2
  const both = new Float64Array(n)
  both.set(first)
  both.set(second, n1)
  const { ranks, tieSum } = midRanks(both)
  const rankSum1 = sum(ranks.subarray(0, n1))
  const u1 = rankSum1 - (n1 * (n1 + 1)) / 2
  const product = n1 * n2
  const wanted = options.exact ?? (n1 < 50 && n2 < 50)
  const exact = wanted && tieSum === 0 && product <= exactLimit
  const spread = Math.sqrt((product / 12) * (n + 1 - tieSum / (n * (n - 1))))
  const gap = u1 - product / 2
  const z = spread > 0 ? (gap - (options.correct === false ? 0 : 0.5 * Math.sign(gap))) / spread : null
  return {
    u1,
    u2: product - u1,
    n1,
    n2,
    rankSum1,
    rankSum2: (n * (n + 1)) / 2 - rankSum1,
    exact,
    z: exact ? null : z,
    p: exact ? exactP(u1, n1, n2) : z === null ? null : normalTwoSided(z),
    r: exact || z === null ? null : Math.abs(z) / Math.sqrt(n),
    rankBiserial: (2 * u1) / product - 1,
    chanceHigher: u1 / product,
    shift: medianDifference(first, second),
  }
}

/** Pairs up to which the exact distribution is counted. */
const exactLimit = 10_000

function exactP(u: number, n1: number, n2: number): number {
  const tail = Math.floor(Math.min(u, n1 * n2 - u))
  return Math.min(1, 2 * sum(chancesUpTo(tail, n1, n2)))
}

/** The chance of each U from 0 to `most` by the recurrence on the largest value: sums of positive parts only. */
function chancesUpTo(most: number, n1: number, n2: number): Float64Array {
  const start = () => {
    const chances = new Float64Array(most + 1)
    chances[0] = 1
    return chances
  }
  const rows = Array.from({ length: n1 + 1 }, start)
  for (let n = 1; n <= n2; n += 1) {
    for (let m = 1; m <= n1; m += 1) {
      const chances = rows[m]!
      const fewer = rows[m - 1]!
      const first = m / (m + n)
      const second = n / (m + n)
      for (let k = Math.min(most, m * n); k >= 0; k -= 1)
        chances[k] = second * chances[k]! + (k >= n ? first * fewer[k - n]! : 0)
    }
  }
  return rows[n1]!
}
