/**
 * Moves everything from one database to another, of whichever engines: in batches, each of them whole with the mark of
 * how far the move has come, so that a move that was cut short is gone on with; and compared at the end.
 */

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { named } from './columns.ts'
import { all, first, run, transaction, type Database, type On } from './database.ts'
import { countsOf, everyTable, headsOf, schemaOf, type ChainHead, type EngineName } from './inspect.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'
import { isPostgresUrl } from './database.ts'
import { oneConnection } from './postgres.ts'
import { ownSchema } from './reading.ts'
import { shapesOfTables, type Shape } from './shapes.ts'
import { markFinished, markUnfinished, positionOf, unfinished, writePosition } from './unfinished.ts'
import { verifyChain } from './verify.ts'

export interface TransferOrder {
  /** A SQLite file or the address of a PostgreSQL database. No server may have it open. */
  readonly from: string
  /** The same; empty, or holding what an interrupted move of the same data has brought. */
  readonly to: string
  readonly appliedAt: string
  /** Rows in a batch. */
  readonly batch?: number
  readonly moved?: (table: string, rows: number) => void
}

export interface Transferred {
  /** Rows of each table. */
  readonly counts: Readonly<Record<string, number>>
  readonly chains: number
  /** True if an interrupted move was gone on with. */
  readonly resumed: boolean
}

type Row = Readonly<Record<string, unknown>>

/** How far a move has come: in this table, to this key, after so many rows of it. */
interface Position {
  readonly table: string
  readonly key: readonly unknown[] | null
}

interface Source {
  readonly on: On
  readonly engine: EngineName
  close(): Promise<void>
}

/**
 * Rejects with an Error named NoDatabase, DatabaseInUse, OtherSchema (the source is not of this program's schema),
 * NotEmpty (the target holds something else), SourceChanged (since the interrupted move) or NotTheSame (a comparison
 * failed; its message says which).
 */
export async function transfer(order: TransferOrder): Promise<Transferred> {
  const { from, to, batch = 1_000, moved = () => undefined } = order
  const source = await openSource(from)
  try {
    const target = await openDatabase(to)
    try {
      const shapes = await shapesOfTables()
      const resumed = await prepare(source, target, order.appliedAt)
      await copyAll({ source, target, shapes, batch, moved })
      const counts = await compare(source, target, shapes)
      const heads = await headsOf(target.on)
      await verifyAll(target, heads)
      await markFinished(target.on)
      return { counts, chains: heads.length, resumed }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** One state of the source that nobody else is writing. */
async function openSource(from: string): Promise<Source> {
  const source = isPostgresUrl(from) ? await openPostgresSource(from) : await openFileSource(from)
  try {
    const { on, engine } = source
    if ((await unfinished(on, engine)) !== null)
      throw named('NoDatabase', 'the source itself holds an unfinished move or restore')
    const schema = await schemaOf(on, engine)
    if (JSON.stringify(schema) !== JSON.stringify(ownSchema))
      throw named('OtherSchema', `schema ${schema.at(-1)?.number ?? 0}, not ${ownSchema.at(-1)?.number ?? 0}`)
    return source
  } catch (error) {
    await source.close()
    throw error
  }
}

/** The lock of the file keeps servers away. */
async function openFileSource(file: string): Promise<Source> {
  if (!existsSync(file)) throw named('NoDatabase', `there is no database at ${file}`)
  return openDatabase(file)
}

async function openPostgresSource(url: string): Promise<Source> {
  const { on, close } = await oneConnection(url)
  const others = await first(
    on,
    sql<{ others: number }>`
      select count(*) as others
      from pg_stat_activity
      where datname = current_database()
        and application_name = 'diaoyan'
        and pid <> pg_backend_pid()`,
  )
  if (Number(others?.others) > 0) {
    await close()
    throw named('DatabaseInUse', 'a server is running on the database')
  }
  await run(on, sql`set idle_in_transaction_session_timeout = 0`)
  await run(on, sql`begin isolation level repeatable read, read only`)
  return { on, engine: 'postgres', close }
}

/** Makes the target's schema, or finds what an interrupted move of the very same data has left. */
async function prepare(source: Source, target: Database, appliedAt: string): Promise<boolean> {
  const print = `move ${await fingerprintOf(source)}`
  const standing = await unfinished(target.on, target.engine)
  if (standing === print) return true
  if (standing?.startsWith('move ')) throw named('SourceChanged', standing)
  const [table] = await everyTable(target.on, target.engine)
  if (table !== undefined) throw named('NotEmpty', table)
  await markUnfinished(target.on, print)
  await migrate(target, appliedAt)
  return false
}

/** What tells one state of the source from another. */
async function fingerprintOf({ on, engine }: Source): Promise<string> {
  const content = JSON.stringify([ownSchema, await countsOf(on, engine), await headsOf(on)])
  return createHash('sha256').update(content).digest('hex')
}

interface Copying {
  readonly source: Source
  readonly target: Database
  readonly shapes: readonly Shape[]
  readonly batch: number
  readonly moved: (table: string, rows: number) => void
}

/** Tables in an order in which each refers only to those before it; the mark moves with the rows. */
async function copyAll(copying: Copying): Promise<void> {
  const { source, target, shapes, batch, moved } = copying
  const text = await positionOf(target.on)
  const position = text ? (JSON.parse(text) as Position) : null
  const begun = position ? shapes.findIndex(({ table }) => table === position.table) : 0
  // An interrupted move may have been cut off before the schema was whole.
  if (position === null) await migrate(target, new Date().toISOString())
  for (const [place, shape] of shapes.entries()) {
    if (place < begun) continue
    let key = position && place === begun ? position.key : null
    if (shape.parent !== null) {
      // Few and in a tree: all at once, parents first. Either all of them are there or none.
      if (key === null) await insertTree(copying, shape)
      continue
    }
    for (;;) {
      const rows = await pageOf(source.on, shape, key, batch)
      const last = rows.at(-1)
      if (!last) break
      key = shape.key.map((column) => last[column])
      const reached: Position = { table: shape.table, key }
      await transaction(target.on, async (on) => {
        await insert(on, shape, rows)
        await writePosition(on, JSON.stringify(reached))
      })
      moved(shape.table, rows.length)
    }
  }
}

async function insertTree({ source, target, moved }: Copying, shape: Shape): Promise<void> {
  const waiting = [...(await everyRow(source.on, shape))]
  const [id = ''] = shape.key
  const parent = shape.parent ?? ''
  const there = new Set<unknown>([null])
  const ordered: Row[] = []
  while (waiting.length > 0) {
    const ready = waiting.filter((row) => there.has(row[parent]))
    if (ready.length === 0) throw named('NotTheSame', `${shape.table}: a row stands below itself`)
    for (const row of ready) there.add(row[id])
    ordered.push(...ready)
    for (const row of ready) waiting.splice(waiting.indexOf(row), 1)
  }
  await transaction(target.on, async (on) => {
    await insert(on, shape, ordered)
    await writePosition(on, JSON.stringify({ table: shape.table, key: [''] } satisfies Position))
  })
  moved(shape.table, ordered.length)
}

async function everyRow(on: On, shape: Shape): Promise<readonly Row[]> {
  const rows: Row[] = []
  let key: readonly unknown[] | null = null
  for (;;) {
    const page: readonly Row[] = await pageOf(on, shape, key, 1_000)
    const last = page.at(-1)
    if (!last) return rows
    rows.push(...page)
    key = shape.key.map((column) => last[column])
  }
}

/** The next rows by key. Every engine sorts text by code point, so their order is one. */
function pageOf(
  on: On,
  shape: Shape,
  after: readonly unknown[] | null,
  limit: number,
): Promise<readonly Row[]> {
  const columns = sql.join(shape.columns.map((column) => sql.ref(column)))
  const key = sql.join(shape.key.map((column) => sql.ref(column)))
  const beyond = after === null ? sql`` : sql`where (${key}) > (${sql.join(after)})`
  return all(
    on,
    sql<Row>`
      select ${columns}
      from ${sql.table(shape.table)}
      ${beyond}
      order by ${key}
      limit ${limit}`,
  )
}

/** SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535. */
const mostParameters = 30_000

async function insert(on: On, { table, columns }: Shape, rows: readonly Row[]): Promise<void> {
  const names = sql.join(columns.map((column) => sql.ref(column)))
  const atOnce = Math.max(1, Math.floor(mostParameters / columns.length))
  for (let start = 0; start < rows.length; start += atOnce) {
    const values = rows
      .slice(start, start + atOnce)
      .map((row) => sql`(${sql.join(columns.map((column) => sql.val(row[column])))})`)
    await run(on, sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`)
  }
}

/** Rows and their content, table by table, on both sides. */
async function compare(
  source: Source,
  target: Database,
  shapes: readonly Shape[],
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const shape of shapes) {
    const [is, should] = [await contentOf(target.on, shape), await contentOf(source.on, shape)]
    if (is.rows !== should.rows)
      throw named('NotTheSame', `${shape.table}: ${is.rows} rows, not ${should.rows}`)
    if (is.hash !== should.hash) throw named('NotTheSame', `${shape.table}: the content differs`)
    counts[shape.table] = is.rows
  }
  return counts
}

async function contentOf(on: On, shape: Shape): Promise<{ readonly rows: number; readonly hash: string }> {
  const hash = createHash('sha256')
  let rows = 0
  let key: readonly unknown[] | null = null
  for (;;) {
    const page: readonly Row[] = await pageOf(on, shape, key, 2_000)
    const last = page.at(-1)
    if (!last) return { rows, hash: hash.digest('hex') }
    for (const row of page)
      hash.update(`${JSON.stringify(shape.columns.map((column) => plain(row[column])))}\n`)
    rows += page.length
    key = shape.key.map((column) => last[column])
  }
}

/** A value as both engines give it; bytes as hexadecimal text. */
function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}

async function verifyAll({ on }: Database, heads: readonly ChainHead[]): Promise<void> {
  for (const { chain } of heads) {
    const { ok, brokenAt } = await verifyChain({ on }, chain)
    if (!ok) throw named('NotTheSame', `chain ${chain} breaks at ${brokenAt ?? ''}`)
  }
}
