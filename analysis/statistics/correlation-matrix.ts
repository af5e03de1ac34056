/**
 * Correlations of every pair of several numbers.
 *
 * In: columns of equal length, NaN where missing. Out: r, the number of rows each r rests on and its two-sided p from
 * t with n - 2 degrees of freedom; null where r is not defined. `listwise` uses the rows where nothing is missing,
 * `pairwise` for each pair the rows where both are there. Rank methods rank within the rows used.
 * Source: R `cor(use = "pairwise.complete.obs" | "complete.obs")`.
 */

import { tTwoSided } from '../distributions.ts'
import { midRanks } from '../mid-ranks.ts'
import { correlation } from './correlation.ts'
import { kendall } from './kendall.ts'

export type CorrelationMethod = 'pearson' | 'spearman' | 'kendall'

export interface CorrelationMatrix {
  readonly r: readonly (readonly (number | null)[])[]
  readonly n: readonly (readonly number[])[]
  /** Null on the diagonal too: nothing is tested there. */
  readonly p: readonly (readonly (number | null)[])[]
}

export function correlationMatrix(
  columns: readonly Float64Array[],
  options: { readonly use: 'listwise' | 'pairwise'; readonly method: CorrelationMethod },
): CorrelationMatrix {
  const { use, method } = options
  const whole = columns[0]?.map((_, row) => (columns.every((values) => !Number.isNaN(values[row])) ? 1 : 0))
  const empty = <T>(value: T): T[][] => columns.map(() => columns.map(() => value))
  const [r, n, p] = [empty<number | null>(null), empty(0), empty<number | null>(null)]
  columns.forEach((first, i) => {
    for (let j = 0; j <= i; j += 1) {
      const second = columns[j]!
      const used = (_: number, row: number) =>
        use === 'listwise' ? whole![row] === 1 : !Number.isNaN(first[row]) && !Number.isNaN(second[row])
      const [x, y] = [first.filter(used), second.filter(used)]
      const found = coefficient(x, y, method)
      const value = i === j && found !== null ? 1 : found
      const tail = i === j || value === null ? null : tailOf(value, x.length)
      r[i]![j] = r[j]![i] = value
      n[i]![j] = n[j]![i] = x.length
      p[i]![j] = p[j]![i] = tail
    }
  })
  return { r, n, p }
}

function coefficient(x: Float64Array, y: Float64Array, method: CorrelationMethod): number | null {
  if (method === 'kendall') return kendall(x, y, { exact: false })?.tau ?? null
  return method === 'pearson' ? correlation(x, y) : correlation(midRanks(x).ranks, midRanks(y).ranks)
}

function tailOf(r: number, n: number): number | null {
  return n < 3 ? null : tTwoSided(r * Math.sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2)
}
