/**
 * Noncentral t, F and chi-square: the distributions of test statistics where there is an effect, and the interval of
 * the noncentrality that an observed statistic leaves open. Effect sizes get their intervals from these.
 *
 * Mixtures of central tails with Poisson weights, summed outwards from the largest weight. Absolute precision is
 * about 1e-14, relative precision holds for both tails while they exceed that. Sources: Johnson, Kotz and
 * Balakrishnan 1995, chapters 29 to 31; Steiger 2004; R `pt(ncp)`, `pf(ncp)`, `pchisq(ncp)`.
 */

import { betaTail, chiSquareTail, fTail, normalTail } from './distributions.ts'
import type { Tail } from './distributions.ts'
import { logGamma } from './distributions.ts'
import { poissonProbability } from './discrete-distributions.ts'

/** Beyond this mean of the Poisson weights, which would be thousands, approximations take over: Patnaik's and Abramowitz 26.7.10. */
const mixedLimit = 2000

/** Sum of `part(k)` weighted by the Poisson probabilities of k with the given mean. */
function mixed(mean: number, part: (k: number) => number): number {
  const centre = Math.floor(mean)
  const peak = poissonProbability(centre, mean)
  let total = peak * part(centre)
  let weight = peak
  for (let k = centre + 1; weight > 1e-18 * peak; k += 1) {
    weight *= mean / k
    total += weight * part(k)
  }
  weight = peak
  for (let k = centre - 1; k >= 0 && weight > 1e-18 * peak; k -= 1) {
    weight *= (k + 1) / mean
    total += weight * part(k)
  }
  return total
}

/** Chi-square with df degrees of freedom and noncentrality >= 0. */
export function noncentralChiSquareTail(x: number, df: number, noncentrality: number, tail: Tail): number {
  if (Number.isNaN(x)) return NaN
  if (x <= 0) return tail === 'upper' ? 1 : 0
  if (noncentrality > 2 * mixedLimit) {
    const scale = (df + 2 * noncentrality) / (df + noncentrality)
    return chiSquareTail(x / scale, (df + noncentrality) / scale, tail)
  }
  return mixed(noncentrality / 2, (k) => chiSquareTail(x, df + 2 * k, tail))
}

/** F with df1 and df2 degrees of freedom and noncentrality >= 0. */
export function noncentralFTail(
  f: number,
  [df1, df2]: readonly [number, number],
  noncentrality: number,
  tail: Tail,
): number {
  if (Number.isNaN(f)) return NaN
  if (f <= 0) return tail === 'upper' ? 1 : 0
  if (noncentrality > 2 * mixedLimit) {
    const df = (df1 + noncentrality) / ((df1 + 2 * noncentrality) / (df1 + noncentrality))
    return fTail(f / (1 + noncentrality / df1), df, df2, tail)
  }
  const share = (df1 * f) / (df1 * f + df2)
  return mixed(noncentrality / 2, (k) => betaTail(share, df1 / 2 + k, df2 / 2, tail))
}

/** t with df degrees of freedom and any noncentrality (Lenth 1989, AS 243). */
export function noncentralTTail(t: number, df: number, noncentrality: number, tail: Tail): number {
  if (Number.isNaN(t)) return NaN
  if (df === Infinity) return normalTail(t - noncentrality, tail)
  if (t < 0) return noncentralTTail(-t, df, -noncentrality, tail === 'upper' ? 'lower' : 'upper')
  // From here t >= 0. P(T <= t) = Φ(-δ) + ½ Σ (p_k I(k + ½) + q_k I(k + 1)), I of x = t² / (t² + df).
  const x = (t * t) / (t * t + df)
  const half = (noncentrality * noncentrality) / 2
  if (!(half <= mixedLimit)) {
    return normalTail((t * (1 - 1 / (4 * df)) - noncentrality) / Math.hypot(1, t / Math.sqrt(2 * df)), tail)
  }
  const odd = (k: number) => {
    // δ / (√2 Γ(k + 3/2)) e^(-δ²/2) (δ²/2)^k, over the Poisson weight.
    if (noncentrality === 0) return 0
    return (noncentrality / Math.SQRT2) * Math.exp(logGamma(k + 1) - logGamma(k + 1.5))
  }
  const positive = (side: Tail) =>
    0.5 * mixed(half, (k) => betaTail(x, k + 0.5, df / 2, side) + odd(k) * betaTail(x, k + 1, df / 2, side))
  // Σ of all weights, halved, is Φ(δ): so what lies above t is the same sum of upper tails.
  const result = tail === 'upper' ? positive('upper') : normalTail(noncentrality, 'upper') + positive('lower')
  return Math.min(1, Math.max(0, result))
}

export interface Noncentrality {
  readonly lower: number
  readonly upper: number
}

/** The noncentralities of t that leave (1 - level) / 2 beyond the observed value on either side. */
export function noncentralTLimits(t: number, df: number, level = 0.95): Noncentrality {
  const beyond = (1 - level) / 2
  const reach = 10 + Math.abs(t) * (1 + 10 / Math.sqrt(df))
  return {
    lower: bisect((ncp) => noncentralTTail(t, df, ncp, 'upper') - beyond, t - reach, t + reach),
    upper: bisect((ncp) => beyond - noncentralTTail(t, df, ncp, 'lower'), t - reach, t + reach),
  }
}

/** The noncentralities of F; a limit that no noncentrality reaches is 0. */
export function noncentralFLimits(f: number, df: readonly [number, number], level = 0.95): Noncentrality {
  return fromZero(f * df[0], (ncp, tail) => noncentralFTail(f, df, ncp, tail), level)
}

/** The noncentralities of chi-square; a limit that no noncentrality reaches is 0. */
export function noncentralChiSquareLimits(x: number, df: number, level = 0.95): Noncentrality {
  return fromZero(x, (ncp, tail) => noncentralChiSquareTail(x, df, ncp, tail), level)
}

function fromZero(centre: number, of: (ncp: number, tail: Tail) => number, level: number): Noncentrality {
  if (!Number.isFinite(centre)) return { lower: NaN, upper: NaN }
  const beyond = (1 - level) / 2
  let reach = 4 * (centre + 10)
  while (of(reach, 'lower') > beyond && reach < 1e12) reach *= 2
  return {
    lower: of(0, 'upper') >= beyond ? 0 : bisect((ncp) => of(ncp, 'upper') - beyond, 0, reach),
    upper: of(0, 'lower') <= beyond ? 0 : bisect((ncp) => beyond - of(ncp, 'lower'), 0, reach),
  }
}

/** Root of a rising function. */
function bisect(of: (x: number) => number, from: number, to: number): number {
  let low = from
  let high = to
  for (let k = 0; k < 100 && high - low > 1e-13 * Math.max(1, Math.abs(low), Math.abs(high)); k += 1) {
    const middle = (low + high) / 2
    if (of(middle) > 0) high = middle
    else low = middle
  }
  return (low + high) / 2
}
