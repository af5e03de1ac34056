/** A database as it stands at one moment, read beside running servers that go on writing; never written to. */

import { isPostgresUrl, type On } from './database.ts'
import {
  brokenReferences,
  countsOf,
  headlineOf,
  headsOf,
  integrityFaults,
  newestDay,
  newestInstant,
  referredFiles,
  schemaOf,
  settingOf,
  type ChainHead,
  type EngineName,
  type ReferredFile,
  type SchemaStep,
} from './inspect.ts'
import { migrations } from './migrations/index.ts'
import { verifyChain } from './verify.ts'

/** One state of a database, whatever is written meanwhile. */
export interface Reading {
  readonly engine: EngineName
  readonly version: string
  schema(): Promise<readonly SchemaStep[]>
  counts(): Promise<Readonly<Record<string, number>>>
  headline(): Promise<{ readonly answers: number; readonly people: number }>
  heads(): Promise<readonly ChainHead[]>
  newestInstant(): Promise<string | null>
  newestDay(): Promise<string | null>
  integrityFaults(): Promise<readonly string[]>
  brokenReferences(): Promise<readonly string[]>
  referredFiles(): Promise<readonly ReferredFile[]>
  verify(chain: string): Promise<{ readonly ok: boolean; readonly brokenAt: number | null }>
  setting(key: string): Promise<string | null>
  /** Bytes of the database. */
  size(): Promise<number>
  /** Writes this very state into a new file: a database, or on PostgreSQL what pg_dump makes of it. */
  copyTo(file: string): Promise<void>
  close(): Promise<void>
}

/** The schema that this program brings a database to. */
export const ownSchema: readonly SchemaStep[] = migrations.map(({ number, name }) => ({ number, name }))

/**
 * Opens a database, a file or the address of one, for reading. Rejects with an Error named NoDatabase if there is none
 * or it is something else.
 */
export async function openReading(database: string): Promise<Reading> {
  if (isPostgresUrl(database)) return (await import('./postgres-reading.ts')).readPostgres(database)
  return (await import('./sqlite-reading.ts')).readSqlite(database)
}

/** What both engines are asked in the same words. */
export function readingOf(
  on: On,
  engine: EngineName,
  version: string,
): Omit<Reading, 'size' | 'copyTo' | 'close'> {
  return {
    engine,
    version,
    schema: () => schemaOf(on, engine),
    counts: () => countsOf(on, engine),
    headline: () => headlineOf(on),
    heads: () => headsOf(on),
    newestInstant: () => newestInstant(on),
    newestDay: () => newestDay(on),
    integrityFaults: () => integrityFaults(on, engine),
    brokenReferences: () => brokenReferences(on, engine),
    referredFiles: () => referredFiles(on, engine),
    verify: (chain) => verifyChain({ on }, chain),
    setting: (key) => settingOf(on, key),
  }
}
