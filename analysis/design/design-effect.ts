/**
 * How much the design changes the variance: against a simple random sample of as many rows, with or without
 * replacement, its variance taken from the same weights. Undefined (null) where the weights sum to less than
 * the rows, since no such sample could have been drawn. Source: Kish 1965; R `svymean(deff = )`.
 */

import type { Design } from './design.ts'
import { countingRows, weightTotal } from './design.ts'
import { covariances } from './means.ts'

export type Comparison = 'without replacement' | 'with replacement'

/** Variance of the mean or total of a column in a simple random sample; the column has no missing values. */
export function simpleRandomVariance(
  design: Design,
  column: Float64Array,
  of: 'mean' | 'total',
  comparison: Comparison,
): number | null {
  const n = countingRows(design)
  const size = weightTotal(design)
  const square = covariances([column], n).values(design.weights)[0]!
  const factor = of === 'total' ? size * size : 1
  if (comparison === 'with replacement') return (factor * square) / n
  if (of === 'mean' && size < n) return null
  return (factor * square * (size - n)) / (size * n)
}
