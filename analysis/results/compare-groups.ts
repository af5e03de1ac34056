/**
 * A number compared between groups, as a page shows it.
 *
 * In: the values of each group with its label, in one unit; missing values are NaN. `method`: `welch` (each group
 * spreads as it does), `equal` (one spread: Student, analysis of variance, Tukey) or `ranks` (Mann-Whitney,
 * Kruskal-Wallis, Dunn). Out: n, mean and spread of each group, the test, effect sizes, pairs of groups where there
 * are more than two, whether spreads differ, one sentence, and a chart of the means.
 */

import { barChart } from '../chart.ts'
import { meanInterval } from '../intervals.ts'
import { dunn, kruskal } from '../statistics/kruskal.ts'
import { differenceSizes, rankBiserialInterval } from '../statistics/effect-sizes.ts'
import { welchF } from '../statistics/groups.ts'
import { mannWhitney } from '../statistics/mann-whitney.ts'
import { etaSquaredInterval, oneWayAnova } from '../statistics/one-way-anova.ts'
import { gamesHowell, pairLimit, pairwiseT, tukey } from '../statistics/pairwise-means.ts'
import { column, note, row, testNotes } from '../statistics/result.ts'
import { levene } from '../statistics/spread.ts'
import { twoSampleT } from '../statistics/t-tests.ts'
import { deviation, moments, quantiles } from '../sums.ts'
import type { Note, Table } from '../table.ts'
import type { ChartedResult, ResultOptions, SizeLine, TestLine } from './parts.ts'
import { finite, nothing, showsLimits, sizeTable, testTable } from './parts.ts'

export interface GroupValues {
  readonly label: string
  readonly values: Float64Array
}

export type GroupMethod = 'welch' | 'equal' | 'ranks'

export function compareGroups(
  given: readonly GroupValues[],
  options: ResultOptions & {
    readonly method: GroupMethod
    /** Pairs of groups: with simultaneous limits, which take a while for many groups, or by adjusted t tests. */
    readonly pairs?: 'simultaneous' | 'holm' | 'none'
  },
): ChartedResult {
  const cleaned = given.map(({ label, values }) => ({ label, ...finite(values) }))
  const before = cleaned.flatMap(({ notes }) => notes)
  const groups = cleaned.filter(({ values }) => values.length > 0)
  const least = options.method === 'ranks' ? 1 : 2
  const tested = groups.filter(({ values }) => values.length >= least)
  if (groups.length === 0) return nothing('noAnswers', {}, before)
  if (groups.length > groupLimit)
    return nothing('tooManyGroups', { count: groups.length, limit: groupLimit }, before)
  const left = groups.length - tested.length
  const notes = [...before, ...(left > 0 ? [note('groupsLeftOut', { count: left })] : [])]
  const means = meansTable(groups, options)
  const chart = meansChart(groups, options)
  if (tested.length < 2)
    return { tables: [means], findings: [], notes: [...notes, note('needsTwoGroups')], chart }
  const made = options.method === 'ranks' ? ranks(tested, options) : tests(tested, options)
  if (!made) return { tables: [means], findings: [], notes: [...notes, note('noVariation')], chart }
  const pairs =
    tested.length < 3 || options.pairs === 'none'
      ? null
      : options.pairs === 'holm' && options.method !== 'ranks'
        ? adjustedPairs(tested, options.method === 'equal')
        : pairTable(tested, options)
  return {
    tables: [
      means,
      testTable(made.lines, options),
      ...(made.sizes.length > 0 ? [sizeTable(made.sizes, options)] : []),
      ...(pairs ? [pairs] : []),
    ],
    findings: [made.finding],
    notes: [
      ...notes,
      ...made.notes,
      ...(tested.length > pairLimit ? [note('pairsLeftOut', { limit: pairLimit })] : []),
      ...testNotes(options.sampleType),
    ],
    chart,
  }
}

/** Groups that make a readable table. */
const groupLimit = 200

interface Made {
  readonly lines: readonly TestLine[]
  readonly sizes: readonly SizeLine[]
  readonly finding: Note
  readonly notes: readonly Note[]
}

function tests(
  groups: readonly GroupValues[],
  options: ResultOptions & { readonly method: GroupMethod },
): Made | null {
  const of = groups.map(({ values }) => moments(values))
  const spread = levene(
    groups.map(({ values }) => values),
    'median',
  )
  const uneven = options.method === 'equal' && spread !== null && spread.p < 0.05
  const notes = uneven ? [note('spreadsDiffer', { p: spread.p })] : []
  const spreadLine: TestLine[] = spread
    ? [{ test: 'levene', statistic: spread.statistic, df: spread.df1, df2: spread.df2, p: spread.p }]
    : []
  const [a, b] = of
  if (of.length === 2 && a && b) {
    const test = twoSampleT(a, b, { equal: options.method === 'equal' })
    if (!test) return null
    const sizes = differenceSizes(a, b)
    return {
      lines: [
        {
          test: options.method === 'equal' ? 'tStudent' : 'tWelch',
          statistic: test.statistic,
          df: test.df,
          p: test.p,
        },
        ...spreadLine,
      ],
      sizes: [
        { size: 'difference', value: test.estimate, lower: test.lower, upper: test.upper },
        ...(sizes
          ? [
              { size: 'cohensD' as const, ...sizes.d },
              { size: 'hedgesG' as const, ...sizes.g },
            ]
          : []),
      ],
      finding: reading(test.p, {
        higher: groups[test.estimate > 0 ? 0 : 1]!.label,
        lesser: groups[test.estimate > 0 ? 1 : 0]!.label,
        difference: Math.abs(test.estimate),
      }),
      notes,
    }
  }
  const anova = oneWayAnova(of)
  const main = options.method === 'equal' ? anova : welchF(of)
  if (!anova || !main) return null
  const eta = etaSquaredInterval(anova.statistic, anova.dfBetween, anova.dfWithin)
  const line: TestLine =
    'dfBetween' in main
      ? { test: 'fAnova', statistic: main.statistic, df: main.dfBetween, df2: main.dfWithin, p: main.p }
      : { test: 'fWelch', statistic: main.statistic, df: main.df1, df2: main.df2, p: main.p }
  return {
    lines: [line, ...spreadLine],
    sizes: [
      { size: 'eta2', value: anova.eta2, ...eta },
      // They estimate the same share of the population with less bias, so its limits are theirs.
      { size: 'omega2', value: Math.max(0, anova.omega2), ...eta },
      { size: 'epsilon2', value: Math.max(0, anova.epsilon2), ...eta },
    ],
    finding: reading(main.p, { groups: of.length }),
    notes: [...notes, ...(showsLimits(options) ? [note('etaInterval')] : [])],
  }
}

function ranks(groups: readonly GroupValues[], options: ResultOptions): Made | null {
  const values = groups.map((group) => group.values)
  const [first, second] = values
  if (values.length === 2 && first && second) {
    const test = mannWhitney(first, second)
    if (!test || test.p === null) return null
    const up = test.rankBiserial > 0
    return {
      lines: [{ test: 'mannWhitney', statistic: test.u1, p: test.p }],
      sizes: [
        { size: 'shift', value: test.shift },
        { size: 'rankBiserial', ...rankBiserialInterval(test.rankBiserial, test.n1, test.n2) },
        { size: 'chanceHigher', value: test.chanceHigher },
      ],
      finding: note(test.p < 0.05 ? 'ranksDiffer' : 'differenceNotSignificant', {
        p: test.p,
        higher: groups[up ? 0 : 1]!.label,
        lesser: groups[up ? 1 : 0]!.label,
      }),
      notes: [note(test.exact ? 'exactP' : 'normalP')],
    }
  }
  const test = kruskal(values)
  if (!test) return null
  return {
    lines: [{ test: 'kruskalWallis', statistic: test.statistic, df: test.df, p: test.p }],
    sizes: [{ size: 'epsilon2', value: test.epsilon2 }],
    finding: note(test.p < 0.05 ? 'groupsDifferByRank' : 'differenceNotSignificant', {
      p: test.p,
      groups: test.groups,
    }),
    notes: options.sampleType === 'census' ? [] : [note('ranksNotMeans')],
  }
}

function reading(p: number, params: Note['params']): Note {
  if (p >= 0.05) return note('differenceNotSignificant', { ...params, p })
  return note('higher' in params ? 'differenceSignificant' : 'groupsDifferSignificantly', { ...params, p })
}

function meansTable(groups: readonly GroupValues[], options: ResultOptions): Table {
  const limits = showsLimits(options)
  return {
    caption: 'mean',
    columns: [
      column('group', 'label'),
      column('n', 'count'),
      column('mean', 'number'),
      ...(limits ? [column('lower', 'number'), column('upper', 'number')] : []),
      column('sd', 'number'),
      column('median', 'number'),
    ],
    rows: groups.map(({ label, values }) => {
      const of = moments(values)
      const interval = meanInterval(of)
      const shown = limits ? [interval?.lower ?? null, interval?.upper ?? null] : []
      return row([label, of.n, of.mean, ...shown, deviation(of), quantiles(values, [0.5])[0] ?? null])
    }),
    notes: [],
  }
}

function meansChart(groups: readonly GroupValues[], options: ResultOptions): ChartedResult['chart'] {
  const bars = groups.map(({ label, values }) => {
    const of = moments(values)
    const interval = showsLimits(options) ? meanInterval(of) : null
    const limits = interval ? { lower: interval.lower, upper: interval.upper } : {}
    return { label, value: of.mean, ...limits, muted: false }
  })
  return bars.length > 40 ? null : barChart(bars, options.words.mean, '')
}

/** t tests of every pair, each with its own spread or all with one, adjusted by Holm. */
function adjustedPairs(groups: readonly GroupValues[], pooled: boolean): Table | null {
  if (groups.length > pairLimit) return null
  const of = groups.map(({ values }) => moments(values))
  return {
    caption: 'pair',
    columns: [
      column('pair', 'label'),
      column('difference', 'number'),
      column('p', 'p'),
      column('adjustedP', 'p'),
    ],
    rows: pairwiseT(of, { pooled, adjustment: 'holm' }).map(({ a, b, p, adjusted }) =>
      row([`${groups[a]!.label} – ${groups[b]!.label}`, of[a]!.mean - of[b]!.mean, p, adjusted]),
    ),
    notes: [note('adjustedByHolm')],
  }
}

function pairTable(
  groups: readonly GroupValues[],
  options: ResultOptions & { readonly method: GroupMethod },
): Table | null {
  if (groups.length > pairLimit) return null
  const name = (a: number, b: number) => `${groups[a]!.label} – ${groups[b]!.label}`
  if (options.method === 'ranks') {
    const pairs = dunn(
      groups.map(({ values }) => values),
      'holm',
    )
    return {
      caption: 'dunn',
      columns: [column('pair', 'label'), column('z', 'number'), column('adjustedP', 'p')],
      rows: pairs.map(({ a, b, z, adjusted }) => row([name(a, b), z, adjusted])),
      notes: [note('adjustedByHolm')],
    }
  }
  const of = groups.map(({ values }) => moments(values))
  const limits = showsLimits(options)
  const pairs = options.method === 'equal' ? tukey(of) : gamesHowell(of)
  return {
    caption: options.method === 'equal' ? 'tukey' : 'gamesHowell',
    columns: [
      column('pair', 'label'),
      column('difference', 'number'),
      ...(limits ? [column('lower', 'number'), column('upper', 'number')] : []),
      column('adjustedP', 'p'),
    ],
    rows: pairs.map(({ a, b, difference, lower, upper, p }) =>
      row([name(a, b), difference, ...(limits ? [lower, upper] : []), p]),
    ),
    notes: [note('simultaneous')],
  }
}
