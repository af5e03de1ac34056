/**
 * The shape of a number: skewness, excess kurtosis and the median absolute deviation.
 *
 * In: the answered values, in any order. Out: skewness and excess kurtosis of types 1 (moments), 2 (SPSS, SAS)
 * and 3 (Minitab), null where the number of values or their lack of variation leaves them undefined; the
 * median absolute deviation times 1.4826, in the number's own unit. Missing values are left out before.
 * Source: Joanes and Gill 1998; R `mad`.
 */

import { moments, quantiles, sum } from '../sums.ts'

export type ShapeType = 1 | 2 | 3

export interface Shape {
  readonly skewness: Readonly<Record<ShapeType, number | null>>
  readonly kurtosis: Readonly<Record<ShapeType, number | null>>
}

/** Skewness and excess kurtosis. */
export function shape(values: Float64Array): Shape {
  const { n, mean, squares } = moments(values)
  const undefinedShape = { 1: null, 2: null, 3: null }
  if (n < 2 || !(squares > 0)) return { skewness: undefinedShape, kurtosis: undefinedShape }
  const second = squares / n
  const g1 = sum(values.map((value) => (value - mean) ** 3)) / n / second ** 1.5
  const g2 = sum(values.map((value) => (value - mean) ** 4)) / n / second ** 2 - 3
  const shrink = 1 - 1 / n
  return {
    skewness: {
      1: g1,
      2: n > 2 ? (g1 * Math.sqrt(n * (n - 1))) / (n - 2) : null,
      3: g1 * shrink ** 1.5,
    },
    kurtosis: {
      1: g2,
      2: n > 3 ? (((n + 1) * g2 + 6) * (n - 1)) / ((n - 2) * (n - 3)) : null,
      3: (g2 + 3) * shrink ** 2 - 3,
    },
  }
}

/** Median absolute deviation from the median, times 1.4826; null without values. */
export function medianDeviation(values: Float64Array): number | null {
  const [median] = quantiles(values, [0.5])
  if (median === null || median === undefined) return null
  const [middle] = quantiles(
    values.map((value) => Math.abs(value - median)),
    [0.5],
  )
  return middle === null || middle === undefined ? null : 1.4826 * middle
}
