/**
 * Fisher's exact test of a 2 by 2 table.
 *
 * In: whole counts [[a, b], [c, d]]. Out: two-sided p (tables as likely as the observed one or less), p of each side,
 * and the conditional estimate of the odds ratio with its exact limits (0 or Infinity where the table allows it).
 * Null where a row or a column is empty: there is one possible table only. An Error where counts are not whole.
 * Source: Fisher 1935; R `fisher.test`, whose ratio and limits stop at four digits and are solved to the end here.
 */

import type { Urn } from '../discrete-distributions.ts'
import {
  hypergeometricProbability,
  noncentralHypergeometric,
  outward,
  support,
} from '../discrete-distributions.ts'

export interface FisherTest {
  readonly p: number
  readonly pLess: number
  readonly pGreater: number
  readonly oddsRatio: number
  readonly lower: number
  readonly upper: number
}

export function fisher(table: readonly (readonly number[])[], level = 0.95): FisherTest | null {
  const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = table
  if (![a, b, c, d].every((count) => Number.isInteger(count) && count >= 0))
    throw new Error('fisher: counts must be whole numbers')
  const urn: Urn = { white: a + c, black: b + d, drawn: a + b }
  const { low, high } = support(urn)
  if (low === high) return null
  const beyond = (1 - level) / 2
  const at = (odds: number) => noncentralHypergeometric(a, urn, odds)
  return {
    p: twoSided(a, urn),
    pLess: Math.min(1, oneSided(a, urn, -1)),
    pGreater: Math.min(1, oneSided(a, urn, 1)),
    oddsRatio: a === low ? 0 : a === high ? Infinity : oddsWhere((odds) => at(odds).mean - a),
    lower: a === low ? 0 : oddsWhere((odds) => at(odds).atLeast - beyond),
    upper: a === high ? Infinity : oddsWhere((odds) => beyond - at(odds).atMost),
  }
}

/** P of x or further out on one side; from the other side where that is the smaller one. */
function oneSided(x: number, urn: Urn, direction: 1 | -1): number {
  const mean = (urn.white * urn.drawn) / (urn.white + urn.black)
  if (direction > 0 ? x >= mean : x <= mean) return outward(x, urn, direction)
  const opposite: 1 | -1 = direction > 0 ? -1 : 1
  return 1 - outward(x + opposite, urn, opposite)
}

/** Sum over all tables that are not likelier than the observed one, up to R's 1e-7 for rounding. */
function twoSided(x: number, urn: Urn): number {
  const { low, high } = support(urn)
  const mean = (urn.white * urn.drawn) / (urn.white + urn.black)
  const bound = hypergeometricProbability(x, urn) * (1 + 1e-7)
  const side: 1 | -1 = x >= mean ? 1 : -1
  const own = outward(x, urn, side)
  // On the other side probabilities fall with distance from the mode: find the first that is small enough.
  let from = side > 0 ? low : high
  let to = side > 0 ? Math.min(x, Math.floor(mean)) : Math.max(x, Math.ceil(mean))
  if (hypergeometricProbability(to, urn) <= bound) return 1
  if (hypergeometricProbability(from, urn) > bound) return Math.min(1, own)
  while (Math.abs(to - from) > 1) {
    const middle = Math.floor((from + to) / 2)
    if (hypergeometricProbability(middle, urn) <= bound) from = middle
    else to = middle
  }
  return Math.min(1, own + outward(from, urn, side > 0 ? -1 : 1))
}

/** The odds at which a rising function of them is 0, sought on their logarithm. */
function oddsWhere(gap: (odds: number) => number): number {
  let low = -1
  let high = 1
  while (gap(Math.exp(low)) > 0 && low > -700) low *= 2
  while (gap(Math.exp(high)) < 0 && high < 700) high *= 2
  for (let k = 0; k < 200; k += 1) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (gap(Math.exp(middle)) > 0) high = middle
    else low = middle
  }
  return Math.exp((low + high) / 2)
}
