/** Limits of estimates from a sample, and linear combinations of them. */

import { normalQuantile, tQuantile } from '../distributions.ts'
import type { Interval } from '../intervals.ts'
import { sum } from '../sums.ts'
import type { Estimates } from './estimate.ts'

/** The quantile that leaves (1 - level) / 2 above; NaN without degrees of freedom. */
export function critical(level: number, df: number): number {
  if (df === Infinity) return normalQuantile((1 - level) / 2, 'upper')
  return df > 0 ? tQuantile((1 - level) / 2, df, 'upper') : NaN
}

/** The estimate plus and minus t standard errors (`df` Infinity: z). */
export function limits(value: number, error: number, level: number, df: number): Interval {
  const half = critical(level, df) * error
  return { lower: value - half, upper: value + half }
}

/** A weighted sum of estimates with its standard error, their covariances included. R `survey::svycontrast`. */
export function contrast(
  { values, covariance }: Estimates,
  weights: readonly number[],
): { readonly value: number; readonly error: number } {
  const value = sum(values.map((each, k) => weights[k]! * each))
  const square = sum(covariance.flatMap((row, i) => row.map((each, j) => weights[i]! * weights[j]! * each)))
  return { value, error: Math.sqrt(Math.max(0, square)) }
}
