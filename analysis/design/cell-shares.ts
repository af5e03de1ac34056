/**
 * Shares of cells with their covariance. Where every row is a sampling unit of one stage and weights were fitted to
 * nothing, the scores of all cells need not be written out: sums of weights and of their squares by stratum and cell are
 * enough, in one pass over the rows. The same figures as `estimate` with `cells`, which does all other designs.
 * Source: Särndal et al. 1992, 5.6; an identity of the linearised variance.
 */

import type { Design, LinearisedDesign } from './design.ts'
import type { Estimates } from './estimate.ts'
import { estimate } from './estimate.ts'
import type { Codes } from './means.ts'
import { cells } from './means.ts'

/** Strata times cells beyond which the pass would need too much memory. */
const gridLimit = 2_000_000

export function cellShares(design: Design, codes: Codes, count: number): Estimates {
  return design.kind === 'linearised' && simple(design, count)
    ? inOnePass(design, codes, count)
    : estimate(design, cells(codes, count))
}

function simple(design: LinearisedDesign, count: number): boolean {
  const { adjustments, pps, stages, adjustDomainLonely } = design
  const [stage] = stages
  return (
    stage !== undefined &&
    stages.length === 1 &&
    adjustments.length === 0 &&
    pps === null &&
    !adjustDomainLonely &&
    stage.population === null &&
    stage.units === design.n &&
    stage.strata * count <= gridLimit &&
    stage.sampled.every((units) => units > 1)
  )
}

function inOnePass(design: LinearisedDesign, codes: Codes, count: number): Estimates {
  const { unit, stratumOf, strata, sampled } = design.stages[0]!
  const weights = new Float64Array(strata * count)
  const squares = new Float64Array(strata * count)
  for (let row = 0; row < design.n; row += 1) {
    const w = design.weights[row]!
    if (w === 0) continue
    const at = stratumOf[unit[row]!]! * count + codes[row]!
    weights[at] = weights[at]! + w
    squares[at] = squares[at]! + w * w
  }
  const sums = new Float64Array(count)
  for (let at = 0; at < weights.length; at += 1) sums[at % count] = sums[at % count]! + weights[at]!
  const all = sums.reduce((total, each) => total + each, 0)
  const values = Array.from(sums, (each) => each / all)
  const covariance = values.map(() => values.map(() => 0))
  for (let stratum = 0; stratum < strata; stratum += 1) {
    const from = stratum * count
    const own = weights.subarray(from, from + count)
    const square = squares.subarray(from, from + count)
    const total = own.reduce((sum, each) => sum + each, 0)
    const squareTotal = square.reduce((sum, each) => sum + each, 0)
    const n = sampled[stratum]!
    const factor = n / (n - 1) / (all * all)
    // Sums over the stratum of the products of two scores, less n times the product of their means.
    const means = values.map((share, k) => own[k]! - share * total)
    for (let i = 0; i < count; i += 1) {
      for (let j = 0; j <= i; j += 1) {
        const products =
          (i === j ? square[i]! : 0) -
          values[j]! * square[i]! -
          values[i]! * square[j]! +
          values[i]! * values[j]! * squareTotal
        const line = covariance[i]!
        line[j] = line[j]! + factor * (products - (means[i]! * means[j]!) / n)
      }
    }
  }
  for (let i = 0; i < count; i += 1) for (let j = 0; j < i; j += 1) covariance[j]![i] = covariance[i]![j]!
  return { values, covariance }
}
