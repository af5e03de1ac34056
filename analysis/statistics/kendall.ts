/**
 * Kendall's tau-b: does one number rise with another?
 *
 * In: pairs without missing values, in units that can be ranked. Out: tau-b between -1 and 1; two-sided p, exact where
 * it is asked for and nothing is tied (R's rule; `exact` null asks for it below 50 pairs; counted up to 100), else
 * from z with the variance for ties; the statistic is the number of concordant pairs where p is exact, else z. The
 * interval is Fisher's z with standard error √(0.437 / (n - 4)) (Fieller et al. 1957), null below five pairs. Null
 * below two pairs or where one does not vary. Counting takes n log n steps (Knight 1966).
 * Source: Kendall 1945; R `cor.test(method = "kendall")`.
 */

import { normalQuantile, normalTwoSided } from '../distributions.ts'
import { sum } from '../sums.ts'

export interface Kendall {
  readonly n: number
  readonly tau: number
  readonly statistic: number | null
  readonly exact: boolean
  readonly p: number | null
  readonly lower: number | null
  readonly upper: number | null
}

export function kendall(
  x: Float64Array,
  y: Float64Array,
  options: { readonly exact?: boolean | null; readonly level?: number } = {},
): Kendall | null {
  const n = x.length
  if (n < 2) return null
  const { discordant, tiedX, tiedY, tiedBoth } = count(x, y)
  const pairs = (n * (n - 1)) / 2
  const [inX, inY, inBoth] = [tiedX, tiedY, tiedBoth].map(pairsTied) as [number, number, number]
  const score = pairs - inX - inY + inBoth - 2 * discordant
  const base = Math.sqrt(pairs - inX) * Math.sqrt(pairs - inY)
  if (!(base > 0)) return null
  const tau = Math.min(1, Math.max(-1, score / base))
  const exact = (options.exact ?? n < 50) && inX + inY === 0 && n <= 100
  const spread = exact ? 0 : Math.sqrt(variance(n, tiedX, tiedY))
  const z = spread > 0 ? score / spread : null
  const { lower, upper } = limits(tau, n, options.level ?? 0.95)
  return {
    n,
    tau,
    statistic: exact ? pairs - discordant : z,
    exact,
    p: exact ? exactP(Math.min(discordant, pairs - discordant), n) : z === null ? null : normalTwoSided(z),
    lower,
    upper,
  }
}

function pairsTied(sizes: readonly number[]): number {
  return sum(sizes.map((size) => (size * (size - 1)) / 2))
}

/** Variance of the score where nothing relates, from the sizes of the tied groups. */
export function variance(n: number, tiedX: readonly number[], tiedY: readonly number[]): number {
  const over = (sizes: readonly number[], of: (t: number) => number) => sum(sizes.map(of))
  const wide = (t: number) => t * (t - 1) * (2 * t + 5)
  const two = (t: number) => t * (t - 1)
  const three = (t: number) => t * (t - 1) * (t - 2)
  return (
    (n * (n - 1) * (2 * n + 5) - over(tiedX, wide) - over(tiedY, wide)) / 18 +
    (over(tiedX, two) * over(tiedY, two)) / (2 * n * (n - 1)) +
    (n > 2 ? (over(tiedX, three) * over(tiedY, three)) / (9 * n * (n - 1) * (n - 2)) : 0)
  )
}

/** Sorts by x, then y; what is left out of order in y is discordant, counted while merging. */
function count(x: Float64Array, y: Float64Array) {
  const n = x.length
  const order = Uint32Array.from({ length: n }, (_, k) => k).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!)
  const runs = (same: (a: number, b: number) => boolean) => {
    const sizes: number[] = []
    for (let from = 0, to = 1; to <= n; to += 1) {
      if (to < n && same(order[to - 1]!, order[to]!)) continue
      sizes.push(to - from)
      from = to
    }
    return sizes
  }
  const tiedX = runs((a, b) => x[a] === x[b])
  const tiedBoth = runs((a, b) => x[a] === x[b] && y[a] === y[b])
  const values = Float64Array.from(order, (row) => y[row]!)
  const discordant = inversions(values)
  const tiedY: number[] = []
  for (let from = 0, to = 1; to <= n; to += 1) {
    if (to < n && values[to] === values[to - 1]) continue
    tiedY.push(to - from)
    from = to
  }
  return { discordant, tiedX, tiedY, tiedBoth }
}

/** Sorts the values in place and returns how many pairs stood the wrong way round. */
function inversions(values: Float64Array): number {
  const n = values.length
  const other = new Float64Array(n)
  let found = 0
  for (let width = 1; width < n; width *= 2) {
    for (let from = 0; from < n; from += 2 * width) {
      const middle = Math.min(from + width, n)
      const end = Math.min(from + 2 * width, n)
      let left = from
      let right = middle
      for (let k = from; k < end; k += 1) {
        if (left < middle && (right >= end || values[left]! <= values[right]!)) other[k] = values[left++]!
        else {
          found += middle - left
          other[k] = values[right++]!
        }
      }
    }
    values.set(other)
  }
  return found
}

function limits(tau: number, n: number, level: number) {
  if (n < 5) return { lower: null, upper: null }
  const reach = normalQuantile((1 - level) / 2, 'upper') * Math.sqrt(0.437 / (n - 4))
  const z = Math.atanh(tau)
  return { lower: Math.tanh(z - reach), upper: Math.tanh(z + reach) }
}

/** Twice the chance of at most `tail` pairs the wrong way round among all orders. */
function exactP(tail: number, n: number): number {
  let chances = new Float64Array(tail + 1)
  chances[0] = 1
  for (let size = 2; size <= n; size += 1) {
    const next = new Float64Array(tail + 1)
    for (let k = 0; k <= tail; k += 1) {
      let total = 0
      for (let step = 0; step < size && step <= k; step += 1) total += chances[k - step]!
      next[k] = total / size
    }
    chances = next
  }
  return Math.min(1, 2 * sum(chances))
}
