/** What a statistic of the workbench is: which variables it takes, what one may choose, and what it gives. */

import type { Frame } from '../frame.ts'
import type { ChartedResult } from '../results/parts.ts'
import { note } from '../statistics/result.ts'
import type { Note } from '../table.ts'
import type { Prepared } from './prepare.ts'
import type { TableStep } from './script.ts'
import { variableOfName } from './sides.ts'

/** One result with what it is about. */
export interface Piece extends ChartedResult {
  /** Labels of its variables and of the layer. */
  readonly title: readonly string[]
  /** Rows that it rests on before missing answers are left out. */
  readonly n: number
}

/** Words that cut texts, where texts are analysed. */
export interface Tools {
  readonly segmenter?: (text: string) => readonly string[]
  readonly stopWords?: ReadonlySet<string>
}

export interface Statistic {
  readonly name: string
  readonly rows: Role
  readonly columns: Role
  /** What one may choose; the first is taken where nothing is said. */
  readonly options: Readonly<Record<string, readonly string[]>>
  run(data: Prepared, chosen: Chosen, tools: Tools): readonly Piece[]
}

/** How many variables stand here. */
export interface Role {
  readonly least: number
  readonly most: number
}

export interface Chosen {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  option(name: string): string
}

/** The step's choices, each one of those that there are. */
export function chosenOf(statistic: Statistic, step: TableStep): Chosen {
  return {
    rows: step.rows,
    columns: step.columns,
    option: (name) => {
      const choices = statistic.options[name] ?? []
      const asked = step.options[name] ?? ''
      return choices.includes(asked) ? asked : (choices[0] ?? '')
    },
  }
}

export function labelOf(frame: Frame, name: string): string {
  const variable = variableOfName(frame, name)
  if (!variable) return name
  if (variable.name === name) return variable.label
  const value = name.slice(variable.name.length + 1)
  const category = variable.categories.find((each) => each.value === value)
  return `${variable.label} · ${category?.label ?? value}`
}

/** A piece that only says why there is nothing. */
export function emptyPiece(title: readonly string[], n: number, ...notes: readonly Note[]): Piece {
  return { title, n, tables: [], findings: [], notes, chart: null }
}

/** Groups of fewer than this are flagged. */
export const smallBase = 30

/** A remark on groups with few answers; labels as they stand in the table. */
export function smallBases(
  groups: readonly { readonly label: string; readonly n: number }[],
  separator: string,
): readonly Note[] {
  const small = groups.filter(({ n }) => n > 0 && n < smallBase)
  if (small.length === 0) return []
  const labels = small.map(({ label, n }) => `${label} (n = ${n})`).join(separator)
  return [note('smallBases', { labels, limit: smallBase })]
}
