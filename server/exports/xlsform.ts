/** A form as an XLSForm workbook, so that every form can be taken to another tool and back. */

import * as xlsx from '@e965/xlsx'
import type { FormSource, SheetName, SheetRow } from '../form/form.ts'

const sheetNames = ['survey', 'choices', 'settings'] as const satisfies readonly SheetName[]

/** Bytes of an .xlsx file in which every row stands where it stood and every column in its order. */
export function writeXlsform(source: FormSource): Buffer {
  const book = xlsx.utils.book_new()
  for (const name of sheetNames) {
    const columns = columnsOf(source, name)
    if (columns.length > 0) xlsx.utils.book_append_sheet(book, sheetOf(columns, source[name]), name)
  }
  // A workbook needs a sheet, even where the form is still empty.
  if (book.SheetNames.length === 0)
    xlsx.utils.book_append_sheet(book, sheetOf(['type', 'name', 'label'], []), 'survey')
  return xlsx.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer
}

/** The headers of a sheet in their order, then those that only rows have. */
export function columnsOf(source: FormSource, name: SheetName): readonly string[] {
  const columns = new Set(source.columns?.[name] ?? [])
  for (const { cells } of source[name]) for (const column of Object.keys(cells)) columns.add(column)
  return [...columns]
}

function sheetOf(columns: readonly string[], rows: readonly SheetRow[]): xlsx.WorkSheet {
  const lines: (string | null)[][] = [[...columns]]
  for (const { row, cells } of rows) {
    while (lines.length < row - 1) lines.push([])
    // Text cells throughout: 007 stays 007, and what looks like a formula stays words.
    lines.push(columns.map((column) => (Object.hasOwn(cells, column) ? (cells[column] ?? null) : null)))
  }
  const sheet = xlsx.utils.aoa_to_sheet(lines)
  sheet['!cols'] = columns.map((column) => ({ wch: widthOf(column) }))
  return sheet
}

function widthOf(column: string): number {
  if (/^(label|hint|guidance_hint)/.test(column)) return 40
  return /^(relevant|constraint|calculation|choice_filter)/.test(column) ? 30 : 16
}
