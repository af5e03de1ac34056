/**
 * One-way analysis of variance: do the means of several groups differ, if all spread alike?
 *
 * In: moments of the number in each group, in its unit; groups without values are left out by the caller. Out: sums
 * of squares, F with upper-tail p, and the effect sizes eta² (share of variation in the sample), omega² and epsilon²
 * (less biased) and Cohen's f, with the interval of eta² from the noncentral F. Null below two groups, without a
 * residual degree of freedom or where nothing varies within groups.
 * Source: Fisher 1925; Olejnik and Algina 2003; Steiger 2004; R `anova(lm())`.
 */

import { fTail } from '../distributions.ts'
import { noncentralFLimits } from '../noncentral.ts'
import { sum } from '../sums.ts'
import type { Moments } from '../sums.ts'

export interface OneWayAnova {
  readonly n: number
  readonly between: number
  readonly within: number
  readonly dfBetween: number
  readonly dfWithin: number
  readonly statistic: number
  readonly p: number
  readonly eta2: number
  readonly omega2: number
  readonly epsilon2: number
  readonly cohensF: number
}

export function oneWayAnova(groups: readonly Moments[]): OneWayAnova | null {
  const filled = groups.filter((group) => group.n > 0)
  const n = sum(filled.map((group) => group.n))
  const mean = sum(filled.map((group) => group.n * group.mean)) / n
  const between = sum(filled.map((group) => group.n * (group.mean - mean) ** 2))
  const within = sum(filled.map((group) => group.squares))
  const dfBetween = filled.length - 1
  const dfWithin = n - filled.length
  if (dfBetween < 1 || dfWithin < 1 || !(within > 0)) return null
  const meanSquare = within / dfWithin
  const statistic = between / dfBetween / meanSquare
  if (!Number.isFinite(statistic)) return null
  const total = between + within
  return {
    n,
    between,
    within,
    dfBetween,
    dfWithin,
    statistic,
    p: fTail(statistic, dfBetween, dfWithin, 'upper'),
    eta2: between / total,
    omega2: (between - dfBetween * meanSquare) / (total + meanSquare),
    epsilon2: (between - dfBetween * meanSquare) / total,
    cohensF: Math.sqrt(between / within),
  }
}

/** Limits of (partial) eta² from F: noncentrality over noncentrality plus n (Steiger 2004). */
export function etaSquaredInterval(
  f: number,
  df1: number,
  df2: number,
  level = 0.9,
): { readonly lower: number; readonly upper: number } {
  const { lower, upper } = noncentralFLimits(f, [df1, df2], level)
  const n = df1 + df2 + 1
  return { lower: lower / (lower + n), upper: upper / (upper + n) }
}
