/**
 * Agreement of any number of observers, with gaps: Krippendorff's alpha.
 *
 * In: one column an observer with numbers, NaN where missing (nominal data as codes whose order does not matter);
 * units with fewer than two values are dropped. Out: alpha (1 is full agreement, 0 what chance gives), the
 * disagreements observed and expected, how many units and values count, and each distinct value with its count
 * among those. Unweighted. `tooFew` without pairs, `unvarying` where only one value occurs, `undefined` for ratio
 * data whose values cancel, `tooMany` for ratio data with more than 5,000 distinct values.
 * Source: Krippendorff 2004, chapter 11; 2011.
 */

import { sum } from '../sums.ts'
import type { Items } from './items.ts'

export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio'
export type NoKrippendorff = 'tooFew' | 'unvarying' | 'undefined' | 'tooMany'

export interface Krippendorff {
  readonly alpha: number
  readonly units: number
  readonly pairable: number
  readonly observed: number
  readonly expected: number
  readonly values: readonly number[]
  readonly counts: readonly number[]
}

const ratioLimit = 5000

/** Krippendorff's alpha for the metric. */
export function krippendorffAlpha(observers: Items, metric: Metric): Krippendorff | NoKrippendorff {
  const units = readUnits(observers)
  const values = distinct(observers)
  const places = new Map(values.map((value, place) => [value, place]))
  const counts = values.map(() => 0)
  for (const unit of units) for (const value of unit) counts[places.get(value)!]! += 1
  const pairable = sum(counts)
  if (pairable < 2) return 'tooFew'
  if (metric === 'ratio' && values.length > ratioLimit) return 'tooMany'
  // Ordinal distances are those between the middles of the values' ranges of ranks.
  const positions = metric === 'ordinal' ? middles(counts) : values
  const scaled = units.map((unit) => unit.map((value) => positions[places.get(value)!]!))
  const observed = sum(scaled.map((unit) => disagreement(unit, metric) / (unit.length - 1))) / pairable
  const expected = expectedDisagreement(positions, counts, metric) / (pairable * (pairable - 1))
  if (!Number.isFinite(observed) || !Number.isFinite(expected)) return 'undefined'
  if (!(expected > 0)) return 'unvarying'
  return {
    alpha: 1 - observed / expected,
    units: units.length,
    pairable,
    observed,
    expected,
    values,
    counts,
  }
}

function readUnits(observers: Items): number[][] {
  const rows = observers[0]?.length ?? 0
  const units: number[][] = []
  for (let row = 0; row < rows; row += 1) {
    const unit = observers.flatMap((values) => (Number.isFinite(values[row]) ? [values[row]!] : []))
    if (unit.length >= 2) units.push(unit)
  }
  return units
}

function distinct(observers: Items): number[] {
  const found = new Set<number>()
  for (const values of observers) for (const value of values) if (Number.isFinite(value)) found.add(value)
  return [...found].sort((a, b) => a - b)
}

function middles(counts: readonly number[]): number[] {
  let below = 0
  return counts.map((count) => {
    const middle = below + count / 2
    below += count
    return middle
  })
}

/** Sum of squared differences over ordered pairs of one unit's values. */
function disagreement(unit: readonly number[], metric: Metric): number {
  return expectedDisagreement(
    unit,
    unit.map(() => 1),
    metric,
  )
}

/** Sum of squared differences over ordered pairs of values with their counts. */
function expectedDisagreement(values: readonly number[], counts: readonly number[], metric: Metric): number {
  const n = sum(counts)
  if (metric === 'nominal') {
    const together = new Map<number, number>()
    values.forEach((value, k) => together.set(value, (together.get(value) ?? 0) + counts[k]!))
    return n * n - sum(Array.from(together.values(), (count) => count * count))
  }
  if (metric !== 'ratio') {
    const mean = sum(values.map((value, k) => value * counts[k]!)) / n
    return 2 * n * sum(values.map((value, k) => counts[k]! * (value - mean) ** 2))
  }
  let total = 0
  values.forEach((a, i) => {
    for (let j = 0; j < i; j += 1) {
      const b = values[j]!
      if (a !== b && counts[i]! * counts[j]! > 0)
        total += 2 * counts[i]! * counts[j]! * ((a - b) / (a + b)) ** 2
    }
  })
  return total
}
