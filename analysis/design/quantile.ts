/**
 * Quantiles of a population from a sample, with limits by inverting the distribution's (Woodruff).
 *
 * In: values, NaN where missing (left out as a domain), and probabilities. Out: for each the quantile by the
 * rule asked for, limits and the standard error that their width amounts to; a limit beyond the data's reach is
 * null. `math` is the smallest value whose cumulated weight passes p, `school` the mean of two on a step, `hf1`
 * to `hf9` are Hyndman and Fan's rules with weights, `shahvaish` Shah and Vaish's.
 * Source: Woodruff 1952; Francisco and Fuller 1991; Hyndman and Fan 1996; R `survey::svyquantile` 4.1.
 */

import type { Interval } from '../intervals.ts'
import { sum } from '../sums.ts'
import type { Design } from './design.ts'
import { countingRows, rowCount } from './design.ts'
import { degreesOfFreedom } from './degrees-of-freedom.ts'
import { complete, estimate, standardErrors } from './estimate.ts'
import { critical, limits } from './intervals.ts'
import { means } from './means.ts'
import { betaLimits, transformedLimits } from './proportion.ts'

export type QuantileRule =
  'math' | 'school' | 'shahvaish' | 'hf1' | 'hf2' | 'hf3' | 'hf4' | 'hf5' | 'hf6' | 'hf7' | 'hf8' | 'hf9'

export interface SurveyQuantile {
  readonly p: number
  readonly quantile: number
  readonly lower: number | null
  readonly upper: number | null
  readonly error: number | null
}

export interface QuantileOptions {
  readonly probabilities: readonly number[]
  readonly rule?: QuantileRule
  readonly interval?: 'mean' | 'beta' | 'xlogit' | 'asin'
  readonly level?: number
  /** False: no limits and errors, for samples that have none. */
  readonly errors?: boolean
}

export interface SurveyQuantiles {
  readonly quantiles: readonly SurveyQuantile[]
  readonly df: number
  readonly n: number
  readonly missing: number
}

export function surveyQuantiles(
  design: Design,
  values: Float64Array,
  options: QuantileOptions,
): SurveyQuantiles {
  const { rule = 'math', interval = 'mean', level = 0.95, errors = true } = options
  const whole = complete(design, [values])
  const df = degreesOfFreedom(whole.design)
  const n = countingRows(whole.design)
  const base = { df, n, missing: whole.missing }
  if (n === 0) return { ...base, quantiles: [] }
  const column = whole.columns[0]!
  const sorted = sortedSample(column, whole.design)
  const inverse = (p: number) => weightedQuantile(sorted, p, rule)
  const quantiles = options.probabilities.map((p): SurveyQuantile => {
    const quantile = inverse(p)
    const share = errors && shareBelow(whole.design, column, quantile, { interval, level, df })
    const lower = share && share.lower >= 0 ? inverse(share.lower) : null
    const upper = share && share.upper <= 1 ? inverse(share.upper) : null
    const error = lower === null || upper === null ? null : (upper - lower) / (2 * critical(level, df))
    return { p, quantile, lower, upper, error }
  })
  return { ...base, quantiles }
}

interface ShareOptions {
  readonly interval: 'mean' | 'beta' | 'xlogit' | 'asin'
  readonly level: number
  readonly df: number
}

/** Limits of the share of the population at or below a value; null where they are not defined. */
function shareBelow(
  design: Design,
  column: Float64Array,
  value: number,
  options: ShareOptions,
): Interval | null {
  const { interval, level, df } = options
  if (!(df > 0)) return null
  const below = column.map((each) => (each <= value ? 1 : 0))
  const { values, covariance } = estimate(design, means([below]))
  const p = values[0]!
  const error = standardErrors(covariance)[0]!
  if (Number.isNaN(error)) return null
  if (interval === 'mean') return limits(p, error, level, df)
  if (!(p > 0 && p < 1)) return null
  if (interval === 'beta') return betaLimits(p, { error, rows: rowCount(design), df, level })
  return transformedLimits(p, error, interval, critical(level, df))
}

interface Sorted {
  readonly values: Float64Array
  readonly weights: Float64Array
  readonly cumulated: Float64Array
  readonly total: number
}

function sortedSample(column: Float64Array, { weights }: Design): Sorted {
  const rows = Array.from(weights.keys()).filter((row) => weights[row] !== 0)
  rows.sort((a, b) => column[a]! - column[b]! || a - b)
  const own = Float64Array.from(rows, (row) => weights[row]!)
  const cumulated = new Float64Array(rows.length)
  let all = 0
  for (const [k, weight] of own.entries()) {
    all += weight
    cumulated[k] = all
  }
  return { values: Float64Array.from(rows, (row) => column[row]!), weights: own, cumulated, total: sum(own) }
}

/** Quantile of a sorted sample with weights. */
function weightedQuantile(sorted: Sorted, p: number, rule: QuantileRule): number {
  const { values, weights, cumulated } = sorted
  const n = values.length
  const last = cumulated[n - 1]!
  const before = (k: number) => (k === 0 ? 0 : cumulated[k - 1]!)
  const heaviest = weights[n - 1]!
  switch (rule) {
    case 'math':
    case 'hf1':
    case 'school':
    case 'hf2':
    case 'hf3':
    case 'hf4':
      return steppedQuantile(rule === 'hf3' ? distinct(sorted) : sorted, p, rule)
    case 'hf5':
      return along(values, p, (k) => (cumulated[k]! - weights[k]! / 2) / last)
    case 'hf6':
      return along(values, p, (k) => cumulated[k]! / (last + heaviest))
    case 'hf7':
      return n === 1 ? values[0]! : along(values, p, (k) => before(k) / cumulated[n - 2]!)
    case 'hf8':
      return along(values, p, (k) => (before(k) / 3 + (cumulated[k]! * 2) / 3) / (last + heaviest / 3))
    case 'hf9':
      return along(values, p, (k) => ((before(k) * 3) / 8 + (cumulated[k]! * 5) / 8) / (last + heaviest / 4))
    case 'shahvaish': {
      const mean = sum(weights) / n
      const at = (k: number) => (cumulated[k]! / mean + 0.5 - weights[k]! / 2) / (n + 1)
      let place = 0
      while (place + 1 < n && at(place + 1) <= p) place += 1
      return values[place]!
    }
  }
}

function steppedQuantile({ values, cumulated, total }: Sorted, p: number, rule: QuantileRule): number {
  const n = values.length
  const goal = p * total
  let low = 0
  // The last place whose cumulated weight does not pass the goal; the first where all do.
  let [from, to] = [0, n]
  while (from < to) {
    const middle = (from + to) >> 1
    if (cumulated[middle]! <= goal) {
      low = middle
      from = middle + 1
    } else to = middle
  }
  const high = Math.min(low + 1, n - 1)
  const under = p - cumulated[low]! / total
  const onStep = under === 0
  if (rule === 'hf4') {
    const over = cumulated[high]! / total - p
    const share = under / (over + under)
    return values[low]! * (1 - share) + values[high]! * share
  }
  // All weight so far may lie above the goal: then the first value is the answer.
  if (cumulated[low]! > goal) return values[0]!
  if (!onStep) return values[high]!
  if (rule === 'math' || rule === 'hf1') return values[low]!
  if (rule === 'hf3') return (low + 1) % 2 === 0 ? values[low]! : values[high]!
  return (values[low]! + values[high]!) / 2
}

/** Equal values taken together. */
function distinct({ values, weights, total }: Sorted): Sorted {
  const kept: number[] = []
  const own: number[] = []
  for (const [k, value] of values.entries()) {
    if (kept.length > 0 && kept.at(-1) === value) own[own.length - 1] = own.at(-1)! + weights[k]!
    else {
      kept.push(value)
      own.push(weights[k]!)
    }
  }
  const cumulated = new Float64Array(own.length)
  let all = 0
  for (const [k, weight] of own.entries()) {
    all += weight
    cumulated[k] = all
  }
  return { values: Float64Array.from(kept), weights: Float64Array.from(own), cumulated, total }
}

/** Linear interpolation between positions that rise with the values; beyond them the outermost value. */
function along(values: Float64Array, p: number, position: (k: number) => number): number {
  const n = values.length
  let [low, high] = [0, n - 1]
  if (p <= position(0)) return values[0]!
  if (p >= position(n - 1)) return values[n - 1]!
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (position(middle) <= p) low = middle
    else high = middle
  }
  const [a, b] = [position(low), position(high)]
  return values[low]! + ((values[high]! - values[low]!) * (p - a)) / (b - a)
}
