/** The columns of a sheet of a form. */

import type { FormSource, SheetName } from './form.ts'

/** The headers of a sheet in their order, then those that only rows have. */
export function columnsOf(source: FormSource, name: SheetName): readonly string[] {
  const columns = new Set(source.columns?.[name] ?? [])
  for (const { cells } of source[name]) for (const column of Object.keys(cells)) columns.add(column)
  return [...columns]
}
