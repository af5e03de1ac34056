/**
 * How well each item tells apart those with high and low totals.
 *
 * In: one column an item; rows with a missing item are left out. The low group has totals at or below the `share`
 * quantile (type 7), the high group at or above the 1 - share quantile. Out: both cuts and sizes, and for each
 * item the two means with Student's and Welch's t, high minus low (null where nothing varies or a group has one
 * row). Unweighted. Null below two rows. As the total holds the item itself, p is a screening figure, not a
 * test of a hypothesis.
 * Source: Kelley 1939; R `t.test`.
 */

import { moments, quantiles } from '../sums.ts'
import { completeRows, rowTotals } from './items.ts'
import type { Items } from './items.ts'
import { twoSampleT } from './t-tests.ts'
import type { TTest } from './t-tests.ts'

export interface DiscriminationItem {
  readonly meanHigh: number
  readonly meanLow: number
  readonly pooled: TTest | null
  readonly welch: TTest | null
}

export interface Discrimination {
  readonly n: number
  readonly missing: number
  readonly lowCut: number
  readonly highCut: number
  readonly low: number
  readonly high: number
  readonly items: readonly DiscriminationItem[]
}

/** The items' means in the extreme groups of the total. */
export function itemDiscrimination(items: Items, share = 0.27): Discrimination | null {
  if (!(share > 0 && share <= 0.5)) throw new Error(`itemDiscrimination: share ${share} is not in (0, 0.5]`)
  const { columns, n, missing } = completeRows(items)
  if (n < 2 || columns.length === 0) return null
  const totals = rowTotals(columns)
  const [lowCut, highCut] = quantiles(totals, [share, 1 - share]) as [number, number]
  const within = (holds: (total: number) => boolean) => (values: Float64Array) =>
    moments(values.filter((_, row) => holds(totals[row]!)))
  const lowOf = within((total) => total <= lowCut)
  const highOf = within((total) => total >= highCut)
  return {
    n,
    missing,
    lowCut,
    highCut,
    low: lowOf(totals).n,
    high: highOf(totals).n,
    items: columns.map((values) => {
      const [high, low] = [highOf(values), lowOf(values)]
      return {
        meanHigh: high.mean,
        meanLow: low.mean,
        pooled: twoSampleT(high, low, { equal: true }),
        welch: twoSampleT(high, low),
      }
    }),
  }
}
