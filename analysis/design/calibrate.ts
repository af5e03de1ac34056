/**
 * Weights calibrated to known totals of any variables: as near as can be to the earlier weights, by the distance
 * chosen (linear: generalised regression; raking: never negative; logit: within bounds).
 *
 * In: columns of the calibration variables (an intercept is a column of ones), their population totals. Out: a
 * design with new weights and what that takes out of the variance; replicates are calibrated one by one.
 * Errors: missing values, totals that fit no column, columns that depend on others, bounds that no solution
 * meets, no convergence (naming the variable farthest from its total).
 * Source: Deville and Särndal 1992; R `survey::calibrate`, `grake`.
 */

import { qr, backSubstitute, transpose } from '../matrix.ts'
import { sum } from '../sums.ts'
import type { RegressionAdjustment } from './adjustment.ts'
import { DesignError } from './design-error.ts'
import type { Design } from './design.ts'
import { degreesOfFreedom } from './degrees-of-freedom.ts'
import { weightedSum } from './means.ts'

export interface CalibrationVariable {
  readonly name: string
  readonly values: Float64Array
  /** Known total in the population. */
  readonly total: number
}

export type Distance = 'linear' | 'raking' | 'logit'

export interface CalibrateOptions {
  readonly distance?: Distance
  /** Limits of new weight over earlier weight. */
  readonly bounds?: readonly [number, number]
  readonly iterations?: number
  /** Settled when each total is met within this, relative to 1 + the total. */
  readonly tolerance?: number
}

export function calibrate<D extends Design>(
  design: D,
  variables: readonly CalibrationVariable[],
  options: CalibrateOptions = {},
): D {
  const used = usable(design, variables)
  const fit = (weights: Float64Array) => factors(weights, used, options)
  const g = fit(design.weights)
  const weights = design.weights.map((weight, row) => weight * g[row]!)
  if (design.kind === 'replicates') {
    const replicates = design.replicates.map((replicate) => {
      const own = fit(replicate)
      return replicate.map((weight, row) => weight * own[row]!)
    })
    // Only the closed form counts the rank of the new weights, as R has it.
    const df = closedForm(options) ? null : degreesOfFreedom(design)
    return { ...design, weights, replicates, df }
  }
  const roots = design.weights.map(Math.sqrt)
  const columns = used.map(({ values }) => values.map((value, row) => value * roots[row]!))
  const adjustment: RegressionAdjustment = {
    kind: 'regression',
    basis: qr(columns).basis(),
    scale: roots.map((root, row) => root * g[row]!),
  }
  return { ...design, weights, adjustments: [...design.adjustments, adjustment] }
}

/** The variables that the sample has; one that is 0 throughout asks for nothing if its total is 0 too. */
function usable(design: Design, variables: readonly CalibrationVariable[]): readonly CalibrationVariable[] {
  for (const { name, values, total } of variables) {
    if (!Number.isFinite(total)) throw new DesignError('calibrationTotals', { variable: name })
    if (values.length !== design.n) throw new DesignError('designLength', { what: name })
    for (let row = 0; row < design.n; row += 1) {
      if (design.weights[row] !== 0 && !Number.isFinite(values[row]!))
        throw new DesignError('calibrationMissing', { variable: name, row: row + 1 })
    }
  }
  // Values of rows that do not count may be missing.
  const clean = variables.map((variable) => ({
    ...variable,
    values: variable.values.map((value, row) => (design.weights[row] === 0 ? 0 : value)),
  }))
  return clean.filter(({ name, values, total }) => {
    const empty = values.every((value) => value === 0)
    if (empty && total !== 0) throw new DesignError('marginUnobserved', { margin: name, level: name })
    return !empty
  })
}

/** Linear without bounds: one step. */
function closedForm({ distance = 'linear', bounds = [-Infinity, Infinity] }: CalibrateOptions): boolean {
  return distance === 'linear' && bounds[0] === -Infinity && bounds[1] === Infinity
}

/** New weight over earlier weight for each row. */
function factors(
  weights: Float64Array,
  variables: readonly CalibrationVariable[],
  {
    distance = 'linear',
    bounds = [-Infinity, Infinity],
    iterations = 50,
    tolerance = 1e-7,
  }: CalibrateOptions,
): Float64Array {
  if (bounds[0] > 1 || bounds[1] < 1 || bounds[0] >= bounds[1]) throw new DesignError('calibrationBounds')
  if (distance === 'logit' && !(Number.isFinite(bounds[0]) && Number.isFinite(bounds[1])))
    throw new DesignError('calibrationBounds')
  const once = closedForm({ distance, bounds })
  const shape = shapeOf(distance, bounds)
  const n = weights.length
  const found = variables.map(({ values }) => weightedSum(weights, values))
  // Weights far from the population's size would start the iterations too far away.
  const ratios = variables.map(({ total }, k) => total / found[k]!)
  const scale = !once && Math.min(...ratios) > 20 ? sum(ratios) / ratios.length : 1
  const base = scale === 1 ? weights : weights.map((weight) => weight * scale)
  const coefficients = new Float64Array(variables.length)
  let linear: Float64Array = new Float64Array(n)
  let g: Float64Array = linear.map(shape.factor)
  let slope: Float64Array = linear.map(shape.slope)
  for (let iteration = 1; ; iteration += 1) {
    const gaps = gapsOf(base, variables, g)
    const step = once
      ? leastSquaresStep(base, variables, gaps, true)
      : leastSquaresStep(
          base.map((weight, row) => weight * slope[row]!),
          variables,
          gaps,
          false,
        )
    let share = 1
    for (;;) {
      linear = combination(variables, coefficients, step, share, n)
      g = linear.map(shape.factor)
      slope = linear.map(shape.slope)
      if ((g.every(Number.isFinite) && slope.every(Number.isFinite)) || iteration >= iterations) break
      iteration += 1
      share /= 2
    }
    for (const [k, value] of step.entries()) coefficients[k] = coefficients[k]! + share * value
    const left = gapsOf(base, variables, g)
    if (once || left.every((gap, k) => Math.abs(gap) / (1 + Math.abs(variables[k]!.total)) < tolerance))
      return scale === 1 ? g : g.map((value) => value * scale)
    if (iteration >= iterations) throw new DesignError('calibrationFailed', worstVariable(left, variables))
  }
}

function worstVariable(left: readonly number[], variables: readonly CalibrationVariable[]) {
  const sizes = left.map((gap, k) => Math.abs(gap) / (1 + Math.abs(variables[k]!.total)))
  const worst = sizes.reduce((best, size, k) => (size > sizes[best]! || Number.isNaN(size) ? k : best), 0)
  return { variable: variables[worst]!.name }
}

interface Shape {
  readonly factor: (u: number) => number
  readonly slope: (u: number) => number
}

function shapeOf(distance: Distance, [low, high]: readonly [number, number]): Shape {
  const inside = (u: number) => u < high - 1 && u > low - 1
  if (distance === 'linear')
    return { factor: (u) => Math.min(Math.max(1 + u, low), high), slope: (u) => (inside(u) ? 1 : 0) }
  if (distance === 'raking')
    return {
      factor: (u) => Math.min(Math.max(Math.exp(u), low), high),
      slope: (u) => (inside(u) ? Math.exp(u) : 0),
    }
  const a = (high - low) / ((high - 1) * (1 - low))
  return {
    factor: (u) => {
      const e = Math.exp(-Math.abs(a * u))
      return u > 0
        ? (low * (high - 1) * e + high * (1 - low)) / ((high - 1) * e + 1 - low)
        : (low * (high - 1) + high * (1 - low) * e) / (high - 1 + (1 - low) * e)
    },
    slope: (u) => {
      const e = Math.exp(-Math.abs(a * u))
      const below = u > 0 ? (high - 1) * e + 1 - low : high - 1 + (1 - low) * e
      return ((high - low) * (high - 1) * (1 - low) * a * e) / (below * below)
    },
  }
}

function gapsOf(weights: Float64Array, variables: readonly CalibrationVariable[], g: Float64Array): number[] {
  const now = weights.map((weight, row) => weight * g[row]!)
  return variables.map(({ values, total }) => total - weightedSum(now, values))
}

/** Solves (X' W X) step = gaps by QR of the rows times the root of their weight. */
function leastSquaresStep(
  weights: Float64Array,
  variables: readonly CalibrationVariable[],
  gaps: readonly number[],
  strict: boolean,
): number[] {
  const roots = weights.map((weight) => Math.sqrt(Math.max(0, weight)))
  const { r, kept, dependent } = qr(
    variables.map(({ values }) => values.map((value, row) => value * roots[row]!)),
    1e-11,
  )
  const [first] = dependent
  if (strict && first !== undefined)
    throw new DesignError('calibrationDependent', { variable: variables[first]!.name })
  const forward = forwardSubstitute(
    r,
    kept.map((k) => gaps[k]!),
  )
  const solved = backSubstitute(r, forward)
  const step = variables.map(() => 0)
  kept.forEach((k, place) => {
    step[k] = solved[place]!
  })
  return step
}

/** Solves R' x = b for an upper triangle R. */
function forwardSubstitute(r: readonly (readonly number[])[], b: readonly number[]): number[] {
  const lower = transpose(r)
  const x: number[] = []
  for (const [i, row] of lower.entries()) {
    let rest = b[i]!
    for (let j = 0; j < i; j += 1) rest -= row[j]! * x[j]!
    x.push(rest / row[i]!)
  }
  return x
}

function combination(
  variables: readonly CalibrationVariable[],
  coefficients: Float64Array,
  step: readonly number[],
  share: number,
  n: number,
): Float64Array {
  const linear = new Float64Array(n)
  for (const [k, { values }] of variables.entries()) {
    const coefficient = coefficients[k]! + share * step[k]!
    for (let row = 0; row < n; row += 1) linear[row] = linear[row]! + coefficient * values[row]!
  }
  return linear
}
