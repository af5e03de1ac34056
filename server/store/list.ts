/** Keyset pages of a list: a page begins after a sort key and an id, never at an offset. */

import { sql, type RawBuilder } from 'kysely'
import { all, first, type On } from './database.ts'
import type { Listed, ListQuery } from './store.ts'

/** How one list is read. Fragments are SQL of this room, never text from outside. */
export interface ListShape {
  readonly columns: RawBuilder<unknown>
  readonly from: RawBuilder<unknown>
  /** Unique; breaks ties of the sort key. */
  readonly id: RawBuilder<unknown>
  readonly searched: readonly RawBuilder<unknown>[]
  readonly filters: Readonly<Record<string, (value: string) => RawBuilder<unknown>>>
  /** Sort keys are never null. */
  readonly sorts: Readonly<Record<string, RawBuilder<unknown>>>
  /** Those sorts whose keys are numbers; the others are text. */
  readonly numeric?: readonly string[]
  readonly ownOrder: string
}

/** One page of a list, and how many match in all. */
export async function listed<Row extends object>(
  on: On,
  shape: ListShape,
  query: ListQuery,
  ...also: readonly RawBuilder<unknown>[]
): Promise<Listed<Row>> {
  const matching = [...also, ...searches(shape, query.search), ...filters(shape, query.where)]
  const name =
    query.sort !== undefined && Object.hasOwn(shape.sorts, query.sort) ? query.sort : shape.ownOrder
  const sort = sortOf(shape, name)
  const limit = Math.min(Math.max(Math.trunc(query.limit ?? 50), 1), 200)
  const direction = query.descending ? sql`desc` : sql`asc`
  const after = readCursor(query.after, shape.numeric?.includes(name) ? 'number' : 'string')
  const beyond = query.descending ? sql`<` : sql`>`
  const page = after
    ? [...matching, sql`(${sort}, ${shape.id}) ${beyond} (${after.key}, ${after.id})`]
    : matching
  const rows = await all(
    on,
    sql<Row & { sortKey: string | number; sortId: string }>`
      select ${shape.columns}, ${sort} as "sortKey", ${shape.id} as "sortId"
      from ${shape.from}
      where ${conjunction(page)}
      order by ${sort} ${direction}, ${shape.id} ${direction}
      limit ${limit + 1}`,
  )
  const counted = await first(
    on,
    sql<{ n: number | string }>`
      select count(*) as n
      from ${shape.from}
      where ${conjunction(matching)}`,
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const next = rows.length > limit && last ? writeCursor(last.sortKey, last.sortId) : null
  return { items, next, total: Number(counted?.n ?? 0) }
}

/** The ids of all that match, in the order of ids, at most `limit`. */
export async function idsListed(
  on: On,
  shape: ListShape,
  query: Pick<ListQuery, 'search' | 'where'>,
  limit: number,
  ...also: readonly RawBuilder<unknown>[]
): Promise<readonly string[]> {
  const matching = [...also, ...searches(shape, query.search), ...filters(shape, query.where)]
  const rows = await all(
    on,
    sql<{ id: string }>`
      select ${shape.id} as id
      from ${shape.from}
      where ${conjunction(matching)}
      order by ${shape.id}
      limit ${limit}`,
  )
  return rows.map(({ id }) => id)
}

function sortOf(shape: ListShape, name: string): RawBuilder<unknown> {
  const sort = shape.sorts[name]
  if (!sort) throw new Error(`listed: the list's own order ${name} is not among its sorts`)
  return sort
}

/** All of these conditions. */
export function conjunction(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`1 = 1`
}

function searches(shape: ListShape, search: string | undefined): readonly RawBuilder<unknown>[] {
  return wordsIn(shape.searched, search)
}

/** Every word must stand in one of the searched columns. Wildcards in it mean themselves. */
export function wordsIn(
  searched: readonly RawBuilder<unknown>[],
  search: string | undefined,
): readonly RawBuilder<unknown>[] {
  const words = (search ?? '').slice(0, 200).trim().toLowerCase().split(/\s+/u).filter(Boolean).slice(0, 8)
  return words.map((word) => {
    const pattern = `%${word.replace(/[!%_]/g, '!$&')}%`
    const columns = searched.map((column) => sql`lower(${column}) like ${pattern} escape '!'`)
    return sql`(${sql.join(columns, sql` or `)})`
  })
}

function filters(shape: ListShape, where: ListQuery['where']): readonly RawBuilder<unknown>[] {
  return Object.entries(where ?? {}).map(([field, value]) => {
    const filter = Object.hasOwn(shape.filters, field) ? shape.filters[field] : undefined
    if (!filter) throw new Error(`list: cannot be filtered by ${field}`)
    return filter(value)
  })
}

function writeCursor(key: string | number, id: string): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url')
}

interface Cursor {
  readonly key: string | number
  readonly id: string
}

/** Comes from an address that people can edit: anything else than what `writeCursor` made is the first page. */
function readCursor(text: string | undefined, kind: 'number' | 'string'): Cursor | null {
  if (!text || text.length > 1_000) return null
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (!Array.isArray(read) || read.length !== 2) return null
    const [key, id] = read as readonly unknown[]
    if (typeof id !== 'string') return null
    if (typeof key !== 'string' && !Number.isSafeInteger(key)) return null
    return typeof key === kind ? { key: key as Cursor['key'], id } : null
  } catch {
    return null
  }
}
