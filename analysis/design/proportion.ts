/**
 * Limits of a proportion from a sample, within 0 and 1.
 *
 * In: 0/1 values, NaN where missing (left out as a domain). Out: the proportion, its standard error and limits
 * with the design's degrees of freedom. `logit` and `xlogit` use the log odds (with replicate weights `logit`
 * takes the spread of the replicates' own), `asin` the arcsine root, `beta` Clopper and Pearson's limits with the
 * effective sample size (Korn and Graubard), `likelihood` the scaled binomial deviance, `mean` none of them.
 * At 0 or 1 only `beta` and `mean` are defined: null. Source: Korn and Graubard 1998; R `survey::svyciprop`.
 */

import { betaQuantile, tQuantile } from '../distributions.ts'
import type { Interval } from '../intervals.ts'
import { sum } from '../sums.ts'
import type { Design } from './design.ts'
import { countingRows, rowCount } from './design.ts'
import { degreesOfFreedom } from './degrees-of-freedom.ts'
import { complete, estimate, standardErrors } from './estimate.ts'
import { critical, limits } from './intervals.ts'
import { means } from './means.ts'
import { expit, glm } from './regression.ts'

export type ProportionMethod = 'logit' | 'xlogit' | 'beta' | 'asin' | 'mean' | 'likelihood'

export interface SurveyProportion {
  readonly estimate: number | null
  readonly error: number | null
  readonly df: number
  readonly n: number
  readonly missing: number
  readonly interval: Interval | null
  /** Of `likelihood`: design variance over model variance of the log odds, and the dispersion. */
  readonly lambda?: number
  readonly dispersion?: number
}

export function surveyProportion(
  design: Design,
  values: Float64Array,
  { method, level = 0.95 }: { readonly method: ProportionMethod; readonly level?: number },
): SurveyProportion {
  const whole = complete(design, [values])
  const df = degreesOfFreedom(design)
  const n = countingRows(whole.design)
  const base = { df, n, missing: whole.missing }
  if (n === 0) return { ...base, estimate: null, error: null, interval: null }
  const estimates = estimate(whole.design, means(whole.columns))
  const p = estimates.values[0]!
  const error = standardErrors(estimates.covariance)[0]!
  const of = { ...base, estimate: p, error }
  const inside = p > 0 && p < 1
  if (df <= 0) return { ...of, interval: null }
  if (method === 'mean') return { ...of, interval: limits(p, error, level, df) }
  if (method === 'beta') {
    const rows = rowCount(whole.design)
    return {
      ...of,
      interval: inside ? betaLimits(p, { error, rows, df, level }) : certainLimits(p, n, level),
    }
  }
  if (!inside) return { ...of, interval: null }
  if (method === 'asin' || method === 'xlogit')
    return { ...of, interval: transformedLimits(p, error, method, critical(level, df)) }
  const logit = logitOf(whole.design, whole.columns[0]!, p, error)
  if (method === 'logit') {
    const { lower, upper } = limits(logit.value, logit.error, level, df)
    return { ...of, interval: { lower: expit(lower), upper: expit(upper) } }
  }
  return { ...of, ...likelihoodLimits(p, { error: logit.error, n, df, level }) }
}

/** Limits on the scale of log odds or of the arcsine of the root, brought back. */
export function transformedLimits(p: number, error: number, method: 'xlogit' | 'asin', t: number): Interval {
  if (method === 'xlogit') {
    const centre = Math.log(p / (1 - p))
    const half = (t * error) / (p * (1 - p))
    return { lower: expit(centre - half), upper: expit(centre + half) }
  }
  const centre = Math.asin(Math.sqrt(p))
  const half = (t * error) / (2 * Math.sqrt(p * (1 - p)))
  return { lower: Math.sin(centre - half) ** 2, upper: Math.sin(centre + half) ** 2 }
}

interface BetaInput {
  readonly error: number
  readonly rows: number
  readonly df: number
  readonly level: number
}

/** Korn and Graubard's limits: the effective sample size scaled by the squared ratio of t quantiles. */
export function betaLimits(p: number, { error, rows, df, level }: BetaInput): Interval {
  const tail = (1 - level) / 2
  if (!(error > 0)) return { lower: p, upper: p }
  const effective =
    ((p * (1 - p)) / (error * error)) *
    (tQuantile(tail, rows - 1, 'upper') / tQuantile(tail, df, 'upper')) ** 2
  return {
    lower: betaQuantile(tail, effective * p, effective * (1 - p) + 1),
    upper: betaQuantile(tail, effective * p + 1, effective * (1 - p), 'upper'),
  }
}

/** At 0 or 1 there is no design variance to go by: the limits of as many independent rows. */
function certainLimits(p: number, n: number, level: number): Interval {
  const tail = (1 - level) / 2
  return p === 0
    ? { lower: 0, upper: betaQuantile(tail, 1, n, 'upper') }
    : { lower: betaQuantile(tail, n, 1), upper: 1 }
}

function logitOf(design: Design, values: Float64Array, p: number, error: number) {
  const value = Math.log(p / (1 - p))
  if (design.kind === 'linearised') return { value, error: error / (p * (1 - p)) }
  const ones = new Float64Array(values.length).fill(1)
  const estimates = estimate(design, glm(values, [ones], 'quasibinomial', [{ name: '(Intercept)' }]))
  return { value, error: standardErrors(estimates.covariance)[0]! }
}

interface LikelihoodInput {
  /** Standard error of the log odds. */
  readonly error: number
  readonly n: number
  readonly df: number
  readonly level: number
}

/** Where the deviance, weights at a mean of 1, passes t² times the ratio of variances and the dispersion. */
function likelihoodLimits(p: number, { error, n, df, level }: LikelihoodInput) {
  const lambda = error * error * n * p * (1 - p)
  const dispersion = n / (n - 1)
  const bound = critical(level, df) ** 2 * lambda * dispersion
  const deviance = (q: number) =>
    2 * n * (p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q))) - bound
  // Searched in log odds, where both ends are far away.
  const centre = Math.log(p / (1 - p))
  return {
    lambda,
    dispersion,
    interval: {
      lower: expit(crossing((x) => deviance(expit(x)), centre, -1)),
      upper: expit(crossing((x) => deviance(expit(x)), centre, 1)),
    },
  }
}

function crossing(of: (x: number) => number, from: number, side: -1 | 1): number {
  let near = from
  let step = 1
  let far = from + side * step
  while (of(far) < 0 && Math.abs(far - from) < 700) {
    near = far
    step *= 2
    far += side * step
  }
  for (let k = 0; k < 200 && Math.abs(far - near) > 1e-15 * (1 + Math.abs(near)); k += 1) {
    const middle = (near + far) / 2
    if (of(middle) < 0) near = middle
    else far = middle
  }
  return (near + far) / 2
}

/** Effective number of rows for a proportion. */
export function effectiveSize(p: number, error: number): number | null {
  return error > 0 ? sum([p, -p * p]) / (error * error) : null
}
