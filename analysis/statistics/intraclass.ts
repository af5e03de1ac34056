/**
 * Agreement of raters who give numbers: the six intraclass correlations of Shrout and Fleiss.
 *
 * In: one column a rater; units with a missing rating are left out. Out: for each form (one rater or the mean of all;
 * raters drawn anew, random, or fixed) the coefficient, F with its degrees of freedom and p, and the limits.
 * Unweighted. Null below two units or raters, or where units do not differ and raters do not err.
 * Source: Shrout and Fleiss 1979; McGraw and Wong 1996; R `psych::ICC(lmer = FALSE)`, whose limits of ICC2k are
 * Spearman-Brown's of those of ICC2.
 */

import { fQuantile, fTail } from '../distributions.ts'
import { moments, sum } from '../sums.ts'
import { completeRows } from './items.ts'
import type { Items } from './items.ts'

export type IntraclassForm = 'ICC1' | 'ICC2' | 'ICC3' | 'ICC1k' | 'ICC2k' | 'ICC3k'

export interface IntraclassRow {
  readonly type: IntraclassForm
  readonly icc: number
  readonly statistic: number | null
  readonly df1: number
  readonly df2: number
  readonly p: number | null
  readonly lower: number | null
  readonly upper: number | null
}

export interface Intraclass {
  readonly n: number
  readonly missing: number
  readonly raters: number
  readonly rows: readonly IntraclassRow[]
}

/** The six coefficients. */
export function intraclass(raters: Items, level = 0.95): Intraclass | null {
  const { columns, n, missing } = completeRows(raters)
  const k = columns.length
  if (k < 2 || n < 2) return null
  const squares = meanSquares(columns, n, k)
  if (squares === null) return null
  const { units, within, judges, rest } = squares
  const [df1, dfWithin, dfRest] = [n - 1, n * (k - 1), (n - 1) * (k - 1)]
  const anew = units / within
  const crossed = units / rest
  const tail = (1 - level) / 2
  const lowF = (f: number, df2: number) => f / fQuantile(tail, df1, df2, 'upper')
  const highF = (f: number, df2: number) => f * fQuantile(tail, df2, df1, 'upper')
  const one = (f: number) => (f - 1) / (f + k - 1)
  const mean = (f: number) => 1 - 1 / f
  const single = (units - rest) / (units + (k - 1) * rest + (k * (judges - rest)) / n)
  const random = randomLimits(squares, single, n, k, tail)
  const stepUp = (limit: number) => (limit * k) / (1 + limit * (k - 1))
  const tests = {
    anew: { statistic: anew, df1, df2: dfWithin, p: fTail(anew, df1, dfWithin, 'upper') },
    crossed: { statistic: crossed, df1, df2: dfRest, p: fTail(crossed, df1, dfRest, 'upper') },
  }
  const limits = (of: (f: number) => number, f: number, df2: number) => ({
    lower: of(lowF(f, df2)),
    upper: of(highF(f, df2)),
  })
  const rows: IntraclassRow[] = [
    {
      type: 'ICC1',
      icc: (units - within) / (units + (k - 1) * within),
      ...tests.anew,
      ...limits(one, anew, dfWithin),
    },
    { type: 'ICC2', icc: single, ...tests.crossed, ...random },
    {
      type: 'ICC3',
      icc: (units - rest) / (units + (k - 1) * rest),
      ...tests.crossed,
      ...limits(one, crossed, dfRest),
    },
    { type: 'ICC1k', icc: (units - within) / units, ...tests.anew, ...limits(mean, anew, dfWithin) },
    {
      type: 'ICC2k',
      icc: (units - rest) / (units + (judges - rest) / n),
      ...tests.crossed,
      lower: stepUp(random.lower),
      upper: stepUp(random.upper),
    },
    { type: 'ICC3k', icc: (units - rest) / units, ...tests.crossed, ...limits(mean, crossed, dfRest) },
  ]
  return { n, missing, raters: k, rows: rows.map(onlyFinite) }
}

interface MeanSquares {
  readonly units: number
  readonly within: number
  readonly judges: number
  readonly rest: number
}

/** Mean squares of units by raters; null where units do not differ at all. */
function meanSquares(columns: Items, n: number, k: number): MeanSquares | null {
  const all = moments(Float64Array.from(columns.flatMap((values) => [...values])))
  const unitMeans = Float64Array.from(
    { length: n },
    (_, row) => sum(columns.map((values) => values[row]!)) / k,
  )
  const judgeMeans = columns.map((values) => moments(values).mean)
  const between = k * moments(unitMeans).squares
  const ofJudges = n * moments(judgeMeans).squares
  const within = sum(
    columns.flatMap((values) => Array.from(values, (value, row) => (value - unitMeans[row]!) ** 2)),
  )
  const rest = sum(
    columns.flatMap((values, j) =>
      Array.from(values, (value, row) => (value - unitMeans[row]! - judgeMeans[j]! + all.mean) ** 2),
    ),
  )
  // Below this, sums of squares are what rounding left behind.
  const real = (squares: number) => (squares > 1e-25 * (all.squares + n * k * all.mean ** 2) ? squares : 0)
  if (real(between) === 0) return null
  return {
    units: between / (n - 1),
    within: real(within) / (n * (k - 1)),
    judges: real(ofJudges) / (k - 1),
    rest: real(rest) / ((n - 1) * (k - 1)),
  }
}

/** Limits of ICC2 by Satterthwaite's degrees of freedom. */
function randomLimits({ units, judges, rest }: MeanSquares, icc: number, n: number, k: number, tail: number) {
  const ratio = judges / rest
  const other = n * (1 + (k - 1) * icc) - k * icc
  const above = (k - 1) * (n - 1) * (k * icc * ratio + other) ** 2
  const below = (n - 1) * k ** 2 * icc ** 2 * ratio ** 2 + other ** 2
  const df = rest === 0 ? k - 1 : above / below
  // Hardly any degree of freedom is left where a negative coefficient cancels the judges' spread.
  if (!(df > 0.01) || rest + judges === 0) return { lower: NaN, upper: NaN }
  const upperF = fQuantile(tail, n - 1, df, 'upper')
  const lowerF = fQuantile(tail, df, n - 1, 'upper')
  const shared = k * judges + (k * n - k - n) * rest
  return {
    lower: (n * (units - upperF * rest)) / (upperF * shared + n * units),
    upper: (n * (lowerF * units - rest)) / (shared + n * lowerF * units),
  }
}

/** F and limits are undefined where raters agree to the last digit. */
function onlyFinite(row: IntraclassRow): IntraclassRow {
  const known = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null)
  const statistic = known(row.statistic)
  return {
    ...row,
    statistic,
    p: statistic === null ? null : known(row.p),
    lower: known(row.lower),
    upper: known(row.upper),
  }
}
