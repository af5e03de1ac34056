/**
 * What readers who are not analysts or organisers may see (promise 3): no cell, group or mean of under five
 * people, nor one that subtraction gives back — between cells and totals, tables, filters, or over time.
 *
 * How, and why it holds:
 * 1. Time. The reader's data move in releases (`releases.ts`): two views differ by classes of five people or more.
 * 2. One variable. Missing answers are cells like the others. Small cells merge until each is 0 or large enough
 *    (`mergeSmall`); the parts show no number, and nothing that hangs on a hidden part (base, mean) is shown.
 * 3. Two variables. Both merged variables are crossed with their missing cells, so margins agree with 2; lines
 *    merge until every cell is 0 or large enough *and* zeros stand in whole blocks (`mergeCross`). The second
 *    condition stops inclusions: if {A=1} lay inside {B=1}, the difference of two published tables would give
 *    the crosstab of the rest of {B=1}.
 * 4. Which lines merge is decided by margins and by the form's order, never by the size of a hidden cell, so
 *    that the choice itself tells nothing.
 * 5. A cell is large enough from six, not five: when one more answer lifts a cell over the line, the reader can
 *    work out what it was before, and that must be five.
 * 6. A filter shows one row of a protected crosstab, so it can contradict or complete nothing.
 * 7. Means and quartiles are rounded to the weight of five people (`roundingStep`): the difference of two views
 *    must not give one person's value.
 *
 * The test in test/analysis/protect.test.ts attacks all of this with every table of a given size.
 */

import type { Cell } from './cells.ts'
import { mergedCell } from './cells.ts'
import type { Coding } from './coding.ts'
import { crossCounts } from './totals.ts'
import { roundWidth } from './statistics/numbers.ts'
import type { Words } from './words.ts'

/** The fewest people a published figure may rest on, by promise. */
export const promisedSize = 5
/** The smallest count that is published: one more than promised (see 5 above). */
export const smallestCell = promisedSize + 1
/** Of more categories than this nearly all would be merged, and the time to do so would grow with their square. */
const mergeLimit = 500
/** Quartiles of fewer values are nearly those people's own values. */
export const quartileSize = 20

const large = (count: number) => count === 0 || count >= smallestCell

/** The cells of one variable, merged until each is 0 or large enough; null if all rows together are too few or the categories too many. */
export function mergeSmall(cells: readonly Cell[], words: Words): readonly Cell[] | null {
  let lines = linesOf(cells)
  const total = lines.reduce((sum, line) => sum + line.count, 0)
  if (!large(total) || cells.length > mergeLimit) return null
  for (;;) {
    const small = lines.filter((line) => !settled(line))
    const first = small.find((line) => partnerOf(line, lines, true)) ?? small[0]
    if (!first) return lines.map((line) => mergedCell(line.cells, words))
    const partner = linePartner(first, lines)
    if (!partner) return null
    lines = join(lines, first, partner)
  }
}

interface Line {
  readonly cells: readonly Cell[]
  readonly count: number
  /** Where it stands in the form's order. */
  readonly place: number
  readonly missing: boolean
}

/**
 * A line may be published: empty, or with room for `smallestCell` in each of its parts. A merged cell of less
 * would tell its parts: 7 made of one that was too small and one that was not can only be 1 and 6.
 */
function settled(line: Line): boolean {
  return line.count === 0 || line.count >= smallestCell * line.cells.length
}

const bySize = (a: Line, b: Line) => a.count - b.count || a.place - b.place

/**
 * With whom a line merges: the occupied line before it of its own sort (answers with answers, missing with
 * missing), else the one after it; across sorts, the last in the form's order. Never "the smallest" or "the
 * largest", which would tell something of the others.
 */
function partnerOf(line: Line, lines: readonly Line[], sameSort: boolean): Line | null {
  const others = lines.filter(
    (other) => other !== line && other.count > 0 && (other.missing === line.missing) === sameSort,
  )
  if (!sameSort) return others.at(-1) ?? null
  return (
    others.findLast((other) => other.place < line.place) ??
    others.find((other) => other.place > line.place) ??
    null
  )
}

function join(lines: readonly Line[], a: Line, b: Line): Line[] {
  const [first, second] = a.place < b.place ? [a, b] : [b, a]
  const joined: Line = {
    cells: [...first.cells, ...second.cells],
    count: a.count + b.count,
    place: a.missing === b.missing ? first.place : a.missing ? b.place : a.place,
    missing: a.missing && b.missing,
  }
  return lines.flatMap((line) =>
    line === a || line === b ? (line === (a.missing === joined.missing ? a : b) ? [joined] : []) : [line],
  )
}

/** A crosstab whose every cell is 0 or large enough. */
export interface ProtectedCross {
  readonly rows: readonly Cell[]
  readonly columns: readonly Cell[]
  readonly counts: readonly (readonly number[])[]
}

export interface Side {
  readonly coding: Coding
  /** The variable's cells as `mergeSmall` gave them. */
  readonly cells: readonly Cell[]
}

/** Crosses two protected variables; null where only a table of one row or column would be safe. */
export function mergeCross(rows: Side, columns: Side, words: Words): ProtectedCross | null {
  const joint = crossCounts(rows.coding, columns.coding)
  const table = rows.cells.map((row) =>
    columns.cells.map((column) => blockSum(joint, columns.coding.size, row, column)),
  )
  // The order of the two variables must not change what is merged.
  const swapped = rows.coding.name > columns.coding.name
  const merged = swapped
    ? mergeTable({ rows: columns, columns: rows, counts: transpose(table, columns.cells.length) }, words)
    : mergeTable({ rows, columns, counts: table }, words)
  if (!merged || !swapped) return merged
  return {
    rows: merged.columns,
    columns: merged.rows,
    counts: transpose(merged.counts, merged.columns.length),
  }
}

function blockSum(joint: Float64Array, width: number, row: Cell, column: Cell): number {
  let total = 0
  for (const r of row.codes) for (const c of column.codes) total += joint[r * width + c] ?? 0
  return total
}

function transpose(table: readonly (readonly number[])[], width: number): number[][] {
  return Array.from({ length: width }, (_, c) => table.map((line) => line[c]!))
}

/** The same on counts alone: for tests, and for tables that were counted elsewhere. */
export function mergeTable(
  input: {
    readonly rows: { readonly cells: readonly Cell[] }
    readonly columns: { readonly cells: readonly Cell[] }
    readonly counts: readonly (readonly number[])[]
  },
  words: Words,
): ProtectedCross | null {
  let rows = linesOf(input.rows.cells)
  let columns = linesOf(input.columns.cells)
  let counts = input.counts
  const start = { rows: occupied(rows), columns: occupied(columns) }
  for (;;) {
    const bad = unsafeCells(counts)
    if (bad.length === 0) break
    const guilty = [
      ...[...new Set(bad.map(([r]) => r))].map((r) => ({ along: 'row' as const, line: rows[r]! })),
      ...[...new Set(bad.map(([, c]) => c))].map((c) => ({ along: 'column' as const, line: columns[c]! })),
    ].toSorted((a, b) => bySize(a.line, b.line) || (a.along === b.along ? 0 : a.along === 'row' ? -1 : 1))
    const step = guilty
      .map(({ along, line }) => ({
        along,
        line,
        partner: linePartner(line, along === 'row' ? rows : columns),
      }))
      .find(({ partner }) => partner)
    if (!step?.partner) return null
    if (step.along === 'row') {
      const next = join(rows, step.line, step.partner)
      counts = foldRows(counts, rows, next)
      rows = next
    } else {
      const next = join(columns, step.line, step.partner)
      counts = transpose(foldRows(transpose(counts, columns.length), columns, next), rows.length)
      columns = next
    }
  }
  const collapsed = (occupied(rows) < 2 && start.rows >= 2) || (occupied(columns) < 2 && start.columns >= 2)
  if (collapsed) return null
  return {
    rows: rows.map((line) => mergedCell(line.cells, words)),
    columns: columns.map((line) => mergedCell(line.cells, words)),
    counts,
  }
}

function linesOf(cells: readonly Cell[]): Line[] {
  return cells.map((cell, place) => ({
    cells: [cell],
    count: cell.count,
    place,
    missing: cell.role === 'missing',
  }))
}

const occupied = (lines: readonly Line[]) => lines.filter((line) => line.count > 0).length

function linePartner(line: Line, lines: readonly Line[]): Line | null {
  return partnerOf(line, lines, true) ?? partnerOf(line, lines, false)
}

/** Counts with the lines added up that were joined; a joined line holds the cells of both. */
function foldRows(
  counts: readonly (readonly number[])[],
  before: readonly Line[],
  after: readonly Line[],
): number[][] {
  return after.map((line) => {
    const parts = before.flatMap((old, r) =>
      old.cells.every((cell) => line.cells.includes(cell)) ? [r] : [],
    )
    return counts[parts[0]!]!.map((_, c) => parts.reduce((sum, r) => sum + counts[r]![c]!, 0))
  })
}

/** Cells of 1 to 5, and zeros inside a block of lines that are joined by counts. */
function unsafeCells(counts: readonly (readonly number[])[]): readonly (readonly [number, number])[] {
  const block = blocksOf(counts)
  const width = counts[0]?.length ?? 0
  const inUse = Array.from({ length: width }, (_, c) => counts.some((line) => line[c]! > 0))
  return counts.flatMap((line, r) =>
    line.flatMap((count, c) => {
      const hole =
        count === 0 && inUse[c] && line.some((other) => other > 0) && block.rows[r] === block.columns[c]
      return !large(count) || hole ? [[r, c] as const] : []
    }),
  )
}

/** Which rows and columns hang together through non-zero cells. */
function blocksOf(counts: readonly (readonly number[])[]): { rows: number[]; columns: number[] } {
  const height = counts.length
  const width = counts[0]?.length ?? 0
  const leader = Array.from({ length: height + width }, (_, k) => k)
  const find = (k: number): number => {
    let at = k
    while (leader[at] !== at) at = leader[at]!
    return at
  }
  counts.forEach((line, r) =>
    line.forEach((count, c) => {
      if (count > 0) leader[find(height + c)] = find(r)
    }),
  )
  return {
    rows: Array.from({ length: height }, (_, r) => find(r)),
    columns: Array.from({ length: width }, (_, c) => find(height + c)),
  }
}

/**
 * Merges the groups of a number until each has 0 or enough values, and 0 or enough rows without a value;
 * null if that leaves fewer than two groups. `counts` holds [with a value, without] for each cell.
 */
export function mergeGroups(
  side: Side,
  counts: readonly (readonly [number, number])[],
  words: Words,
): readonly Cell[] | null {
  let lines = linesOf(side.cells)
  let table: readonly (readonly number[])[] = counts
  const without = counts.reduce((sum, [, missing]) => sum + missing, 0)
  if (!large(without)) return null
  for (;;) {
    const bad = unsafeCells(table)
    const guilty = [...new Set(bad.map(([r]) => r))].map((r) => lines[r]!).toSorted(bySize)[0]
    if (!guilty) break
    const partner = linePartner(guilty, lines)
    if (!partner) return null
    const next = join(lines, guilty, partner)
    table = foldRows(table, lines, next)
    lines = next
  }
  return occupied(lines) < 2 ? null : lines.map((line) => mergedCell(line.cells, words))
}

/** To what a protected mean, deviation or quartile is rounded: five standard deviations shared by n people, as 1, 2 or 5 times a power of ten. */
export function roundingStep(sd: number | null, n: number): number | null {
  return sd === null || !(sd > 0) || n === 0 ? null : roundWidth((promisedSize * sd) / n)
}

/** The nearest multiple of the step; unchanged without a step. */
export function roundTo(value: number | null, step: number | null): number | null {
  if (value === null || step === null) return value
  return Number((Math.round(value / step) * step).toPrecision(12))
}

/** Histogram bins from left to right, each with enough values and the outer ones open; null if there are too few values. */
export function protectedBins(
  edges: readonly number[],
  counts: readonly number[],
): { readonly edges: readonly number[]; readonly counts: readonly number[] } | null {
  const outEdges: number[] = [-Infinity]
  const outCounts: number[] = []
  let open = 0
  counts.forEach((count, k) => {
    open += count
    if (open < smallestCell) return
    outCounts.push(open)
    outEdges.push(edges[k + 1]!)
    open = 0
  })
  if (outCounts.length < 2) return null
  outCounts[outCounts.length - 1]! += open
  outEdges[outEdges.length - 1] = Infinity
  return { edges: outEdges, counts: outCounts }
}
