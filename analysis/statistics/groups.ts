/**
 * A number compared between groups: means, and Welch's test that does not assume equal spread.
 *
 * In: moments of the number in each group, in its unit. Out: n, mean and sd (n - 1) of each group; for two
 * groups t, Welch's degrees of freedom, two-sided p and the difference (first minus second) with its 95 %
 * limits for a probability sample; for more groups Welch's F. Groups of fewer than two values are left out of
 * the test, said by a note; groups that do not vary at all make it undefined.
 * Source: Welch 1947, 1951; R `t.test`, `oneway.test`.
 */

import type { SampleType } from '../cells.ts'
import { fTail } from '../distributions.ts'
import { deviation, sum, variance } from '../sums.ts'
import type { Moments } from '../sums.ts'
import type { Note, Table } from '../table.ts'
import type { Result } from './result.ts'
import { column, note, row, testNotes } from './result.ts'
import type { TTest } from './t-tests.ts'
import { twoSampleT } from './t-tests.ts'

export interface Group extends Moments {
  readonly label: string
}

export interface WelchT extends Omit<TTest, 'estimate'> {
  readonly difference: number
}

/** Two means, first minus second; null below two values in a group or where neither varies. */
export function welchT(a: Moments, b: Moments, level = 0.95): WelchT | null {
  const test = twoSampleT(a, b, { level })
  if (!test) return null
  const { estimate, ...rest } = test
  return { ...rest, difference: estimate }
}

export interface WelchF {
  readonly statistic: number
  readonly df1: number
  readonly df2: number
  readonly p: number
}

/** Two or more means; null where a group has fewer than two values or does not vary. */
export function welchF(groups: readonly Moments[]): WelchF | null {
  const k = groups.length
  if (k < 2) return null
  const weights: number[] = []
  for (const group of groups) {
    const square = variance(group)
    if (square === null || !(square > 0)) return null
    weights.push(group.n / square)
  }
  const all = sum(weights)
  const mean = sum(groups.map((group, g) => weights[g]! * group.mean)) / all
  const spread = sum(groups.map((group, g) => (1 - weights[g]! / all) ** 2 / (group.n - 1))) / (k * k - 1)
  const between = sum(groups.map((group, g) => weights[g]! * (group.mean - mean) ** 2)) / (k - 1)
  const statistic = between / (1 + 2 * (k - 2) * spread)
  const df2 = 1 / (3 * spread)
  if (!Number.isFinite(statistic) || !Number.isFinite(df2)) return null
  return { statistic, df1: k - 1, df2, p: fTail(statistic, k - 1, df2, 'upper') }
}

export function groupMeans(
  groups: readonly Group[],
  options: { readonly sampleType: SampleType; readonly test: boolean },
): Result {
  const means = meansTable(groups)
  if (groups.every((group) => group.n === 0))
    return { tables: [means], findings: [], notes: [note('noAnswers')] }
  if (!options.test) return { tables: [means], findings: [], notes: [] }
  const tested = groups.filter((group) => group.n >= 2)
  const leftOut = groups.filter((group) => group.n === 1).map((group) => group.label)
  const notes: Note[] = leftOut.length > 0 ? [note('groupsLeftOut', { count: leftOut.length })] : []
  const [a, b] = tested
  if (!a || !b) return { tables: [means], findings: [], notes: [...notes, note('needsTwoGroups')] }
  if (tested.length === 2) {
    const test = welchT(a, b)
    if (!test) return { tables: [means], findings: [], notes: [...notes, note('noVariation')] }
    const higher = test.difference > 0 ? a : b
    const params = { p: test.p, difference: Math.abs(test.difference), higher: higher.label }
    return {
      tables: [means, welchTTable(test, options.sampleType)],
      findings: [note(test.p < 0.05 ? 'meansDiffer' : 'meansDoNotDiffer', params)],
      notes: [...notes, ...testNotes(options.sampleType)],
    }
  }
  const test = welchF(tested)
  if (!test) return { tables: [means], findings: [], notes: [...notes, note('noVariation')] }
  return {
    tables: [means, welchFTable(test)],
    findings: [
      note(test.p < 0.05 ? 'groupsDiffer' : 'groupsDoNotDiffer', { p: test.p, groups: tested.length }),
    ],
    notes: [...notes, ...testNotes(options.sampleType)],
  }
}

function meansTable(groups: readonly Group[]): Table {
  return {
    caption: 'mean',
    columns: [
      column('group', 'label'),
      column('n', 'count'),
      column('mean', 'number'),
      column('sd', 'number'),
    ],
    rows: groups.map((group) =>
      row([group.label, group.n, group.n === 0 ? null : group.mean, deviation(group)], 'value'),
    ),
    notes: [],
  }
}

function welchTTable(test: WelchT, sampleType: SampleType): Table {
  const interval = sampleType === 'probability'
  return {
    caption: 'statistic',
    columns: [
      column('statistic', 'number'),
      column('df', 'number'),
      column('p', 'p'),
      column('difference', 'number'),
      ...(interval ? [column('lower', 'number'), column('upper', 'number')] : []),
    ],
    rows: [
      row([test.statistic, test.df, test.p, test.difference, ...(interval ? [test.lower, test.upper] : [])]),
    ],
    notes: [],
  }
}

function welchFTable(test: WelchF): Table {
  return {
    caption: 'statistic',
    columns: [
      column('statistic', 'number'),
      { key: 'df', label: null, kind: 'number' },
      { key: 'df', label: null, kind: 'number' },
      column('p', 'p'),
    ],
    rows: [row([test.statistic, test.df1, test.df2, test.p])],
    notes: [],
  }
}
