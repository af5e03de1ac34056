/**
 * Whole numbers that add up: each share rounded down, and what is left given to the largest remainders.
 *
 * In: shares not below 0, and the total that the whole numbers must reach. Remainders are compared to nine decimals;
 * equal ones go to the earlier share. A total below what rounding down gives leaves the shares rounded down. An
 * Error where a share is not a number or the total is more than one above each share rounded down.
 * Source: Hamilton's (Hare–Niemeyer) method; reference kind `round.largest_remainder`.
 */

import { sum } from '../sums.ts'

/** The rounded shares. */
export function largestRemainder(shares: readonly number[], total: number): readonly number[] {
  const odd = shares.findIndex((share) => !Number.isFinite(share) || share < 0)
  if (odd >= 0) throw new Error(`largestRemainder: share ${odd + 1} is ${shares[odd]}`)
  const rounded = shares.map((share) => Math.floor(share + 1e-12))
  const left = Math.floor(total - sum(rounded) + 1e-9)
  if (!(left <= shares.length)) throw new Error(`largestRemainder: ${total} is too much for these shares`)
  if (left <= 0) return rounded
  const remainder = (k: number) => Math.round((shares[k]! - rounded[k]!) * 1e9)
  const order = shares.map((_, k) => k).sort((a, b) => remainder(b) - remainder(a) || a - b)
  for (const k of order.slice(0, left)) rounded[k]! += 1
  return rounded
}
