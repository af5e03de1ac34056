/**
 * How many people a comparison needs to see a difference, and how likely a given number is to see it.
 *
 * Two-sided tests at the given significance level; the far tail is not counted, as in R's `strict = FALSE`. Shares,
 * power and significance are between 0 and 1. n is per group, in pairs, or of the one sample. An Error names an
 * argument outside its range; no difference can be seen where there is none.
 * Source: Fleiss, Levin and Paik 2003, chapter 4; Cohen 1988; R `power.prop.test`, `power.t.test`.
 */

import { normalQuantile, normalTail, tQuantile } from '../distributions.ts'
import { noncentralTTail } from '../noncentral.ts'
import { roundUp } from './sizes.ts'

export interface PowerSize {
  readonly n: number
  readonly rounded: number
}

interface Aim {
  readonly power: number
  readonly significance: number
}

/** n per group for the difference of two shares. */
export function twoSharesSize(p1: number, p2: number, { power, significance }: Aim): PowerSize {
  const { pooled, separate, difference } = shares(p1, p2, significance)
  within('power', power, power > 0 && power < 1)
  const root =
    (normalQuantile(significance / 2, 'upper') * pooled + normalQuantile(power) * separate) / difference
  const n = Math.max(0, root) ** 2
  return { n, rounded: roundUp(n) }
}

/** The chance that two groups of n show the difference of the shares. */
export function twoSharesPower(p1: number, p2: number, n: number, significance: number): number {
  const { pooled, separate, difference } = shares(p1, p2, significance)
  within('n', n, n >= 2)
  const z = normalQuantile(significance / 2, 'upper')
  return normalTail((Math.sqrt(n) * difference - z * pooled) / separate, 'lower')
}

function shares(p1: number, p2: number, significance: number) {
  within('p1', p1, p1 >= 0 && p1 <= 1)
  within('p2', p2, p2 >= 0 && p2 <= 1)
  within('significance', significance, significance > 0 && significance < 1)
  const difference = Math.abs(p1 - p2)
  const separate = Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
  within('p2', p2, difference > 0 && separate > 0)
  return { difference, separate, pooled: Math.sqrt((p1 + p2) * (1 - (p1 + p2) / 2)) }
}

export type MeansDesign = 'two.sample' | 'one.sample' | 'paired'

export interface MeansEffect {
  /** Difference to be seen, in the unit of sd. */
  readonly delta: number
  /** Within groups; of the differences for pairs. */
  readonly sd: number
  readonly design: MeansDesign
}

/** n for a difference of means by the t test; between 2 and 10 million. */
export function meansSize(effect: MeansEffect, { power, significance }: Aim): PowerSize {
  within('power', power, power > 0 && power < 1)
  const gap = (n: number) => meansPower(effect, n, significance) - power
  let low = 2
  if (gap(low) >= 0) return { n: low, rounded: low }
  let high = 4
  while (gap(high) < 0) {
    low = high
    high *= 2
    within('delta', effect.delta, high <= 2 ** 24)
  }
  // The power rises smoothly with n: Illinois steps, with a halving now and then.
  let atLow = gap(low)
  let atHigh = gap(high)
  for (let k = 0; k < 200 && high - low > 1e-11 * high; k += 1) {
    const secant = high - (atHigh * (high - low)) / (atHigh - atLow)
    const inside = secant > low && secant < high && k % 4 !== 3
    const middle = inside ? secant : (low + high) / 2
    const value = gap(middle)
    if (value === 0) return { n: middle, rounded: roundUp(middle) }
    if (value > 0) {
      high = middle
      atHigh = value
      atLow = inside ? atLow / 2 : atLow
    } else {
      low = middle
      atLow = value
      atHigh = inside ? atHigh / 2 : atHigh
    }
  }
  return { n: high, rounded: roundUp(high) }
}

/** The chance that n per group (pairs, or one sample) show the difference. */
export function meansPower({ delta, sd, design }: MeansEffect, n: number, significance: number): number {
  within('sd', sd, sd > 0 && sd < Infinity)
  within('delta', delta, delta !== 0 && Number.isFinite(delta))
  within('significance', significance, significance > 0 && significance < 1)
  within('n', n, n >= 2)
  const groups = design === 'two.sample' ? 2 : 1
  const df = (n - 1) * groups
  const centre = (Math.sqrt(n / groups) * Math.abs(delta)) / sd
  return noncentralTTail(tQuantile(significance / 2, df, 'upper'), df, centre, 'upper')
}

function within(name: string, value: number, holds: boolean): void {
  if (!holds || Number.isNaN(value)) throw new Error(`power: ${name} ${value} is outside its range`)
}
