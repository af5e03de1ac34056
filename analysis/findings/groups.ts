/**
 * How a question's answers differ between the groups of another, pair by pair.
 *
 * In: a coded, multiple-choice or number variable and a coded grouping one, as a reader sees them. Out: a comparison for
 * each pair of groups of `rule.base` people or more: of means by Welch's t for numbers and ordered answers, of shares by
 * the pooled normal test for each choice of others. Missing values and categories declared missing are left out on both
 * sides; no weights. Source: Welch 1947; the two-sample test of proportions, `prop.test(correct = FALSE)`; Cohen 1988.
 */

import type { SampleType } from '../cells.ts'
import type { Variable } from '../frame.ts'
import { note } from '../statistics/result.ts'
import { chosenCode, notChosenCode, variableOf } from '../totals.ts'
import type { View } from '../view.ts'
import type { Comparison, Figure, Measure } from './comparison.ts'
import { difference, differenceNote, figureNote, rule, shareFigure } from './comparison.ts'
import type { GroupCounts } from './published.ts'
import { codingIn, groupCounts, groupMeansOf, meanOfCounts, scoresOfScale } from './published.ts'

/** One figure of a question in each of several groups; `choice` where it is a share. */
export interface Series {
  readonly measure: Measure
  readonly choice: { readonly value: string; readonly label: string } | null
  readonly figures: readonly (Figure & { readonly category: string })[]
}

export interface Grouping {
  readonly name: string
  /** `sources` where the groups are channels or instruments, whose answers should agree. */
  readonly kind: 'gap' | 'sources'
}

export function groupComparisons(
  outcome: Variable,
  grouping: Grouping,
  view: View,
  sampleType: SampleType,
): readonly Comparison[] {
  const group = variableOf(view.frame, grouping.name)
  if (group.kind !== 'coded' || group.name === outcome.name || outcome.group?.name === group.name) return []
  if (Math.max(group.categories.length, outcome.categories.length) > rule.categories) return []
  return seriesOf(outcome, group, view).flatMap((series) =>
    pairs(series.figures).flatMap(([a, b]): readonly Comparison[] => {
      const tested = difference(a, b, series.measure, sampleType)
      if (!tested) return []
      const [high, low] = tested.value > 0 ? [a, b] : [b, a]
      const about = series.choice ? `${outcome.name}/${series.choice.value}` : outcome.name
      return [
        {
          key: `${grouping.kind}:${about}:${group.name}:${high.category}>${low.category}`,
          kind: grouping.kind,
          variable: outcome.group?.name ?? outcome.name,
          crossed: {
            rows: group.name,
            columns: outcome.kind === 'set' ? about : outcome.name,
          },
          contest: `${grouping.kind}:${outcome.name}:${group.name}`,
          p: tested.p,
          effect: Math.abs(tested.effect),
          measure: series.measure,
          n: high.n + low.n,
          tell: () => ({
            claim: note(`${grouping.kind}${series.measure === 'mean' ? 'Mean' : 'Share'}`, {
              question: outcome.label,
              choice: series.choice?.label ?? '',
              by: group.label,
              high: high.label,
              low: low.label,
            }),
            figures: [
              figureNote(high, series.measure, sampleType),
              figureNote(low, series.measure, sampleType),
              differenceNote(high, low, series.measure, sampleType),
            ],
          }),
        },
      ]
    }),
  )
}

const made = new WeakMap<View, Map<string, readonly Series[]>>()

/** The figures of a question in the groups of another; of one view worked out once. */
export function seriesOf(outcome: Variable, group: Variable, view: View): readonly Series[] {
  const held = made.get(view) ?? new Map<string, readonly Series[]>()
  made.set(view, held)
  const key = `${outcome.name}\n${group.name}`
  const known = held.get(key)
  if (known) return known
  const series = makeSeries(outcome, group, view)
  held.set(key, series)
  return series
}

function makeSeries(outcome: Variable, group: Variable, view: View): readonly Series[] {
  const { frame } = view
  const grouping = codingIn(view, group.name)
  if (outcome.kind === 'number') {
    const figures = groupMeansOf(frame, outcome.name, { coding: grouping, variable: group }, view)
    return [{ measure: 'mean', choice: null, figures }]
  }
  if (outcome.kind === 'set')
    return outcome.categories.flatMap(({ value, label, missing }) => {
      if (missing) return []
      const coding = codingIn(view, `${outcome.name}/${value}`)
      const figures = groupCounts(coding, grouping, group, view).flatMap((of) => {
        const [yes, no] = [of.count(chosenCode), of.count(notChosenCode)]
        return yes === null || no === null
          ? []
          : [{ ...shareFigure(of.label, yes, yes + no), category: of.value }]
      })
      return [{ measure: 'share', choice: { value, label }, figures } as const]
    })
  if (outcome.kind !== 'coded') return []
  const groups = groupCounts(codingIn(view, outcome.name), grouping, group, view)
  if (outcome.ordered) {
    const means = scaleMeans(outcome, groups)
    return means.figures.length > 1 ? [means] : [upperShares(outcome, groups)]
  }
  const codes = validCodes(outcome)
  return outcome.categories.flatMap(({ value, label, missing }, place): readonly Series[] => {
    if (missing) return []
    return [sharesOf(groups, { value, label }, [place + 2], codes)]
  })
}

function validCodes({ categories }: Variable): readonly number[] {
  return categories.flatMap(({ missing }, place) => (missing ? [] : [place + 2]))
}

function scaleMeans(outcome: Variable, groups: readonly GroupCounts[]): Series {
  const scores = scoresOfScale(outcome)
  const figures = groups.flatMap((of) => {
    const counts = validCodes(outcome).map((code) => of.count(code))
    if (counts.includes(null)) return []
    const figure = meanOfCounts(of.label, counts as readonly number[], scores)
    return figure ? [{ ...figure, category: of.value }] : []
  })
  return { measure: 'mean', choice: null, figures }
}

/** Where single answers are merged, so that no mean is shown, the two highest together may still be. */
function upperShares(outcome: Variable, groups: readonly GroupCounts[]): Series {
  const codes = validCodes(outcome)
  const upper = codes.length < 4 ? [] : codes.slice(-2)
  const label = upper.map((code) => outcome.categories[code - 2]!.label).join(' / ')
  return sharesOf(groups, { value: 'upper', label }, upper, codes)
}

function sharesOf(
  groups: readonly GroupCounts[],
  choice: NonNullable<Series['choice']>,
  codes: readonly number[],
  valid: readonly number[],
): Series {
  const figures = groups.flatMap((of) => {
    const [count, n] = [of.count(...codes), of.count(...valid)]
    return count === null || n === null ? [] : [{ ...shareFigure(of.label, count, n), category: of.value }]
  })
  return { measure: 'share', choice, figures: codes.length > 0 ? figures : [] }
}

function pairs<T>(of: readonly T[]): readonly (readonly [T, T])[] {
  return of.flatMap((a, k) => of.slice(k + 1).map((b) => [a, b] as const))
}
