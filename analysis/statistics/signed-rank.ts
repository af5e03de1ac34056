/**
 * Wilcoxon's signed ranks: do paired values shift?
 *
 * In: differences of pairs without missing values, in their unit. Out: pairs, pairs that differ (zeros are dropped),
 * the rank sum V of the rises and that of the falls; z with ties, corrected for continuity where asked, with
 * two-sided p from the normal distribution; or the exact p where it is asked for and there are neither ties nor zeros
 * (R's rule; `exact` null means: below 50 differing pairs). Effect sizes: |z|/√n and the rank-biserial correlation.
 * p is null where no pair differs. Source: Wilcoxon 1945; R `wilcox.test(paired = TRUE)`.
 */

import { normalTwoSided } from '../distributions.ts'
import { midRanks } from '../mid-ranks.ts'
import { sum } from '../sums.ts'

export interface SignedRank {
  readonly pairs: number
  readonly differing: number
  readonly v: number
  readonly vNegative: number
  readonly exact: boolean
  readonly z: number | null
  readonly p: number | null
  readonly r: number | null
  readonly rankBiserial: number | null
}

export function signedRank(
  differences: Float64Array,
  options: { readonly correct?: boolean; readonly exact?: boolean | null } = {},
): SignedRank {
  const kept = differences.filter((value) => value !== 0)
  const n = kept.length
  const { ranks, tieSum } = midRanks(kept.map(Math.abs))
  const v = sum(ranks.filter((_, k) => kept[k]! > 0))
  const total = (n * (n + 1)) / 2
  const wanted = options.exact ?? n < 50
  const exact = wanted && tieSum === 0 && n === differences.length && n > 0 && n <= exactLimit
  const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieSum / 48)
  const gap = v - total / 2
  const z = spread > 0 ? (gap - (options.correct === false ? 0 : 0.5 * Math.sign(gap))) / spread : null
  return {
    pairs: differences.length,
    differing: n,
    v,
    vNegative: total - v,
    exact,
    z: exact ? null : z,
    p: exact ? exactP(v, n) : z === null ? null : normalTwoSided(z),
    r: exact || z === null ? null : Math.abs(z) / Math.sqrt(n),
    rankBiserial: total > 0 ? (2 * v - total) / total : null,
  }
}

/** Pairs up to which the exact distribution is counted. */
const exactLimit = 500

function exactP(v: number, n: number): number {
  const total = (n * (n + 1)) / 2
  const chances = new Float64Array(total + 1)
  chances[0] = 1
  for (let rank = 1; rank <= n; rank += 1) {
    for (let k = total; k >= 0; k -= 1) chances[k] = (chances[k]! + (k >= rank ? chances[k - rank]! : 0)) / 2
  }
  return Math.min(1, 2 * sum(chances.subarray(0, Math.min(v, total - v) + 1)))
}
