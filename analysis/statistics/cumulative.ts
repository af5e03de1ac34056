/**
 * Cumulative percentages of an ordered question.
 *
 * In: counts in order. Out: for each the per cent of the valid base at or before it; null where the base is
 * empty. Missing answers are left out before. Source: R `cumsum(prop.table(x))`.
 */

import { sum } from '../sums.ts'
import { percent } from './result.ts'

/** Per cent of the valid base at or before each count. */
export function cumulative(counts: readonly number[]): readonly (number | null)[] {
  const base = sum(counts)
  return counts.map((_, k) => percent(sum(counts.slice(0, k + 1)), base))
}
