/** Adding and removing rows of a repeat by round trips; what was removed can be brought back. */

import type { Raw } from './posted.ts'

/** The buttons of a repeat: `add:children`, `remove:children[2]`, `undo`. */
export type RowAction =
  | { readonly kind: 'add'; readonly at: string }
  | { readonly kind: 'remove'; readonly at: string }
  | { readonly kind: 'undo' }

export interface Removed {
  /** The id of the row that was removed. */
  readonly at: string
  readonly row: Raw
}

export function rowAction(action: string): RowAction | null {
  if (action === 'undo') return { kind: 'undo' }
  const [, kind, at = ''] = /^(add|remove):(.{1,500})$/.exec(action) ?? []
  return kind === 'add' || kind === 'remove' ? { kind, at } : null
}

/** The answers with an empty row more at the end of a repeat. */
export function withRow(raw: Raw, repeatAt: string): Raw {
  return changed(raw, repeatAt, (rows) => [...rows, {}])
}

/** The answers without a row, and that row. */
export function withoutRow(raw: Raw, rowAt: string): { readonly raw: Raw; readonly removed: Removed | null } {
  const [, repeat = '', number = ''] = /^(.*)\[(\d{1,6})\]$/.exec(rowAt) ?? []
  let removed: Removed | null = null
  const rest = changed(raw, repeat, (rows) => {
    const row = rows[Number(number) - 1]
    if (row) removed = { at: rowAt, row }
    return rows.filter((_, place) => place !== Number(number) - 1)
  })
  return { raw: rest, removed }
}

/** The answers with a removed row where it was. */
export function withRowAgain(raw: Raw, { at, row }: Removed): Raw {
  const [, repeat = '', number = ''] = /^(.*)\[(\d{1,6})\]$/.exec(at) ?? []
  return changed(raw, repeat, (rows) => rows.toSpliced(Number(number) - 1, 0, row))
}

/** What a page carried of a removed row; null for anything that it never carries. */
export function readRemoved(text: string): Removed | null {
  if (text === '' || text.length > 100_000) return null
  try {
    const value = JSON.parse(text) as Removed | null
    const sound = typeof value?.at === 'string' && typeof value.row === 'object' && !Array.isArray(value.row)
    return sound ? { at: value.at, row: value.row } : null
  } catch {
    return null
  }
}

/** Follows `a[2]/b` into the answers and changes the rows that stand there. */
function changed(raw: Raw, at: string, change: (rows: readonly Raw[]) => readonly Raw[]): Raw {
  const [, outer = '', row = '', inner = ''] = /^([^[\]]+)\[(\d{1,6})\]\/(.+)$/.exec(at) ?? []
  if (inner === '') return { ...raw, [at]: change(rowsIn(raw, at)) }
  return {
    ...raw,
    [outer]: rowsIn(raw, outer).map((each, place) =>
      place === Number(row) - 1 ? changed(each, inner, change) : each,
    ),
  }
}

function rowsIn(raw: Raw, name: string): readonly Raw[] {
  const rows = raw[name]
  return Array.isArray(rows)
    ? rows.filter((row): row is Raw => typeof row === 'object' && row !== null && !Array.isArray(row))
    : []
}
