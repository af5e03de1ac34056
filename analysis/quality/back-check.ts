/**
 * What a second visit to the same people found otherwise.
 *
 * In: the frame of the first answers and that of the second ones, and the rows of each that belong together. Questions
 * are compared by their names, where both frames have them of one kind; a pair counts for a question that both answered
 * with a valid answer. Out: for each question the pairs, how many differ, the share with Wilson's interval and, of
 * numbers, the mean difference (second - first); for each first row the share of questions that differ. Unweighted.
 * Numbers differ by anything but rounding in the last places.
 * Source: back checks as the field does them, with the share of disagreement (Dahlhamer et al. 2010; DIME's bcstats);
 * R `prop.test(correct = FALSE)`, `mean`.
 */

import { answered, type Column, type Frame, type Variable } from '../frame.ts'
import { wilson } from '../intervals.ts'
import { sum } from '../sums.ts'
import type { Flag } from './flag.ts'

export type Pair = readonly [first: number, second: number]

export interface Disagreement {
  readonly variable: string
  readonly label: string
  readonly pairs: number
  readonly differ: number
  readonly share: number
  readonly lower: number
  readonly upper: number
  /** null for what is no number. */
  readonly meanDifference: number | null
}

export interface BackCheck {
  readonly pairs: number
  readonly questions: readonly Disagreement[]
  /** By row of the first frame: questions compared and how many of them differ. */
  readonly rows: ReadonlyMap<number, { readonly compared: number; readonly differ: number }>
}

export function backCheck(first: Frame, second: Frame, pairs: readonly Pair[]): BackCheck {
  const rows = new Map<number, { compared: number; differ: number }>()
  const questions = first.variables.flatMap((variable): readonly Disagreement[] => {
    const other = second.variables.find(({ name, kind }) => name === variable.name && kind === variable.kind)
    const [mine, theirs] = [first.columns.get(variable.name), other && second.columns.get(other.name)]
    if (!other || !mine || !theirs) return []
    let [compared, differ] = [0, 0]
    const differences: number[] = []
    for (const [row, again] of pairs) {
      const [before, after] = [valueIn(mine, variable, row), valueIn(theirs, other, again)]
      if (before === null || after === null) continue
      const counted = rows.get(row) ?? { compared: 0, differ: 0 }
      const otherwise = !alike(before, after)
      compared += 1
      counted.compared += 1
      if (otherwise) {
        differ += 1
        counted.differ += 1
      }
      rows.set(row, counted)
      if (typeof before === 'number' && typeof after === 'number') differences.push(after - before)
    }
    const interval = wilson(differ, compared)
    if (!interval) return []
    return [
      {
        variable: variable.name,
        label: variable.label,
        pairs: compared,
        differ,
        share: differ / compared,
        lower: interval.lower,
        upper: interval.upper,
        meanDifference: differences.length === 0 ? null : sum(differences) / differences.length,
      },
    ]
  })
  return { pairs: pairs.length, questions: questions.toSorted((a, b) => b.share - a.share), rows }
}

/** Answers of which a second visit found more otherwise than this share. */
export function backCheckFlags({ rows }: BackCheck, share: number): readonly Flag[] {
  return [...rows]
    .filter(([, { compared, differ }]) => differ / compared > share)
    .toSorted(([a], [b]) => a - b)
    .map(([row, { compared, differ }]): Flag => ({
      name: 'backCheck',
      row,
      why: { code: 'backCheck', params: { n: differ, of: compared } },
      others: [],
    }))
}

/** A valid answer as something that can be compared; null for none. */
function valueIn(column: Column, { categories }: Variable, row: number): string | number | null {
  if (column.kind === 'coded') {
    const category = categories[column.codes[row]! - 2]
    return category && category.missing === null ? category.value : null
  }
  if (column.status[row] !== answered) return null
  if (column.kind === 'number') return column.values[row]!
  if (column.kind === 'text') return (column.texts[row] ?? '').trim()
  const parts = column.kind === 'set' ? column.chosen : column.ranks
  return categories.map(({ value }, place) => `${value}=${parts[place]![row]}`).join(' ')
}

function alike(one: string | number, other: string | number): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other))
}
