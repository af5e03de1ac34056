/**
 * Tests of a number between groups of a sample, or of its mean against 0.
 *
 * In: values (NaN missing) and the group of each row as a place (-1 missing); rows with a gap are left out as a
 * domain. Out: statistic, degrees of freedom, two-sided p, the estimate with its standard error and limits.
 * Differences are second minus first group. The t tests have one degree of freedom fewer than the design, as R
 * has them. Rank tests replace values by their mean cumulated weight (minus half the own weight), as a share of
 * all, or by a score of it. Null where a test is not defined.
 * Source: Lumley and Scott 2013; R `survey::svyttest`, `svyranktest`.
 */

import { fTail, normalQuantile, tTwoSided } from '../distributions.ts'
import { DesignError } from './design-error.ts'
import type { Design } from './design.ts'
import { countingRows } from './design.ts'
import { degreesOfFreedom } from './degrees-of-freedom.ts'
import { complete, estimate, standardErrors } from './estimate.ts'
import { limits } from './intervals.ts'
import type { Codes } from './means.ts'
import { means, totals } from './means.ts'
import { indicator } from './model-matrix.ts'
import { glm, quadraticForm, surveyRegression } from './regression.ts'
import { inverseSymmetric } from '../matrix.ts'

export interface SurveyTest {
  readonly statistic: number
  readonly df: number
  readonly p: number
  readonly estimate: number
  readonly error: number
  readonly lower: number
  readonly upper: number
  readonly n: number
  readonly missing: number
}

/** Whether the mean is 0. R `svyttest(y ~ 0)`. */
export function surveyMeanTest(design: Design, values: Float64Array, level = 0.95): SurveyTest | null {
  const whole = complete(design, [values])
  const n = countingRows(whole.design)
  if (n === 0) return null
  const estimates = estimate(whole.design, means(whole.columns))
  const value = estimates.values[0]!
  const error = standardErrors(estimates.covariance)[0]!
  const df = degreesOfFreedom(design) - 1
  if (!(df > 0) || !(error > 0)) return null
  const statistic = value / error
  return {
    statistic,
    df,
    p: tTwoSided(statistic, df),
    estimate: value,
    error,
    ...limits(value, error, level, df),
    n,
    missing: whole.missing,
  }
}

/** Whether two groups have the same mean. R `svyttest(y ~ group)`. */
export function surveyGroupTest(
  design: Design,
  values: Float64Array,
  groups: Codes,
  level = 0.95,
): SurveyTest | null {
  const second = indicator(groups, 1)
  if (!bothPresent(design, values, second)) return null
  const { coefficients, residualDf, n, missing } = surveyRegression(design, {
    outcome: values,
    columns: [
      { name: '(Intercept)', term: null, values: new Float64Array(design.n).fill(1) },
      { name: 'group', term: 'group', values: second },
    ],
    family: 'gaussian',
    level,
  })
  const { estimate: difference, error, t, p, lower, upper } = coefficients[1]!
  if (t === null || p === null || lower === null || upper === null) return null
  return { statistic: t, df: residualDf, p, estimate: difference, error, lower, upper, n, missing }
}

function bothPresent(design: Design, values: Float64Array, second: Float64Array): boolean {
  let [zero, one] = [false, false]
  for (let row = 0; row < design.n; row += 1) {
    if (design.weights[row] === 0 || Number.isNaN(values[row])) continue
    if (second[row] === 0) zero = true
    if (second[row] === 1) one = true
  }
  return zero && one
}

export type RankScore = 'wilcoxon' | 'vanderWaerden' | 'median' | 'KruskalWallis'

/** Whether two groups have the same distribution. */
export function surveyRankTest(
  design: Design,
  values: Float64Array,
  groups: Codes,
  score: RankScore = 'wilcoxon',
): Omit<SurveyTest, 'lower' | 'upper'> | null {
  const second = indicator(groups, 1)
  if (!bothPresent(design, values, second)) return null
  const whole = complete(design, [values, second])
  const [y, x] = whole.columns as [Float64Array, Float64Array]
  const scores = rankScores(y, whole.design, keptRows(design, [values, second]), score)
  const ones = new Float64Array(design.n).fill(1)
  const named = [{ name: '(Intercept)' }, { name: 'group' }]
  const fitted = glm(scores, [ones, x], 'gaussian', named)
  const coefficients = fitted.values(whole.design.weights)
  const inverse = inverseOf([ones, x], whole.design.weights)
  if (!inverse) return null
  const influence = scores.map(
    (value, row) =>
      (value - coefficients[0]! - coefficients[1]! * x[row]!) * (inverse[1]![0]! + inverse[1]![1]! * x[row]!),
  )
  const error = standardErrors(estimate(whole.design, totals([influence])).covariance)[0]!
  const df = degreesOfFreedom(whole.design) - 1
  if (!(df > 0) || !(error > 0)) return null
  const statistic = coefficients[1]! / error
  return {
    statistic,
    df,
    p: tTwoSided(statistic, df),
    estimate: coefficients[1]!,
    error,
    n: countingRows(whole.design),
    missing: whole.missing,
  }
}

function inverseOf(columns: readonly Float64Array[], weights: Float64Array): number[][] | null {
  const products = columns.map((a) =>
    columns.map((b) => weights.reduce((total, weight, row) => total + weight * a[row]! * b[row]!, 0)),
  )
  return inverseSymmetric(products)
}

export interface RankTestOfGroups {
  readonly chiSquare: number
  readonly df: number
  readonly residualDf: number
  readonly F: number
  readonly p: number
  readonly n: number
  readonly missing: number
}

/** Whether three or more groups have the same distribution. */
export function surveyRankTestOfGroups(
  design: Design,
  values: Float64Array,
  groups: Codes,
  { levels, score = 'KruskalWallis' }: { readonly levels: number; readonly score?: RankScore },
): RankTestOfGroups | null {
  const code = Float64Array.from(groups, (group) => (group < 0 ? NaN : group))
  const whole = complete(design, [values, code])
  const [y] = whole.columns as [Float64Array]
  const present = Array.from({ length: levels }, (_, level) => level).filter((level) =>
    groups.some((group, row) => group === level && whole.design.weights[row] !== 0),
  )
  if (present.length < 2) return null
  const scores = rankScores(y, whole.design, keptRows(design, [values, code]), score)
  const columns = [
    new Float64Array(design.n).fill(1),
    ...present.slice(1).map((level) => Float64Array.from(groups, (group) => (group === level ? 1 : 0))),
  ]
  const named = columns.map((_, k) => ({ name: String(k) }))
  const { values: coefficients, covariance } = estimate(whole.design, glm(scores, columns, 'gaussian', named))
  const df = present.length - 1
  const chiSquare = quadraticForm(
    coefficients.slice(1),
    covariance.slice(1).map((row) => row.slice(1)),
  )
  const residualDf = degreesOfFreedom(whole.design) - df
  if (chiSquare === null || !(residualDf > 0)) return null
  const F = chiSquare / df
  return {
    chiSquare,
    df,
    residualDf,
    F,
    p: fTail(F, df, residualDf, 'upper'),
    n: countingRows(whole.design),
    missing: whole.missing,
  }
}

/** Rows that the design has and whose columns are whole, those of weight 0 included: they count among ties. */
function keptRows(design: Design, columns: readonly Float64Array[]): readonly number[] {
  const kept: number[] = []
  for (let row = 0; row < design.n; row += 1) {
    if (design.present && design.present[row] !== 1) continue
    if (columns.every((column) => !Number.isNaN(column[row]))) kept.push(row)
  }
  return kept
}

function rankScores(
  y: Float64Array,
  { weights }: Design,
  rows: readonly number[],
  score: RankScore,
): Float64Array {
  const order = rows.toSorted((a, b) => y[a]! - y[b]! || a - b)
  const scores = new Float64Array(y.length)
  const ranks = new Float64Array(order.length)
  let all = 0
  for (const [k, row] of order.entries()) {
    all += weights[row]!
    ranks[k] = all - weights[row]! / 2
  }
  for (let from = 0; from < order.length;) {
    let to = from
    let total = 0
    while (to < order.length && y[order[to]!] === y[order[from]!]) {
      total += ranks[to]!
      to += 1
    }
    const rank = total / (to - from)
    for (let k = from; k < to; k += 1) scores[order[k]!] = scoreOf(rank, all, score)
    from = to
  }
  return scores
}

function scoreOf(rank: number, all: number, score: RankScore): number {
  if (score === 'vanderWaerden') {
    const share = rank / all
    if (!(share > 0 && share < 1)) throw new DesignError('infiniteValue', { row: 0 })
    return normalQuantile(share)
  }
  if (score === 'median') return rank > all / 2 ? 1 : 0
  return rank / all
}
