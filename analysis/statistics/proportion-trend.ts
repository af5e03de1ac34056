/**
 * Do shares rise or fall over ordered groups? The chi-square test for trend of Cochran and Armitage.
 *
 * In: for each group x of n (n above 0) and its score, equal steps where none is given. Out: chi-square with one
 * degree of freedom and upper-tail p, and the slope (share a step of the score) by weighted least squares. Null below
 * two groups, where nobody or everybody counts, or where the scores do not differ.
 * Source: Cochran 1954; Armitage 1955; R `prop.trend.test`.
 */

import { chiSquareTail } from '../distributions.ts'
import { sum } from '../sums.ts'

export interface ProportionTrend {
  readonly statistic: number
  readonly df: 1
  readonly p: number
  readonly slope: number
}

export function proportionTrend(
  groups: readonly { readonly x: number; readonly n: number; readonly score?: number }[],
): ProportionTrend | null {
  const filled = groups
    .map((group, k) => ({ ...group, score: group.score ?? k + 1 }))
    .filter(({ n }) => n > 0)
  const n = sum(filled.map((group) => group.n))
  const share = sum(filled.map((group) => group.x)) / n
  const centre = sum(filled.map((group) => group.n * group.score)) / n
  const spread = sum(filled.map((group) => group.n * (group.score - centre) ** 2))
  if (filled.length < 2 || !(share > 0 && share < 1) || !(spread > 0)) return null
  const together = sum(filled.map((group) => (group.x - group.n * share) * (group.score - centre)))
  const statistic = together ** 2 / (spread * share * (1 - share))
  return { statistic, df: 1, p: chiSquareTail(statistic, 1, 'upper'), slope: together / spread }
}
