/** PostgreSQL: everything that only this engine knows. */

import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { Client, Pool, types, type ClientBase, type CustomTypesConfig, type PoolClient } from 'pg'
import { Kysely, PostgresDialect, sql, type PostgresPoolClient } from 'kysely'
import { grouped, named } from './columns.ts'
import {
  all,
  codeOf,
  hearing,
  run,
  storable,
  unavailable,
  type Database,
  type On,
  type QueryHeard,
} from './database.ts'
import { createWord } from './word.ts'

export interface PostgresOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string
  /** Connections of this process at most. */
  readonly connections?: number
  readonly heard?: QueryHeard | undefined
}

/**
 * Opens a PostgreSQL database, which any number of processes may share. Rejects with an Error named
 * DatabaseUnreachable, DatabaseRefused (account or password), DatabaseMissing, DatabaseReadOnly or DatabaseUnfit.
 */
export async function openPostgres({ url, connections = 10, heard }: PostgresOptions): Promise<Database> {
  const pool = poolOf(url, connections)
  const on = kyselyOn(pool, heard)
  try {
    await mustServe(on)
  } catch (error) {
    await on.destroy()
    throw asStartProblem(error)
  }
  const cleaner = createCleaner(on)
  const word = createWord(url, on)
  await word.ready()
  return {
    engine: 'postgres',
    on,
    alone: (work) => alone(url, work),
    // Every migration is one transaction with its data definitions: what stood is there until it commits.
    keepCopy: () => undefined,
    settle: sortByCodePoint,
    others: word,
    forget: cleaner.clean,
    close: async () => {
      await word.close()
      await cleaner.done()
      await on.destroy()
    },
  }
}

/** Beyond this a statement hangs: the network lost it. */
const patience = 60_000

function poolOf(url: string, connections: number, timeout = patience): Pool {
  const pool = new Pool({
    Client: TidyClient,
    connectionString: url,
    max: connections,
    application_name: 'diaoyan',
    types: plainNumbers,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    ...(timeout > 0 ? { query_timeout: timeout } : {}),
  })
  // A connection that breaks while nobody uses it leaves the pool; while somebody does, the query says so.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** The driver leaves its socket open where signing in fails, and the server waits a minute for it, holding locks. */
class TidyClient extends Client {
  override connect(): Promise<Client>
  override connect(callback: ConnectCallback): void
  override connect(callback?: ConnectCallback): Promise<Client> | void {
    if (!callback) return super.connect()
    super.connect((error: Error) => {
      const { connection } = this as unknown as { readonly connection?: { readonly stream: Socket } }
      if (error) connection?.stream.destroy()
      const told = callback as (error: Error) => void
      told(error)
    })
  }
}
type ConnectCallback = ((error: Error) => void) | ((error: null, client: Client) => void)

/**
 * A commit is on disk before it is acknowledged; a process that hangs keeps nobody waiting for its locks; long answers
 * are packed by the quicker of the two methods, where the server was built with it.
 */
async function prepareSession(client: ClientBase): Promise<void> {
  await client.query(`
    set lock_timeout = '20s';
    set idle_in_transaction_session_timeout = '30s';
    select set_config('synchronous_commit', 'on', false)
    where current_setting('synchronous_commit') in ('off', 'local');
    select set_config('default_toast_compression', 'lz4', false)
    from pg_settings
    where name = 'default_toast_compression' and 'lz4' = any (enumvals)`)
}

/** Counts and sums are numbers, as on SQLite: none of ours comes near 2^53. */
const plainNumbers: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === types.builtins.INT8 || oid === types.builtins.NUMERIC ? Number : types.getTypeParser(oid, format),
}

function kyselyOn(pool: Pool, heard?: QueryHeard): On {
  const texts = createNames()
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>()
  return new Kysely<unknown>({
    ...hearing(heard),
    dialect: new PostgresDialect({
      pool: {
        connect: async () => {
          const client = await reaching(() => pool.connect())
          const known = wrapped.get(client)
          if (known) return known
          await reaching(() => prepareSession(client)).catch((error: unknown) => {
            client.release(true)
            throw error
          })
          const fresh = wrap(client, texts)
          wrapped.set(client, fresh)
          return fresh
        },
        end: () => pool.end(),
      },
    }),
  })
}

/** A connection that prepares what it runs, stores what SQLite would, and leaves the pool when it has broken. */
function wrap(client: PoolClient, nameOf: (text: string) => string | undefined): PostgresPoolClient {
  let broken = false
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      if (values.length === 0) return await client.query(text)
      const name = nameOf(text)
      return await client.query({ text, values: values.map(storable), ...(name ? { name } : {}) })
    } catch (error) {
      if (outOfRange.has(codeOf(error))) throw named('ValueOutOfRange', messageOf(error), error)
      if (!isAway(error)) throw error
      broken = true
      throw unavailable(error)
    }
  }
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: () => {
      client.release(broken)
    },
  }
}

/**
 * Names for the texts that are worth preparing: inserts of many rows, whose text is long and whose plan is always the
 * same. All others are planned as they come: a plan that is kept from when a table was small reads it whole for ever.
 */
function createNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known) return known
    // Every connection holds its own plans of them.
    if (names.size >= 100 || !plainInsert.test(text)) return undefined
    const name = `d${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
    names.set(text, name)
    return name
  }
}

const plainInsert = /^\s*insert into \w+ \([\w\s,]+\)\s+values [($\d\s,)]+$/

/** A number from outside that no column can hold: numeric_value_out_of_range, invalid_text_representation. */
const outOfRange = new Set(['22003', '22P02'])

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isAway(error) || isRefusal(error) ? unavailable(error) : error
  }
}

/** Classes and codes of PostgreSQL that say: not now. 25006 is what a standby says after a switch-over. */
const away = /^(08...|57P0[1-5]|53...|58...|25006|25P03|55P03)$/
const awaySystem = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])
const awayWords =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection ended unexpectedly)/

function isAway(error: unknown): boolean {
  const code = codeOf(error)
  if (away.test(code) || awaySystem.has(code)) return true
  return error instanceof Error && awayWords.test(error.message)
}

/** The account, its password or the database is not what it was. */
function isRefusal(error: unknown): boolean {
  return ['28000', '28P01', '3D000', '42501'].includes(codeOf(error))
}

/** Refuses databases that would store wrongly or not at all. */
async function mustServe(on: On): Promise<void> {
  const [fact] = await all(
    on,
    sql<{ version: number; encoding: string; readOnly: string }>`
      select current_setting('server_version_num')::integer as version,
        current_setting('server_encoding') as encoding,
        current_setting('transaction_read_only') as "readOnly"`,
  )
  if (!fact) throw new Error('openPostgres: the database says nothing about itself')
  if (fact.encoding !== 'UTF8') throw named('DatabaseUnfit', `its encoding is ${fact.encoding}, not UTF8`)
  if (fact.version < 130_000) throw named('DatabaseUnfit', 'it is older than PostgreSQL 13')
  if (fact.readOnly === 'on') throw named('DatabaseReadOnly', 'the database can only be read')
}

/** Why the database cannot be opened, by a name that the start can put into a sentence. */
export function asStartProblem(error: unknown): unknown {
  const cause = error instanceof Error && error.name === 'DatabaseUnavailable' ? error.cause : error
  const code = codeOf(cause)
  const what = messageOf(cause)
  if (code === '28000' || code === '28P01') return named('DatabaseRefused', what, cause)
  if (code === '3D000') return named('DatabaseMissing', what, cause)
  if (code === '25006') return named('DatabaseReadOnly', what, cause)
  if (code === '42501') return named('DatabaseForbidden', what, cause)
  if (cause instanceof Error && /password/i.test(cause.message) && code === '')
    return named('DatabaseRefused', what, cause)
  return cause === error ? error : named('DatabaseUnreachable', what, cause)
}

/** One connection that stays the same from statement to statement, without the time limits of everyday work. */
export async function oneConnection(
  url: string,
): Promise<{ readonly on: On; readonly close: () => Promise<void> }> {
  const pooled = kyselyOn(poolOf(url, 1, 0))
  return new Promise((resolve, reject) => {
    const held = pooled.connection().execute(
      (on) =>
        new Promise<void>((release) => {
          const close = async () => {
            release()
            await held
            await pooled.destroy()
          }
          resolve({ on, close })
        }),
    )
    held.catch((error: unknown) => {
      void pooled.destroy()
      reject(asStartProblem(error))
    })
  })
}

/** One process at a time, and without the time limit of everyday statements. */
async function alone<T>(url: string, work: (on: On) => Promise<T>): Promise<T> {
  const on = kyselyOn(poolOf(url, 1, 0))
  try {
    return await on.connection().execute(async (only) => {
      await run(only, sql`set lock_timeout = 0`)
      await run(only, sql`select pg_advisory_lock(${migrationLock})`)
      try {
        return await work(only)
      } finally {
        await run(only, sql`select pg_advisory_unlock(${migrationLock})`)
      }
    })
  } finally {
    await on.destroy()
  }
}

/** Any number will do, as long as every version of the program has the same. */
const migrationLock = 1_147_822_931

/**
 * Text sorts by code point, as on SQLite, whatever the database's own order is: every text column that has none is
 * given the collation "C".
 */
async function sortByCodePoint(on: On): Promise<void> {
  const columns = await all(
    on,
    sql<{ table: string; column: string }>`
      select columns.table_name as "table", columns.column_name as "column"
      from information_schema.columns
      join information_schema.tables on tables.table_schema = columns.table_schema
        and tables.table_name = columns.table_name
      where columns.table_schema = current_schema()
        and tables.table_type = 'BASE TABLE'
        and columns.data_type = 'text'
        and columns.collation_name is null
      order by columns.table_name, columns.ordinal_position`,
  )
  const byTable = grouped(columns, ({ table }) => table)
  for (const [table, those] of byTable)
    await run(
      on,
      sql`alter table ${sql.table(table)} ${sql.join(
        those.map(({ column }) => sql`alter column ${sql.ref(column)} type text collate "C"`),
      )}`,
    )
}

/**
 * After erasures: takes the dead rows out of the tables of answers, so that their space is written over. One at a
 * time in the background; what is asked for meanwhile is done after.
 */
function createCleaner(on: On): { readonly clean: () => void; readonly done: () => Promise<void> } {
  let wanted = false
  let underWay: Promise<void> | null = null
  const work = async () => {
    while (wanted) {
      wanted = false
      try {
        await run(
          on,
          sql`
            vacuum submissions, submission_personal, submission_paradata, submission_revisions,
              paper_entries, paper_entry_personal`,
        )
      } catch {
        // The server's own autovacuum does the same a little later.
      }
    }
    underWay = null
  }
  return {
    clean: () => {
      wanted = true
      underWay ??= work()
    },
    done: async () => {
      await underWay
    },
  }
}
