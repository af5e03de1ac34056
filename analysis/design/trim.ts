/**
 * Extreme weights cut to limits, what is cut given to the others in equal parts, so that the sum stays.
 *
 * Rows of weight 0 take no part. Once: a weight may pass the limit again through what it receives. Strictly:
 * repeated until none does, those already cut receiving nothing; an Error where nobody is left to receive (once:
 * what is cut is lost then).
 * Source: Potter 1990; R `survey::trimWeights` (strict as since 4.2).
 */

import { sum } from '../sums.ts'
import { DesignError } from './design-error.ts'
import type { LinearisedDesign } from './design.ts'

export interface TrimOptions {
  readonly lower?: number
  readonly upper?: number
  readonly strict?: boolean
}

export function trim(design: LinearisedDesign, options: TrimOptions): LinearisedDesign {
  return { ...design, weights: trimmed(design.weights, options) }
}

/** Weights within the limits, of the same sum. */
export function trimmed(
  weights: Float64Array,
  { lower = -Infinity, upper = Infinity, strict = false }: TrimOptions,
): Float64Array {
  if (!(lower <= upper)) throw new DesignError('trimImpossible', { lower, upper })
  const cut = new Uint8Array(weights.length)
  let now = weights
  for (;;) {
    const outside = (weight: number) => weight !== 0 && (weight < lower || weight > upper)
    if (!now.some(outside)) return now
    const limited = now.map((weight) => (weight === 0 ? 0 : Math.min(Math.max(weight, lower), upper)))
    const excess = sum(now) - sum(limited)
    const receiving = now.map((weight, row) => (weight !== 0 && !outside(weight) && cut[row] === 0 ? 1 : 0))
    const count = sum(receiving)
    if (count === 0 && strict) throw new DesignError('trimImpossible', { lower, upper })
    if (count === 0) return limited
    const given = now
    now = limited.map((weight, row) => (receiving[row] === 1 ? weight + excess / count : weight))
    if (!strict) return now
    for (let row = 0; row < cut.length; row += 1) if (outside(given[row]!)) cut[row] = 1
  }
}
