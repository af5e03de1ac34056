/** What one state of a form changes against another, so that saving sends that and nothing else. */

import type { SheetName } from '../form.ts'
import { sheetNames, type Cells, type Draft, type DraftRow } from './draft.ts'

/**
 * A sheet after a change, row by row: `[from, count]` takes rows of the sheet before as they are, `{ at, set }` takes one
 * with other cells (null: no longer there), `{ add }` is a new one.
 */
export type Piece =
  | readonly [from: number, count: number]
  | { readonly at: number; readonly set: Readonly<Record<string, string | null>> }
  | { readonly add: Cells }

export interface Patch {
  readonly rows: Readonly<Partial<Record<SheetName, readonly Piece[]>>>
  /** Headers, where they or their order changed. */
  readonly columns: Readonly<Partial<Record<SheetName, readonly string[]>>>
}

/** What leads from one state of a draft to another. Rows are told by their keys. */
export function patchOf(before: Draft, after: Draft): Patch {
  const rows: Partial<Record<SheetName, readonly Piece[]>> = {}
  const columns: Partial<Record<SheetName, readonly string[]>> = {}
  for (const sheet of sheetNames) {
    const pieces = piecesOf(before[sheet], after[sheet])
    if (!isWhole(pieces, before[sheet].length)) rows[sheet] = pieces
    if (!sameList(before.columns[sheet], after.columns[sheet])) columns[sheet] = after.columns[sheet]
  }
  return { rows, columns }
}

export function isEmptyPatch({ rows, columns }: Patch): boolean {
  return Object.keys(rows).length === 0 && Object.keys(columns).length === 0
}

function piecesOf(before: readonly DraftRow[], after: readonly DraftRow[]): readonly Piece[] {
  const places = new Map(before.map((row, index) => [row.key, index]))
  const pieces: Piece[] = []
  for (const row of after) {
    const at = places.get(row.key)
    const old = at === undefined ? undefined : before[at]
    if (at === undefined || !old) {
      pieces.push({ add: row.cells })
      continue
    }
    const set = changedCells(old.cells, row.cells)
    if (set) {
      pieces.push({ at, set })
      continue
    }
    const last = pieces[pieces.length - 1]
    if (isRun(last) && last[0] + last[1] === at) pieces[pieces.length - 1] = [last[0], last[1] + 1]
    else pieces.push([at, 1])
  }
  return pieces
}

/** The cells that differ, null where one is gone; null where none does. */
export function changedCells(before: Cells, after: Cells): Record<string, string | null> | null {
  if (before === after) return null
  const set: Record<string, string | null> = {}
  for (const [header, text] of Object.entries(after))
    if (ownText(before, header) !== text) put(set, header, text)
  for (const header of Object.keys(before)) if (ownText(after, header) === undefined) put(set, header, null)
  return Object.keys(set).length === 0 ? null : set
}

/** Headers come from files: `__proto__` is one like any other. */
function put<T>(cells: Record<string, T>, header: string, value: T): void {
  Object.defineProperty(cells, header, { value, enumerable: true, configurable: true, writable: true })
}

function ownText(cells: Cells, header: string): string | undefined {
  return Object.prototype.hasOwnProperty.call(cells, header) ? cells[header] : undefined
}

function isRun(piece: Piece | undefined): piece is readonly [number, number] {
  return Array.isArray(piece)
}

function isWhole(pieces: readonly Piece[], length: number): boolean {
  const [only] = pieces
  if (length === 0) return pieces.length === 0
  return pieces.length === 1 && isRun(only) && only[0] === 0 && only[1] === length
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index])
}

/** The rows of a sheet after its pieces; null where they do not fit the rows before. */
export function patchedRows(before: readonly Cells[], pieces: readonly Piece[]): readonly Cells[] | null {
  const after: Cells[] = []
  for (const piece of pieces) {
    if (isRun(piece)) {
      const [from, count] = piece
      if (from < 0 || count < 1 || from + count > before.length) return null
      for (let at = from; at < from + count; at++) after.push(before[at]!)
    } else if ('add' in piece) after.push(piece.add)
    else {
      const old = before[piece.at]
      if (!old) return null
      after.push(withCells(old, piece.set))
    }
  }
  return after
}

/** Cells with some of them set or, by null or '', taken away. */
export function withCells(cells: Cells, set: Readonly<Record<string, string | null>>): Cells {
  const next: Record<string, string> = {}
  for (const [header, text] of Object.entries(cells)) {
    if (!Object.prototype.hasOwnProperty.call(set, header)) put(next, header, text)
    else {
      const given = set[header]
      if (given) put(next, header, given)
    }
  }
  for (const [header, text] of Object.entries(set))
    if (text !== null && text !== '' && ownText(cells, header) === undefined) put(next, header, text)
  return next
}
