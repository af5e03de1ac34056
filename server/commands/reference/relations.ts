/** Adapters of the kinds `cor.*`, `lm` and `glm.logistic`. */

import { modelMatrix, presentRows } from '../../../analysis/model-matrix.ts'
import { correlationMatrix } from '../../../analysis/statistics/correlation-matrix.ts'
import type { CorrelationMethod } from '../../../analysis/statistics/correlation-matrix.ts'
import { correlationTest, partialCorrelation } from '../../../analysis/statistics/correlation.ts'
import { kendall } from '../../../analysis/statistics/kendall.ts'
import { linearRegression } from '../../../analysis/statistics/linear-regression.ts'
import type { Refused } from '../../../analysis/statistics/linear-regression.ts'
import { logisticRegression } from '../../../analysis/statistics/logistic-regression.ts'
import { spearman } from '../../../analysis/statistics/spearman.ts'
import type { Adapter } from './adapters.ts'
import type { ReferenceData } from './cases.ts'
import { numbersOf } from './cases.ts'
import { completeRows, predictorOf } from './columns.ts'

type Args = Parameters<Adapter>[0]

function pair({ x, y }: Args, data: ReferenceData): readonly [Float64Array, Float64Array] {
  const [first, second] = completeRows(data, [x as string, y as string])
  return [first!, second!]
}

function exactness({ exact }: Args): boolean | null {
  return typeof exact === 'boolean' ? exact : null
}

export const pearson: Adapter = (args, data) => {
  const of = correlationTest(...pair(args, data), Number(args['conf'] ?? 0.95))
  return of && { n: of.n, r: of.r, t: of.statistic, df: of.df, p: of.p, lower: of.lower, upper: of.upper }
}

export const spearmanTest: Adapter = (args, data) => {
  const of = spearman(...pair(args, data), { exact: exactness(args) })
  return of && { n: of.n, rho: of.rho, S: of.s, p: of.p }
}

export const kendallTest: Adapter = (args, data) => {
  const of = kendall(...pair(args, data), { exact: exactness(args) })
  return of && { n: of.n, tau_b: of.tau, statistic: of.statistic, p: of.p }
}

export const matrix: Adapter = ({ vars, use, method }, data) =>
  correlationMatrix(
    (vars as readonly string[]).map((name) => numbersOf(data, name)),
    { use: use === 'pairwise' ? 'pairwise' : 'listwise', method: (method ?? 'pearson') as CorrelationMethod },
  )

export const partial: Adapter = ({ x, y, controls }, data) => {
  const [first, second, ...held] = completeRows(data, [
    x as string,
    y as string,
    ...(controls as readonly string[]),
  ])
  const of = partialCorrelation(first!, second!, held)
  return of && { n: of.n, r: of.r, t: of.statistic, df: of.df, p: of.p }
}

/** The outcome, the model matrix and the weights of the rows where nothing is missing and the weight is above 0. */
function prepared(args: Args, data: ReferenceData) {
  const terms = args['terms'] as readonly string[]
  const names = new Set(terms.flatMap((term) => term.split(/[:*]/).map((part) => part.trim())))
  const predictors = new Map(Array.from(names, (name) => [name, predictorOf(data, name)]))
  const outcome = predictorOf(data, args['y'] as string)
  // Of a category as the outcome, the first level is 0, any other 1.
  const y =
    outcome.kind === 'number'
      ? outcome.values
      : Float64Array.from(outcome.places, (place) => (place < 0 ? NaN : Math.min(1, place)))
  const weights = typeof args['weight'] === 'string' ? numbersOf(data, args['weight']) : null
  const rows = presentRows(Array.from(names), predictors, y.length).map((present, row) =>
    present === 1 && !Number.isNaN(y[row]!) && (!weights || weights[row]! > 0) ? 1 : 0,
  )
  const kept = (values: Float64Array) => values.filter((_, row) => rows[row] === 1)
  return {
    y: kept(y),
    matrix: modelMatrix(terms, predictors, rows),
    options: { weights: weights && kept(weights), level: Number(args['conf'] ?? 0.95) },
  }
}

function refusal({ refused, names }: Refused): Error {
  return new Error(`refused: ${refused} ${names.join(', ')}`)
}

export const linear: Adapter = (args, data) => {
  const { y, matrix, options } = prepared(args, data)
  const of = linearRegression(y, matrix, options)
  if ('refused' in of) throw refusal(of)
  return {
    n: of.n,
    coefficients: of.coefficients.map((each) => ({
      term: each.name,
      estimate: each.estimate,
      se: each.error,
      t: each.statistic,
      p: each.p,
      lower: each.lower,
      upper: each.upper,
      std_beta: each.standardised,
      vif: each.inflation,
      se_hc1: each.robust.hc1,
      se_hc3: each.robust.hc3,
    })),
    sigma: of.sigma,
    df_residual: of.df,
    ss_residual: of.residualSquares,
    r2: of.r2,
    adj_r2: of.adjustedR2,
    F: of.f?.statistic ?? null,
    F_df1: of.f?.df1 ?? null,
    F_df2: of.f?.df2 ?? null,
    F_p: of.f?.p ?? null,
    loglik: of.logLikelihood,
    aic: of.aic,
    bic: of.bic,
    durbin_watson: of.durbinWatson,
  }
}

export const logistic: Adapter = (args, data) => {
  const { y, matrix, options } = prepared(args, data)
  const of = logisticRegression(y, matrix, options)
  if ('refused' in of) throw refusal(of)
  return {
    n: of.n,
    coefficients: of.coefficients.map((each) => ({
      term: each.name,
      estimate: each.estimate,
      se: each.error,
      z: each.statistic,
      p: each.p,
      lower: each.lower,
      upper: each.upper,
      odds_ratio: each.oddsRatio,
      or_lower: each.oddsLower,
      or_upper: each.oddsUpper,
    })),
    deviance: of.deviance,
    null_deviance: of.nullDeviance,
    df_residual: of.df,
    df_null: of.dfNull,
    loglik: of.logLikelihood,
    aic: of.aic,
    bic: of.bic,
    lr_chisq: of.likelihoodRatio?.statistic ?? null,
    lr_df: of.likelihoodRatio?.df ?? null,
    lr_p: of.likelihoodRatio?.p ?? null,
    mcfadden_r2: of.mcFadden,
    cox_snell_r2: of.coxSnell,
    nagelkerke_r2: of.nagelkerke,
    accuracy_at_half: of.accuracy,
    sensitivity: of.sensitivity,
    specificity: of.specificity,
    auc: of.areaUnderCurve,
  }
}
