/**
 * Shapiro and Wilk's test of normality.
 *
 * In: values in any unit and order. Out: W (1 for a perfect normal shape) and its p; null below 3 or above 5,000
 * values (R's limits) or where all are equal. Missing values are left out before.
 * Source: Royston 1995, algorithm AS R94; R `shapiro.test`.
 */

import { normalQuantile, normalTail } from '../distributions.ts'
import { moments, sum } from '../sums.ts'

export interface ShapiroWilk {
  readonly n: number
  readonly w: number
  readonly p: number
}

export function shapiroWilk(values: Float64Array): ShapiroWilk | null {
  const n = values.length
  const sorted = values.toSorted()
  const range = n > 0 ? sorted[n - 1]! - sorted[0]! : 0
  if (n < 3 || n > 5000 || !(range > 0) || !Number.isFinite(range)) return null
  const weights = weightsFor(n)
  const scaled = sorted.map((value) => value / range)
  const middle = moments(scaled)
  const product = sum(weights.map((weight, k) => weight * (scaled[n - 1 - k]! - scaled[k]!)))
  // 1 - W as a difference of roots, so that it keeps its digits near W = 1.
  const spread = Math.sqrt(2 * sum(weights.map((weight) => weight * weight)) * middle.squares)
  const lost = ((spread - product) * (spread + product)) / spread ** 2
  const w = 1 - lost
  return { n, w, p: probability(n, w, lost) }
}

/** Weights of the largest minus the smallest value, the second largest minus the second smallest ... */
function weightsFor(n: number): readonly number[] {
  const half = Math.floor(n / 2)
  if (n === 3) return [Math.SQRT1_2]
  const scores = Array.from({ length: half }, (_, k) => normalQuantile((k + 1 - 0.375) / (n + 0.25)))
  const squares = 2 * sum(scores.map((score) => score * score))
  const root = 1 / Math.sqrt(n)
  const first =
    polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], root) -
    scores[0]! / Math.sqrt(squares)
  if (n <= 5) {
    const scale = Math.sqrt((squares - 2 * scores[0]! ** 2) / (1 - 2 * first ** 2))
    return [first, ...scores.slice(1).map((score) => -score / scale)]
  }
  const second =
    polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], root) -
    scores[1]! / Math.sqrt(squares)
  const scale = Math.sqrt(
    (squares - 2 * scores[0]! ** 2 - 2 * scores[1]! ** 2) / (1 - 2 * first ** 2 - 2 * second ** 2),
  )
  return [first, second, ...scores.slice(2).map((score) => -score / scale)]
}

function probability(n: number, w: number, lost: number): number {
  if (n === 3) return Math.max(0, (6 / Math.PI) * (Math.asin(Math.sqrt(w)) - Math.PI / 3))
  const y = Math.log(lost)
  if (n <= 11) {
    const bound = polynomial([-2.273, 0.459], n)
    if (y >= bound) return 1e-99
    const mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n)
    const spread = Math.exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n))
    return normalTail((-Math.log(bound - y) - mean) / spread, 'upper')
  }
  const log = Math.log(n)
  const mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], log)
  const spread = Math.exp(polynomial([-0.4803, -0.082676, 0.0030302], log))
  return normalTail((y - mean) / spread, 'upper')
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((total, coefficient) => total * x + coefficient, 0)
}
