/**
 * Regression in a sample: linear (gaussian) or logistic (quasibinomial), with the design's covariance.
 *
 * In: an outcome (0/1 for the logistic model) and the columns of the model; rows with a missing value are left
 * out as a domain. Out: coefficients with standard errors, t and two-sided p with degrees of freedom of the rows
 * used + 1 - coefficients, limits, the covariance, and Wald tests of terms. Weights are those of the design.
 * Errors: columns that depend on others, an outcome that is not 0/1, separation, no convergence.
 * Source: Binder 1983; Lumley and Scott 2017; R `survey::svyglm`, `regTermTest` (iterated to 1e-14).
 */

import { fTail, tQuantile, tTwoSided } from '../distributions.ts'
import { inverseSymmetric, qr } from '../matrix.ts'
import { DesignError } from './design-error.ts'
import type { Design } from './design.ts'
import { countingRows, rowCount, weightTotal } from './design.ts'
import { degreesOfFreedom } from './degrees-of-freedom.ts'
import type { Estimator } from './estimate.ts'
import { complete, estimate, standardErrors } from './estimate.ts'
import type { ModelColumn } from './model-matrix.ts'

export type Family = 'gaussian' | 'quasibinomial'

export interface Coefficient {
  readonly name: string
  readonly term: string | null
  readonly estimate: number
  readonly error: number
  /** Null where the design leaves no degrees of freedom. */
  readonly t: number | null
  readonly p: number | null
  readonly lower: number | null
  readonly upper: number | null
}

export interface TermTest {
  readonly term: string
  readonly F: number | null
  readonly df: number
  readonly residualDf: number
  readonly p: number | null
}

export interface SurveyRegression {
  readonly family: Family
  readonly coefficients: readonly Coefficient[]
  readonly covariance: readonly (readonly number[])[]
  readonly designDf: number
  readonly residualDf: number
  /** Rows used, and rows left out for a missing value. */
  readonly n: number
  readonly missing: number
  test(term: string): TermTest
}

export interface RegressionInput {
  readonly outcome: Float64Array
  readonly columns: readonly ModelColumn[]
  readonly family: Family
  readonly level?: number
}

export function surveyRegression(design: Design, input: RegressionInput): SurveyRegression {
  const { family, columns, level = 0.95 } = input
  const whole = complete(design, [input.outcome, ...columns.map(({ values }) => values)])
  const [outcome, ...predictors] = whole.columns as [Float64Array, ...Float64Array[]]
  const fitted = glm(outcome, predictors, family, columns, weightTotal(design) / rowCount(design))
  const { values, covariance } = estimate(whole.design, fitted)
  const designDf = degreesOfFreedom(design)
  const usedDf = design.kind === 'linearised' ? degreesOfFreedom(whole.design) : designDf
  const residualDf = usedDf + 1 - columns.length
  const errors = standardErrors(covariance)
  const usable = residualDf > 0
  const quantile = usable ? tQuantile((1 - level) / 2, residualDf, 'upper') : NaN
  const coefficients = columns.map(({ name, term }, k): Coefficient => {
    const of = { name, term, estimate: values[k]!, error: errors[k]! }
    if (!usable || !(of.error > 0)) return { ...of, t: null, p: null, lower: null, upper: null }
    const t = of.estimate / of.error
    const half = quantile * of.error
    return { ...of, t, p: tTwoSided(t, residualDf), lower: of.estimate - half, upper: of.estimate + half }
  })
  return {
    family,
    coefficients,
    covariance,
    designDf,
    residualDf,
    n: countingRows(whole.design),
    missing: whole.missing,
    test: (term) => testTerm(term, coefficients, covariance, residualDf),
  }
}

/** Wald test that all coefficients of a term are 0. */
function testTerm(
  term: string,
  coefficients: readonly Coefficient[],
  covariance: readonly (readonly number[])[],
  residualDf: number,
): TermTest {
  const places = coefficients.flatMap((coefficient, k) => (coefficient.term === term ? [k] : []))
  if (places.length === 0) throw new DesignError('termUnknown', { term })
  const df = places.length
  const square = quadraticForm(
    places.map((k) => coefficients[k]!.estimate),
    places.map((i) => places.map((j) => covariance[i]![j]!)),
  )
  if (square === null || !(residualDf > 0)) return { term, F: null, df, residualDf, p: null }
  const F = square / df
  return { term, F, df, residualDf, p: fTail(F, df, residualDf, 'upper') }
}

/** b' V⁻¹ b; null where V is singular. */
export function quadraticForm(
  b: readonly number[],
  covariance: readonly (readonly number[])[],
): number | null {
  // On the scale of correlations no variable's unit makes the matrix look singular.
  const sizes = covariance.map((row, k) => Math.sqrt(row[k]!))
  if (sizes.some((size) => !(size > 0))) return null
  const inverse = inverseSymmetric(
    covariance.map((row, i) => row.map((value, j) => value / (sizes[i]! * sizes[j]!))),
  )
  if (!inverse) return null
  const scaled = b.map((value, k) => value / sizes[k]!)
  return scaled.reduce(
    (total, value, i) => total + value * scaled.reduce((part, other, j) => part + inverse[i]![j]! * other, 0),
    0,
  )
}

/**
 * The estimator of a generalised linear model. `unit` is the weight that counts as one observation: it only
 * matters for where the iterations start, and with that for the last digits.
 */
export function glm(
  outcome: Float64Array,
  predictors: readonly Float64Array[],
  family: Family,
  named: readonly { readonly name: string }[],
  unit = 1,
): Estimator {
  if (family === 'quasibinomial') {
    const bad = outcome.findIndex((value) => value !== 0 && value !== 1)
    if (bad >= 0) throw new DesignError('outcomeNotBinary', { row: bad + 1 })
  }
  const of = { outcome, predictors, family, named, unit }
  let latest: { readonly weights: Float64Array; readonly fitted: Fitted } | null = null
  return {
    values: (weights) => {
      const fitted = fit({ ...of, weights })
      latest ??= { weights, fitted }
      return fitted.coefficients
    },
    *scores(weights) {
      const { inverse, residuals } = latest?.weights === weights ? latest.fitted : fit({ ...of, weights })
      const scores = new Float64Array(weights.length)
      for (const row of inverse) {
        for (let i = 0; i < scores.length; i += 1) {
          let direction = 0
          for (let k = 0; k < predictors.length; k += 1) direction += row[k]! * predictors[k]![i]!
          scores[i] = residuals[i]! * direction
        }
        yield scores
      }
    },
  }
}

interface Fitting {
  readonly outcome: Float64Array
  readonly predictors: readonly Float64Array[]
  readonly family: Family
  readonly named: readonly { readonly name: string }[]
  readonly unit: number
  readonly weights: Float64Array
}

interface Fitted {
  readonly coefficients: number[]
  /** (X' W X)⁻¹ with the working weights. */
  readonly inverse: number[][]
  /** Working weight times working residual, 0 where the weight is 0. */
  readonly residuals: Float64Array
}

const steps = 100
/** R `glm.control(epsilon)` of the cases. */
const settled = 1e-14

function fit(of: Fitting): Fitted {
  const { outcome, family, weights, unit } = of
  if (family === 'gaussian') {
    const { coefficients, inverse } = weightedLeastSquares(of, weights, outcome)
    const mean = linearPart(of, coefficients)
    const residuals = weights.map((weight, row) => weight * (outcome[row]! - mean[row]!))
    return { coefficients, inverse, residuals }
  }
  let linear: Float64Array = outcome.map((y, row) => {
    const weight = weights[row]! / unit
    return Math.log((weight * y + 0.5) / (weight * (1 - y) + 0.5))
  })
  let before = devianceOf(outcome, linear, weights) / unit
  for (let step = 0; step < steps; step += 1) {
    const mean = linear.map(expit)
    const spread = mean.map((p) => p * (1 - p))
    const working = linear.map((value, row) => value + (outcome[row]! - mean[row]!) / spread[row]!)
    const workingWeights = weights.map((weight, row) => (weight === 0 ? 0 : weight * spread[row]!))
    const { coefficients, inverse } = weightedLeastSquares(of, workingWeights, working)
    linear = linearPart(of, coefficients)
    if (separated(linear, weights)) throw new DesignError('separation')
    const deviance = devianceOf(outcome, linear, weights) / unit
    if (Math.abs(deviance - before) / (Math.abs(deviance) + 0.1) < settled) {
      // As R has it: the weights of the last step, the residuals of its result.
      const residuals = workingWeights.map((weight, row) => {
        if (weight === 0) return 0
        const p = expit(linear[row]!)
        return (weight * (outcome[row]! - p)) / (p * (1 - p))
      })
      return { coefficients, inverse, residuals }
    }
    before = deviance
  }
  throw new DesignError('regressionFailed', { steps })
}

export function expit(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))
}

/** Fitted shares of 0 or 1 within rounding: some combination of the columns splits the outcome. */
function separated(linear: Float64Array, weights: Float64Array): boolean {
  return linear.some((value, row) => weights[row] !== 0 && Math.abs(value) > 30)
}

function devianceOf(outcome: Float64Array, linear: Float64Array, weights: Float64Array): number {
  let total = 0
  for (let row = 0; row < outcome.length; row += 1) {
    if (weights[row] === 0) continue
    // -log p = log(1 + exp(-x)), without overflow.
    const x = outcome[row] === 1 ? linear[row]! : -linear[row]!
    total += 2 * weights[row]! * (Math.max(0, -x) + Math.log1p(Math.exp(-Math.abs(x))))
  }
  return total
}

function linearPart({ predictors, outcome }: Fitting, coefficients: readonly number[]): Float64Array {
  const linear = new Float64Array(outcome.length)
  for (const [k, column] of predictors.entries()) {
    for (let row = 0; row < linear.length; row += 1)
      linear[row] = linear[row]! + coefficients[k]! * column[row]!
  }
  return linear
}

function weightedLeastSquares({ predictors, named }: Fitting, weights: Float64Array, y: Float64Array) {
  const roots = weights.map(Math.sqrt)
  const whole = qr(
    predictors.map((column) => column.map((value, row) => (roots[row] === 0 ? 0 : value * roots[row]!))),
  )
  const [first] = whole.dependent
  if (first !== undefined) throw new DesignError('termsDependent', { term: named[first]!.name })
  return {
    coefficients: whole.coefficients(y.map((value, row) => (roots[row] === 0 ? 0 : value * roots[row]!))),
    inverse: whole.inverse(),
  }
}
