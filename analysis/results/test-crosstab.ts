/**
 * Everything that is tested of a crosstab, as a page shows it: independence, strength, which cells and columns stand
 * out, order, and layers of a third question.
 *
 * In: labels of rows and columns and whole counts of people (no weights: a weighted sample needs its design's tests).
 * Out: chi-square with Yates' correction for 2 by 2, likelihood ratio, and Fisher's exact test where expected counts
 * are small; measures with limits; adjusted residuals; letters of column tests; ordered measures where both are ordered.
 */

import { groupedChart } from '../chart.ts'
import { association } from '../statistics/association.ts'
import type { Adjustment } from '../statistics/adjusted-p.ts'
import { columnLetter, columnLimit, columnProportions } from '../statistics/column-proportions.ts'
import { smallExpectedNotes } from '../statistics/crosstab.ts'
import { cramersVInterval, oddsRatio, riskRatio } from '../statistics/effect-sizes.ts'
import type { TwoByTwo } from '../statistics/effect-sizes.ts'
import { fisherExact } from '../statistics/fisher-exact.ts'
import { fisher } from '../statistics/fisher.ts'
import { mantelHaenszel } from '../statistics/mantel-haenszel.ts'
import type { MultipleCrosstab } from '../statistics/multiple-crosstab.ts'
import { nominalAssociation } from '../statistics/nominal-association.ts'
import { ordinalAssociation } from '../statistics/ordinal-association.ts'
import { proportionTrend } from '../statistics/proportion-trend.ts'
import { column, labelled, note, percent, row, testNotes } from '../statistics/result.ts'
import { threeWay } from '../statistics/three-way.ts'
import { sum } from '../sums.ts'
import type { Note, Table } from '../table.ts'
import type { ChartedResult, ResultOptions, SizeLine, TestLine } from './parts.ts'
import { nothing, sizeTable, testTable } from './parts.ts'

export interface LabelledCounts {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

export interface CrosstabTestOptions extends ResultOptions {
  readonly adjustment: Adjustment
  /** Both questions are ordered: gamma, tau-b and the linear trend are of use. */
  readonly ordered: boolean
  /** False leaves Fisher's exact test of tables beyond 2 by 2 out, which may take seconds. */
  readonly exact?: boolean
}

export function testCrosstab(given: LabelledCounts, options: CrosstabTestOptions): ChartedResult {
  const input = withoutEmpty(given)
  if (sum(given.counts.flat()) === 0) return nothing('noAnswers')
  if (input.rows.length > columnLimit || input.columns.length > columnLimit)
    return nothing('tooManyCategories', { limit: columnLimit })
  const square = input.rows.length === 2 && input.columns.length === 2
  const of = association(input.counts, square)
  if (!of) return nothing('oneCategory')
  const small = smallExpectedNotes(of.pearson)
  const exact = exactLine(input, square || (small.length > 0 && options.exact !== false))
  const p = small.length > 0 && exact ? exact.line.p! : of.p
  return {
    tables: [
      testTable(
        [
          {
            test: square ? 'chiSquareYates' : 'chiSquare',
            statistic: of.statistic,
            df: of.pearson.df,
            p: of.p,
          },
          {
            test: 'likelihoodTest',
            statistic: of.likelihoodRatio,
            df: of.pearson.df,
            p: of.likelihoodRatioP,
          },
          ...(exact ? [exact.line] : []),
          ...(options.ordered ? orderedTests(input) : []),
        ],
        options,
      ),
      sizeTable(sizes(input, of, options), options),
      residualTable(input, of.adjusted),
      lettersTable(input, options),
    ],
    findings: [relatedReading(p, of.pearson.cramersV)],
    notes: [...small, ...(exact?.notes ?? []), ...testNotes(options.sampleType)],
    chart: sharesChart(input, options),
  }
}

/** Two questions within the layers of a third. */
export function testLayers(
  layers: readonly { readonly label: string; readonly counts: readonly (readonly number[])[] }[],
  options: ResultOptions,
): ChartedResult {
  const tables = layers.map(({ counts }) => counts)
  const of = threeWay(tables)
  const n = sum(of.layers.map((layer) => layer.n))
  if (n === 0) return nothing('noAnswers')
  const square = tables.every((table) => table.length === 2 && table.every((line) => line.length === 2))
  const common = square ? mantelHaenszel(tables, true) : null
  const layerTable: Table = {
    caption: 'layer',
    columns: [
      column('layer', 'label'),
      column('n', 'count'),
      column('statistic', 'number'),
      column('df', 'number'),
      column('p', 'p'),
      column('cramersV', 'number'),
    ],
    rows: [
      ...layers.map(({ label }, k) => {
        const { n: base, test } = of.layers[k]!
        return row([
          label,
          base,
          test?.statistic ?? null,
          test?.df ?? null,
          test?.p ?? null,
          test?.cramersV ?? null,
        ])
      }),
      row(
        [
          options.words.together,
          n,
          of.together.test?.statistic ?? null,
          of.together.test?.df ?? null,
          of.together.test?.p ?? null,
          of.together.test?.cramersV ?? null,
        ],
        'total',
      ),
    ],
    notes: [],
  }
  const main = common ?? of.within
  if (!main) return { tables: [layerTable], findings: [], notes: [note('oneCategory')], chart: null }
  return {
    tables: [
      layerTable,
      testTable(
        [
          { test: 'mantelHaenszel', statistic: main.statistic, df: main.df, p: main.p },
          ...(common?.homogeneity ? [{ test: 'homogeneity' as const, ...common.homogeneity }] : []),
        ],
        options,
      ),
      ...(common
        ? [
            sizeTable(
              [{ size: 'oddsRatio', value: common.oddsRatio, lower: common.lower, upper: common.upper }],
              options,
            ),
          ]
        : []),
    ],
    findings: [
      note(main.p < 0.05 ? 'relatedWithin' : 'notRelatedWithin', { p: main.p, layers: layers.length }),
    ],
    notes: [
      ...(common?.homogeneity && common.homogeneity.p < 0.05
        ? [note('ratiosDiffer', { p: common.homogeneity.p })]
        : []),
      ...testNotes(options.sampleType),
    ],
    chart: null,
  }
}

/** A multiple-choice question against groups. `choices` and `groups` are labels in the order of the input. */
export function showMultipleCrosstab(
  of: MultipleCrosstab,
  labels: { readonly choices: readonly string[]; readonly groups: readonly string[] },
  options: ResultOptions,
): ChartedResult {
  const people = sum(of.groups.map(({ n }) => n))
  if (people === 0) return nothing('noAnswers')
  const differing = labels.choices.filter((_, k) => (of.choices[k]!.adjusted ?? 1) < 0.05)
  const shares: Table = {
    caption: 'percentRespondents',
    columns: [
      column('choice', 'label'),
      ...labels.groups.map((label, g) => labelled(`${label} (${columnLetter(g)})`, 'percent')),
      column('total', 'percent'),
      column('letters', 'label'),
      column('adjustedP', 'p'),
    ],
    rows: of.choices.map(({ percents, totalPercent, letters, adjusted }, k) =>
      row([labels.choices[k]!, ...percents, totalPercent, lettersInWords(letters), adjusted]),
    ),
    notes: [note('severalChoices'), note('lettersMeaning')],
  }
  const bases: Table = {
    caption: 'n',
    columns: [column('group', 'label'), column('n', 'count')],
    rows: of.groups.map(({ n }, g) => row([labels.groups[g]!, n])),
    notes: [],
  }
  return {
    tables: [shares, bases],
    findings: [
      differing.length > 0
        ? note('choicesDiffer', { labels: differing.join(options.words.separator) })
        : note('choicesDoNotDiffer', { groups: of.groups.length }),
    ],
    notes: testNotes(options.sampleType),
    chart: groupedChart(
      labels.choices,
      labels.groups.map((label, g) => ({ label, values: of.choices.map(({ percents }) => percents[g]!) })),
      options.words.percentRespondents,
    ),
  }
}

/** Whether shares rise or fall over ordered groups. */
export function testTrend(
  groups: readonly {
    readonly label: string
    readonly x: number
    readonly n: number
    readonly score?: number
  }[],
  options: ResultOptions,
): ChartedResult {
  const shares: Table = {
    columns: [
      column('group', 'label'),
      column('count', 'count'),
      column('n', 'count'),
      column('percent', 'percent'),
    ],
    rows: groups.map(({ label, x, n }) => row([label, x, n, percent(x, n)])),
    notes: [],
  }
  const test = proportionTrend(groups)
  if (!test) return { tables: [shares], findings: [], notes: [note('noVariation')], chart: null }
  const code = test.p >= 0.05 ? 'noTrend' : test.slope > 0 ? 'sharesRise' : 'sharesFall'
  return {
    tables: [
      shares,
      testTable([{ test: 'trend', statistic: test.statistic, df: test.df, p: test.p }], options),
    ],
    findings: [note(code, { p: test.p, groups: groups.length })],
    notes: testNotes(options.sampleType),
    chart: null,
  }
}

function relatedReading(p: number, v: number): Note {
  if (p >= 0.05) return note('relationNotSignificant', { p })
  return note(v < 0.1 ? 'relatedWeakly' : v < 0.3 ? 'relatedModerately' : 'relatedStrongly', { p, v })
}

function exactLine(
  { counts }: LabelledCounts,
  wanted: boolean,
): { readonly line: TestLine; readonly notes: readonly Note[] } | null {
  if (!wanted || !counts.flat().every(Number.isInteger)) return null
  if (counts.length === 2 && counts[0]!.length === 2) {
    const test = fisher(counts)
    return test && { line: { test: 'fisher', statistic: null, p: test.p }, notes: [] }
  }
  // Within a page's time: what cannot be counted soon is simulated.
  const test = fisherExact(counts, { steps: 3_000_000 })
  if (!test) return null
  return {
    line: { test: 'fisher', statistic: null, p: test.p },
    notes:
      test.method === 'simulated'
        ? [note('fisherSimulated', { tables: test.tables!, error: test.error! })]
        : [],
  }
}

function orderedTests({ counts }: LabelledCounts): readonly TestLine[] {
  const of = ordinalAssociation(counts)
  if (!of) return []
  return [
    { test: 'linearTrend', statistic: of.linear, df: 1, p: of.linearP },
    { test: 'kendallZ', statistic: of.kendallZ, p: of.kendallP },
  ]
}

function sizes(
  { counts }: LabelledCounts,
  of: NonNullable<ReturnType<typeof association>>,
  options: CrosstabTestOptions,
): readonly SizeLine[] {
  const smaller = Math.min(counts.length, counts[0]!.length)
  const ordinal = options.ordered ? ordinalAssociation(counts) : null
  const nominal = options.ordered ? null : nominalAssociation(counts)
  const table = counts as unknown as TwoByTwo
  const ratio = smaller === 2 && counts.length === 2 && counts[0]!.length === 2 ? oddsRatio(table) : null
  const risk = ratio ? riskRatio(table) : null
  const around = (value: number, error: number) => ({
    value,
    lower: value - 1.959963984540054 * error,
    upper: value + 1.959963984540054 * error,
  })
  return [
    { size: 'cramersV', ...cramersVInterval(of.pearson, smaller) },
    { size: 'correctedV', value: of.correctedV },
    { size: 'contingency', value: of.contingency },
    ...(of.signedPhi === null ? [] : [{ size: 'phi' as const, value: of.signedPhi }]),
    ...(ratio ? [{ size: 'oddsRatio' as const, ...ratio }] : []),
    ...(risk ? [{ size: 'riskRatio' as const, ...risk }] : []),
    ...(ordinal
      ? [
          { size: 'gamma' as const, ...around(ordinal.gamma.value, ordinal.gamma.error) },
          { size: 'tauB' as const, ...around(ordinal.tauB.value, ordinal.tauB.error) },
          { size: 'somersD' as const, ...around(ordinal.somersColumns.value, ordinal.somersColumns.error) },
          { size: 'spearman' as const, value: ordinal.spearman },
        ]
      : []),
    ...(nominal
      ? [
          { size: 'lambda' as const, value: nominal.lambda.symmetric },
          { size: 'uncertainty' as const, value: nominal.uncertainty.symmetric },
        ]
      : []),
  ]
}

function residualTable({ rows, columns }: LabelledCounts, adjusted: readonly (readonly number[])[]): Table {
  return {
    caption: 'adjustedResidual',
    columns: [column('choice', 'label'), ...columns.map((label) => labelled(label, 'number'))],
    rows: rows.map((label, r) => row([label, ...adjusted[r]!])),
    notes: [note('residualMeaning')],
  }
}

function lettersTable({ rows, columns, counts }: LabelledCounts, options: CrosstabTestOptions): Table {
  const lines = columnProportions(counts, { adjustment: options.adjustment })
  return {
    caption: 'letters',
    columns: [
      column('choice', 'label'),
      ...columns.flatMap((label, c) => [
        labelled(`${label} (${columnLetter(c)})`, 'percent'),
        column('letters', 'label'),
      ]),
    ],
    rows: lines.map(({ shares, letters }, r) =>
      row([rows[r]!, ...shares.flatMap((share, c) => [share === null ? null : 100 * share, letters[c]!])]),
    ),
    notes: [note('lettersMeaning')],
  }
}

function lettersInWords(letters: readonly string[]): string {
  return letters.flatMap((under, g) => (under === '' ? [] : [`${columnLetter(g)} > ${under}`])).join('; ')
}

function sharesChart(
  { rows, columns, counts }: LabelledCounts,
  options: ResultOptions,
): ChartedResult['chart'] {
  const totals = columns.map((_, c) => sum(counts.map((line) => line[c]!)))
  return groupedChart(
    rows,
    columns.map((label, c) => ({ label, values: counts.map((line) => percent(line[c]!, totals[c]!)) })),
    options.words.columnPercent,
  )
}

function withoutEmpty({ rows, columns, counts }: LabelledCounts): LabelledCounts {
  const keptRows = rows.flatMap((_, r) => (sum(counts[r]!) > 0 ? [r] : []))
  const keptColumns = columns.flatMap((_, c) => (counts.some((line) => line[c]! > 0) ? [c] : []))
  return {
    rows: keptRows.map((r) => rows[r]!),
    columns: keptColumns.map((c) => columns[c]!),
    counts: keptRows.map((r) => keptColumns.map((c) => counts[r]![c]!)),
  }
}
