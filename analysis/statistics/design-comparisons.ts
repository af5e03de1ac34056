/**
 * Comparisons in a sample design as tables: a crosstab with Rao and Scott's test, means of groups, a regression,
 * the change between waves. Estimates and tests are those of `analysis/design`; here they get bases, remarks and a
 * sentence. Samples that are not random get weighted figures without errors and tests.
 */

import type { SampleType } from '../cells.ts'
import type { BarRow } from '../chart.ts'
import { surveyAssociation } from '../design/association.ts'
import { degreesOfFreedom } from '../design/degrees-of-freedom.ts'
import type { Design } from '../design/design.ts'
import { domain } from '../design/domain.ts'
import { complete, estimate, standardErrors } from '../design/estimate.ts'
import { surveyGroupTest } from '../design/group-tests.ts'
import { limits } from '../design/intervals.ts'
import type { Codes } from '../design/means.ts'
import { cellSums, groupStatistics } from '../design/means.ts'
import { modelMatrix, modelRows } from '../design/model-matrix.ts'
import type { ModelVariable } from '../design/model-matrix.ts'
import { surveyRegression } from '../design/regression.ts'
import type { Family } from '../design/regression.ts'
import { trend } from '../design/trend.ts'
import { sum } from '../sums.ts'
import type { Note } from '../table.ts'
import type { ChartedResult, ChoiceItem, NumberItem } from './design-estimates.ts'
import { designNotes, infers, orExplained, shown } from './design-notes.ts'
import type { Result } from './result.ts'
import { column, labelled, note, percent, row } from './result.ts'

interface Options {
  readonly sampleType: SampleType
}

/** Weighted row percentages of two choices and whether they are associated. */
export function designCrosstab(
  design: Design,
  rows: ChoiceItem,
  columns: ChoiceItem,
  { sampleType }: Options,
): Result {
  return orExplained(() => {
    const of = surveyAssociation(
      design,
      {
        row: rows.codes,
        rowLevels: rows.labels.length,
        column: columns.codes,
        columnLevels: columns.labels.length,
      },
      { wald: false },
    )
    const notes = designNotes(design, { sampleType, missing: of.missing })
    if (of.n === 0) return { tables: [], findings: [], notes: [note('noAnswers'), ...notes] }
    const counts = countsOf(design, rows, columns)
    const shares = of.table.map((line, r) => {
      const base = sum(line)
      return row([
        rows.labels[of.rows[r]!]!,
        sum(of.columns.map((c) => counts[of.rows[r]!]![c]!)),
        ...line.map((weight) => percent(weight, base)),
      ])
    })
    const table = {
      caption: 'rowPercent' as const,
      columns: [
        column('choice', 'label'),
        column('n', 'count'),
        ...of.columns.map((c) => labelled(columns.labels[c]!, 'percent')),
      ],
      rows: shares,
      notes: [],
    }
    const weighted = note('designRowPercents')
    if (!infers(sampleType)) return { tables: [table], findings: [], notes: [weighted, ...notes] }
    if (!of.f || of.f.p === null)
      return { tables: [table], findings: [], notes: [weighted, note('designNoTest'), ...notes] }
    const { statistic, df1, df2, p } = of.f
    const test = {
      caption: 'statistic' as const,
      columns: [column('statistic', 'number'), dfColumn, dfColumn, column('p', 'p')],
      rows: [row([statistic, df1, df2, p])],
      notes: [],
    }
    return {
      tables: [table, test],
      findings: [note(p < 0.05 ? 'designRelated' : 'designNotRelated', { p, n: of.n })],
      notes: [weighted, note('designRaoScott'), ...notes],
    }
  })
}

const dfColumn = { key: 'df', label: null, kind: 'number' } as const

function countsOf(design: Design, rows: ChoiceItem, columns: ChoiceItem): readonly (readonly number[])[] {
  const codes = rows.codes.map((code, at) =>
    code < 0 || columns.codes[at]! < 0 ? -1 : code * columns.labels.length + columns.codes[at]!,
  )
  const ones = design.weights.map((weight) => (weight > 0 ? 1 : 0))
  const sums = cellSums(codes, rows.labels.length * columns.labels.length, ones)
  return rows.labels.map((_, r) => columns.labels.map((__, c) => sums[r * columns.labels.length + c]!))
}

/** Means of a number in groups; two groups are tested against each other. */
export function designGroupMeans(
  design: Design,
  item: NumberItem,
  groups: ChoiceItem,
  { sampleType }: Options,
): ChartedResult {
  const bars: BarRow[] = []
  const result = orExplained(() => {
    const inference = infers(sampleType)
    const code = Float64Array.from(groups.codes, (own) => (own < 0 ? NaN : own))
    const whole = complete(design, [item.values, code])
    const codes = Int32Array.from(whole.columns[1]!)
    const weights = cellSums(codes, groups.labels.length, whole.design.weights)
    const ones = whole.design.weights.map((weight) => (weight > 0 ? 1 : 0))
    const counts = cellSums(codes, groups.labels.length, ones)
    const used = groups.labels.flatMap((label, place) => (weights[place]! > 0 ? [{ label, place }] : []))
    const notes = designNotes(design, { sampleType, missing: whole.missing })
    if (used.length === 0) return { tables: [], findings: [], notes: [note('noAnswers'), ...notes] }
    const df = degreesOfFreedom(design)
    const rows = used.map(({ label, place }) => {
      const kept = Uint8Array.from(codes, (own) => (own === place ? 1 : 0))
      const base = [label, counts[place]!, weights[place]!]
      const estimator = groupStatistics(whole.columns[0]!, new Int32Array(design.n), 1)
      const inside = domain(whole.design, kept)
      if (!inference) {
        const mean = shown(estimator.values(inside.weights)[0])
        if (mean !== null) bars.push({ label, value: mean, muted: false })
        return row([...base, mean])
      }
      const of = estimate(inside, estimator)
      const mean = shown(of.values[0])
      const error = shown(standardErrors(of.covariance)[0])
      const interval = mean === null || error === null ? null : limits(mean, error, 0.95, df)
      const [lower, upper] = [shown(interval?.lower), shown(interval?.upper)]
      if (mean !== null)
        bars.push({
          label,
          value: mean,
          muted: false,
          ...(lower !== null && upper !== null ? { lower, upper } : {}),
        })
      return row([...base, mean, error, lower, upper])
    })
    const table = {
      caption: 'mean' as const,
      columns: [
        column('group', 'label'),
        column('n', 'count'),
        column('weightedBase', 'number'),
        column('mean', 'number'),
        ...(inference
          ? [column('standardError', 'number'), column('lower', 'number'), column('upper', 'number')]
          : []),
      ],
      rows,
      notes: [],
    }
    const [a, b] = used
    if (!inference || !a || !b || used.length > 2) return { tables: [table], findings: [], notes }
    const two = codes.map((own, at) => (code[at]! >= 0 ? (own === a.place ? 0 : 1) : -1))
    const test = surveyGroupTest(design, item.values, two)
    if (!test) return { tables: [table], findings: [], notes: [note('designNoTest'), ...notes] }
    const { statistic, df: testDf, p, estimate: difference, lower, upper } = test
    const tested = {
      caption: 'statistic' as const,
      columns: [
        column('statistic', 'number'),
        column('df', 'number'),
        column('p', 'p'),
        column('difference', 'number'),
        column('lower', 'number'),
        column('upper', 'number'),
      ],
      rows: [row([statistic, testDf, p, difference, lower, upper])],
      notes: [],
    }
    const higher = difference > 0 ? b.label : a.label
    return {
      tables: [table, tested],
      findings: [
        p < 0.05
          ? note('designMeansDiffer', { higher, difference: Math.abs(difference), p })
          : note('designMeansAlike', { p }),
      ],
      notes: [note('designSecondMinusFirst', { first: a.label, second: b.label }), ...notes],
    }
  })
  return { ...result, bars }
}

export interface ModelInput {
  readonly outcome: NumberItem
  readonly variables: readonly ModelVariable[]
  readonly terms: readonly (readonly string[])[]
  readonly family: Family
}

/** A regression with design-based errors; logistic coefficients with odds ratios. */
export function designRegression(
  design: Design,
  { outcome, variables, terms, family }: ModelInput,
  { sampleType }: Options,
): Result {
  return orExplained(() => {
    if (!infers(sampleType)) return { tables: [], findings: [], notes: designNotes(design, { sampleType }) }
    const rows = modelRows(design, outcome.values, variables)
    const { columns } = modelMatrix(variables, terms, { n: design.n, rows })
    const of = surveyRegression(design, { outcome: outcome.values, columns, family })
    const logistic = family === 'quasibinomial'
    const lines = of.coefficients.map(({ name, estimate: value, error, t, p, lower, upper }) =>
      row([
        name,
        value,
        shown(error),
        t,
        p,
        lower,
        upper,
        ...(logistic
          ? [
              shown(Math.exp(value)),
              lower === null ? null : shown(Math.exp(lower)),
              upper === null ? null : shown(Math.exp(upper)),
            ]
          : []),
      ]),
    )
    const clear = of.coefficients.filter(({ term, p }) => term !== null && p !== null && p < 0.05)
    const findings = [
      clear.length > 0
        ? note('designTermsClear', {
            terms: clear.map(({ name }) => name).join(', '),
            outcome: outcome.label,
            n: of.n,
          })
        : note('designTermsUnclear', { outcome: outcome.label, n: of.n }),
    ]
    return {
      tables: [
        {
          columns: [
            column('term', 'label'),
            column('coefficient', 'number'),
            column('standardError', 'number'),
            column('statistic', 'number'),
            column('p', 'p'),
            column('lower', 'number'),
            column('upper', 'number'),
            ...(logistic
              ? [column('oddsRatio', 'number'), column('lower', 'number'), column('upper', 'number')]
              : []),
          ],
          rows: lines,
          notes: [],
        },
      ],
      findings: of.residualDf > 0 ? findings : [],
      notes: [
        note(logistic ? 'designLogistic' : 'designLinear', { n: of.n, df: of.residualDf }),
        ...designNotes(design, { sampleType, missing: of.missing }),
      ],
    }
  })
}

export interface WavesInput {
  readonly values: Float64Array
  readonly waves: Codes
  readonly labels: readonly string[]
  /** Values are 0/1 and are shown as per cent. */
  readonly share: boolean
}

/** A mean or share in each wave, and whether it changed. */
export function designTrend(design: Design, input: WavesInput, { sampleType }: Options): ChartedResult {
  const bars: BarRow[] = []
  const result = orExplained(() => {
    const { values, waves, labels, share } = input
    const inference = infers(sampleType)
    const factor = share ? 100 : 1
    const kind = share ? ('percent' as const) : ('number' as const)
    const of = trend(design, values, waves, { count: labels.length })
    const notes = designNotes(design, { sampleType, missing: of.missing })
    if (of.n === 0) return { tables: [], findings: [], notes: [note('noAnswers'), ...notes] }
    const scaled = (value: number | null) => {
      const number = shown(value)
      return number === null ? null : factor * number
    }
    const rows = of.waves.map(({ wave, n, weight, value, error, lower, upper }) => {
      const label = labels[wave]!
      const [low, high] = [scaled(lower), scaled(upper)]
      bars.push({
        label,
        value: factor * value,
        muted: false,
        ...(inference && low !== null && high !== null ? { lower: low, upper: high } : {}),
      })
      return row([label, n, weight, scaled(value), ...(inference ? [scaled(error), low, high] : [])])
    })
    const first = {
      caption: share ? ('percent' as const) : ('mean' as const),
      columns: [
        column('wave', 'label'),
        column('n', 'count'),
        column('weightedBase', 'number'),
        column(share ? 'percent' : 'mean', kind),
        ...(inference ? [column('standardError', kind), column('lower', kind), column('upper', kind)] : []),
      ],
      rows,
      notes: [],
    }
    if (!inference) return { tables: [first], findings: [], notes }
    if (of.changes.length === 0)
      return { tables: [first], findings: [], notes: [note('needsTwoWaves'), ...notes] }
    const changes = {
      caption: 'change' as const,
      columns: [
        column('earlier', 'label'),
        column('later', 'label'),
        column('change', 'number'),
        column('standardError', 'number'),
        column('lower', 'number'),
        column('upper', 'number'),
        column('p', 'p'),
        ...(of.changes.length > 1 ? [column('adjustedP', 'p')] : []),
      ],
      rows: of.changes.map(({ from, to, value, error, lower, upper, p, adjusted }) =>
        row([
          labels[from]!,
          labels[to]!,
          scaled(value),
          scaled(error),
          scaled(lower),
          scaled(upper),
          p,
          ...(of.changes.length > 1 ? [adjusted] : []),
        ]),
      ),
      notes: [],
    }
    const told = [
      ...(of.changes.length > 1 ? [note('designHolm')] : []),
      ...(share ? [note('designPoints')] : []),
    ]
    return {
      tables: [first, changes],
      findings: trendFindings(of, input, factor),
      notes: [...told, ...notes],
    }
  })
  return { ...result, bars }
}

function trendFindings(
  of: ReturnType<typeof trend>,
  { labels, share }: WavesInput,
  factor: number,
): readonly Note[] {
  const change = of.changes.at(-1)
  if (!change || change.adjusted === null) return [note('designNoTest')]
  const p = change.adjusted
  const params = { earlier: labels[change.from]!, later: labels[change.to]!, p }
  if (!(p < 0.05)) return [note('trendUnclear', params)]
  const rose = change.value > 0
  const amount = { change: Math.abs(factor * change.value) }
  if (share) return [note(rose ? 'trendShareRose' : 'trendShareFell', { ...params, ...amount })]
  return [note(rose ? 'trendMeanRose' : 'trendMeanFell', { ...params, ...amount })]
}
