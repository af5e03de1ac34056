/** How much of the data a reader sees: everything, protected figures, or one row of protected crosstabs. */

import type { Cell } from './cells.ts'
import { plainCells } from './cells.ts'
import type { Coding } from './coding.ts'
import { codingOf } from './coding.ts'
import type { Frame } from './frame.ts'
import { answered } from './frame.ts'
import type { Side } from './protect.ts'
import { mergeCross, mergeGroups, mergeSmall, smallestCell } from './protect.ts'
import { countCodes, crossCounts, statusOf } from './totals.ts'
import type { Words } from './words.ts'

export interface View {
  readonly frame: Frame
  readonly words: Words
  readonly protected: boolean
  /** A protected filter is in force: only rows of crosstabs are to be had. */
  readonly filtered: boolean
  /** The cells that this reader sees of a coding, with counts; null where nothing may be shown. */
  cells(coding: Coding): readonly Cell[] | null
  /** The rows over which this reader may see a mean of a number; null where none. */
  numberRows(name: string): Uint8Array | null
}

/** Analysts and organisers: every cell, every row. */
export function fullView(frame: Frame, words: Words): View {
  return {
    frame,
    words,
    protected: false,
    filtered: false,
    cells: (coding) => plainCells(coding.infos, countCodes(coding)),
    numberRows: (name) => statusOf(frame, name),
  }
}

/** Everyone else, unfiltered. The frame must hold released rows only. */
export function protectedView(frame: Frame, words: Words): View {
  return {
    frame,
    words,
    protected: true,
    filtered: false,
    cells: (coding) => sideOf(coding, words)?.cells ?? null,
    numberRows: (name) => {
      const status = statusOf(frame, name)
      return status && countAnswered(status) >= smallestCell ? status : null
    },
  }
}

/** The protected cells of a coding, or null if all rows together are too few. */
export function sideOf(coding: Coding, words: Words): Side | null {
  const cells = mergeSmall(plainCells(coding.infos, countCodes(coding)), words)
  return cells ? { coding, cells } : null
}

/** What keeps a protected filter from being applied. */
export type FilterRefusal = 'filterTooSmall' | 'filterUnknown'

/** Everyone else, filtered by one value of one variable: row `value` of each protected crosstab with it. */
export function filteredView(
  frame: Frame,
  filter: { readonly variable: string; readonly value: string },
  words: Words,
): View | FilterRefusal {
  const variable = frame.variables.find((candidate) => candidate.name === filter.variable)
  const place = variable?.categories.findIndex((category) => category.value === filter.value) ?? -1
  if (variable && variable.kind !== 'coded' && variable.kind !== 'date') return 'filterUnknown'
  const coding = variable ? codingOf(frame, variable.name, words) : null
  const code =
    variable?.kind === 'date'
      ? coding?.infos.find((info) => !info.missing && info.label === filter.value)?.code
      : place >= 0
        ? place + 2
        : undefined
  if (!coding || code === undefined) return 'filterUnknown'
  const side = sideOf(coding, words)
  const own = side?.cells.find((cell) => cell.codes.includes(code))
  if (!side || !own || own.codes.length > 1 || own.count === 0) return 'filterTooSmall'
  return {
    frame,
    words,
    protected: true,
    filtered: true,
    cells: (other) => (other.name === coding.name ? [own] : rowOf(side, other, code, words)),
    numberRows: (name) => groupRows(frame, side, name, code, words),
  }
}

function rowOf(side: Side, coding: Coding, code: number, words: Words): readonly Cell[] | null {
  const other = sideOf(coding, words)
  const cross = other ? mergeCross(side, other, words) : null
  const r = cross?.rows.findIndex((cell) => cell.codes.length === 1 && cell.codes[0] === code) ?? -1
  if (!cross || r < 0) return null
  return cross.columns.map((cell, c) => ({ ...cell, count: cross.counts[r]![c]! }))
}

/** Rows of the group that have the number, if the group stands by itself among the merged groups of that number. */
function groupRows(frame: Frame, side: Side, name: string, code: number, words: Words): Uint8Array | null {
  const status = statusOf(frame, name)
  const groups = protectedGroups(frame, side, name, words)
  if (!status || !groups?.some((cell) => cell.codes.length === 1 && cell.codes[0] === code)) return null
  const rows = new Uint8Array(frame.n)
  for (let i = 0; i < frame.n; i += 1) if (side.coding.codes[i] === code) rows[i] = status[i]!
  return countAnswered(rows) >= smallestCell ? rows : null
}

/** The merged groups within which a protected reader may see means of a number. */
export function protectedGroups(
  frame: Frame,
  side: Side,
  name: string,
  words: Words,
): readonly Cell[] | null {
  const status = statusOf(frame, name)
  if (!status) return null
  const joint = crossCounts(side.coding, { codes: status, size: 3 })
  const counts = side.cells.map((cell) => {
    const sum = (column: number) => cell.codes.reduce((total, code) => total + joint[code * 3 + column]!, 0)
    return [sum(answered), sum(0) + sum(1)] as const
  })
  return mergeGroups(side, counts, words)
}

function countAnswered(status: Uint8Array): number {
  let count = 0
  for (let i = 0; i < status.length; i += 1) if (status[i] === answered) count += 1
  return count
}
