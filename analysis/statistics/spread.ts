/**
 * Do groups spread alike? Levene's test on deviations from the median (Brown and Forsythe) or the mean, and
 * Bartlett's test for normal data.
 *
 * In: the values of each group, in their unit. Out: the statistic, degrees of freedom and upper-tail p; null below
 * two groups, without spread, and for Bartlett where a group has fewer than two values or does not vary. Missing
 * values are left out before.
 * Source: Levene 1960; Brown and Forsythe 1974; Bartlett 1937; R `car::leveneTest`, `bartlett.test`.
 */

import { chiSquareTail } from '../distributions.ts'
import { moments, quantiles, sum, variance } from '../sums.ts'
import type { Moments } from '../sums.ts'
import { oneWayAnova } from './one-way-anova.ts'

export interface SpreadTest {
  readonly statistic: number
  readonly df1: number
  readonly df2: number
  readonly p: number
}

export function levene(groups: readonly Float64Array[], centre: 'median' | 'mean'): SpreadTest | null {
  const filled = groups.filter((values) => values.length > 0)
  const deviations = filled.map((values) => {
    const middle = centre === 'mean' ? moments(values).mean : quantiles(values, [0.5])[0]!
    return moments(values.map((value) => Math.abs(value - middle)))
  })
  const test = oneWayAnova(deviations)
  return test && { statistic: test.statistic, df1: test.dfBetween, df2: test.dfWithin, p: test.p }
}

export function bartlett(
  groups: readonly Moments[],
): { readonly statistic: number; readonly df: number; readonly p: number } | null {
  const filled = groups.filter((group) => group.n > 0)
  const variances = filled.map((group) => variance(group) ?? 0)
  const k = filled.length
  if (k < 2 || !variances.every((square) => square > 0)) return null
  const freedom = filled.map((group) => group.n - 1)
  const all = sum(freedom)
  const pooled = sum(filled.map((group) => group.squares)) / all
  const top = all * Math.log(pooled) - sum(freedom.map((df, g) => df * Math.log(variances[g]!)))
  const scale = 1 + (sum(freedom.map((df) => 1 / df)) - 1 / all) / (3 * (k - 1))
  const statistic = Math.max(0, top / scale)
  return { statistic, df: k - 1, p: chiSquareTail(statistic, k - 1, 'upper') }
}
