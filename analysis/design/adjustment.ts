/**
 * What fitting weights to known totals takes out of the variance: the part of each score that the totals explain.
 *
 * Scores are those of a linearised estimator, weights included; what is left is again a score for each row.
 * Post-stratification takes out the mean of each cell (earlier weights), raking cycles over the means of its
 * margins, calibration takes the residuals of the regression on the calibration variables (earlier weights).
 * Source: Deville and Särndal 1992; Deville, Särndal and Sautory 1993; R `survey::svyrecvar`.
 */

export interface CellAdjustment {
  readonly kind: 'cells'
  readonly cell: Uint32Array
  readonly cells: number
  readonly before: Float64Array
  readonly after: Float64Array
}

export interface RakingAdjustment {
  readonly kind: 'raking'
  readonly margins: readonly { readonly cell: Uint32Array; readonly cells: number }[]
  readonly after: Float64Array
}

export interface RegressionAdjustment {
  readonly kind: 'regression'
  /** Orthonormal columns that span the calibration variables times the root of the earlier weights. */
  readonly basis: readonly Float64Array[]
  /** New weight over the root of the earlier weight. */
  readonly scale: Float64Array
}

export type Adjustment = CellAdjustment | RakingAdjustment | RegressionAdjustment

/** As many cycles as R takes. */
const cycles = 10

/** The scores without what the adjustments explain; the given scores are left as they are. */
export function unexplained(scores: Float64Array, adjustments: readonly Adjustment[]): Float64Array {
  let left = scores
  for (const adjustment of adjustments) {
    if (adjustment.kind === 'cells') left = withoutCellMeans(left, adjustment)
    else if (adjustment.kind === 'raking') left = withoutMargins(left, adjustment)
    else left = residuals(left, adjustment)
  }
  return left
}

function withoutCellMeans(
  scores: Float64Array,
  { cell, cells, before, after }: CellAdjustment,
): Float64Array {
  const totals = new Float64Array(cells)
  const weights = new Float64Array(cells)
  for (let row = 0; row < scores.length; row += 1) {
    if (!(after[row]! > 0)) continue
    const of = cell[row]!
    totals[of] = totals[of]! + (scores[row]! * before[row]!) / after[row]!
    weights[of] = weights[of]! + before[row]!
  }
  return Float64Array.from(scores, (score, row) =>
    after[row]! > 0 ? score - (totals[cell[row]!]! / weights[cell[row]!]!) * after[row]! : score,
  )
}

function withoutMargins(scores: Float64Array, { margins, after }: RakingAdjustment): Float64Array {
  const n = scores.length
  const values = Float64Array.from(scores, (score, row) => (after[row]! > 0 ? score / after[row]! : 0))
  const counts = margins.map(({ cell, cells }) => {
    const count = new Float64Array(cells)
    for (let row = 0; row < n; row += 1) if (after[row]! > 0) count[cell[row]!] = count[cell[row]!]! + 1
    return count
  })
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    for (const [m, { cell, cells }] of margins.entries()) {
      const means = new Float64Array(cells)
      for (let row = 0; row < n; row += 1) means[cell[row]!] = means[cell[row]!]! + values[row]!
      for (let k = 0; k < cells; k += 1) means[k] = means[k]! / counts[m]![k]!
      for (let row = 0; row < n; row += 1) {
        if (after[row]! > 0) values[row] = values[row]! - means[cell[row]!]!
      }
    }
  }
  return values.map((value, row) => (after[row]! > 0 ? value * after[row]! : scores[row]!))
}

function residuals(scores: Float64Array, { basis, scale }: RegressionAdjustment): Float64Array {
  const values = Float64Array.from(scores, (score, row) => (scale[row] === 0 ? 0 : score / scale[row]!))
  for (const column of basis) {
    let product = 0
    for (let row = 0; row < values.length; row += 1) product += column[row]! * values[row]!
    for (let row = 0; row < values.length; row += 1) values[row] = values[row]! - product * column[row]!
  }
  return values.map((value, row) => value * scale[row]!)
}
