/**
 * The median of all differences between two groups (Hodges and Lehmann's shift).
 *
 * In: values of both groups, finite, in their unit. Out: the median over all pairs of first minus second, in the same
 * unit. Up to a few million differences are formed; beyond that the middle ones are found by counting in the sorted
 * groups, so that a hundred thousand rows a group take a moment and no memory. Source: Hodges and Lehmann 1963.
 */

import { quantiles } from '../sums.ts'

const formed = 2_000_000

export function medianDifference(first: Float64Array, second: Float64Array): number {
  const pairs = first.length * second.length
  if (pairs <= formed) {
    const all = new Float64Array(pairs)
    let k = 0
    for (const a of first) for (const b of second) all[k++] = a - b
    return quantiles(all, [0.5])[0] ?? NaN
  }
  const x = first.toSorted()
  const y = second.toSorted()
  const middle = Math.floor((pairs + 1) / 2)
  const low = kthDifference(x, y, middle)
  return pairs % 2 === 1 ? low : (low + kthDifference(x, y, middle + 1)) / 2
}

/** The k-th smallest (from 1) of all x - y, both sorted: bisect on the value, then take the difference just there. */
function kthDifference(x: Float64Array, y: Float64Array, k: number): number {
  let low = x[0]! - y.at(-1)! - 1
  let high = x.at(-1)! - y[0]!
  for (let step = 0; step < 200; step += 1) {
    const middle = low + (high - low) / 2
    if (!(middle > low && middle < high)) break
    if (countAtMost(x, y, middle).count >= k) high = middle
    else low = middle
  }
  return countAtMost(x, y, high).largest
}

/** How many differences are at most `limit`, and the largest of them. */
function countAtMost(
  x: Float64Array,
  y: Float64Array,
  limit: number,
): { readonly count: number; readonly largest: number } {
  let count = 0
  let largest = -Infinity
  let from = 0
  for (const a of x) {
    while (from < y.length && a - y[from]! > limit) from += 1
    count += y.length - from
    if (from < y.length) largest = Math.max(largest, a - y[from]!)
  }
  return { count, largest }
}
