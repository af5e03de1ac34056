/**
 * Totals and means from a sample with unequal probabilities.
 *
 * In: values and inclusion probabilities above 0 of the sampled units, without missing values, and their joint
 * probabilities where a variance is wanted. Out: the Horvitz-Thompson total, Hájek's mean, and the variance of the
 * total by Horvitz and Thompson and by Sen, Yates and Grundy (for a fixed sample size). Either variance can be
 * negative; it is given as it is. Null without units. An Error where a probability is not in (0, 1] or a joint one is 0.
 * Source: Horvitz and Thompson 1952; Sen 1953; Yates and Grundy 1953; Hájek 1971.
 */

import { sum } from '../sums.ts'
import type { Matrix } from '../statistics/items.ts'

export interface HorvitzThompson {
  readonly total: number
  readonly mean: number
  readonly variance: number | null
  readonly senYatesGrundy: number | null
}

/** Estimates from one sample. */
export function horvitzThompson(
  values: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  joint: Matrix | null = null,
): HorvitzThompson | null {
  const y = Array.from(values)
  const p = Array.from(probabilities)
  if (y.length === 0) return null
  p.forEach((probability, k) => {
    if (!(probability > 0 && probability <= 1))
      throw new Error(`horvitzThompson: probability ${k + 1} is ${probability}`)
  })
  const expanded = y.map((value, k) => value / p[k]!)
  const total = sum(expanded)
  const estimate = { total, mean: total / sum(p.map((probability) => 1 / probability)) }
  if (!joint) return { ...estimate, variance: null, senYatesGrundy: null }
  const pairs = (of: (a: number, b: number) => number) =>
    sum(
      y.flatMap((_, i) =>
        y.map((_, j) => {
          const both = joint[i]?.[j] ?? 0
          if (!(both > 0))
            throw new Error(`horvitzThompson: joint probability of ${i + 1} and ${j + 1} is ${both}`)
          return ((both - p[i]! * p[j]!) / both) * of(expanded[i]!, expanded[j]!)
        }),
      ),
    )
  return {
    ...estimate,
    variance: pairs((a, b) => a * b),
    senYatesGrundy: -0.5 * pairs((a, b) => (a - b) ** 2),
  }
}
