/**
 * 界值法: which items experts would keep, by three boundaries over all items of the round.
 *
 * In: the items' figures. Boundaries: mean and 满分率 must reach their average over the items minus one standard
 * deviation (n - 1), CV must not pass its average plus one. Out: the boundaries, and for each item which it fails
 * and the verdict: none failed keeps it, all three drop it, one or two leave it to the research team. An item
 * whose figures are not known fails nothing and is left to the team. Null below two items with all figures.
 * Source: the customary rule of Chinese Delphi studies, e.g. Zeng Guang 1994.
 */

import { deviation, moments } from '../sums.ts'
import type { RatedItem } from './items.ts'

export type Criterion = 'mean' | 'fullMarkRate' | 'cv'
export type Verdict = 'keep' | 'discuss' | 'drop'

export interface Boundary {
  readonly criterion: Criterion
  readonly average: number
  readonly sd: number
  readonly limit: number
}

export interface Boundaries {
  readonly boundaries: readonly Boundary[]
  readonly items: readonly { readonly fails: readonly Criterion[]; readonly verdict: Verdict }[]
}

const criteria: readonly Criterion[] = ['mean', 'fullMarkRate', 'cv']

/** Boundaries and verdicts of one round. */
export function boundaries(items: readonly RatedItem[]): Boundaries | null {
  const whole = items.filter((item) => criteria.every((criterion) => item[criterion] !== null))
  if (whole.length < 2) return null
  const limits = criteria.map((criterion) => {
    const of = moments(Float64Array.from(whole, (item) => item[criterion]!))
    const sd = deviation(of)!
    return { criterion, average: of.mean, sd, limit: criterion === 'cv' ? of.mean + sd : of.mean - sd }
  })
  return {
    boundaries: limits,
    items: items.map((item) => {
      if (!whole.includes(item)) return { fails: [], verdict: 'discuss' }
      const fails = limits.filter((boundary) => failing(item, boundary)).map(({ criterion }) => criterion)
      const verdict = fails.length === 0 ? 'keep' : fails.length === limits.length ? 'drop' : 'discuss'
      return { fails, verdict }
    }),
  }
}

function failing(item: RatedItem, { criterion, limit }: Boundary): boolean {
  // Items that are all alike lie on the boundary itself and must not fail by a rounding.
  const slack = 1e-12 * Math.abs(limit)
  return criterion === 'cv' ? item.cv! > limit + slack : item[criterion]! < limit - slack
}
