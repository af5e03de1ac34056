/**
 * Kruskal and Wallis: do several groups tend to different values, and with Dunn's z, which pairs?
 *
 * In: the values of each group, in any unit that can be ranked. Out: H with ties, its degrees of freedom and
 * upper-tail p, mean ranks (null for an empty group) and the effect sizes epsilon² and eta²; for each pair z (mean
 * rank of the first minus the second), two-sided p and adjusted p. Null below two groups with values or where all
 * values are equal. Missing values are left out before.
 * Source: Kruskal and Wallis 1952; Dunn 1964; R `kruskal.test`.
 */

import { chiSquareTail, normalTwoSided } from '../distributions.ts'
import { midRanks } from '../mid-ranks.ts'
import { sum } from '../sums.ts'
import { adjustedP } from './adjusted-p.ts'
import type { Adjustment } from './adjusted-p.ts'
import type { Pair } from './pairwise-means.ts'
import { pairsOf } from './pairwise-means.ts'

export interface Kruskal {
  readonly n: number
  readonly groups: number
  readonly statistic: number
  readonly df: number
  readonly p: number
  readonly epsilon2: number
  /** Null without a value to spare (as many groups as values). */
  readonly eta2: number | null
  readonly meanRanks: readonly (number | null)[]
}

export function kruskal(groups: readonly Float64Array[]): Kruskal | null {
  const ranked = rankGroups(groups)
  const { n, sizes, rankSums, tieSum } = ranked
  const k = sizes.filter((size) => size > 0).length
  const correction = 1 - tieSum / (n ** 3 - n)
  if (k < 2 || !(correction > 0)) return null
  const middle = (n + 1) / 2
  const between = sum(sizes.map((size, g) => (size > 0 ? size * (rankSums[g]! / size - middle) ** 2 : 0)))
  const statistic = (12 * between) / (n * (n + 1)) / correction
  return {
    n,
    groups: k,
    statistic,
    df: k - 1,
    p: chiSquareTail(statistic, k - 1, 'upper'),
    epsilon2: statistic / (n - 1),
    eta2: n > k ? (statistic - k + 1) / (n - k) : null,
    meanRanks: sizes.map((size, g) => (size > 0 ? rankSums[g]! / size : null)),
  }
}

export interface DunnPair extends Pair {
  readonly z: number
  readonly p: number
  readonly adjusted: number
}

/** Dunn's comparisons: `a` is the earlier group of each pair. Empty where `kruskal` is null. */
export function dunn(groups: readonly Float64Array[], adjustment: Adjustment): readonly DunnPair[] {
  const { n, sizes, rankSums, tieSum } = rankGroups(groups)
  const places = sizes.flatMap((size, g) => (size > 0 ? [g] : []))
  const square = (n * (n + 1)) / 12 - tieSum / (12 * (n - 1))
  if (places.length < 2 || !(square > 0)) return []
  const pairs = pairsOf(places).map(({ a, b }) => ({ a: b, b: a }))
  const scores = pairs.map(({ a, b }) => {
    const error = Math.sqrt(square * (1 / sizes[a]! + 1 / sizes[b]!))
    return (rankSums[a]! / sizes[a]! - rankSums[b]! / sizes[b]!) / error
  })
  const tails = scores.map((z) => normalTwoSided(z))
  const adjusted = adjustedP(tails, adjustment)
  return pairs.map((pair, k) => ({ ...pair, z: scores[k]!, p: tails[k]!, adjusted: adjusted[k]! }))
}

function rankGroups(groups: readonly Float64Array[]) {
  const sizes = groups.map((values) => values.length)
  const n = sum(sizes)
  const all = new Float64Array(n)
  let from = 0
  for (const values of groups) {
    all.set(values, from)
    from += values.length
  }
  const { ranks, tieSum } = midRanks(all)
  from = 0
  const rankSums = sizes.map((size) => {
    const total = sum(ranks.subarray(from, from + size))
    from += size
    return total
  })
  return { n, sizes, rankSums, tieSum }
}
