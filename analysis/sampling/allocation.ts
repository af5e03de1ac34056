/**
 * Sharing a sample out over strata.
 *
 * In: the strata, the size to share out, the rule, and how few any stratum may get. Shares follow N (proportional), 1 (equal), N S
 * (Neyman), N S/√cost, N^q (power) or X^q CV (Bankier). A stratum never gets more than it has: those that would are taken
 * whole, those that would fall below the minimum get it (or all they have), and the rest is shared again. Out: exact shares and
 * whole numbers by largest remainder that add up to the size, and which strata are taken whole (places from 0). An
 * Error names what is impossible.
 * Source: Neyman 1934; Cochran 1977, 5.5 to 5.8; Bankier 1988; reference kind `alloc`.
 */

import { sum } from '../sums.ts'
import { largestRemainder } from './largest-remainder.ts'

export interface Stratum {
  readonly size: number
  /** Standard deviation within the stratum (Neyman, cost). */
  readonly sd?: number
  /** Cost of one answer (cost). */
  readonly cost?: number
  /** Importance and coefficient of variation (Bankier). */
  readonly importance?: number
  readonly variation?: number
}

export type AllocationRule = 'proportional' | 'equal' | 'neyman' | 'cost' | 'power' | 'bankier'

export interface AllocationOptions {
  readonly n: number
  readonly rule: AllocationRule
  /** The exponent of `power` and `bankier`. */
  readonly exponent?: number
  readonly minimum?: number
}

export interface Allocation {
  readonly shares: readonly number[]
  readonly rounded: readonly number[]
  /** Places of the strata taken whole because their share exceeded them. */
  readonly takeAll: readonly number[]
  /** Places of the strata raised to the minimum. */
  readonly raised: readonly number[]
}

/** The sample of each stratum. */
export function allocate(strata: readonly Stratum[], options: AllocationOptions): Allocation {
  const { n, minimum = 0 } = options
  if (strata.length === 0) throw new Error('allocate: there is no stratum')
  strata.forEach(({ size }, h) => {
    if (!(size >= 0 && size < Infinity)) throw new Error(`allocate: size ${size} of stratum ${h + 1}`)
  })
  const most = strata.map(({ size }) => size)
  const least = most.map((size) => Math.min(minimum, size))
  if (!(n >= 0 && n <= sum(most) * (1 + 1e-12)))
    throw new Error(`allocate: ${n} cannot be drawn from ${sum(most)}`)
  if (!(minimum >= 0) || sum(least) > n)
    throw new Error(`allocate: a minimum of ${minimum} asks for more than ${n}`)
  const measures = strata.map((stratum, h) => measureOf(stratum, h, options))
  const shares = most.map(() => 0)
  const whole = new Set<number>()
  const raised = new Set<number>()
  for (;;) {
    const free = measures.map((_, h) => h).filter((h) => !whole.has(h) && !raised.has(h))
    const rest = n - sum([...whole].map((h) => most[h]!)) - sum([...raised].map((h) => least[h]!))
    const all = sum(free.map((h) => measures[h]!))
    if (free.length > 0 && !(all > 0) && rest > 1e-9)
      throw new Error('allocate: the strata that are left have no measure to share by')
    for (const h of free) shares[h] = all > 0 ? (rest * measures[h]!) / all : 0
    for (const h of whole) shares[h] = most[h]!
    for (const h of raised) shares[h] = least[h]!
    const over = free.filter((h) => shares[h]! > most[h]!)
    const under = free.filter((h) => shares[h]! < least[h]!)
    if (over.length + under.length === 0) break
    // Fixing only the side that is farther off keeps the shares of the others in proportion.
    const excess = sum(over.map((h) => shares[h]! - most[h]!)) - sum(under.map((h) => least[h]! - shares[h]!))
    if (excess >= 0) over.forEach((h) => whole.add(h))
    if (excess <= 0) under.forEach((h) => raised.add(h))
  }
  const places = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b)
  return { shares, rounded: largestRemainder(shares, n), takeAll: places(whole), raised: places(raised) }
}

function measureOf(stratum: Stratum, h: number, { rule, exponent = 0.5 }: AllocationOptions): number {
  const given = (name: 'sd' | 'cost' | 'importance' | 'variation', positive = false): number => {
    const value = stratum[name]
    if (value === undefined || !(positive ? value > 0 : value >= 0) || value === Infinity)
      throw new Error(`allocate: ${name} ${value} of stratum ${h + 1}`)
    return value
  }
  const { size } = stratum
  if (rule === 'proportional') return size
  if (rule === 'equal') return size > 0 ? 1 : 0
  if (rule === 'neyman') return size * given('sd')
  if (rule === 'cost') return (size * given('sd')) / Math.sqrt(given('cost', true))
  if (rule === 'power') return size > 0 ? size ** exponent : 0
  return given('importance') ** exponent * given('variation')
}
