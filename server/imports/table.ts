/** A plain table (units, people) from CSV in UTF-8 or GB18030, or from the first sheet of an .xlsx or .xls file. */

import iconv from 'iconv-lite'
import papaparse from 'papaparse'
import { columnLetter } from './columns.ts'
import { limits, refuse, spreadsheetKind, type Read } from './file.ts'
import { readSheets } from './readers.ts'
import { cleanText } from './text-cells.ts'
import type { TextRow } from './workbook.ts'

/** `cells` of a row stand in the order of `header`, one for each heading, trimmed; `row` is the number a spreadsheet shows. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly TextRow[]
}

/** A table whose columns may say in words what they are. */
export interface LabelledTable extends Table {
  readonly labels: readonly string[]
}

/**
 * Reads an uploaded table:
 * `const read = await readTable(visit.files['file'])`, then
 * `read.ok ? read.header, read.rows : say(t.imports, read.complaint.code, read.complaint.params)`.
 * The header is the first row that is not blank (a single title cell above it is passed over); blank rows are left out
 * but counted, so `row` is always what the person sees. Never rejects.
 */
export async function readTable(file: { readonly bytes: Buffer } | undefined): Promise<Read<Table>> {
  if (!file || file.bytes.length === 0) return refuse('emptyFile')
  if (file.bytes.length > limits.fileBytes)
    return refuse('fileTooLarge', { limit: limits.fileBytes / 1024 / 1024 })
  if (spreadsheetKind(file.bytes) === null) return readCsv(file.bytes)
  const read = await readSheets(file.bytes)
  if (!read.ok) return read
  return tableOf(read.sheets.find((sheet) => sheet.rows.length > 0)?.rows ?? [])
}

/** CSV bytes as a table: the separator (comma, tab, semicolon) and the encoding are found out. */
export function readCsv(bytes: Buffer, mostRows: number = limits.rows): Read<Table> {
  const text = decodeText(bytes)
  if (!text.ok) return text
  const parsed = papaparse.parse<string[]>(text.text, { delimiter: separatorOf(text.text) })
  const quotes = parsed.errors.find((error) => error.type === 'Quotes')
  if (quotes) return refuse('badQuotes', { row: (quotes.row ?? 0) + 1 })
  const rows = parsed.data
    .map((cells, index) => ({ row: index + 1, cells: cells.map(cleanText) }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  for (const { row, cells } of rows) {
    const long = cells.findIndex((cell) => cell.length > limits.cellLength)
    if (long < 0) continue
    return refuse('cellTooLong', { sheet: '', row, column: columnLetter(long), limit: limits.cellLength })
  }
  return tableOf(rows, mostRows)
}

/** What the first line that is separated at all uses most; papaparse's own guess fails on small tables. */
function separatorOf(text: string): string {
  const line = text.split(/\r?\n|\r/, 50).find((words) => /[,\t;，]/.test(words)) ?? ''
  const counted = [',', '\t', ';', '，'].map((mark) => ({ mark, count: line.split(mark).length }))
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark
}

/** UTF-8 where the bytes are strictly that, else GB18030 (what Excel and WPS save as CSV in China); never a guess with holes. */
export function decodeText(bytes: Buffer): Read<{ readonly text: string }> {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { ok: true, text: iconv.decode(bytes, 'utf16le') }
  }
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { ok: true, text: iconv.decode(bytes, 'utf16be') }
  }
  // A NUL in what is no UTF-16: a picture, a program, anything but text.
  if (bytes.includes(0)) return refuse('notTable')
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const text = iconv.decode(bytes, 'gb18030')
    const hole = text.indexOf('\ufffd')
    if (hole < 0) return { ok: true, text }
    return refuse('badEncoding', { row: text.slice(0, hole).split('\n').length })
  }
}

/** Rows of cells with their heading. */
export function tableOf(all: readonly TextRow[], mostRows: number = limits.rows): Read<Table> {
  const rows = all.map(({ row, cells }) => ({ row, cells: cells.map((cell) => cell.trim()) }))
  const start = isTitle(rows[0], rows[1]) ? 1 : 0
  const head = rows[start]
  if (!head) return refuse('noRows')
  if (rows.length > mostRows) return refuse('tooManyRows', { sheet: '', limit: mostRows })
  const header = head.cells.slice(0, lastFilled(head.cells) + 1)
  if (header.length > limits.columns) return refuse('tooManyColumns', { sheet: '', limit: limits.columns })
  for (const [index, name] of header.entries()) {
    if (name === '') return refuse('blankHeader', { column: columnLetter(index) })
    if (header.indexOf(name) < index) return refuse('duplicateHeader', { name, column: columnLetter(index) })
  }
  const body: TextRow[] = []
  for (const { row, cells } of rows.slice(start + 1)) {
    const last = lastFilled(cells)
    if (last >= header.length) return refuse('extraCells', { row, column: columnLetter(last) })
    body.push({ row, cells: header.map((_, index) => cells[index] ?? '') })
  }
  return { ok: true, header, rows: body }
}

/** 「××街道人员名单」 alone in the first row, above the real header. */
function isTitle(first: TextRow | undefined, second: TextRow | undefined): boolean {
  if (!first || !second) return false
  return first.cells.filter(Boolean).length === 1 && second.cells.filter(Boolean).length > 1
}

function lastFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '')
}
