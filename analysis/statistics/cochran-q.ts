/**
 * Cochran's Q: are several yes-or-no answers of the same people given equally often?
 *
 * In: 0/1 columns, a row a person, without missing values. Out: Q, degrees of freedom and upper-tail p, and the share
 * of yes in each column. Null below two columns or where everyone answers all alike. Of two columns Q is McNemar's
 * statistic without correction. Source: Cochran 1950.
 */

import { chiSquareTail } from '../distributions.ts'
import { sum } from '../sums.ts'

export interface CochranQ {
  readonly n: number
  readonly statistic: number
  readonly df: number
  readonly p: number
  readonly shares: readonly number[]
}

export function cochranQ(columns: readonly Float64Array[]): CochranQ | null {
  const k = columns.length
  const n = columns[0]?.length ?? 0
  if (!columns.every((column) => column.every((value) => value === 0 || value === 1)))
    throw new Error('cochran q: answers must be 0 or 1')
  if (k < 2 || n < 1) return null
  const totals = columns.map((column) => sum(column))
  const all = sum(totals)
  let mixed = 0
  for (let row = 0; row < n; row += 1) {
    const yes = columns.reduce((total, column) => total + column[row]!, 0)
    mixed += yes * (k - yes)
  }
  if (mixed === 0) return null
  const statistic = (k * (k - 1) * sum(totals.map((total) => (total - all / k) ** 2))) / mixed
  return {
    n,
    statistic,
    df: k - 1,
    p: chiSquareTail(statistic, k - 1, 'upper'),
    shares: totals.map((total) => total / n),
  }
}
