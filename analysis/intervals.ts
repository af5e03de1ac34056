/** Confidence intervals for proportions, their differences and means. */

import { betaQuantile, normalQuantile, tQuantile } from './distributions.ts'
import { variance } from './sums.ts'
import type { Moments } from './sums.ts'

export interface Interval {
  readonly lower: number
  readonly upper: number
}

/**
 * Wilson's score interval for x of n, without continuity correction (Wilson 1927; R `prop.test(correct = FALSE)`).
 * Proportions between 0 and 1. Null when n is 0.
 */
export function wilson(x: number, n: number, level = 0.95): Interval | null {
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

/**
 * Wilson's interval with a continuity correction of min(1/2, |x - n/2|) (Newcombe 1998; R
 * `prop.test(correct = TRUE)`). Null when n is 0.
 */
export function wilsonCorrected(x: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null
  const z = normalQuantile((1 - level) / 2, 'upper')
  const square = (z * z) / n
  const correction = Math.min(0.5, Math.abs(x - n / 2)) / n
  const limit = (p: number, side: 1 | -1) =>
    (p + square / 2 + side * z * Math.sqrt((p * (1 - p)) / n + square / (4 * n))) / (1 + square)
  const low = x / n - correction
  const high = x / n + correction
  return { lower: low <= 0 ? 0 : limit(low, -1), upper: high >= 1 ? 1 : limit(high, 1) }
}

/** Exact interval from the binomial tails (Clopper and Pearson 1934; R `binom.test`). Null when n is 0. */
export function clopperPearson(x: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null
  const tail = (1 - level) / 2
  return {
    lower: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    upper: x === n ? 1 : betaQuantile(tail, x + 1, n - x, 'upper'),
  }
}

/** The share plus and minus z standard errors, not cut at 0 and 1. Null when n is 0. */
export function wald(x: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null
  const p = x / n
  const half = normalQuantile((1 - level) / 2, 'upper') * Math.sqrt((p * (1 - p)) / n)
  return { lower: p - half, upper: p + half }
}

/** Wald's interval after adding z²/2 successes and z²/2 failures (Agresti and Coull 1998). Null when n is 0. */
export function agrestiCoull(x: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null
  const z = normalQuantile((1 - level) / 2, 'upper')
  return wald(x + (z * z) / 2, n + z * z, level)
}

/** Equal tails of the beta posterior under Jeffreys' prior; 0 at x = 0 and 1 at x = n (Brown et al. 2001). Null when n is 0. */
export function jeffreys(x: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null
  const tail = (1 - level) / 2
  return {
    lower: x === 0 ? 0 : betaQuantile(tail, x + 0.5, n - x + 0.5),
    upper: x === n ? 1 : betaQuantile(tail, x + 0.5, n - x + 0.5, 'upper'),
  }
}

/**
 * Wald's interval on the log odds, back as a share; from 0 to 1 where nobody or everybody counts (R survey
 * `svyciprop(method = "logit")` of a simple random sample, without its factor n / (n - 1)). Null when n is 0.
 */
export function logitInterval(x: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null
  if (x <= 0 || x >= n) return { lower: 0, upper: 1 }
  const z = normalQuantile((1 - level) / 2, 'upper')
  const half = z * Math.sqrt(1 / x + 1 / (n - x))
  const odds = x / (n - x)
  const low = odds * Math.exp(-half)
  const high = odds * Math.exp(half)
  return { lower: low / (1 + low), upper: high / (1 + high) }
}

/** x of n. */
export interface Share {
  readonly x: number
  readonly n: number
}

/**
 * First minus second share of two independent samples, plus and minus z standard errors; `corrected` widens by
 * min(1/2, |difference| / (1/n1 + 1/n2)) · (1/n1 + 1/n2). Cut at -1 and 1. R `prop.test`. Null when an n is 0.
 */
export function waldDifference(a: Share, b: Share, corrected: boolean, level = 0.95): Interval | null {
  if (!(a.n > 0 && b.n > 0)) return null
  const p = a.x / a.n
  const q = b.x / b.n
  const inverse = 1 / a.n + 1 / b.n
  const correction = corrected ? Math.min(0.5 * inverse, Math.abs(p - q)) : 0
  const z = normalQuantile((1 - level) / 2, 'upper')
  const half = z * Math.sqrt((p * (1 - p)) / a.n + (q * (1 - q)) / b.n) + correction
  return { lower: Math.max(-1, p - q - half), upper: Math.min(1, p - q + half) }
}

/** First minus second share, from Wilson's limits of each (Newcombe 1998, method 10). Null when an n is 0. */
export function newcombeDifference(a: Share, b: Share, level = 0.95): Interval | null {
  const first = wilson(a.x, a.n, level)
  const second = wilson(b.x, b.n, level)
  if (!first || !second) return null
  const p = a.x / a.n
  const q = b.x / b.n
  return {
    lower: p - q - Math.hypot(p - first.lower, second.upper - q),
    upper: p - q + Math.hypot(first.upper - p, q - second.lower),
  }
}

/** Mean plus and minus t standard errors with n - 1 degrees of freedom (R `t.test`). Null below two values. */
export function meanInterval(of: Moments, level = 0.95): (Interval & { readonly error: number }) | null {
  const square = variance(of)
  if (square === null) return null
  const error = Math.sqrt(square / of.n)
  const half = tQuantile((1 - level) / 2, of.n - 1, 'upper') * error
  return { lower: of.mean - half, upper: of.mean + half, error }
}
