/** Rows of an XLSForm sheet, numbered as a spreadsheet shows them; empty cells are left out. */

import type { SheetRow } from '../form/form.ts'

export function sheetRows(cells: readonly Readonly<Record<string, string>>[]): readonly SheetRow[] {
  return cells.map((row, index) => ({
    row: index + 2,
    cells: Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')),
  }))
}
