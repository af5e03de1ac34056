/**
 * The k highest and k lowest answers of a scale.
 *
 * In: counts of the answers from low to high, and k. Out: counts and per cent of both ends, the net in points,
 * and Wilson's limits of the upper share in per cent; null where nobody answered. Missing answers are left out
 * before. Source: reference kind `topbox`; Wilson 1927.
 */

import { wilson } from '../intervals.ts'
import { sum } from '../sums.ts'
import { percent } from './result.ts'

export interface Boxes {
  readonly n: number
  readonly top: number
  readonly topPercent: number | null
  readonly bottom: number
  readonly bottomPercent: number | null
  readonly net: number | null
  readonly lower: number | null
  readonly upper: number | null
}

/** Both ends of a scale. */
export function boxes(counts: readonly number[], k: number): Boxes {
  const n = sum(counts)
  const top = sum(counts.slice(Math.max(0, counts.length - k)))
  const bottom = sum(counts.slice(0, k))
  const interval = wilson(top, n)
  return {
    n,
    top,
    topPercent: percent(top, n),
    bottom,
    bottomPercent: percent(bottom, n),
    net: percent(top - bottom, n),
    lower: interval && 100 * interval.lower,
    upper: interval && 100 * interval.upper,
  }
}
