/**
 * Logistic regression: what goes with a yes?
 *
 * In: the outcome as 0 and 1 and the model matrix, without missing values; weights above 0 count a row that often.
 * Out: coefficients (log odds) with standard errors, z, two-sided p and Wald limits, robust standard errors, odds
 * ratios with limits; deviances, likelihood-ratio test, McFadden's, Cox and Snell's and Nagelkerke's r², AIC, BIC;
 * shares classified rightly at 0.5 and the area under the ROC curve. A refusal names the columns that depend on
 * others, or those that separate the outcome so that no finite estimate exists; it says where one outcome is missing.
 * Source: iteratively weighted least squares, McCullagh and Nelder 1989; Albert and Anderson 1984; R `glm(binomial)`.
 */

import { chiSquareTail, normalQuantile, normalTwoSided } from '../distributions.ts'
import { crossProducts, qr } from '../matrix.ts'
import type { QR } from '../matrix.ts'
import { midRanks } from '../mid-ranks.ts'
import type { ModelMatrix } from '../model-matrix.ts'
import { deviation, moments, sum } from '../sums.ts'
import type { Refused } from './linear-regression.ts'

export interface LogisticCoefficient {
  readonly name: string
  readonly estimate: number
  readonly error: number
  readonly statistic: number
  readonly p: number
  readonly lower: number
  readonly upper: number
  readonly robustError: number
  readonly oddsRatio: number
  readonly oddsLower: number
  readonly oddsUpper: number
}

export interface LogisticRegression {
  readonly n: number
  readonly coefficients: readonly LogisticCoefficient[]
  readonly deviance: number
  readonly nullDeviance: number
  readonly df: number
  readonly dfNull: number
  readonly logLikelihood: number
  readonly aic: number
  readonly bic: number
  /** Null without a predictor. */
  readonly likelihoodRatio: { readonly statistic: number; readonly df: number; readonly p: number } | null
  readonly mcFadden: number
  readonly coxSnell: number
  readonly nagelkerke: number
  readonly accuracy: number
  readonly sensitivity: number
  readonly specificity: number
  readonly areaUnderCurve: number
  readonly fitted: Float64Array
}

export function logisticRegression(
  y: Float64Array,
  matrix: ModelMatrix,
  options: { readonly weights?: Float64Array | null; readonly level?: number } = {},
): LogisticRegression | Refused {
  const { level = 0.95 } = options
  const n = y.length
  const width = matrix.columns.length
  const weights = options.weights ?? new Float64Array(n).fill(1)
  if (!weights.every((w) => w > 0 && w < Infinity)) throw new Error('regression: weights must be above 0')
  if (!y.every((value) => value === 0 || value === 1))
    throw new Error('regression: the outcome must be 0 or 1')
  if (n <= width) return { refused: 'tooFew', names: [] }
  const all = sum(weights)
  const ones = sum(weights.filter((_, row) => y[row] === 1))
  if (ones === 0 || ones === all) return { refused: 'noVariation', names: [] }
  const { dependent } = qr(matrix.columns)
  if (dependent.length > 0)
    return { refused: 'dependent', names: dependent.map((place) => matrix.names[place]!) }
  const fit = iterate(y, matrix, weights)
  if ('refused' in fit) return fit
  const { estimates, fitted, deviance, decomposed } = fit
  const reach = normalQuantile((1 - level) / 2, 'upper')
  const nullDeviance = -2 * (ones * Math.log(ones / all) + (all - ones) * Math.log1p(-ones / all))
  const inverse = decomposed.inverse()
  const middle = crossProducts(
    matrix.columns,
    fitted.map((p, row) => (weights[row]! * (y[row]! - p)) ** 2),
  )
  const coxSnell = -Math.expm1((deviance - nullDeviance) / n)
  const share = (outcome: 0 | 1) => {
    const rows = weights.filter((_, row) => y[row] === outcome)
    return (
      sum(weights.filter((_, row) => y[row] === outcome && fitted[row]! >= 0.5 === (outcome === 1))) /
      sum(rows)
    )
  }
  const [specificity, sensitivity] = [share(0), share(1)]
  const gain = nullDeviance - deviance
  return {
    n,
    coefficients: estimates.map((estimate, j) => {
      const line = inverse[j]!
      const error = Math.sqrt(line[j]!)
      let robust = 0
      line.forEach((a, i) => line.forEach((b, k) => (robust += a * middle[i]![k]! * b)))
      const lower = estimate - reach * error
      const upper = estimate + reach * error
      return {
        name: matrix.names[j]!,
        estimate,
        error,
        statistic: estimate / error,
        p: normalTwoSided(estimate / error),
        lower,
        upper,
        robustError: Math.sqrt(Math.max(0, robust)),
        oddsRatio: Math.exp(estimate),
        oddsLower: Math.exp(lower),
        oddsUpper: Math.exp(upper),
      }
    }),
    deviance,
    nullDeviance,
    df: n - width,
    dfNull: n - 1,
    logLikelihood: -deviance / 2,
    aic: deviance + 2 * width,
    bic: deviance + Math.log(n) * width,
    likelihoodRatio:
      width > 1 ? { statistic: gain, df: width - 1, p: chiSquareTail(gain, width - 1, 'upper') } : null,
    mcFadden: 1 - deviance / nullDeviance,
    coxSnell,
    nagelkerke: coxSnell / -Math.expm1(-nullDeviance / n),
    accuracy: (sensitivity * ones + specificity * (all - ones)) / all,
    sensitivity,
    specificity,
    areaUnderCurve: areaUnderCurve(y, fitted),
    fitted,
  }
}

interface Fit {
  readonly estimates: readonly number[]
  readonly fitted: Float64Array
  readonly deviance: number
  readonly decomposed: QR
}

/**
 * Newton's steps. Where estimates exist they settle within a few; where the columns separate the outcome, the
 * predictions of the separated rows move on by about one with every step, however little the deviance still changes.
 */
function iterate(y: Float64Array, matrix: ModelMatrix, weights: Float64Array): Fit | Refused {
  const { columns } = matrix
  let logits = y.map((value, row) => {
    const w = weights[row]!
    return Math.log((w * value + 0.5) / (w * (1 - value) + 0.5))
  })
  let estimates: number[] = columns.map(() => 0)
  let lastStep = 0
  let lastDeviance = Infinity
  for (let round = 0; round < 60; round += 1) {
    const fitted = logits.map(probability)
    const spreads = logits.map((logit) => spreadAt(logit))
    const roots = spreads.map((spread, row) => Math.sqrt(weights[row]! * spread))
    const working = logits.map(
      (logit, row) => roots[row]! * (logit + (y[row]! - fitted[row]!) / spreads[row]!),
    )
    const decomposed = qr(columns.map((column) => column.map((value, row) => value * roots[row]!)))
    if (decomposed.rank < columns.length) return separated(matrix, estimates, null)
    const next = decomposed.coefficients(working)
    const moved = y.map((_, row) => columns.reduce((total, column, j) => total + next[j]! * column[row]!, 0))
    const step = moved.reduce((most, logit, row) => Math.max(most, Math.abs(logit - logits[row]!)), 0)
    if (!Number.isFinite(step)) return separated(matrix, estimates, null)
    const before = estimates
    estimates = next
    logits = moved
    const size = moved.reduce((most, logit) => Math.max(most, Math.abs(logit)), 1)
    const deviance = devianceAt(y, logits, weights)
    const still = Math.abs(deviance - lastDeviance) / (deviance + 0.1) < 1e-14
    // The steps of a settled fit are rounding: they no longer shrink. Standard errors are R's, of the last step.
    if (step < 0.01 * size && (still || (step <= 1e-9 * size && step >= lastStep / 4)))
      return { estimates, fitted: logits.map(probability), deviance, decomposed }
    lastDeviance = deviance
    if (round > 24 && step > 0.3 && size > 15) return separated(matrix, next, before)
    lastStep = step
  }
  return { refused: 'notConverged', names: [] }
}

function devianceAt(y: Float64Array, logits: Float64Array, weights: Float64Array): number {
  return 2 * sum(logits.map((logit, row) => weights[row]! * softplus(y[row] === 1 ? -logit : logit)))
}

/** log(1 + e^x), also where e^x would be too large. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}

/** Names the columns whose coefficients run away, measured in their own spread. */
function separated(matrix: ModelMatrix, now: readonly number[], before: readonly number[] | null): Refused {
  const speeds = matrix.columns.map((column, j) => {
    if (matrix.termOf[j] === -1) return 0
    return Math.abs(now[j]! - (before?.[j] ?? 0)) * (deviation(moments(column)) ?? 0)
  })
  const fastest = Math.max(...speeds)
  return { refused: 'separated', names: matrix.names.filter((_, j) => speeds[j]! > 0.2 * fastest) }
}

function probability(logit: number): number {
  return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit))
}

/** p (1 - p), without losing 1 - p. */
function spreadAt(logit: number): number {
  const small = Math.exp(-Math.abs(logit))
  return Math.max(small / (1 + small) ** 2, 1e-300)
}

/** The chance that a row with a yes is given a higher probability than one without; ties half. */
function areaUnderCurve(y: Float64Array, fitted: Float64Array): number {
  const { ranks } = midRanks(fitted)
  const ones = y.filter((value) => value === 1).length
  const rankSum = sum(ranks.filter((_, row) => y[row] === 1))
  return (rankSum - (ones * (ones + 1)) / 2) / (ones * (y.length - ones))
}
