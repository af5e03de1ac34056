/**
 * Linear regression by least squares, with weights where they are given.
 *
 * In: the outcome in its unit and the model matrix, without missing values; weights above 0 that are inverse to the
 * variance of a row (rows of weight 0 count for nothing and must be left out before). Out: coefficients with standard
 * errors, t, two-sided p and limits; robust standard errors HC0 to HC3; standardised coefficients and variance
 * inflation (both only unweighted, inflation from two columns on); r², F, log-likelihood, AIC, BIC, Durbin-Watson.
 * A refusal names the columns that depend on others, or says that there are too few rows or that nothing varies.
 * Source: R `lm`, `car::vif`, `car::hccm`; White 1980; MacKinnon and White 1985; Long and Ervin 2000.
 */

import { fTail, tQuantile, tTwoSided } from '../distributions.ts'
import { crossProducts, inverseSymmetric, qr } from '../matrix.ts'
import type { Rows } from '../matrix.ts'
import type { ModelMatrix } from '../model-matrix.ts'
import { deviation, moments, sum } from '../sums.ts'
import { correlation } from './correlation.ts'

export type RegressionRefusal = 'dependent' | 'tooFew' | 'noVariation' | 'separated' | 'notConverged'

/** Why there is no regression, with the names of the columns that keep it from being made. */
export interface Refused {
  readonly refused: RegressionRefusal
  readonly names: readonly string[]
}

export interface Coefficient {
  readonly name: string
  readonly estimate: number
  readonly error: number
  readonly statistic: number
  readonly p: number
  readonly lower: number
  readonly upper: number
  /** Standard errors that hold where the spread differs from row to row; null where a row decides alone (leverage 1). */
  readonly robust: Readonly<Record<'hc0' | 'hc1' | 'hc2' | 'hc3', number | null>>
  readonly standardised: number | null
  readonly inflation: number | null
}

export interface LinearRegression {
  readonly n: number
  readonly coefficients: readonly Coefficient[]
  readonly sigma: number
  readonly df: number
  readonly residualSquares: number
  readonly r2: number
  readonly adjustedR2: number
  /** Null without a predictor. */
  readonly f: {
    readonly statistic: number
    readonly df1: number
    readonly df2: number
    readonly p: number
  } | null
  readonly logLikelihood: number
  readonly aic: number
  readonly bic: number
  readonly durbinWatson: number
  readonly fitted: Float64Array
  readonly residuals: Float64Array
}

export function linearRegression(
  y: Float64Array,
  matrix: ModelMatrix,
  options: { readonly weights?: Float64Array | null; readonly level?: number } = {},
): LinearRegression | Refused {
  const { weights = null, level = 0.95 } = options
  const n = y.length
  const width = matrix.columns.length
  if (weights && !weights.every((w) => w > 0 && w < Infinity))
    throw new Error('regression: weights must be above 0')
  if (!y.every(Number.isFinite)) throw new Error('regression: the outcome has a value that is not finite')
  if (n <= width) return { refused: 'tooFew', names: [] }
  const roots = weights?.map(Math.sqrt) ?? null
  const weighted = (values: Float64Array) =>
    roots ? values.map((value, row) => value * roots[row]!) : values
  const decomposed = qr(matrix.columns.map(weighted))
  if (decomposed.rank < width)
    return { refused: 'dependent', names: decomposed.dependent.map((place) => matrix.names[place]!) }
  const estimates = decomposed.coefficients(weighted(y))
  const fitted = y.map((_, row) =>
    matrix.columns.reduce((total, column, j) => total + estimates[j]! * column[row]!, 0),
  )
  const residuals = y.map((value, row) => value - fitted[row]!)
  const weightOf = (row: number) => weights?.[row] ?? 1
  const residualSquares = sum(residuals.map((value, row) => weightOf(row) * value * value))
  const allWeights = weights ? sum(weights) : n
  const mean = sum(fitted.map((value, row) => weightOf(row) * value)) / allWeights
  const modelSquares = sum(fitted.map((value, row) => weightOf(row) * (value - mean) ** 2))
  const total = modelSquares + residualSquares
  if (!(total > 0) || residualSquares <= 1e-26 * sum(y.map((value, row) => weightOf(row) * value * value)))
    return { refused: 'noVariation', names: [] }
  const df = n - width
  const sigma = Math.sqrt(residualSquares / df)
  const inverse = decomposed.inverse()
  const robust = robustErrors({ matrix, residuals, weights, inverse, basis: decomposed.basis() })
  const inflation = weights ? null : inflations(matrix)
  const spread = weights ? null : deviation(moments(y))
  const reach = tQuantile((1 - level) / 2, df, 'upper')
  const logLikelihood =
    0.5 *
    ((weights ? sum(weights.map(Math.log)) : 0) -
      n * (Math.log(2 * Math.PI) + 1 - Math.log(n) + Math.log(residualSquares)))
  const steps = residuals.map((value, row) => (row === 0 ? 0 : (value - residuals[row - 1]!) ** 2))
  return {
    n,
    coefficients: estimates.map((estimate, j) => {
      const error = sigma * Math.sqrt(inverse[j]![j]!)
      const intercept = matrix.termOf[j] === -1
      const own = intercept || spread === null ? null : deviation(moments(matrix.columns[j]!))
      return {
        name: matrix.names[j]!,
        estimate,
        error,
        statistic: estimate / error,
        p: tTwoSided(estimate / error, df),
        lower: estimate - reach * error,
        upper: estimate + reach * error,
        robust: robust[j]!,
        standardised: own === null || spread === null ? null : (estimate * own) / spread,
        inflation: intercept ? null : (inflation?.[j - 1] ?? null),
      }
    }),
    sigma,
    df,
    residualSquares,
    r2: modelSquares / total,
    adjustedR2: 1 - (residualSquares / total) * ((n - 1) / df),
    f: width > 1 ? overall(modelSquares / (width - 1) / sigma ** 2, width - 1, df) : null,
    logLikelihood,
    aic: -2 * logLikelihood + 2 * (width + 1),
    bic: -2 * logLikelihood + Math.log(n) * (width + 1),
    durbinWatson: sum(steps) / sum(residuals.map((value) => value * value)),
    fitted,
    residuals,
  }
}

function overall(statistic: number, df1: number, df2: number) {
  return { statistic, df1, df2, p: fTail(statistic, df1, df2, 'upper') }
}

/** Roots of the diagonal of (X'X)⁻¹ X' diag(e² / (1 - h)^k) X (X'X)⁻¹. */
function robustErrors(of: {
  readonly matrix: ModelMatrix
  readonly residuals: Float64Array
  readonly weights: Float64Array | null
  readonly inverse: Rows
  readonly basis: readonly Float64Array[]
}): readonly Coefficient['robust'][] {
  const { matrix, residuals, weights, inverse, basis } = of
  const n = residuals.length
  const width = matrix.columns.length
  const leverage = residuals.map((_, row) => basis.reduce((total, column) => total + column[row]! ** 2, 0))
  const squares = residuals.map((value, row) => ((weights?.[row] ?? 1) * value) ** 2)
  const decisive = leverage.some((h) => h > 1 - 1e-10)
  const errors = (scale: (h: number) => number) => {
    const middle = crossProducts(
      matrix.columns,
      squares.map((square, row) => square * scale(leverage[row]!)),
    )
    return inverse.map((line) => {
      let total = 0
      line.forEach((a, i) => line.forEach((b, j) => (total += a * middle[i]![j]! * b)))
      return Math.sqrt(Math.max(0, total))
    })
  }
  const plain = errors(() => 1)
  const hc2 = decisive ? null : errors((h) => 1 / (1 - h))
  const hc3 = decisive ? null : errors((h) => 1 / (1 - h) ** 2)
  return plain.map((hc0, j) => ({
    hc0,
    hc1: hc0 * Math.sqrt(n / (n - width)),
    hc2: hc2?.[j] ?? null,
    hc3: hc3?.[j] ?? null,
  }))
}

/** How many times the variance of each coefficient is what it would be if the predictors were unrelated. */
export function inflations({ columns, termOf }: ModelMatrix): readonly (number | null)[] | null {
  const own = columns.filter((_, j) => termOf[j] !== -1)
  if (own.length < 2) return null
  const correlations = own.map((a, i) => own.map((b, j) => (i === j ? 1 : correlation(a, b))))
  if (correlations.some((line) => line.includes(null))) return null
  return inverseSymmetric(correlations as number[][])?.map((line, j) => line[j]!) ?? null
}
