/** Confidence intervals for proportions. */

import { normalQuantile } from './distributions.ts'

/**
 * Wilson's score interval for x of n, without continuity correction (Wilson 1927; R `prop.test(correct = FALSE)`).
 * Proportions between 0 and 1. Null when n is 0.
 */
export function wilson(
  x: number,
  n: number,
  level = 0.95,
): { readonly lower: number; readonly upper: number } | null {
  if (!(n > 0)) return null
  const z = normalQuantile((1 - level) / 2, 'upper')
  const square = (z * z) / n
  const p = x / n
  const centre = p + square / 2
  const half = z * Math.sqrt((p * (1 - p)) / n + square / (4 * n))
  return {
    lower: x === 0 ? 0 : (centre - half) / (1 + square),
    upper: x === n ? 1 : (centre + half) / (1 + square),
  }
}
