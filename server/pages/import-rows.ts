/** Rows of an uploaded table under the headings that a page knows, and a list of complaints instead of an exception. */

import { readTable } from '../imports/index.ts'
import { say, type Catalogue } from '../locale/index.ts'
import { several } from './fields.ts'
import type { Visit } from './page.ts'

/** One row: the number that a spreadsheet shows, and its cells by the names of the columns. */
export interface ImportRow<Column extends string> {
  readonly row: number
  readonly cells: Readonly<Record<Column, string>>
}

/** A column: its own name first among the headings people write, and how long a cell may be. */
export interface ColumnShape {
  readonly headings: readonly string[]
  readonly needed?: boolean
  readonly longest: number
}

export type Rows<Column extends string> =
  | { readonly ok: true; readonly rows: readonly ImportRow<Column>[] }
  | { readonly ok: false; readonly complaints: readonly string[] }

/** The rows of the uploaded file `file`. */
export async function uploadedRows<Column extends string>(
  { files, t }: Pick<Visit, 'files' | 't'>,
  columns: Readonly<Record<Column, ColumnShape>>,
): Promise<Rows<Column>> {
  const read = await readTable(files['file'])
  if (!read.ok) return { ok: false, complaints: [say(t.imports, read.complaint.code, read.complaint.params)] }
  const places = placesOf(t, read.header, columns)
  if (!places.ok) return places
  if (read.rows.length === 0) return { ok: false, complaints: [t.people.noRows] }
  const names = Object.keys(columns) as Column[]
  return {
    ok: true,
    rows: read.rows.map(({ row, cells }) => ({
      row,
      cells: Object.fromEntries(
        names.map((name) => [
          name,
          (cells[places.at[name] ?? -1] ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim(),
        ]),
      ) as Record<Column, string>,
    })),
  }
}

type Places<Column extends string> =
  | { readonly ok: true; readonly at: Readonly<Partial<Record<Column, number>>> }
  | { readonly ok: false; readonly complaints: readonly string[] }

function placesOf<Column extends string>(
  t: Catalogue,
  header: readonly string[],
  columns: Readonly<Record<Column, ColumnShape>>,
): Places<Column> {
  const at: Partial<Record<Column, number>> = {}
  const complaints: string[] = []
  const shapes = Object.entries(columns) as [Column, ColumnShape][]
  for (const [place, heading] of header.entries()) {
    const plain = heading
      .normalize('NFKC')
      .replace(/[\s*＊:：]/g, '')
      .toLowerCase()
    const found = shapes.find(([, { headings }]) => headings.includes(plain))
    if (found) at[found[0]] ??= place
    else complaints.push(t.people.unknownColumn({ column: heading }))
  }
  for (const [name, { needed, headings }] of shapes) {
    if (needed && at[name] === undefined)
      complaints.push(t.people.missingColumn({ column: headings[0] ?? name }))
  }
  return complaints.length > 0 ? { ok: false, complaints } : { ok: true, at }
}

/** The rows that the preview page sent back to be imported; null if they are not what that page sends. */
export function confirmedRows<Column extends string>(
  visit: Pick<Visit, 'body'>,
  columns: Readonly<Record<Column, ColumnShape>>,
): readonly ImportRow<Column>[] | null {
  const names = Object.keys(columns) as Column[]
  let sent: unknown
  try {
    sent = JSON.parse(several(visit, 'rows')[0] ?? '')
  } catch {
    return null
  }
  if (!Array.isArray(sent)) return null
  const rows: ImportRow<Column>[] = []
  for (const one of sent as readonly unknown[]) {
    if (!Array.isArray(one) || one.length !== names.length + 1) return null
    const [row, ...cells] = one as readonly unknown[]
    if (!Number.isInteger(row) || !cells.every((cell) => typeof cell === 'string')) return null
    const named = names.map((name, place) => [name, cells[place]] as const)
    rows.push({ row: row as number, cells: Object.fromEntries(named) as Record<Column, string> })
  }
  return rows
}

/** The rows as the preview page carries them in a hidden field. */
export function carriedRows<Column extends string>(
  rows: readonly ImportRow<Column>[],
  columns: Readonly<Record<Column, ColumnShape>>,
): string {
  const names = Object.keys(columns) as Column[]
  return JSON.stringify(rows.map(({ row, cells }) => [row, ...names.map((name) => cells[name])]))
}

/** Cells that are longer than their column allows. */
export function tooLong<Column extends string>(
  t: Catalogue,
  { cells }: ImportRow<Column>,
  columns: Readonly<Record<Column, ColumnShape>>,
): readonly string[] {
  return (Object.entries(columns) as [Column, ColumnShape][])
    .filter(([name, { longest }]) => cells[name].length > longest)
    .map(([name, { longest, headings }]) =>
      t.people.rowTooLong({ column: headings[0] ?? name, limit: longest }),
    )
}
