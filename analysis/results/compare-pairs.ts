/**
 * Answers of the same people compared, as a page shows it: two numbers, several ratings, several yes-or-no answers,
 * and one question asked twice.
 *
 * Rows with a missing value in any of the columns are left out; the result says how many.
 */

import { barChart } from '../chart.ts'
import { cochranQ } from '../statistics/cochran-q.ts'
import { meanSize, pairedRankBiserialInterval } from '../statistics/effect-sizes.ts'
import { friedman } from '../statistics/friedman.ts'
import { mcnemar } from '../statistics/mcnemar.ts'
import { column, note, percent, row, testNotes } from '../statistics/result.ts'
import { signedRank } from '../statistics/signed-rank.ts'
import { oneSampleT } from '../statistics/t-tests.ts'
import { deviation, moments, sum } from '../sums.ts'
import type { Note } from '../table.ts'
import type { ChartedResult, ResultOptions } from './parts.ts'
import { nothing, sizeTable, testTable } from './parts.ts'

export interface Named {
  readonly label: string
  readonly values: Float64Array
}

/** Two numbers of the same people: paired t and signed ranks, differences first minus second. */
export function comparePairs(first: Named, second: Named, options: ResultOptions): ChartedResult {
  const { columns, notes } = complete([first, second])
  const [x, y] = columns as [Float64Array, Float64Array]
  if (x.length === 0) return nothing('noAnswers', {}, notes)
  const differences = x.map((value, row) => value - y[row]!)
  const of = moments(differences)
  const means = {
    caption: 'mean' as const,
    columns: [
      column('item', 'label'),
      column('n', 'count'),
      column('mean', 'number'),
      column('sd', 'number'),
    ],
    rows: [first, second].map(({ label }, k) => {
      const each = moments(columns[k]!)
      return row([label, each.n, each.mean, deviation(each)])
    }),
    notes: [],
  }
  const test = oneSampleT(of)
  if (!test) return { tables: [means], findings: [], notes: [...notes, note('noVariation')], chart: null }
  const signed = signedRank(differences)
  const biserial =
    signed.rankBiserial === null ? null : pairedRankBiserialInterval(signed.rankBiserial, signed.differing)
  const size = meanSize(of)
  const up = test.estimate > 0
  return {
    tables: [
      means,
      testTable(
        [
          { test: 'tPaired', statistic: test.statistic, df: test.df, p: test.p },
          { test: 'signedRank', statistic: signed.v, p: signed.p },
        ],
        options,
      ),
      sizeTable(
        [
          { size: 'difference', value: test.estimate, lower: test.lower, upper: test.upper },
          ...(size ? [{ size: 'cohensD' as const, ...size }] : []),
          ...(biserial ? [{ size: 'rankBiserial' as const, ...biserial }] : []),
        ],
        options,
      ),
    ],
    findings: [
      note(test.p < 0.05 ? 'differenceSignificant' : 'differenceNotSignificant', {
        p: test.p,
        higher: (up ? first : second).label,
        lesser: (up ? second : first).label,
        difference: Math.abs(test.estimate),
      }),
    ],
    notes: [...notes, ...testNotes(options.sampleType)],
    chart: barChart(
      [first, second].map(({ label }, k) => ({ label, value: moments(columns[k]!).mean, muted: false })),
      options.words.mean,
      '',
    ),
  }
}

/** Several ratings of the same people: Friedman and Kendall's W. */
export function compareRatings(items: readonly Named[], options: ResultOptions): ChartedResult {
  const { columns, notes } = complete(items)
  const test = friedman(columns)
  if (!test) return nothing(columns[0]?.length ? 'noVariation' : 'noAnswers', {}, notes)
  return {
    tables: [
      {
        caption: 'meanOfRanks',
        columns: [column('item', 'label'), column('meanOfRanks', 'number'), column('mean', 'number')],
        rows: items.map(({ label }, k) => row([label, test.meanRanks[k]!, moments(columns[k]!).mean])),
        notes: [],
      },
      testTable([{ test: 'friedman', statistic: test.statistic, df: test.df, p: test.p }], options),
      sizeTable([{ size: 'kendallW', value: test.kendallW }], options),
    ],
    findings: [
      note(test.p < 0.05 ? 'ratingsDiffer' : 'differenceNotSignificant', {
        p: test.p,
        n: test.n,
        w: test.kendallW,
      }),
    ],
    notes: [...notes, ...testNotes(options.sampleType)],
    chart: barChart(
      items.map(({ label }, k) => ({ label, value: test.meanRanks[k]!, muted: false })),
      options.words.meanOfRanks,
      '',
    ),
  }
}

/** Several yes-or-no answers (1 and 0) of the same people: Cochran's Q. */
export function compareTicks(items: readonly Named[], options: ResultOptions): ChartedResult {
  const { columns, notes } = complete(items)
  const test = cochranQ(columns)
  if (!test) return nothing(columns[0]?.length ? 'noVariation' : 'noAnswers', {}, notes)
  return {
    tables: [
      {
        columns: [column('item', 'label'), column('count', 'count'), column('percent', 'percent')],
        rows: items.map(({ label }, k) => row([label, sum(columns[k]!), 100 * test.shares[k]!])),
        notes: [],
      },
      testTable([{ test: 'cochranQ', statistic: test.statistic, df: test.df, p: test.p }], options),
    ],
    findings: [note(test.p < 0.05 ? 'sharesDiffer' : 'differenceNotSignificant', { p: test.p, n: test.n })],
    notes: [...notes, ...testNotes(options.sampleType)],
    chart: barChart(
      items.map(({ label }, k) => ({ label, value: 100 * test.shares[k]!, muted: false })),
      options.words.percent,
    ),
  }
}

/** One question asked twice: McNemar, or Bowker beyond two answers. Rows: the first time. */
export function compareTimes(
  labels: readonly string[],
  counts: readonly (readonly number[])[],
  options: ResultOptions,
): ChartedResult {
  const n = sum(counts.flat())
  const test = mcnemar(counts, true)
  const table = {
    caption: 'count' as const,
    columns: [
      column('choice', 'label'),
      ...labels.map((label) => ({ key: 'choice', label, kind: 'count' as const })),
      column('total', 'count'),
    ],
    rows: counts.map((line, r) => row([labels[r]!, ...line, sum(line)])),
    notes: [],
  }
  if (!test)
    return { tables: [table], findings: [], notes: [note(n > 0 ? 'nobodyMoved' : 'noAnswers')], chart: null }
  const moved = n - sum(counts.map((line, r) => line[r]!))
  const p = test.exactP ?? test.p
  return {
    tables: [
      table,
      testTable(
        [
          {
            test: labels.length === 2 ? 'mcnemar' : 'bowker',
            statistic: test.statistic,
            df: test.df,
            p: test.p,
          },
          ...(test.exactP === null
            ? []
            : [{ test: 'exactBinomial' as const, statistic: null, p: test.exactP }]),
        ],
        options,
      ),
    ],
    findings: [
      note(p < 0.05 ? 'answersMoved' : 'answersNotMoved', { p, share: percent(moved, n) ?? 0, moved, n }),
    ],
    notes: testNotes(options.sampleType),
    chart: null,
  }
}

function complete(items: readonly Named[]): {
  readonly columns: readonly Float64Array[]
  readonly notes: readonly Note[]
} {
  const whole = (_: unknown, row: number) => items.every(({ values }) => Number.isFinite(values[row]))
  const columns = items.map(({ values }) => values.filter(whole))
  const left = (items[0]?.values.length ?? 0) - (columns[0]?.length ?? 0)
  return { columns, notes: left > 0 ? [note('rowsLeftOut', { count: left })] : [] }
}
