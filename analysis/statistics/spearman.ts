/**
 * Spearman's rank correlation.
 *
 * In: pairs without missing values, in units that can be ranked. Out: rho with ties, S = (n³ - n)(1 - rho) / 6, and
 * two-sided p: exact by counting up to nine untied pairs, beyond that by the Edgeworth series of AS 89, where exactness
 * is asked for (R's rule; `exact` null asks for it); else from t with n - 2 degrees of freedom. The interval is
 * Fisher's z with the standard error of Bonett and Wright (2000), null below four pairs. Null below three pairs or
 * where one does not vary. Source: Spearman 1904; Best and Roberts 1975; R `cor.test(method = "spearman")`.
 */

import { normalQuantile, normalTail, tTwoSided } from '../distributions.ts'
import { midRanks } from '../mid-ranks.ts'
import { correlation } from './correlation.ts'

export interface Spearman {
  readonly n: number
  readonly rho: number
  readonly s: number
  readonly p: number
  /** How p was found. */
  readonly method: 'exact' | 'series' | 't'
  readonly lower: number | null
  readonly upper: number | null
}

export function spearman(
  x: Float64Array,
  y: Float64Array,
  options: { readonly exact?: boolean | null; readonly level?: number } = {},
): Spearman | null {
  const n = x.length
  const first = midRanks(x)
  const second = midRanks(y)
  const rho = n < 3 ? null : correlation(first.ranks, second.ranks)
  if (rho === null) return null
  const s = ((n ** 3 - n) * (1 - rho)) / 6
  const counted = (options.exact ?? true) && first.tieSum + second.tieSum === 0 && n <= 1290
  const { lower, upper } = limits(rho, n, options.level ?? 0.95)
  return {
    n,
    rho,
    s,
    p: counted
      ? Math.min(1, 2 * nearTail(s, n))
      : tTwoSided(rho * Math.sqrt((n - 2) / (1 - rho * rho)), n - 2),
    method: counted ? (n <= 9 ? 'exact' : 'series') : 't',
    lower,
    upper,
  }
}

function limits(rho: number, n: number, level: number) {
  if (n < 4) return { lower: null, upper: null }
  const reach = normalQuantile((1 - level) / 2, 'upper') * Math.sqrt((1 + (rho * rho) / 2) / (n - 3))
  const z = Math.atanh(rho)
  return { lower: Math.tanh(z - reach), upper: Math.tanh(z + reach) }
}

/** The tail of S on the side of the observed value. */
function nearTail(s: number, n: number): number {
  const middle = (n ** 3 - n) / 6
  const whole = Math.round(s)
  if (n > 9) return s > middle ? series(whole, n, 'upper') : series(whole + 2, n, 'lower')
  const counts = sumCounts(n)
  const all = counts.reduce((total, count) => total + count, 0)
  const inside = counts.reduce(
    (total, count, k) => ((s > middle ? k >= whole : k <= whole) ? total + count : total),
    0,
  )
  return inside / all
}

/** How many orders of n things have each sum of squared differences: over the sets of places already taken. */
function sumCounts(n: number): Float64Array {
  const most = (n ** 3 - n) / 3
  const sets = Array.from({ length: 1 << n }, () => new Float64Array(0))
  sets[0] = new Float64Array(most + 1)
  sets[0][0] = 1
  for (let set = 1; set < sets.length; set += 1) {
    const counts = new Float64Array(most + 1)
    const place = bits(set) - 1
    for (let last = 0; last < n; last += 1) {
      if ((set & (1 << last)) === 0) continue
      const step = (place - last) ** 2
      const before = sets[set ^ (1 << last)]!
      for (let k = step; k <= most; k += 1) counts[k] = counts[k]! + before[k - step]!
    }
    sets[set] = counts
  }
  return sets.at(-1)!
}

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest > 0; rest &= rest - 1) count += 1
  return count
}

/** Edgeworth series with the coefficients of AS 89, cut to the range of a probability. */
function series(s: number, n: number, tail: 'lower' | 'upper'): number {
  const b = 1 / n
  const x = ((6 * (s - 1) * b) / (n * n - 1) - 1) * Math.sqrt(1 / b - 1)
  const y = x * x
  const inner = 0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y))
  const u =
    x * b * (0.2274 + b * (0.2531 + 0.1745 * b) + y * (-0.0758 + b * (0.1033 + 0.3932 * b) - y * b * inner))
  const correction = u / Math.exp(y / 2)
  const value = (tail === 'lower' ? -correction : correction) + normalTail(x, tail)
  return Math.min(1, Math.max(0, value))
}
