/**
 * One way from an estimator and a design to estimates with their covariance.
 *
 * An estimator gives its values for a set of weights, and the scores (influence of each row, weight included)
 * that linearise it. A linearised design takes the scores' variance, replicate weights take the spread of the
 * values. Rows of weight 0 must not matter; columns hold no missing value (see `complete`).
 * Source: Binder 1983; Wolter 2007, chapters 3, 4 and 6; R `survey::svrVar`.
 */

import { sum } from '../sums.ts'
import { DesignError } from './design-error.ts'
import type { Design, ReplicateDesign } from './design.ts'
import { completeRows, domain } from './domain.ts'
import { linearisedVariance } from './linearised-variance.ts'

export interface Estimator {
  values(weights: Float64Array): readonly number[]
  /** One column of scores for each value; the same array may be used again for the next. */
  scores(weights: Float64Array, values: readonly number[]): Iterable<Float64Array>
}

export interface Estimates {
  readonly values: readonly number[]
  readonly covariance: readonly (readonly number[])[]
}

export function estimate(design: Design, estimator: Estimator): Estimates {
  const values = estimator.values(design.weights)
  const covariance =
    design.kind === 'linearised'
      ? linearisedVariance(design, estimator.scores(design.weights, values))
      : replicateVariance(
          design,
          design.replicates.map((weights) => estimator.values(weights)),
          values,
        )
  return { values, covariance }
}

/** Spread of the replicates' values; replicates without a value are left out. */
export function replicateVariance(
  design: ReplicateDesign,
  replicates: readonly (readonly number[])[],
  values: readonly number[],
): number[][] {
  const size = values.length
  const used = replicates.flatMap((replicate, k) =>
    replicate.some((value) => Number.isNaN(value)) ? [] : [{ replicate, rscale: design.rscales[k]! }],
  )
  const centred = used.filter(({ rscale }) => rscale > 0)
  const centres = values.map((value, k) =>
    design.mse ? value : sum(centred.map(({ replicate }) => replicate[k]!)) / centred.length,
  )
  const covariance = Array.from({ length: size }, () => Array.from({ length: size }, () => NaN))
  if (used.length === 0) return covariance
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const products = used.map(
        ({ replicate, rscale }) => rscale * (replicate[i]! - centres[i]!) * (replicate[j]! - centres[j]!),
      )
      covariance[i]![j] = design.scale * sum(products)
      covariance[j]![i] = covariance[i]![j]!
    }
  }
  return covariance
}

/** Standard errors from a covariance matrix; a tiny negative variance is a rounding of 0. */
export function standardErrors(covariance: Estimates['covariance']): number[] {
  return covariance.map((row, k) => (row[k]! < 0 ? 0 : Math.sqrt(row[k]!)))
}

export interface Complete<D extends Design> {
  readonly design: D
  readonly columns: readonly Float64Array[]
  /** Rows of the design left out because a column has no number there. */
  readonly missing: number
}

/** The rows where every column has a number, as a domain, and the columns with 0 elsewhere. */
export function complete<D extends Design>(design: D, columns: readonly Float64Array[]): Complete<D> {
  for (const column of columns) {
    if (column.length !== design.n) throw new DesignError('designLength', { what: 'values' })
    for (let row = 0; row < column.length; row += 1) {
      const value = column[row]!
      if (value === Infinity || value === -Infinity) throw new DesignError('infiniteValue', { row: row + 1 })
    }
  }
  const kept = completeRows(columns)
  if (!kept) return { design, columns, missing: 0 }
  let missing = 0
  for (let row = 0; row < design.n; row += 1)
    if (kept[row] === 0 && design.weights[row] !== 0 && (!design.present || design.present[row] === 1))
      missing += 1
  return {
    design: domain(design, kept),
    columns: columns.map((column) => column.map((value) => (Number.isNaN(value) ? 0 : value))),
    missing,
  }
}
