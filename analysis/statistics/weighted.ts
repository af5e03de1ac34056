/**
 * A number with weights: mean, variances and what the weights cost.
 *
 * In: values with a weight each; pairs with a missing part are left out before. Out: the weighted sum and mean,
 * the variance over the weights (`ml`), as if weights were counts (`frequency`, SPSS) and without bias for
 * reliability weights (`reliability`); Kish's effective sample size and design effect. Null where undefined.
 * Source: Kish 1965; R `weighted.mean`, `cov.wt`.
 */

import { sum } from '../sums.ts'

/** The effective sample size, design effect and coefficient of variation (over n) of weights. */
export interface WeightSummary {
  readonly n: number
  readonly total: number
  readonly effective: number | null
  readonly designEffect: number | null
  readonly variation: number | null
}

/** What weights cost. */
export function weightSummary(weights: Float64Array): WeightSummary {
  const n = weights.length
  const total = sum(weights)
  const squares = sum(weights.map((weight) => weight * weight))
  if (!(total > 0)) return { n, total, effective: null, designEffect: null, variation: null }
  const mean = total / n
  return {
    n,
    total,
    effective: (total * total) / squares,
    designEffect: (n * squares) / (total * total),
    variation: Math.sqrt(sum(weights.map((weight) => (weight - mean) ** 2)) / n) / mean,
  }
}

export interface WeightedSummary {
  readonly weights: WeightSummary
  readonly sum: number
  readonly mean: number | null
  readonly variance: {
    readonly ml: number | null
    readonly frequency: number | null
    readonly reliability: number | null
  }
}

/** Mean and variances of values with a weight each. */
export function weightedSummary(values: Float64Array, weights: Float64Array): WeightedSummary {
  const of = weightSummary(weights)
  const product = sum(values.map((value, i) => value * weights[i]!))
  if (!(of.total > 0)) {
    return {
      weights: of,
      sum: product,
      mean: null,
      variance: { ml: null, frequency: null, reliability: null },
    }
  }
  const mean = product / of.total
  const squares = sum(values.map((value, i) => weights[i]! * (value - mean) ** 2))
  const over = (base: number) => (base > 0 ? squares / base : null)
  return {
    weights: of,
    sum: product,
    mean,
    variance: {
      ml: over(of.total),
      frequency: over(of.total - 1),
      reliability: over(of.total - of.total / of.effective!),
    },
  }
}
