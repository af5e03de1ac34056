/**
 * The figures that findings are made of: those that stand in the tables that the same reader may open, and no others.
 * So a finding tells a protected reader nothing that the tables do not (promise 3): a cell that was merged is not used.
 */

import type { Cell } from '../cells.ts'
import { plainCells, scoresOf } from '../cells.ts'
import type { Coding } from '../coding.ts'
import { codingOf } from '../coding.ts'
import type { Frame, NumberColumn, Variable } from '../frame.ts'
import { answered } from '../frame.ts'
import type { Side } from '../protect.ts'
import { mergeCross, roundingStep, roundTo } from '../protect.ts'
import { scaleSummary } from '../statistics/scale.ts'
import type { Moments } from '../sums.ts'
import { deviation } from '../sums.ts'
import { chosenCode, columnOf, countCodes, crossCounts, notChosenCode } from '../totals.ts'
import type { View } from '../view.ts'
import { protectedGroups, sideOf } from '../view.ts'
import type { Figure } from './comparison.ts'
import { shareFigure } from './comparison.ts'

interface Worked {
  readonly codings: Map<string, Coding>
  readonly sides: Map<string, Side | null>
  readonly cells: Map<string, readonly Cell[]>
}
/** What was worked out of a view is not worked out again: each question is crossed with every grouping. */
const worked = new WeakMap<View, Worked>()

function workedOf(view: View): Worked {
  const held = worked.get(view)
  if (held) return held
  const made: Worked = { codings: new Map(), sides: new Map(), cells: new Map() }
  worked.set(view, made)
  return made
}

function once<T>(held: Map<string, T>, name: string, make: () => T): T {
  const known = held.get(name)
  if (known !== undefined) return known
  const made = make()
  held.set(name, made)
  return made
}

export function codingIn(view: View, name: string): Coding {
  return once(workedOf(view).codings, name, () => codingOf(view.frame, name, view.words))
}

function sideIn(view: View, coding: Coding): Side | null {
  return once(workedOf(view).sides, coding.name, () => sideOf(coding, view.words))
}

function plainIn(view: View, coding: Coding): readonly Cell[] {
  return once(workedOf(view).cells, coding.name, () => plainCells(coding.infos, countCodes(coding)))
}

/** Counts of the substantive categories of an ordered variable, low to high; null where one of them is not shown. */
export function scaleCounts(variable: Variable, cells: readonly Cell[]): readonly number[] | null {
  const counts: number[] = []
  for (const [place, category] of variable.categories.entries()) {
    if (category.missing) continue
    const own = plainCell(cells, place + 2)
    if (!own) return null
    counts.push(own.count)
  }
  return counts
}

/** The cell that is this code alone. */
export function plainCell(cells: readonly Cell[], code: number): Cell | null {
  return cells.find((cell) => cell.codes.length === 1 && cell.codes[0] === code) ?? null
}

/** Scores of the substantive categories in their order. */
export function scoresOfScale(variable: Variable): readonly number[] {
  return scoresOf(variable.categories).scores.filter((score) => !Number.isNaN(score))
}

export function meanOfCounts(
  label: string,
  counts: readonly number[],
  scores: readonly number[],
): Figure | null {
  const { n, mean, sd } = scaleSummary(counts, scores)
  return n === null || mean === null || sd === null ? null : { label, n, value: mean, sd }
}

/** Counts of a variable's codes within each group that is shown by itself. */
export interface GroupCounts {
  readonly label: string
  /** The value of the group's category, which stays the same in every language. */
  readonly value: string
  /** People with one of these codes; null where the table does not show them apart from others. */
  count(...codes: readonly number[]): number | null
}

/** How the answers of `outcome` fall in each group of `group`, as a crosstab of the two shows it; none where it may not be shown. */
export function groupCounts(
  outcome: Coding,
  group: Coding,
  groupVariable: Variable,
  view: View,
): readonly GroupCounts[] {
  const table = view.protected ? protectedTable(outcome, group, view) : fullTable(outcome, group, view)
  if (!table) return []
  return groupVariable.categories.flatMap((category, place) => {
    if (category.missing) return []
    const r = table.rows.findIndex((cell) => cell.codes.length === 1 && cell.codes[0] === place + 2)
    if (r < 0) return []
    const count = (...codes: readonly number[]) => countIn(table, r, codes)
    return [{ label: category.label, value: category.value, count }]
  })
}

interface CrossTable {
  readonly rows: readonly Cell[]
  readonly columns: readonly Cell[]
  readonly counts: readonly (readonly number[])[]
}

function countIn({ columns, counts }: CrossTable, r: number, codes: readonly number[]): number | null {
  let total = 0
  for (const [c, cell] of columns.entries()) {
    const inside = cell.codes.filter((code) => codes.includes(code)).length
    if (inside === cell.codes.length) total += counts[r]![c]!
    else if (inside > 0) return null
  }
  return total
}

function fullTable(outcome: Coding, group: Coding, view: View): CrossTable {
  const joint = crossCounts(group, outcome)
  const [rows, columns] = [plainIn(view, group), plainIn(view, outcome)]
  const counts = rows.map((r) => columns.map((c) => joint[r.codes[0]! * outcome.size + c.codes[0]!] ?? 0))
  return { rows, columns, counts }
}

function protectedTable(outcome: Coding, group: Coding, view: View): CrossTable | null {
  const [rows, columns] = [sideIn(view, group), sideIn(view, outcome)]
  return rows && columns ? mergeCross(rows, columns, view.words) : null
}

/** Means of a number in each group that is shown by itself; rounded for protected readers as their tables are. */
export function groupMeansOf(
  frame: Frame,
  name: string,
  { coding, variable }: { readonly coding: Coding; readonly variable: Variable },
  view: View,
): readonly (Figure & { readonly category: string })[] {
  const column = columnOf(frame, name)
  if (column.kind !== 'number') return []
  const shown = view.protected ? shownGroups(frame, name, coding, view) : null
  if (view.protected && !shown) return []
  const groups = momentsByCode(column, coding)
  return variable.categories.flatMap((category, place) => {
    if (category.missing) return []
    const code = place + 2
    if (shown && !plainCell(shown, code)) return []
    const of = groups[code]!
    const sd = deviation(of)
    if (sd === null) return []
    const step = view.protected ? roundingStep(sd, of.n) : null
    const rounded = { value: roundTo(of.mean, step)!, sd: roundTo(sd, step)! }
    return [{ label: category.label, category: category.value, n: of.n, ...rounded }]
  })
}

/** Moments of a number within each code, in two passes over the rows: means first, then squares about them. */
function momentsByCode(column: NumberColumn, { codes, size }: Coding): readonly Moments[] {
  const n = new Float64Array(size)
  const sums = new Float64Array(size)
  for (let i = 0; i < codes.length; i += 1) {
    if (column.status[i] !== answered) continue
    n[codes[i]!]! += 1
    sums[codes[i]!]! += column.values[i]!
  }
  const means = sums.map((sum, code) => sum / n[code]!)
  const squares = new Float64Array(size)
  for (let i = 0; i < codes.length; i += 1)
    if (column.status[i] === answered) squares[codes[i]!]! += (column.values[i]! - means[codes[i]!]!) ** 2
  return Array.from(n, (count, code) => ({ n: count, mean: means[code]!, squares: squares[code]! }))
}

function shownGroups(frame: Frame, name: string, coding: Coding, view: View): readonly Cell[] | null {
  const side = sideIn(view, coding)
  return side ? protectedGroups(frame, side, name, view.words) : null
}

/** The share of one choice among those who chose and did not choose; null where either is not shown. */
export function choiceFigure(label: string, cells: readonly Cell[]): Figure | null {
  const chosen = plainCell(cells, chosenCode)
  const not = plainCell(cells, notChosenCode)
  if (!chosen || !not || chosen.count + not.count === 0) return null
  return shareFigure(label, chosen.count, chosen.count + not.count)
}
