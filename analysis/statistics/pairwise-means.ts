/**
 * Which means differ? Every pair of groups: Tukey's honest differences (all spread alike), Games and Howell's (each
 * spreads as it does), and t tests with adjusted p.
 *
 * In: moments of each group, in the number's unit. Out: for each pair (a later than b in the order of groups) the
 * difference a - b, its simultaneous limits and adjusted p. Groups that are too small for a method are left out of
 * its pairs. More than `pairLimit` groups are an Error: a reader could not use so many pairs.
 * Source: Tukey 1949; Kramer 1956; Games and Howell 1976; R `TukeyHSD`, `pairwise.t.test`.
 */

import { tTwoSided } from '../distributions.ts'
import { studentizedRangeQuantile, studentizedRangeTail } from '../studentized-range.ts'
import { sum, variance } from '../sums.ts'
import type { Moments } from '../sums.ts'
import { adjustedP } from './adjusted-p.ts'
import type { Adjustment } from './adjusted-p.ts'
import { welchFreedom } from './t-tests.ts'

export interface Pair {
  /** Places of the two groups. */
  readonly a: number
  readonly b: number
}

export interface PairDifference extends Pair {
  readonly difference: number
  readonly error: number
  readonly statistic: number
  readonly df: number
  readonly lower: number
  readonly upper: number
  readonly p: number
}

/** Groups that pairwise methods accept at most. */
export const pairLimit = 60

/** Pairs in R's order: with the first group, then with the second ... */
export function pairsOf(places: readonly number[]): readonly Pair[] {
  if (places.length > pairLimit) throw new Error(`pairs: more than ${pairLimit} groups`)
  return places.flatMap((b, k) => places.slice(k + 1).map((a) => ({ a, b })))
}

/** Tukey's differences with Kramer's standard errors for unequal groups; none where nothing varies within groups. */
export function tukey(groups: readonly Moments[], level = 0.95): readonly PairDifference[] {
  const places = groups.flatMap((group, g) => (group.n > 0 ? [g] : []))
  const k = places.length
  const df = sum(groups.map((group) => group.n)) - k
  const square = sum(groups.map((group) => group.squares)) / df
  if (k < 2 || df < 1 || !(square > 0)) return []
  const reach = studentizedRangeQuantile(1 - level, k, df, 'upper')
  return pairsOf(places).map(({ a, b }) => {
    const error = Math.sqrt(square * (1 / groups[a]!.n + 1 / groups[b]!.n))
    return difference({ a, b }, groups, { error, df, k, reach })
  })
}

/** Games and Howell's differences; groups need two values and pairs some spread. */
export function gamesHowell(groups: readonly Moments[], level = 0.95): readonly PairDifference[] {
  const places = groups.flatMap((group, g) => (group.n > 1 ? [g] : []))
  const k = places.length
  if (k < 2) return []
  return pairsOf(places).flatMap(({ a, b }) => {
    const [first, second] = [groups[a]!, groups[b]!]
    const ea = variance(first)! / first.n
    const eb = variance(second)! / second.n
    if (!(ea + eb > 0)) return []
    const df = welchFreedom(ea, eb, first.n, second.n)
    const reach = studentizedRangeQuantile(1 - level, k, df, 'upper')
    return [difference({ a, b }, groups, { error: Math.sqrt(ea + eb), df, k, reach })]
  })
}

function difference(
  { a, b }: Pair,
  groups: readonly Moments[],
  of: { readonly error: number; readonly df: number; readonly k: number; readonly reach: number },
): PairDifference {
  const gap = groups[a]!.mean - groups[b]!.mean
  const half = (of.reach * of.error) / Math.SQRT2
  const range = (Math.abs(gap) / of.error) * Math.SQRT2
  return {
    a,
    b,
    difference: gap,
    error: of.error,
    statistic: gap / of.error,
    df: of.df,
    lower: gap - half,
    upper: gap + half,
    p: studentizedRangeTail(range, of.k, of.df, 'upper'),
  }
}

export interface PairTest extends Pair {
  readonly p: number | null
  readonly adjusted: number | null
}

/** t tests of every pair with the spread of all groups pooled, or with each pair's own (Welch). */
export function pairwiseT(
  groups: readonly Moments[],
  options: { readonly pooled: boolean; readonly adjustment: Adjustment },
): readonly PairTest[] {
  const places = groups.flatMap((group, g) => (group.n > 0 ? [g] : []))
  const large = groups.filter((group) => group.n > 1)
  const dfPooled = sum(large.map((group) => group.n - 1))
  const pooled = sum(large.map((group) => group.squares)) / dfPooled
  const pairs = pairsOf(places)
  const tests = pairs.map(({ a, b }) => {
    const [first, second] = [groups[a]!, groups[b]!]
    const gap = first.mean - second.mean
    if (options.pooled) {
      if (dfPooled < 1 || !(pooled > 0)) return null
      return tTwoSided(gap / Math.sqrt(pooled * (1 / first.n + 1 / second.n)), dfPooled)
    }
    if (first.n < 2 || second.n < 2) return null
    const ea = variance(first)! / first.n
    const eb = variance(second)! / second.n
    if (!(ea + eb > 0)) return null
    const df = welchFreedom(ea, eb, first.n, second.n)
    return tTwoSided(gap / Math.sqrt(ea + eb), df)
  })
  const adjusted = adjustedP(tests, options.adjustment)
  return pairs.map((pair, k) => ({ ...pair, p: tests[k]!, adjusted: adjusted[k]! }))
}
