/**
 * Means, totals, ratios, variances and shares of cells from a sample.
 *
 * In: a design and columns of numbers without missing values (see `complete`), in their units. Out: an
 * `Estimator` for `estimate`. Weights are the design's; a domain without weight gives NaN, which the callers
 * turn into a remark. Sums are compensated.
 * Source: Särndal et al. 1992, 5.6 and 5.7; R `survey::svymean`, `svytotal`, `svyratio`, `svyvar`.
 */

import type { Estimator } from './estimate.ts'

/** Sum of weight times value, compensated (Neumaier); with no values the sum of weights. */
export function weightedSum(weights: Float64Array, values?: Float64Array): number {
  let total = 0
  let lost = 0
  for (let row = 0; row < weights.length; row += 1) {
    const value = values ? weights[row]! * values[row]! : weights[row]!
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}

/** Mean of each column. */
export function means(columns: readonly Float64Array[]): Estimator {
  return {
    values: (weights) => {
      const all = weightedSum(weights)
      return columns.map((column) => weightedSum(weights, column) / all)
    },
    *scores(weights, values) {
      const all = weightedSum(weights)
      const scores = new Float64Array(weights.length)
      for (const [k, column] of columns.entries()) {
        const mean = values[k]!
        for (let row = 0; row < scores.length; row += 1)
          scores[row] = (weights[row]! * (column[row]! - mean)) / all
        yield scores
      }
    },
  }
}

/** Total of each column. */
export function totals(columns: readonly Float64Array[]): Estimator {
  return {
    values: (weights) => columns.map((column) => weightedSum(weights, column)),
    *scores(weights) {
      const scores = new Float64Array(weights.length)
      for (const column of columns) {
        // Divided by the probability, as R has it: where the design fixes a total, what is left is rounding.
        for (let row = 0; row < scores.length; row += 1) scores[row] = column[row]! / (1 / weights[row]!)
        yield scores
      }
    },
  }
}

/** Total of each numerator over the total of its denominator. */
export function ratios(
  pairs: readonly { readonly numerator: Float64Array; readonly denominator: Float64Array }[],
): Estimator {
  return {
    values: (weights) =>
      pairs.map(
        ({ numerator, denominator }) => weightedSum(weights, numerator) / weightedSum(weights, denominator),
      ),
    *scores(weights, values) {
      const scores = new Float64Array(weights.length)
      for (const [k, { numerator, denominator }] of pairs.entries()) {
        const ratio = values[k]!
        const all = weightedSum(weights, denominator)
        for (let row = 0; row < scores.length; row += 1)
          scores[row] = (weights[row]! * (numerator[row]! - ratio * denominator[row]!)) / all
        yield scores
      }
    },
  }
}

/**
 * Population variances and covariances of the columns, row by row, times n / (n - 1); n are the rows that count.
 * The error of the means inside is left out of the scores, as it is of second order.
 */
export function covariances(columns: readonly Float64Array[], n: number): Estimator {
  const factor = n / (n - 1)
  const pairs = columns.flatMap((a, i) => columns.map((b, j) => ({ a, b, i, j })))
  const centre = (weights: Float64Array) => means(columns).values(weights)
  const products = (
    into: Float64Array,
    { a, b, i, j }: (typeof pairs)[number],
    centres: readonly number[],
  ) => {
    const [x, y] = [centres[i]!, centres[j]!]
    for (let row = 0; row < into.length; row += 1) into[row] = (a[row]! - x) * (b[row]! - y) * factor
  }
  return {
    values: (weights) => {
      const all = weightedSum(weights)
      const centres = centre(weights)
      const work = new Float64Array(weights.length)
      return pairs.map((pair) => {
        products(work, pair, centres)
        return weightedSum(weights, work) / all
      })
    },
    *scores(weights, values) {
      const all = weightedSum(weights)
      const centres = centre(weights)
      const work = new Float64Array(weights.length)
      for (const [k, pair] of pairs.entries()) {
        products(work, pair, centres)
        for (let row = 0; row < work.length; row += 1)
          work[row] = (weights[row]! * (work[row]! - values[k]!)) / all
        yield work
      }
    },
  }
}

/** Categories of each row as places from 0; -1 where there is none. */
export type Codes = Int32Array

/** Share, or total with `'total'`, of each cell; every row has one. */
export function cells(codes: Codes, count: number, of: 'share' | 'total' = 'share'): Estimator {
  return {
    values: (weights) => {
      const sums = cellSums(codes, count, weights)
      const all = of === 'share' ? weightedSum(weights) : 1
      return Array.from(sums, (value) => value / all)
    },
    *scores(weights, values) {
      const all = of === 'share' ? weightedSum(weights) : 1
      const scores = new Float64Array(weights.length)
      for (let cell = 0; cell < count; cell += 1) {
        const share = of === 'share' ? values[cell]! : 0
        for (let row = 0; row < scores.length; row += 1)
          scores[row] = (weights[row]! * ((codes[row] === cell ? 1 : 0) - share)) / all
        yield scores
      }
    },
  }
}

/** Weight in each cell. */
export function cellSums(codes: Codes, count: number, weights: Float64Array): Float64Array {
  const sums = new Float64Array(count)
  const lost = new Float64Array(count)
  for (let row = 0; row < codes.length; row += 1) {
    const cell = codes[row]!
    if (cell < 0) continue
    const value = weights[row]!
    const total = sums[cell]!
    const next = total + value
    lost[cell] =
      lost[cell]! + (Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total)
    sums[cell] = next
  }
  return sums.map((value, cell) => value + lost[cell]!)
}

/** Mean or total of a column in each group of rows, with the covariances between groups. */
export function groupStatistics(
  column: Float64Array,
  codes: Codes,
  groups: number,
  of: 'mean' | 'total' = 'mean',
): Estimator {
  const sums = (weights: Float64Array) => {
    const weighted = weights.map((weight, row) => weight * column[row]!)
    return { totals: cellSums(codes, groups, weighted), weights: cellSums(codes, groups, weights) }
  }
  return {
    values: (weights) => {
      const { totals: values, weights: all } = sums(weights)
      return Array.from(values, (value, group) => (of === 'mean' ? value / all[group]! : value))
    },
    *scores(weights, values) {
      const all = cellSums(codes, groups, weights)
      const scores = new Float64Array(weights.length)
      for (let group = 0; group < groups; group += 1) {
        const [centre, over] = of === 'mean' ? [values[group]!, all[group]!] : [0, 1]
        for (let row = 0; row < scores.length; row += 1)
          scores[row] = codes[row] === group ? (weights[row]! * (column[row]! - centre)) / over : 0
        yield scores
      }
    },
  }
}
