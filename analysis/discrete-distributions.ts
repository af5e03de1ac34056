/**
 * Binomial, Poisson and hypergeometric distributions, central and not.
 *
 * Masses come from Loader's saddle-point form (2000); tails from the incomplete beta and gamma functions, or from
 * sums that start at the asked-for value and run outwards, so that each keeps its relative precision down to 1e-300.
 * Source: R `dbinom`, `pbinom`, `ppois`, `dhyper`, `phyper`; Fisher's noncentral hypergeometric as in `fisher.test`.
 */

import { betaTail, binomialMass, gammaTail, poissonMass } from './distributions.ts'
import type { Tail } from './distributions.ts'

/** P of exactly x successes in n trials. */
export function binomialProbability(x: number, n: number, p: number): number {
  if (x < 0 || x > n || !Number.isInteger(x)) return 0
  if (p <= 0) return x === 0 ? 1 : 0
  if (p >= 1) return x === n ? 1 : 0
  if (x === 0) return Math.exp(n * Math.log1p(-p))
  if (x === n) return p ** n
  return binomialMass(x, n - x, p, 1 - p)
}

/** P(X <= x) or P(X > x) of successes in n trials. */
export function binomialTail(x: number, n: number, p: number, tail: Tail): number {
  const whole = Math.floor(x)
  if (whole < 0) return tail === 'upper' ? 1 : 0
  if (whole >= n) return tail === 'upper' ? 0 : 1
  return betaTail(p, whole + 1, n - whole, tail === 'upper' ? 'lower' : 'upper')
}

/** P of exactly x events where `mean` are expected. */
export function poissonProbability(x: number, mean: number): number {
  if (x < 0 || !Number.isInteger(x)) return 0
  if (x === 0) return Math.exp(-mean)
  return mean === 0 ? 0 : poissonMass(x, mean)
}

/** P(X <= x) or P(X > x) of events where `mean` are expected. */
export function poissonTail(x: number, mean: number, tail: Tail): number {
  const whole = Math.floor(x)
  if (whole < 0) return tail === 'upper' ? 1 : 0
  return gammaTail(whole + 1, mean, tail === 'upper' ? 'lower' : 'upper')
}

/** An urn with `white` and `black` balls of which `drawn` are taken; x counts white ones among them. */
export interface Urn {
  readonly white: number
  readonly black: number
  readonly drawn: number
}

/** The smallest and largest possible number of white balls. */
export function support({ white, black, drawn }: Urn): { readonly low: number; readonly high: number } {
  return { low: Math.max(0, drawn - black), high: Math.min(drawn, white) }
}

/** P of exactly x white balls. */
export function hypergeometricProbability(x: number, urn: Urn): number {
  const { low, high } = support(urn)
  const { white, black, drawn } = urn
  if (x < low || x > high || !Number.isInteger(x)) return 0
  if (low === high) return 1
  const p = drawn / (white + black)
  return (
    (binomialProbability(x, white, p) * binomialProbability(drawn - x, black, p)) /
    binomialProbability(drawn, white + black, p)
  )
}

/** P(X <= x) or P(X > x) of white balls, summed from x outwards or as one minus the smaller side. */
export function hypergeometricTail(x: number, urn: Urn, tail: Tail): number {
  const { low, high } = support(urn)
  const whole = Math.floor(x)
  if (whole < low) return tail === 'upper' ? 1 : 0
  if (whole >= high) return tail === 'upper' ? 0 : 1
  const mode = hypergeometricMode(urn, 1)
  const nearer: Tail = whole < mode ? 'lower' : 'upper'
  const sum = nearer === 'lower' ? outward(whole, urn, -1) : outward(whole + 1, urn, 1)
  return tail === nearer ? sum : 1 - sum
}

/** Sum of probabilities from x on in one direction, away from the mode. */
export function outward(x: number, urn: Urn, direction: 1 | -1): number {
  const { low, high } = support(urn)
  if (x < low || x > high) return 0
  let term = 1
  let total = 1
  for (let at = x; at + direction >= low && at + direction <= high; at += direction) {
    term *= direction > 0 ? stepUp(at, urn) : 1 / stepUp(at - 1, urn)
    total += term
    if (term < total * 1e-18) break
  }
  return hypergeometricProbability(x, urn) * total
}

/** P(x + 1) / P(x). */
function stepUp(x: number, { white, black, drawn }: Urn): number {
  return ((white - x) * (drawn - x)) / ((x + 1) * (black - drawn + x + 1))
}

/** The likeliest x where the odds of white are multiplied by `odds` (Liao and Rosen 2001). */
function hypergeometricMode(urn: Urn, odds: number): number {
  const { white, black, drawn } = urn
  const { low, high } = support(urn)
  let from = low
  let to = high
  // P rises as long as the step is above 1: the steps fall, so bisect.
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (stepUp(middle, { white, black, drawn }) * odds > 1) from = middle + 1
    else to = middle
  }
  return from
}

/** Mean and both tails, x included in each, of Fisher's noncentral hypergeometric distribution. */
export function noncentralHypergeometric(
  x: number,
  urn: Urn,
  odds: number,
): { readonly mean: number; readonly atMost: number; readonly atLeast: number } {
  const { low, high } = support(urn)
  const mode = hypergeometricMode(urn, odds)
  let total = 0
  let first = 0
  let atMost = 0
  let atLeast = 0
  const count = (at: number, weight: number) => {
    total += weight
    first += weight * (at - mode)
    if (at <= x) atMost += weight
    if (at >= x) atLeast += weight
  }
  count(mode, 1)
  let weight = 1
  for (let at = mode; at < high && weight > 1e-320; at += 1) {
    weight *= stepUp(at, urn) * odds
    count(at + 1, weight)
  }
  weight = 1
  for (let at = mode; at > low && weight > 1e-320; at -= 1) {
    weight /= stepUp(at - 1, urn) * odds
    count(at - 1, weight)
  }
  return { mean: mode + first / total, atMost: atMost / total, atLeast: atLeast / total }
}
