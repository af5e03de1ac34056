/**
 * A person's score on a scale of several items.
 *
 * In: one column an item, NaN where missing; items to reverse and the scale's ends. A reversed answer is
 * lowest + highest - answer. Out: a score a row, the mean of the answered items, or that times the number of
 * items (a prorated sum); NaN for rows with fewer than `minimum` answers.
 * Source: reference kind `scale.score`; R `rowMeans(na.rm = TRUE)`.
 */

import type { Items } from './items.ts'

/** Turns a column round: lowest + highest - value. */
export function reversed(values: Float64Array, lowest: number, highest: number): Float64Array {
  return values.map((value) => lowest + highest - value)
}

/** Each row's score. */
export function scaleScores(
  items: Items,
  options: { readonly method: 'mean' | 'sum'; readonly minimum: number },
): Float64Array {
  const rows = items[0]?.length ?? 0
  const scores = new Float64Array(rows)
  for (let row = 0; row < rows; row += 1) {
    let answered = 0
    let total = 0
    for (const values of items) {
      const value = values[row]!
      if (!Number.isFinite(value)) continue
      answered += 1
      total += value
    }
    const mean = answered > 0 && answered >= options.minimum ? total / answered : NaN
    scores[row] = options.method === 'sum' ? mean * items.length : mean
  }
  return scores
}
