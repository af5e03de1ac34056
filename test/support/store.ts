/** A store for a test, on each engine that the program has; everything is gone when the test ends. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type StoreOptions } from '../../server/store/open.ts'
import type { Store } from '../../server/store/store.ts'
import { onServer } from './postgres.ts'

export interface TemporaryStore {
  readonly store: Store
  /** Where it is: a file, ':memory:', or the address of a PostgreSQL database. */
  readonly database: string
  readonly folder: string
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<TemporaryStore>
  close(): Promise<void>
}

type Options = Partial<Pick<StoreOptions, 'now' | 'timeZone'>> & {
  /** A file instead of memory, where the engine is SQLite. */
  readonly onDisk?: boolean
}

/** The engine of this run. */
export const engine = process.env['DIAOYAN_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'sqlite'

/** In memory or a database of its own; uploaded files are always in a folder of their own. */
export async function temporaryStore({ onDisk = false, ...options }: Options = {}): Promise<TemporaryStore> {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-store-'))
  return openIn(folder, await emptyDatabase(folder, onDisk), options)
}

async function openIn(folder: string, database: string, options: Options): Promise<TemporaryStore> {
  const store = await openStore({ database, filesDir: join(folder, 'files'), ...options })
  return {
    store,
    database,
    folder,
    reopen: async () => {
      await store.close()
      return openIn(folder, database, options)
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
      await dropDatabase(database)
    },
  }
}

/** A place for a store: a file in the folder or memory, or a fresh database with the newest schema. */
export async function emptyDatabase(folder: string, onDisk = true): Promise<string> {
  if (engine === 'sqlite') return onDisk ? join(folder, 'diaoyan.sqlite') : ':memory:'
  return freshDatabase('diaoyan_template')
}

/** The address of the first database of this run's cluster. */
export function cluster(): string {
  const url = process.env['DIAOYAN_TEST_CLUSTER']
  if (!url) throw new Error('no cluster: test/support/cluster.ts has not run')
  return url
}

/** A database of its own in the cluster of this run. */
export async function freshDatabase(template: string): Promise<string> {
  const url = new URL(cluster())
  const name = `test_${randomBytes(8).toString('hex')}`
  await onServer(url.href, `create database ${name} template ${template}`)
  url.pathname = `/${name}`
  return url.href
}

/** What a test leaves would only slow the next ones; a file goes with its folder. */
export async function dropDatabase(database: string): Promise<void> {
  if (engine === 'sqlite') return
  const name = new URL(database).pathname.slice(1)
  await onServer(cluster(), `drop database if exists ${name} with (force)`)
}

export interface Engine {
  readonly name: string
  readonly open: (options?: Options) => Promise<TemporaryStore>
}

/** Every store test runs on each of these. */
export const engines: readonly Engine[] =
  engine === 'postgres'
    ? [{ name: 'PostgreSQL', open: temporaryStore }]
    : [
        { name: 'SQLite in memory', open: temporaryStore },
        { name: 'SQLite on disk', open: (options) => temporaryStore({ ...options, onDisk: true }) },
      ]
