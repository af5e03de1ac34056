/**
 * t tests of one mean, of two means and of pairs, with effect sizes.
 *
 * In: moments of the values or differences, in their unit. Out: t, its degrees of freedom, p for the chosen
 * alternative, the standard error and the limits, of which one is infinite for a one-sided alternative.
 * Differences are first minus second. Null below two values in a sample, or where nothing varies.
 * Source: Student 1908; Welch 1947; Cohen 1988; Hedges 1981; R `t.test`.
 */

import { logGamma, tQuantile, tTail, tTwoSided } from '../distributions.ts'
import { deviation, variance } from '../sums.ts'
import type { Moments } from '../sums.ts'

export type Alternative = 'two.sided' | 'less' | 'greater'

export interface TTest {
  readonly statistic: number
  readonly df: number
  readonly p: number
  /** What is tested: a mean, or a difference of means. */
  readonly estimate: number
  readonly error: number
  readonly lower: number
  readonly upper: number
}

export interface TOptions {
  readonly level?: number
  readonly alternative?: Alternative
}

/** One mean against `mu`; for pairs give the moments of the differences and leave `mu` at 0. */
export function oneSampleT(of: Moments, mu = 0, options: TOptions = {}): TTest | null {
  const square = variance(of)
  if (square === null || !(square > 0)) return null
  return tTest(of.mean, mu, Math.sqrt(square / of.n), of.n - 1, options)
}

/** Two means: Welch's test, or Student's where `equal` assumes the same spread in both. */
export function twoSampleT(
  a: Moments,
  b: Moments,
  options: TOptions & { readonly equal?: boolean } = {},
): TTest | null {
  const va = variance(a)
  const vb = variance(b)
  if (va === null || vb === null || !(va + vb > 0)) return null
  const ea = va / a.n
  const eb = vb / b.n
  if (options.equal) {
    const df = a.n + b.n - 2
    const error = Math.sqrt(((a.squares + b.squares) / df) * (1 / a.n + 1 / b.n))
    return tTest(a.mean - b.mean, 0, error, df, options)
  }
  const df = welchFreedom(ea, eb, a.n, b.n)
  return tTest(a.mean - b.mean, 0, Math.sqrt(ea + eb), df, options)
}

/** Welch and Satterthwaite's degrees of freedom, from the shares of the squared errors so that nothing under- or overflows. */
export function welchFreedom(squareA: number, squareB: number, nA: number, nB: number): number {
  const share = squareA / (squareA + squareB)
  return 1 / (share ** 2 / (nA - 1) + (1 - share) ** 2 / (nB - 1))
}

/** The difference from `mu` in standard deviations; Cohen's d of one sample, d_z of pairs. */
export function standardisedMean(of: Moments, mu = 0): number | null {
  const spread = deviation(of)
  return spread === null || !(spread > 0) ? null : (of.mean - mu) / spread
}

/** Cohen's d with the pooled standard deviation, and Hedges' g with the exact correction. */
export function standardisedDifference(
  a: Moments,
  b: Moments,
): { readonly cohensD: number; readonly hedgesG: number } | null {
  const df = a.n + b.n - 2
  const pooled = Math.sqrt((a.squares + b.squares) / df)
  if (df < 2 || !(pooled > 0)) return null
  const cohensD = (a.mean - b.mean) / pooled
  const correction = Math.exp(logGamma(df / 2) - Math.log(Math.sqrt(df / 2)) - logGamma((df - 1) / 2))
  return { cohensD, hedgesG: cohensD * correction }
}

function tTest(estimate: number, mu: number, error: number, df: number, options: TOptions): TTest {
  const { level = 0.95, alternative = 'two.sided' } = options
  const statistic = (estimate - mu) / error
  const both = alternative === 'two.sided'
  const reach = tQuantile(both ? (1 - level) / 2 : 1 - level, df, 'upper') * error
  return {
    statistic,
    df,
    p: both ? tTwoSided(statistic, df) : tTail(statistic, df, alternative === 'less' ? 'lower' : 'upper'),
    estimate,
    error,
    lower: alternative === 'less' ? -Infinity : estimate - reach,
    upper: alternative === 'greater' ? Infinity : estimate + reach,
  }
}
