/**
 * Pearson's correlation of two numbers.
 *
 * In: pairs without missing values. Out: r between -1 and 1; null below two pairs or where one does not vary.
 * Source: Pearson 1895; R `cor`.
 */

import { moments, sum } from '../sums.ts'

/** r of x and y, row by row. */
export function correlation(x: Float64Array, y: Float64Array): number | null {
  const a = moments(x)
  const b = moments(y)
  if (a.n < 2 || !(a.squares > 0) || !(b.squares > 0)) return null
  const together = sum(x.map((value, i) => (value - a.mean) * (y[i]! - b.mean)))
  return Math.min(1, Math.max(-1, together / Math.sqrt(a.squares) / Math.sqrt(b.squares)))
}
