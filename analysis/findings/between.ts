/**
 * The same questions asked twice, of different people: in two waves of a collection, or by two instruments of a topic.
 *
 * In: two views of frames whose variables agree by name and whose categories agree by value. Out: a comparison for each
 * ordered question and number (means), and for each choice of the others (shares), second against first. Questions that
 * differ in kind or in their categories are left out. Missing values are outside each base; no weights.
 * Source: as `groups.ts`.
 */

import type { SampleType } from '../cells.ts'
import { validCount } from '../cells.ts'
import { codingOf } from '../coding.ts'
import type { Variable } from '../frame.ts'
import { answered } from '../frame.ts'
import { roundingStep, roundTo } from '../protect.ts'
import { note } from '../statistics/result.ts'
import { deviation, moments } from '../sums.ts'
import { columnOf } from '../totals.ts'
import type { View } from '../view.ts'
import type { Comparison, Figure, Measure } from './comparison.ts'
import { difference, differenceNote, figureNote, rule, shareFigure } from './comparison.ts'
import { choiceFigure, meanOfCounts, plainCell, scaleCounts, scoresOfScale } from './published.ts'

export interface Side {
  readonly view: View
  readonly sampleType: SampleType
  /** What people call this wave or source, and what stays the same in every language. */
  readonly label: string
  readonly id: string
}

/** `change`: the second is the wave after the first. */
export function betweenComparisons(
  first: Side,
  second: Side,
  kind: 'change' | 'sources',
): readonly Comparison[] {
  const names = new Map(first.view.frame.variables.map((variable) => [variable.name, variable]))
  return second.view.frame.variables.flatMap((variable) => {
    const before = names.get(variable.name)
    return before && agree(before, variable) ? ofVariable([before, variable], first, second, kind) : []
  })
}

/** The strictest promise of the two: no interval unless both are simple probability samples. */
export function jointSampleType(a: SampleType, b: SampleType): SampleType {
  if (a === b) return a
  const order: readonly SampleType[] = ['open', 'organised', 'quota', 'complex', 'probability', 'census']
  return order.find((type) => type === a || type === b) ?? a
}

/** One figure of a question in both frames. */
export interface Pair {
  readonly measure: Measure
  readonly choice: { readonly value: string; readonly label: string } | null
  readonly first: Figure
  readonly second: Figure
}

/** What both frames tell of a question. */
export function pairsOf(
  [before, after]: readonly [Variable, Variable],
  first: Side,
  second: Side,
): readonly Pair[] {
  const [a, b] = [figuresOf(before, first), figuresOf(after, second)]
  return b.flatMap((of) => {
    const other = a.find(({ choice }) => choice?.value === of.choice?.value)
    return other ? [{ measure: of.measure, choice: of.choice, first: other.figure, second: of.figure }] : []
  })
}

export function agree(a: Variable, b: Variable): boolean {
  const values = (of: Variable) => of.categories.map(({ value }) => value).join('\n')
  return a.kind === b.kind && a.ordered === b.ordered && values(a) === values(b)
}

function ofVariable(
  variables: readonly [Variable, Variable],
  first: Side,
  second: Side,
  kind: 'change' | 'sources',
): readonly Comparison[] {
  const [, variable] = variables
  if (variable.categories.length > rule.categories) return []
  const sampleType = jointSampleType(first.sampleType, second.sampleType)
  // Told later: only these are kept until then, not the frames.
  const types = [first.sampleType, second.sampleType] as const
  const labels = [first.label, second.label] as const
  return pairsOf(variables, first, second).flatMap((pair): readonly Comparison[] => {
    const { measure, choice } = pair
    const tested = difference(pair.second, pair.first, measure, sampleType)
    if (!tested) return []
    const about = choice ? `${variable.name}/${choice.value}` : variable.name
    const up = tested.value > 0
    const words = kind === 'change' ? (up ? 'rise' : 'fall') : 'sources'
    const [high, low] = up ? [labels[1], labels[0]] : labels
    return [
      {
        key: `${kind}:${about}:${first.id}:${second.id}:${up ? 'up' : 'down'}`,
        kind,
        variable: variable.group?.name ?? variable.name,
        crossed: null,
        contest: `${kind}:${variable.name}:${first.id}:${second.id}`,
        p: tested.p,
        effect: Math.abs(tested.effect),
        measure,
        n: pair.first.n + pair.second.n,
        tell: () => ({
          claim: note(`${words}${measure === 'mean' ? 'Mean' : 'Share'}`, {
            question: variable.label,
            choice: choice?.label ?? '',
            by: '',
            high,
            low,
            earlier: labels[0],
            later: labels[1],
          }),
          figures: [
            figureNote(pair.first, measure, types[0]),
            figureNote(pair.second, measure, types[1]),
            differenceNote(pair.first, pair.second, measure, sampleType),
          ],
        }),
      },
    ]
  })
}

export interface Own {
  readonly measure: Measure
  readonly choice: Pair['choice']
  readonly figure: Figure
}

export function figuresOf(variable: Variable, { view, label }: Side): readonly Own[] {
  if (variable.kind === 'number') {
    const figure = meanOfNumber(variable.name, label, view)
    return figure ? [{ measure: 'mean', choice: null, figure }] : []
  }
  if (variable.kind !== 'coded' && variable.kind !== 'set') return []
  if (variable.kind === 'set')
    return variable.categories.flatMap(({ value, label: words, missing }): readonly Own[] => {
      const cells = missing ? null : view.cells(codingOf(view.frame, `${variable.name}/${value}`, view.words))
      const figure = cells && choiceFigure(label, cells)
      return figure ? [{ measure: 'share', choice: { value, label: words }, figure }] : []
    })
  const cells = view.cells(codingOf(view.frame, variable.name, view.words))
  if (!cells) return []
  if (variable.ordered) {
    const counts = scaleCounts(variable, cells)
    const figure = counts && meanOfCounts(label, counts, scoresOfScale(variable))
    return figure ? [{ measure: 'mean', choice: null, figure }] : []
  }
  const n = validCount(cells)
  if (n === null || n === 0) return []
  return variable.categories.flatMap(({ value, label: words, missing }, place): readonly Own[] => {
    const cell = missing ? null : plainCell(cells, place + 2)
    return cell
      ? [{ measure: 'share', choice: { value, label: words }, figure: shareFigure(label, cell.count, n) }]
      : []
  })
}

/** As the table of the number shows it: rounded for protected readers, and only where its base may be known. */
function meanOfNumber(name: string, label: string, view: View): Figure | null {
  const rows = view.numberRows(name)
  const column = columnOf(view.frame, name)
  if (!rows || column.kind !== 'number') return null
  if (view.protected) {
    const cells = view.cells(codingOf(view.frame, name, view.words))
    if (!cells || validCount(cells) === null) return null
  }
  const values: number[] = []
  for (let i = 0; i < rows.length; i += 1) if (rows[i] === answered) values.push(column.values[i]!)
  const of = moments(values)
  const sd = deviation(of)
  if (sd === null) return null
  const step = view.protected ? roundingStep(sd, of.n) : null
  return { label, n: of.n, value: roundTo(of.mean, step)!, sd: roundTo(sd, step)! }
}
