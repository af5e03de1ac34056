/**
 * Effect sizes with intervals, beside the tests that they belong to.
 *
 * Standardised mean differences and Cramér's V come from the noncentral distributions of their statistics; odds and
 * risk ratios from the normal distribution of their logarithms; the rank-biserial correlation from Fisher's z. Null
 * where a size or its interval is not defined. Each function says its source; intervals are of the level given, 0.95.
 */

import { normalQuantile, logGamma } from '../distributions.ts'
import type { Interval } from '../intervals.ts'
import { noncentralChiSquareLimits, noncentralTLimits } from '../noncentral.ts'
import type { Moments } from '../sums.ts'
import { standardisedDifference, standardisedMean } from './t-tests.ts'

export interface Sized extends Interval {
  readonly value: number
}

/** Hedges' factor that takes the bias out of Cohen's d (Hedges 1981). */
export function hedgesFactor(df: number): number {
  return Math.exp(logGamma(df / 2) - Math.log(Math.sqrt(df / 2)) - logGamma((df - 1) / 2))
}

/**
 * Cohen's d of two groups (pooled standard deviation) and Hedges' g, with limits from the noncentral t (Cumming and
 * Finch 2001): the noncentrality over √(n1 n2 / (n1 + n2)).
 */
export function differenceSizes(
  a: Moments,
  b: Moments,
  level = 0.95,
): { readonly d: Sized; readonly g: Sized } | null {
  const sizes = standardisedDifference(a, b)
  if (!sizes) return null
  const df = a.n + b.n - 2
  const root = Math.sqrt((a.n * b.n) / (a.n + b.n))
  const limits = noncentralTLimits(sizes.cohensD * root, df, level)
  const d = { value: sizes.cohensD, lower: limits.lower / root, upper: limits.upper / root }
  const factor = hedgesFactor(df)
  return { d, g: { value: sizes.hedgesG, lower: d.lower * factor, upper: d.upper * factor } }
}

/** Cohen's d of one mean against `mu`, or of differences of pairs, with limits from the noncentral t. */
export function meanSize(of: Moments, mu = 0, level = 0.95): Sized | null {
  const value = standardisedMean(of, mu)
  if (value === null) return null
  const root = Math.sqrt(of.n)
  const limits = noncentralTLimits(value * root, of.n - 1, level)
  return { value, lower: limits.lower / root, upper: limits.upper / root }
}

/**
 * Cramér's V with limits from the noncentral chi-square (Smithson 2003): √((noncentrality + df) / (n (k - 1))), cut at
 * 0 where the statistic is too small for any noncentrality, and at 1.
 */
export function cramersVInterval(
  of: { readonly statistic: number; readonly df: number; readonly n: number; readonly cramersV: number },
  smaller: number,
  level = 0.95,
): Sized {
  const { lower, upper } = noncentralChiSquareLimits(of.statistic, of.df, level)
  const size = (noncentrality: number) =>
    noncentrality === 0 ? 0 : Math.min(1, Math.sqrt((noncentrality + of.df) / (of.n * (smaller - 1))))
  return { value: of.cramersV, lower: size(lower), upper: Math.max(size(upper), of.cramersV) }
}

/** A 2 by 2 table: exposed or not in the rows, the outcome or not in the columns. */
export type TwoByTwo = readonly [readonly [number, number], readonly [number, number]]

/** ad / bc with Woolf's limits (1955); a half is added to every cell where one is empty (Haldane 1956; Anscombe 1956). */
export function oddsRatio(table: TwoByTwo, level = 0.95): Sized | null {
  const cells = table.flat()
  if (cells.every((count) => count === 0)) return null
  const add = cells.includes(0) ? 0.5 : 0
  const [a, b, c, d] = cells.map((count) => count + add) as [number, number, number, number]
  const value = (a * d) / (b * c)
  const reach = normalQuantile((1 - level) / 2, 'upper') * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
  return { value, lower: value * Math.exp(-reach), upper: value * Math.exp(reach) }
}

/** Share of the first row over that of the second, with the limits of Katz et al. (1978); null where either is 0. */
export function riskRatio([[a, b], [c, d]]: TwoByTwo, level = 0.95): Sized | null {
  if (!(a > 0 && c > 0)) return null
  const value = a / (a + b) / (c / (c + d))
  const reach =
    normalQuantile((1 - level) / 2, 'upper') * Math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
  return { value, lower: value * Math.exp(-reach), upper: value * Math.exp(reach) }
}

/** Rank-biserial correlation of two groups with Fisher's z and standard error √((n1 + n2 + 1) / (3 n1 n2)) (Kerby 2014). */
export function rankBiserialInterval(value: number, n1: number, n2: number, level = 0.95): Sized {
  const reach = normalQuantile((1 - level) / 2, 'upper') * Math.sqrt((n1 + n2 + 1) / (3 * n1 * n2))
  return fisherLimits(value, reach)
}

/** Rank-biserial correlation of n pairs, with standard error √((2 n + 1)(n + 1) / (6 n)) / ((n + 1) / 2) (Kerby 2014). */
export function pairedRankBiserialInterval(value: number, n: number, level = 0.95): Sized {
  const error = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 6) / ((n * (n + 1)) / 2)
  return fisherLimits(value, normalQuantile((1 - level) / 2, 'upper') * error)
}

function fisherLimits(value: number, reach: number): Sized {
  const z = Math.atanh(value)
  return { value, lower: Math.tanh(z - reach), upper: Math.tanh(z + reach) }
}
