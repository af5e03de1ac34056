/** The shape of every table, as a fresh database of this program's schema has it: the same on every engine. */

import { sql } from 'kysely'
import { all, type On } from './database.ts'
import { tablesOf } from './inspect.ts'
import { migrate } from './migrate.ts'
import { openSqlite } from './sqlite.ts'

export interface Shape {
  readonly table: string
  /** In the order in which they were made. */
  readonly columns: readonly string[]
  /** The columns of the primary key, in its order. */
  readonly key: readonly string[]
  /** The column that refers to another row of the same table; null if there is none. */
  readonly parent: string | null
}

/** All tables but the list of migrations, each after those that it refers to. */
export async function shapesOfTables(): Promise<readonly Shape[]> {
  const database = openSqlite(':memory:')
  try {
    await migrate(database, new Date(0).toISOString())
    const { on } = database
    const tables = (await tablesOf(on, 'sqlite')).filter((table) => table !== 'schema_migrations')
    const shapes = new Map<string, Shape & { readonly needs: readonly string[] }>()
    for (const table of tables) shapes.set(table, await shapeOf(on, table))
    return inOrder([...shapes.values()])
  } finally {
    await database.close()
  }
}

async function shapeOf(on: On, table: string): Promise<Shape & { readonly needs: readonly string[] }> {
  const columns = await all(
    on,
    sql<{ name: string; pk: number }>`select name, pk from pragma_table_info(${table}) order by cid`,
  )
  const references = await all(
    on,
    sql<{
      table: string
      column: string
    }>`select "table", "from" as "column" from pragma_foreign_key_list(${table})`,
  )
  const key = columns.filter(({ pk }) => pk > 0).toSorted((one, other) => one.pk - other.pk)
  if (key.length === 0) throw new Error(`shapesOfTables: ${table} has no primary key`)
  return {
    table,
    columns: columns.map(({ name }) => name),
    key: key.map(({ name }) => name),
    parent: references.find((reference) => reference.table === table)?.column ?? null,
    needs: references.map((reference) => reference.table).filter((other) => other !== table),
  }
}

function inOrder(shapes: readonly (Shape & { readonly needs: readonly string[] })[]): readonly Shape[] {
  const ordered: Shape[] = []
  let waiting = shapes
  while (waiting.length > 0) {
    const there = new Set(ordered.map(({ table }) => table))
    const ready = waiting.filter(({ needs }) => needs.every((table) => there.has(table)))
    if (ready.length === 0) throw new Error('shapesOfTables: tables refer to each other in a circle')
    ordered.push(...ready.map(({ table, columns, key, parent }) => ({ table, columns, key, parent })))
    waiting = waiting.filter((shape) => !ready.includes(shape))
  }
  return ordered
}
