/** A sheet of an XLSForm as rows of cells under normal headers. */

import type { FormSource, Localised, SheetName, SheetRow } from './form.ts'
import type { Complaints, Place } from './complaints.ts'
import { readHeader, type Header } from './headers.ts'

export interface Row {
  readonly row: number
  /** The trimmed text of a cell, '' if it is empty. */
  readonly cell: (name: string) => string
  /** The texts of a cell by language, or null if all are empty. */
  readonly localised: (name: string) => Localised | null
  /** Where a complaint about a cell points to: the header as it stands in the sheet. */
  readonly place: (name: string | null) => Place
}

export interface Sheet {
  readonly rows: readonly Row[]
  /** Every header, as it stands, with its normal form. */
  readonly headers: ReadonlyMap<string, Header>
}

export const cellLimit = 5_000
export const rowLimits: Readonly<Record<SheetName, number>> = {
  survey: 2_000,
  choices: 50_000,
  settings: 100,
}

/** Reads a sheet; empty rows and rows that are switched off (`disabled`) are left out. */
export function readSheet(source: FormSource, name: SheetName, complaints: Complaints): Sheet {
  const rows = source[name]
  const limit = rowLimits[name]
  if (rows.length > limit) {
    const what = name === 'choices' ? 'choices' : 'rows'
    complaints.error('tooMany', { sheet: name, row: limit + 1, column: null }, { what, limit })
  }
  const headers = new Map<string, Header>()
  // A column may stand empty and still be asked for by a choice_filter.
  for (const header of source.columns?.[name] ?? []) headers.set(header, readHeader(header, name))
  const read = rows
    .slice(0, limit)
    .map((row) => readRow(row, name, headers, complaints))
    .filter((row): row is Row => row !== null)
  return { rows: read, headers }
}

interface Cell {
  readonly header: string
  readonly language: string | null
  readonly text: string
}

function readRow(
  { row, cells }: SheetRow,
  sheet: SheetName,
  headers: Map<string, Header>,
  complaints: Complaints,
): Row | null {
  const byName = new Map<string, Cell[]>()
  for (const [header, value] of Object.entries(cells)) {
    const text = clean(value)
    if (text === '') continue
    let normal = headers.get(header)
    if (!normal) headers.set(header, (normal = readHeader(header, sheet)))
    if (text.length > cellLimit) {
      complaints.error('tooLong', { sheet, row, column: header }, { what: 'text', limit: cellLimit })
    }
    const standing = byName.get(normal.name)
    const cell = { header, language: normal.language, text: text.slice(0, cellLimit + 1) }
    if (standing) standing.push(cell)
    else byName.set(normal.name, [cell])
  }
  if (byName.size === 0) return null
  const first = (name: string) => byName.get(name)?.[0]
  if (sheet === 'survey' && /^(yes|true|true\(\)|1|是)$/i.test(first('disabled')?.text ?? '')) return null
  return {
    row,
    cell: (name) => first(name)?.text ?? '',
    localised: (name) => localisedOf(byName.get(name)),
    place: (name) => ({ sheet, row, column: name === null ? null : (first(name)?.header ?? name) }),
  }
}

/** By language; a header that names none stands under ''. */
function localisedOf(cells: readonly Cell[] | undefined): Localised | null {
  if (!cells) return null
  const texts: Record<string, string> = {}
  for (const { language, text } of cells) texts[language ?? ''] ??= text
  return texts
}

/** Cells come from spreadsheets: no-break spaces, NUL and halves of a character pair are not meant. */
function clean(value: unknown): string {
  if (typeof value !== 'string')
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
  return value
    .replace(/[\0\ud800-\udfff]/gu, '')
    .replace(/\r\n?/g, '\n')
    .replace(/^[\s\u3000\ufeff]+|[\s\u3000\ufeff]+$/g, '')
}
