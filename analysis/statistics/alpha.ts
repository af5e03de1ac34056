/**
 * Reliability of a scale whose items are added up: Cronbach's alpha.
 *
 * In: one column an item, in the scale's unit, reversed items already turned round (`scale-score.ts`); rows with a
 * missing item are left out. Out: raw and standardised alpha (can be negative), the mean correlation, mean and variance
 * of the total, Feldt's interval by F, the asymptotic standard error with its normal interval, and for each item
 * mean, sd, correlation with the total, with the rest, and alpha without it. With weights all of it is weighted and
 * limits rest on the effective n (`items.ts`; limits by the design: `design/agreement.ts`). Null below two items or rows, or where the total does not vary; fields are null where an item does not vary.
 * Source: Cronbach 1951; Feldt, Woodruff and Salih 1987; Duhachek and Iacobucci 2004; R `psych::alpha`.
 */

import { fQuantile, normalQuantile } from '../distributions.ts'
import type { Interval } from '../intervals.ts'
import { sum } from '../sums.ts'
import { completeRows, correlations, covariances, meanOf, rowTotals } from './items.ts'
import type { Items, Matrix } from './items.ts'

export interface AlphaItem {
  readonly mean: number
  readonly sd: number
  /** Correlation with the total of all items. */
  readonly withTotal: number | null
  /** Correlation with the total of the others (corrected item-total). */
  readonly withRest: number | null
  readonly alphaWithout: number | null
  readonly standardisedWithout: number | null
}

export interface Alpha {
  readonly n: number
  /** Kish's effective n; n itself without weights. */
  readonly effective: number
  readonly missing: number
  readonly k: number
  readonly raw: number
  readonly standardised: number | null
  readonly meanCorrelation: number | null
  readonly totalMean: number
  readonly totalVariance: number
  readonly feldt: Interval
  readonly error: number
  readonly normal: Interval
  readonly items: readonly AlphaItem[]
}

/** Cronbach's alpha of the items. */
export function alpha(items: Items, level = 0.95, weighting?: Float64Array): Alpha | null {
  const { columns, weights, n, effective, missing } = completeRows(items, weighting)
  const k = columns.length
  if (k < 2 || n < 2) return null
  const covariance = covariances(columns, weights)
  const raw = rawAlpha(covariance)
  if (raw === null) return null
  const correlation = correlations(covariance)
  const error = asymptoticError(covariance, effective)
  const tail = (1 - level) / 2
  const reach = normalQuantile(tail, 'upper') * error
  const [df1, df2] = [effective - 1, (effective - 1) * (k - 1)]
  return {
    n,
    effective,
    missing,
    k,
    raw,
    standardised: correlation && standardisedAlpha(correlation),
    meanCorrelation: correlation && meanOff(correlation),
    totalMean: meanOf(rowTotals(columns), weights),
    totalVariance: sum(covariance.flat()),
    feldt: {
      lower: 1 - (1 - raw) * fQuantile(tail, df1, df2, 'upper'),
      upper: 1 - (1 - raw) * fQuantile(tail, df1, df2, 'lower'),
    },
    error,
    normal: { lower: raw - reach, upper: raw + reach },
    items: columns.map((values, place) => itemOf(meanOf(values, weights), place, covariance)),
  }
}

/** Alpha from a covariance matrix; null for one item or a total that does not vary. */
export function rawAlpha(covariance: Matrix): number | null {
  const k = covariance.length
  const own = sum(covariance.map((line, i) => line[i]!))
  const whole = sum(covariance.flat())
  // Items that cancel leave rounding instead of a variance.
  if (k < 2 || !(whole > 1e-14 * own)) return null
  return (k / (k - 1)) * (1 - own / whole)
}

function standardisedAlpha(correlation: Matrix): number | null {
  const k = correlation.length
  const mean = meanOff(correlation)
  const below = 1 + (k - 1) * mean
  return below > 1e-14 ? (k * mean) / below : null
}

function meanOff(correlation: Matrix): number {
  const k = correlation.length
  return (sum(correlation.flat()) - k) / (k * (k - 1))
}

function itemOf(mean: number, place: number, covariance: Matrix): AlphaItem {
  const own = covariance[place]![place]!
  const withAll = sum(covariance[place]!)
  const whole = sum(covariance.flat())
  const rest = whole - 2 * withAll + own
  const without = covariance.filter((_, i) => i !== place).map((line) => line.filter((_, j) => j !== place))
  const left = without.length > 1 ? correlations(without) : null
  return {
    mean,
    sd: Math.sqrt(own),
    withTotal: own > 0 ? withAll / Math.sqrt(own * whole) : null,
    withRest: own > 0 && rest > 1e-14 * whole ? (withAll - own) / Math.sqrt(own * rest) : null,
    alphaWithout: rawAlpha(without),
    standardisedWithout: left && standardisedAlpha(left),
  }
}

/** Standard error of raw alpha without assuming equal covariances. */
function asymptoticError(covariance: Matrix, n: number): number {
  const k = covariance.length
  const whole = sum(covariance.flat())
  const trace = sum(covariance.map((line, i) => line[i]!))
  const traceOfSquare = sum(covariance.flat().map((value) => value * value))
  const sumOfSquare = sum(covariance.map((line) => sum(line) ** 2))
  const inner = whole * (traceOfSquare + trace ** 2) - 2 * trace * sumOfSquare
  return Math.sqrt(Math.max(0, ((2 * k * k) / ((k - 1) ** 2 * whole ** 3)) * inner) / n)
}
