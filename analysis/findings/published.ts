/**
 * The figures that findings are made of: those that stand in the tables that the same reader may open, and no others.
 * So a finding tells a protected reader nothing that the tables do not (promise 3): a cell that was merged is not used.
 */

import type { Cell } from '../cells.ts'
import { plainCells, scoresOf } from '../cells.ts'
import type { Coding } from '../coding.ts'
import type { Frame, Variable } from '../frame.ts'
import { answered } from '../frame.ts'
import { mergeCross, roundingStep, roundTo } from '../protect.ts'
import { scaleSummary } from '../statistics/scale.ts'
import { deviation, moments } from '../sums.ts'
import { chosenCode, columnOf, countCodes, crossCounts, notChosenCode } from '../totals.ts'
import type { View } from '../view.ts'
import { protectedGroups, sideOf } from '../view.ts'
import type { Figure } from './comparison.ts'
import { shareFigure } from './comparison.ts'

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
  const table = view.protected ? protectedTable(outcome, group, view) : fullTable(outcome, group)
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

function fullTable(outcome: Coding, group: Coding): CrossTable {
  const joint = crossCounts(group, outcome)
  const rows = plainCells(group.infos, countCodes(group))
  const columns = plainCells(outcome.infos, countCodes(outcome))
  const counts = rows.map((r) => columns.map((c) => joint[r.codes[0]! * outcome.size + c.codes[0]!] ?? 0))
  return { rows, columns, counts }
}

function protectedTable(outcome: Coding, group: Coding, view: View): CrossTable | null {
  const rows = sideOf(group, view.words)
  const columns = sideOf(outcome, view.words)
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
  return variable.categories.flatMap((category, place) => {
    if (category.missing) return []
    const code = place + 2
    if (shown && !plainCell(shown, code)) return []
    const values: number[] = []
    for (let i = 0; i < frame.n; i += 1)
      if (coding.codes[i] === code && column.status[i] === answered) values.push(column.values[i]!)
    const of = moments(values)
    const sd = deviation(of)
    if (sd === null) return []
    const step = view.protected ? roundingStep(sd, of.n) : null
    const rounded = { value: roundTo(of.mean, step)!, sd: roundTo(sd, step)! }
    return [{ label: category.label, category: category.value, n: of.n, ...rounded }]
  })
}

function shownGroups(frame: Frame, name: string, coding: Coding, view: View): readonly Cell[] | null {
  const side = sideOf(coding, view.words)
  return side ? protectedGroups(frame, side, name, view.words) : null
}

/** The share of one choice among those who chose and did not choose; null where either is not shown. */
export function choiceFigure(label: string, cells: readonly Cell[]): Figure | null {
  const chosen = plainCell(cells, chosenCode)
  const not = plainCell(cells, notChosenCode)
  if (!chosen || !not || chosen.count + not.count === 0) return null
  return shareFigure(label, chosen.count, chosen.count + not.count)
}
