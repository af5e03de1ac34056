/**
 * Which item of a matrix stands out, and which choice of a question leads.
 *
 * In: the variables of one matrix, or a single- or multiple-choice variable, as a reader sees them. Out: one comparison
 * for each item (its mean against the mean of the other items' means) and one for each pair of choices. The figures are
 * of the same people, and how their answers hang together is in no table, so errors are added up as if they hung
 * together in the least favourable way: z = difference / (error + error), which no dependence makes too large. Missing
 * values are outside each item's own base; no weights. Null, that is no comparison, where a figure is not shown.
 * Source: the triangle inequality of standard deviations; Cohen 1988 for d and h.
 */

import type { SampleType } from '../cells.ts'
import { validCount } from '../cells.ts'
import type { Variable } from '../frame.ts'
import { normalTwoSided } from '../distributions.ts'
import { note } from '../statistics/result.ts'
import type { Note } from '../table.ts'
import type { View } from '../view.ts'
import type { Comparison, Figure } from './comparison.ts'
import { differenceNote, figureNote, rule, shareFigure } from './comparison.ts'
import { choiceFigure, codingIn, meanOfCounts, plainCell, scaleCounts, scoresOfScale } from './published.ts'

export function itemComparisons(
  items: readonly Variable[],
  view: View,
  sampleType: SampleType,
): readonly Comparison[] {
  const shown = items.flatMap((variable) => itemFigure(variable, view) ?? [])
  if (shown.length < 2) return []
  const group = items[0]!.group ?? items[0]!
  return shown.flatMap((item): readonly Comparison[] => {
    const others = shown.filter((other) => other !== item)
    const mean = average(others.map(({ value }) => value))
    const spread = average(shown.map(({ sd }) => sd))
    const error = errorOf(item, sampleType) + average(others.map((other) => errorOf(other, sampleType)))
    const distance = item.value - mean
    if (!(spread > 0) || !(error > 0)) return []
    const high = distance > 0
    // The extreme one alone is called the highest or lowest; that it is away from the others is what is tested.
    const extreme = others.every(({ value }) => (high ? value < item.value : value > item.value))
    const kind = high ? 'strongest' : 'weakest'
    return [
      {
        key: `${kind}:${group.name}:${item.name}`,
        kind,
        variable: group.name,
        crossed: null,
        contest: `${kind}:${group.name}`,
        p: normalTwoSided(distance / error),
        effect: extreme ? Math.abs(distance / spread) : 0,
        measure: 'mean',
        n: item.n,
        tell: () => ({
          claim: note(kind, { group: group.label, item: item.label, items: shown.length }),
          figures: [
            figureNote(item, 'mean', sampleType),
            ...topNote(item, sampleType),
            note(high ? 'aboveOthers' : 'belowOthers', { difference: Math.abs(distance) }),
          ],
        }),
      },
    ]
  })
}

interface Item extends Figure {
  readonly name: string
  readonly counts: readonly number[]
}

function itemFigure(variable: Variable, view: View): Item | null {
  const cells = view.cells(codingIn(view, variable.name))
  const counts = cells && scaleCounts(variable, cells)
  const figure = counts && meanOfCounts(variable.label, counts, scoresOfScale(variable))
  return figure && figure.n >= rule.base ? { ...figure, name: variable.name, counts } : null
}

/** The share of the two highest answers, where there are enough answers for two to mean something. */
function topNote({ counts, n }: Item, sampleType: SampleType): readonly Note[] {
  if (counts.length < 4) return []
  const top = counts.slice(-2).reduce((sum, count) => sum + count, 0)
  const { code, params } = figureNote(shareFigure('', top, n), 'share', sampleType)
  return [note(code === 'share' ? 'topTwo' : 'topTwoInterval', params)]
}

/** A question's choices in pairs, of which only the leading pair says something; every pair is counted. */
export function choiceComparisons(
  variable: Variable,
  view: View,
  sampleType: SampleType,
): readonly Comparison[] {
  const { name, label, categories } = variable
  if (categories.length > rule.categories) return []
  const shown = choiceFigures(variable, view)
    .filter(({ n }) => n >= rule.base)
    .toSorted((a, b) => b.value - a.value)
  return shown.flatMap((first, k) =>
    shown.slice(k + 1).flatMap((second, place): readonly Comparison[] => {
      const error = errorOf(first, sampleType) + errorOf(second, sampleType)
      if (!(error > 0)) return []
      const size = 2 * Math.asin(Math.sqrt(first.value)) - 2 * Math.asin(Math.sqrt(second.value))
      const leading = k === 0 && place === 0
      return [
        {
          key: `leading:${name}:${first.category}`,
          kind: 'leading',
          variable: name,
          crossed: null,
          contest: `leading:${name}`,
          p: normalTwoSided((first.value - second.value) / error),
          effect: leading ? size : 0,
          measure: 'share',
          n: first.n,
          tell: () => ({
            claim: note('leading', { question: label, choice: first.label }),
            figures: [
              figureNote(first, 'share', sampleType),
              note('nextChoice', { choice: second.label, share: 100 * second.value }),
              ...(variable.kind === 'set' ? [] : [differenceOf(first, second)]),
            ],
          }),
        },
      ]
    }),
  )
}

/** Two shares of the same people: the distance without an interval, which would need more than the shares. */
function differenceOf(first: Figure, second: Figure): Note {
  return differenceNote(first, second, 'share', 'census')
}

function choiceFigures(variable: Variable, view: View): readonly (Figure & { readonly category: string })[] {
  const valid = variable.categories.filter(({ missing }) => !missing)
  if (variable.kind === 'set')
    return valid.flatMap(({ value, label }) => {
      const cells = view.cells(codingIn(view, `${variable.name}/${value}`))
      const figure = cells && choiceFigure(label, cells)
      return figure ? [{ ...figure, category: value }] : []
    })
  const cells = view.cells(codingIn(view, variable.name))
  const n = cells && validCount(cells)
  if (!cells || n === null) return []
  return variable.categories.flatMap(({ value, label, missing }, place) => {
    const cell = missing ? null : plainCell(cells, place + 2)
    return cell ? [{ ...shareFigure(label, cell.count, n), category: value }] : []
  })
}

function errorOf({ sd, n }: Figure, sampleType: SampleType): number {
  return (sd / Math.sqrt(n)) * Math.sqrt(sampleType === 'complex' ? rule.designEffect : 1)
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
