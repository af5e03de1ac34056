/** What the designer sends of a form: only what changed, checked before it is applied. */

import type { FormSource, SheetName, SheetRow } from '../../form/form.ts'
import { sheetNames, tidyText, type Cells } from '../../form/design/draft.ts'
import { patchedRows, type Patch, type Piece } from '../../form/design/patch.ts'
import { isRecord } from '../../form/rows.ts'
import { Problem } from '../../problem.ts'
import { editorLimits } from './editing.ts'

/** The rows of a sheet that have anything in them, as the designer counts them. */
export function countedRows(source: FormSource, sheet: SheetName): readonly Cells[] {
  return source[sheet].map(({ cells }) => cells).filter((cells) => Object.keys(cells).length > 0)
}

/** The source with a patch applied; a Problem where the patch does not fit it or is too large. */
export function patched(source: FormSource, patch: Patch): FormSource {
  const next: Partial<Record<SheetName, readonly SheetRow[]>> = {}
  for (const sheet of sheetNames) {
    const pieces = patch.rows[sheet]
    if (!pieces) continue
    const rows = patchedRows(countedRows(source, sheet), pieces)
    if (!rows) throw new Problem('badRequest')
    const kept = rows.filter((cells) => Object.keys(cells).length > 0)
    if (kept.length > editorLimits[sheet])
      throw new Problem('tooLarge', { limit: `${sheet} ${editorLimits[sheet]}` })
    next[sheet] = kept.map((cells, index) => ({ row: index + 2, cells }))
  }
  const columns = { ...source.columns, ...patch.columns }
  return { ...source, ...next, columns }
}

/** Reads a posted patch; a Problem where it is none. */
export function readPatch(value: unknown): Patch {
  if (!isRecord(value) || !isRecord(value['rows']) || !isRecord(value['columns']))
    throw new Problem('badRequest')
  const rows: Partial<Record<SheetName, readonly Piece[]>> = {}
  const columns: Partial<Record<SheetName, readonly string[]>> = {}
  for (const sheet of sheetNames) {
    const [pieces, headers] = [value['rows'][sheet], value['columns'][sheet]]
    if (Array.isArray(pieces)) rows[sheet] = pieces.map(readPiece)
    if (Array.isArray(headers)) columns[sheet] = readHeaders(headers, sheet)
  }
  return { rows, columns }
}

function readPiece(piece: unknown): Piece {
  if (Array.isArray(piece)) {
    const [from, count] = piece as readonly unknown[]
    if (piece.length === 2 && Number.isSafeInteger(from) && Number.isSafeInteger(count))
      return [Number(from), Number(count)]
  } else if (isRecord(piece)) {
    const { at, set, add } = piece
    if (isRecord(add)) {
      const cells = readCells(add)
      return {
        add: Object.fromEntries(Object.entries(cells).filter((cell): cell is [string, string] => !!cell[1])),
      }
    }
    if (Number.isSafeInteger(at) && isRecord(set)) return { at: Number(at), set: readCells(set) }
  }
  throw new Problem('badRequest')
}

function readCells(cells: Readonly<Record<string, unknown>>): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(cells).map(([header, text]) => {
      if (text !== null && typeof text !== 'string') throw new Problem('badRequest')
      if (header.length > 200 || header.includes('\n')) throw new Problem('badRequest')
      if (text !== null && text.length > editorLimits.cell)
        throw new Problem('tooLarge', { limit: editorLimits.cell })
      return [header, text === null ? null : tidyText(text)]
    }),
  )
}

function readHeaders(headers: readonly unknown[], sheet: SheetName): readonly string[] {
  const names = headers.filter(
    (header): header is string =>
      typeof header === 'string' && header.length <= 200 && !header.includes('\n'),
  )
  if (names.length !== headers.length || new Set(names).size !== names.length) throw new Problem('badRequest')
  if (names.length > 2 * editorLimits.columns)
    throw new Problem('tooLarge', { limit: `${sheet} ${2 * editorLimits.columns}` })
  return names
}
