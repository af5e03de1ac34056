/**
 * Inclusion probabilities in proportion to size, and the joint ones of three designs.
 *
 * In: sizes (negative counts as 0) and the size of the sample, at most the number of units with a size. Out:
 * probabilities that add up to n; units whose share would pass 1 are certain (1), and the rest is shared again.
 * An Error names what is impossible.
 * Source: Särndal, Swensson and Wretman 1992, 3.6; R `sampling::inclusionprobabilities`.
 */

import { sum } from '../sums.ts'

/** Probabilities of each unit. */
export function inclusionProbabilities(sizes: ArrayLike<number>, n: number): Float64Array {
  const measures = Float64Array.from(sizes, (size, k) => {
    if (!Number.isFinite(size)) throw new Error(`inclusionProbabilities: size ${k + 1} is not a number`)
    return Math.max(0, size)
  })
  const positive = measures.reduce((count, size) => count + (size > 0 ? 1 : 0), 0)
  if (!(n >= 0 && n <= positive))
    throw new Error(`inclusionProbabilities: ${n} of ${positive} units with a size cannot be drawn`)
  const certain = new Uint8Array(measures.length)
  for (;;) {
    const count = certain.reduce((total, bit) => total + bit, 0)
    const rest = sum(measures.filter((_, k) => certain[k] === 0))
    let more = false
    const probabilities = measures.map((size, k) => {
      if (certain[k] === 1) return 1
      const probability = rest > 0 ? ((n - count) * size) / rest : 0
      if (probability >= 1) {
        certain[k] = 1
        more = true
      }
      return probability
    })
    if (!more) return probabilities
  }
}

/** Places (from 0) of the units that are in every sample. */
export function certainUnits(probabilities: ArrayLike<number>): readonly number[] {
  return Array.from({ length: probabilities.length }, (_, k) => k).filter(
    (k) => probabilities[k]! >= 1 - 1e-9,
  )
}
