/** A form as an XLSForm workbook, so that every form can be taken to another tool and back. */

import * as xlsx from '@e965/xlsx'
import type { FormSource, SheetName, SheetRow } from '../form/form.ts'
import { columnsOf } from '../form/sheet-columns.ts'
import { isBlankHeader } from '../imports/xlsform.ts'

const sheetNames = ['survey', 'choices', 'settings'] as const satisfies readonly SheetName[]

/** Bytes of an .xlsx file with the sheets, rows, columns and headers that its author wrote, in their order. */
export function writeXlsform(source: FormSource): Buffer {
  const book = xlsx.utils.book_new()
  const made = new Map<string, xlsx.WorkSheet>()
  for (const name of sheetNames) {
    const columns = columnsOf(source, name)
    // A sheet without anything in it is a sheet too.
    if (columns.length > 0 || source.columns?.[name])
      made.set(name, sheetOf(columns, source[name], source.written?.[name]))
  }
  for (const { name, columns, rows } of source.sheets ?? []) made.set(name, sheetOf(columns, rows))
  for (const [name, sheet] of inOrder(made, source.order ?? []))
    xlsx.utils.book_append_sheet(book, sheet, name)
  // A workbook needs a sheet, even where the form is still empty.
  if (book.SheetNames.length === 0)
    xlsx.utils.book_append_sheet(book, sheetOf(['type', 'name', 'label'], []), 'survey')
  return xlsx.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer
}

/** The sheets under the names and in the order that they came in; new ones follow. */
function inOrder(
  made: ReadonlyMap<string, xlsx.WorkSheet>,
  order: readonly string[],
): readonly (readonly [string, xlsx.WorkSheet])[] {
  const placed = order.flatMap((name) => {
    const key = made.has(name) ? name : name.trim().toLowerCase()
    const sheet = made.get(key)
    return sheet ? [[name, key, sheet] as const] : []
  })
  const keys = new Set(placed.map(([, key]) => key))
  const others = [...made].filter(([key]) => !keys.has(key))
  return [...placed.map(([name, , sheet]) => [name, sheet] as const), ...others]
}

function sheetOf(
  columns: readonly string[],
  rows: readonly SheetRow[],
  written: Readonly<Record<string, string>> = {},
): xlsx.WorkSheet {
  const headers = columns.map((column) => {
    if (isBlankHeader(column)) return null
    return Object.hasOwn(written, column) ? (written[column] ?? column) : column
  })
  const lines: (string | null)[][] = [headers]
  for (const { row, cells } of rows) {
    while (lines.length < row) lines.push([])
    // Text cells throughout: 007 stays 007, and what looks like a formula stays words.
    lines[row - 1] = columns.map((column) => (Object.hasOwn(cells, column) ? (cells[column] ?? null) : null))
  }
  // Dense, because a form may have two hundred columns and a remark in row 20,000.
  const sheet = xlsx.utils.aoa_to_sheet(lines, { dense: true })
  sheet['!cols'] = columns.map((column) => ({ wch: widthOf(column) }))
  return sheet
}

function widthOf(column: string): number {
  if (/^(label|hint|guidance_hint)/.test(column)) return 40
  return /^(relevant|constraint|calculation|choice_filter)/.test(column) ? 30 : 16
}
