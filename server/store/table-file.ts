/** A SQLite file of plain tables for other programs: not a store, and nothing of ours but what is put in. */

import Sqlite from 'better-sqlite3'

export interface TableColumn {
  readonly name: string
  readonly type: 'text' | 'real' | 'integer'
}
export type TableValue = string | number | null

export interface TableFile {
  /** Makes a table; what it returns takes rows, as many at a time as it is given. */
  table(name: string, columns: readonly TableColumn[]): (rows: readonly (readonly TableValue[])[]) => void
  close(): void
}

/** SQLite's own limit. */
export const mostTableColumns = 2_000

/** Makes a new file; the same tables and rows give the same bytes. */
export function createTableFile(path: string): TableFile {
  const file = new Sqlite(path)
  // Written once and read by others: nothing of it has to survive a crash.
  file.pragma('journal_mode = memory')
  file.pragma('synchronous = off')
  file.pragma('encoding = "UTF-8"')
  return {
    table: (name, columns) => {
      const described = columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ')
      file.exec(`create table ${quoted(name)} (${described})`)
      const places = columns.map(() => '?').join(', ')
      const insert = file.prepare(`insert into ${quoted(name)} values (${places})`)
      const all = file.transaction((rows: readonly (readonly TableValue[])[]) => {
        for (const row of rows) insert.run(row)
      })
      return (rows) => {
        all(rows)
      }
    },
    close: () => {
      file.close()
    },
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
