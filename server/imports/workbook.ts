/** The bytes of an .xlsx or .xls file as plain sheets of text cells; runs inside the worker of readers.ts. */

import * as xlsx from '@e965/xlsx'
import { columnLetter } from './columns.ts'
import { cleanText } from './text-cells.ts'
import { limits, refuse, spreadsheetKind, type Read } from './file.ts'
import { checkZip } from './zip.ts'

/** One sheet: its rows that are not blank, each with its number as a person sees it and its cells from column A on. */
export interface Sheet {
  readonly name: string
  readonly rows: readonly TextRow[]
}
export interface TextRow {
  readonly row: number
  readonly cells: readonly string[]
}

/** Reads every sheet within the limits; a file that cannot be read is a complaint, never an exception. */
export function parseWorkbook(bytes: Buffer): Read<{ readonly sheets: readonly Sheet[] }> {
  if (bytes.length === 0) return refuse('emptyFile')
  if (bytes.length > limits.fileBytes)
    return refuse('fileTooLarge', { limit: limits.fileBytes / 1024 / 1024 })
  const kind = spreadsheetKind(bytes)
  if (kind === null) return refuse('notSpreadsheet')
  if (kind === 'xlsx') {
    const zip = checkZip(bytes)
    if (zip.outcome === 'broken') return refuse('brokenFile')
    if (zip.outcome === 'tooLarge')
      return refuse('unpacksTooLarge', { limit: limits.unpackedBytes / 1024 / 1024 })
    if (!zip.names.some((name) => /^\/?xl[\\/]/i.test(name))) return refuse('notSpreadsheet')
  }
  return readBook(bytes)
}

function readBook(bytes: Buffer): Read<{ readonly sheets: readonly Sheet[] }> {
  let book: xlsx.WorkBook
  try {
    book = xlsx.read(bytes, {
      type: 'buffer',
      dense: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellFormula: false,
    })
  } catch (error) {
    const words = error instanceof Error ? error.message : ''
    if (/password/i.test(words)) return refuse('encrypted')
    return refuse(/WordDocument|find workbook/i.test(words) ? 'notSpreadsheet' : 'brokenFile')
  }
  if (book.SheetNames.length > limits.sheets) return refuse('tooManySheets', { limit: limits.sheets })
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  const sheets: Sheet[] = []
  for (const name of book.SheetNames) {
    const sheet = readSheet(name, book.Sheets[name], date1904)
    if (!sheet.ok) return sheet
    sheets.push(sheet.sheet)
  }
  return { ok: true, sheets }
}

/** Walks the cells that exist, so that a declared range of a million rows costs nothing. */
function readSheet(
  name: string,
  source: xlsx.WorkSheet | undefined,
  date1904: boolean,
): Read<{ readonly sheet: Sheet }> {
  // A chart sheet has no cells.
  const data = (source?.['!data'] ?? []) as readonly (readonly (xlsx.CellObject | undefined)[] | undefined)[]
  const rows: TextRow[] = []
  // A sheet of one cell in the last row is a sparse array of a million holes: visit its own keys only.
  for (const index of Object.keys(data)) {
    const row = Number(index) + 1
    const cells: string[] = []
    const found = data[Number(index)]
    if (!found) continue
    for (const key of Object.keys(found)) {
      const column = Number(key)
      const text = cellText(found[column], date1904)
      if (text.trim() === '') continue
      if (column >= limits.columns) return refuse('tooManyColumns', { sheet: name, limit: limits.columns })
      if (text.length > limits.cellLength) {
        return refuse('cellTooLong', {
          sheet: name,
          row,
          column: columnLetter(column),
          limit: limits.cellLength,
        })
      }
      while (cells.length < column) cells.push('')
      cells[column] = text
    }
    if (cells.length === 0) continue
    rows.push({ row, cells })
    if (rows.length > limits.rows) return refuse('tooManyRows', { sheet: name, limit: limits.rows })
  }
  return { ok: true, sheet: { name, rows } }
}

/** A cell as the writer of a form meant it: 1 and not 1.0, TRUE, a date as 2026-11-24; a formula gives its cached value. */
function cellText(cell: xlsx.CellObject | undefined, date1904: boolean): string {
  if (!cell || cell.v === undefined || cell.v === null) return ''
  switch (cell.t) {
    case 's':
      return cleanText(String(cell.v))
    case 'b':
      return cell.v ? 'TRUE' : 'FALSE'
    case 'e':
      return cell.w ?? '#ERROR'
    case 'n':
      return typeof cell.z === 'string' && xlsx.SSF.is_date(cell.z)
        ? dateText(Number(cell.v), date1904)
        : numberText(Number(cell.v))
    default:
      return cleanText(String(cell.v))
  }
}

/** Fifteen digits are what a spreadsheet keeps: 0.1 + 0.2 reads 0.3, as it does on its screen. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return ''
  return String(Number(value.toPrecision(15)))
}

function dateText(serial: number, date1904: boolean): string {
  const parts = xlsx.SSF.parse_date_code(serial, { date1904 })
  if (!parts) return numberText(serial)
  const two = (n: number) => String(n).padStart(2, '0')
  const time = `${two(parts.H)}:${two(parts.M)}${parts.S > 0 ? `:${two(Math.floor(parts.S))}` : ''}`
  if (serial >= 0 && serial < 1) return time
  const day = `${parts.y}-${two(parts.m)}-${two(parts.d)}`
  return Number.isInteger(serial) ? day : `${day} ${time}`
}
