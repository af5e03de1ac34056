/**
 * Numbers related to numbers, as a page shows it: one pair, a matrix, linear and logistic regression.
 *
 * Rows with a missing or infinite value in any variable used are left out; the result says how many. A regression
 * that cannot be made is a remark that names the variables, never a figure.
 */

import type { Chart } from '../chart.ts'
import { barChart } from '../chart.ts'
import type { ModelMatrix } from '../model-matrix.ts'
import { correlationMatrix } from '../statistics/correlation-matrix.ts'
import type { CorrelationMethod } from '../statistics/correlation-matrix.ts'
import { correlationTest } from '../statistics/correlation.ts'
import { kendall } from '../statistics/kendall.ts'
import { linearRegression } from '../statistics/linear-regression.ts'
import type { LinearRegression, Refused } from '../statistics/linear-regression.ts'
import { logisticRegression } from '../statistics/logistic-regression.ts'
import { column, labelled, note, row, testNotes } from '../statistics/result.ts'
import { spearman } from '../statistics/spearman.ts'
import type { Note, Table } from '../table.ts'
import type { Named } from './compare-pairs.ts'
import type { ChartedResult, ResultOptions } from './parts.ts'
import { nothing, showsLimits, sizeTable, testTable } from './parts.ts'

/** Two numbers: Pearson, Spearman and Kendall. The sentence rests on Spearman where `ranks`, else on Pearson. */
export function relatePair(
  x: Named,
  y: Named,
  options: ResultOptions & { readonly ranks: boolean },
): ChartedResult {
  const whole = (_: unknown, row: number) => Number.isFinite(x.values[row]) && Number.isFinite(y.values[row])
  const [a, b] = [x.values.filter(whole), y.values.filter(whole)]
  const left = x.values.length - a.length
  const notes = left > 0 ? [note('rowsLeftOut', { count: left })] : []
  const pearson = correlationTest(a, b)
  const rank = spearman(a, b)
  const tau = kendall(a, b)
  if (!pearson || !rank || !tau) return nothing(a.length < 3 ? 'needsThreePairs' : 'noVariation', {}, notes)
  const [value, p] = options.ranks ? [rank.rho, rank.p] : [pearson.r, pearson.p]
  const code = p >= 0.05 ? 'correlationNotSignificant' : value > 0 ? 'correlatedUp' : 'correlatedDown'
  return {
    tables: [
      testTable(
        [
          { test: 'pearson', statistic: pearson.statistic, df: pearson.df, p: pearson.p },
          { test: 'spearman', statistic: rank.s, p: rank.p },
          { test: 'tauB', statistic: tau.statistic, p: tau.p },
        ],
        options,
      ),
      sizeTable(
        [
          { size: 'pearson', value: pearson.r, lower: pearson.lower, upper: pearson.upper },
          { size: 'spearman', value: rank.rho, lower: rank.lower, upper: rank.upper },
          { size: 'tauB', value: tau.tau, lower: tau.lower, upper: tau.upper },
        ],
        options,
      ),
    ],
    findings: [note(code, { r: value, p, n: a.length, first: x.label, second: y.label })],
    notes: [...notes, ...(p < 0.05 ? [note('noCause')] : []), ...testNotes(options.sampleType)],
    chart: null,
  }
}

/** Correlations of every pair; at most `matrixLimit` numbers. */
export function relateMany(
  items: readonly Named[],
  options: ResultOptions & { readonly use: 'listwise' | 'pairwise'; readonly method: CorrelationMethod },
): ChartedResult {
  if (items.length > matrixLimit) return nothing('tooManyCategories', { limit: matrixLimit })
  const of = correlationMatrix(
    items.map(({ values }) => values.map((value) => (Number.isFinite(value) ? value : NaN))),
    options,
  )
  const square = (
    caption: 'correlation' | 'p' | 'n',
    values: readonly (readonly (number | null)[])[],
  ): Table => ({
    caption,
    columns: [
      column('item', 'label'),
      ...items.map(({ label }) =>
        labelled(label, caption === 'p' ? 'p' : caption === 'n' ? 'count' : 'number'),
      ),
    ],
    rows: items.map(({ label }, k) => row([label, ...values[k]!])),
    notes: [],
  })
  let strongest: { readonly i: number; readonly j: number; readonly r: number; readonly p: number } | null =
    null
  for (let i = 0; i < items.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [r, p] = [of.r[i]![j]!, of.p[i]![j]!]
      if (r !== null && p !== null && Math.abs(r) > Math.abs(strongest?.r ?? 0)) strongest = { i, j, r, p }
    }
  }
  return {
    tables: [square('correlation', of.r), square('p', of.p), square('n', of.n)],
    findings: strongest
      ? [
          note('strongestPair', {
            first: items[strongest.j]!.label,
            second: items[strongest.i]!.label,
            r: strongest.r,
            p: strongest.p,
          }),
        ]
      : [],
    notes: strongest ? [note('manyPairs'), ...testNotes(options.sampleType)] : [note('noVariation')],
    chart: null,
  }
}

const matrixLimit = 40

/** A linear regression; `outcome` is the label of what is explained. */
export function explainNumber(
  y: Float64Array,
  matrix: ModelMatrix,
  options: ResultOptions & { readonly outcome: string; readonly weights?: Float64Array | null },
): ChartedResult {
  const of = linearRegression(y, matrix, { weights: options.weights ?? null })
  if ('refused' in of) return nothing(...refusalOf(of, options))
  const limits = showsLimits(options)
  const coefficients: Table = {
    caption: 'coefficient',
    columns: [
      column('term', 'label'),
      column('estimate', 'number'),
      column('standardError', 'number'),
      column('robustError', 'number'),
      ...(limits ? [column('lower', 'number'), column('upper', 'number')] : []),
      column('p', 'p'),
      column('standardised', 'number'),
      column('vif', 'number'),
    ],
    rows: of.coefficients.map((each) =>
      row([
        each.name,
        each.estimate,
        each.error,
        each.robust.hc3,
        ...(limits ? [each.lower, each.upper] : []),
        each.p,
        each.standardised,
        each.inflation,
      ]),
    ),
    notes: [note('robustMeaning')],
  }
  const related = of.coefficients.slice(1).filter(({ p }) => p < 0.05)
  const inflated = of.coefficients.filter(({ inflation }) => (inflation ?? 0) > 10)
  return {
    tables: [
      coefficients,
      sizeTable(
        [
          { size: 'n', value: of.n },
          { size: 'r2', value: of.r2 },
          { size: 'adjustedR2', value: of.adjustedR2 },
          { size: 'sigma', value: of.sigma },
          { size: 'aic', value: of.aic },
          { size: 'bic', value: of.bic },
        ],
        options,
      ),
      ...(of.f
        ? [
            testTable(
              [{ test: 'fAnova', statistic: of.f.statistic, df: of.f.df1, df2: of.f.df2, p: of.f.p }],
              options,
            ),
          ]
        : []),
    ],
    findings: [
      explained(
        of,
        related.map(({ name }) => name),
        options,
      ),
    ],
    notes: [
      ...(inflated.length > 0
        ? [note('collinear', { names: inflated.map(({ name }) => name).join(options.words.separator) })]
        : []),
      note('noCause'),
      ...testNotes(options.sampleType),
    ],
    chart: forest(of.coefficients.slice(1), options),
  }
}

/** A logistic regression of a yes (1) or no (0). */
export function explainYes(
  y: Float64Array,
  matrix: ModelMatrix,
  options: ResultOptions & { readonly outcome: string },
): ChartedResult {
  const of = logisticRegression(y, matrix)
  if ('refused' in of) return nothing(...refusalOf(of, options))
  const limits = showsLimits(options)
  const related = of.coefficients.slice(1).filter(({ p }) => p < 0.05)
  return {
    tables: [
      {
        caption: 'coefficient',
        columns: [
          column('term', 'label'),
          column('estimate', 'number'),
          column('standardError', 'number'),
          column('robustError', 'number'),
          column('p', 'p'),
          column('oddsRatio', 'number'),
          ...(limits ? [column('lower', 'number'), column('upper', 'number')] : []),
        ],
        rows: of.coefficients.map((each) =>
          row([
            each.name,
            each.estimate,
            each.error,
            each.robustError,
            each.p,
            each.oddsRatio,
            ...(limits ? [each.oddsLower, each.oddsUpper] : []),
          ]),
        ),
        notes: [note('oddsMeaning')],
      },
      sizeTable(
        [
          { size: 'n', value: of.n },
          { size: 'mcFadden', value: of.mcFadden },
          { size: 'nagelkerke', value: of.nagelkerke },
          { size: 'accuracy', value: of.accuracy },
          { size: 'areaUnderCurve', value: of.areaUnderCurve },
          { size: 'aic', value: of.aic },
          { size: 'bic', value: of.bic },
        ],
        options,
      ),
      ...(of.likelihoodRatio
        ? [testTable([{ test: 'likelihoodTest', ...of.likelihoodRatio }], options)]
        : []),
    ],
    findings: [
      related.length > 0
        ? note('yesExplained', {
            names: related.map(({ name }) => name).join(options.words.separator),
            outcome: options.outcome,
            n: of.n,
          })
        : note('yesNotExplained', { outcome: options.outcome, n: of.n }),
    ],
    notes: [note('noCause'), ...testNotes(options.sampleType)],
    chart: null,
  }
}

function explained(
  of: LinearRegression,
  names: readonly string[],
  options: ResultOptions & { readonly outcome: string },
): Note {
  const params = { outcome: options.outcome, share: 100 * of.r2, n: of.n }
  if (names.length === 0) return note('numberNotExplained', params)
  return note('numberExplained', { ...params, names: names.join(options.words.separator) })
}

/** The remark for a refusal of either regression. */
function refusalOf({ refused, names }: Refused, { words }: ResultOptions): [string, Note['params']] {
  const codes = {
    dependent: 'regressionDependent',
    separated: 'regressionSeparated',
    tooFew: 'regressionTooFew',
    noVariation: 'regressionNoVariation',
    notConverged: 'regressionNotConverged',
  } as const
  return [codes[refused], { names: names.join(words.separator) }]
}

/** Standardised coefficients side by side, so that units do not matter. */
function forest(coefficients: LinearRegression['coefficients'], options: ResultOptions): Chart | null {
  const bars = coefficients.flatMap(({ name, standardised, estimate, lower, upper }) => {
    if (standardised === null || estimate === 0) return []
    const scale = standardised / estimate
    const ends = showsLimits(options) ? { lower: lower * scale, upper: upper * scale } : {}
    return [{ label: name, value: standardised, ...ends, muted: false }]
  })
  return bars.length > 40 ? null : barChart(bars, options.words.standardised, '')
}
