/** A store for a test, on each engine that the program has; everything is gone when the test ends. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type StoreOptions } from '../../server/store/open.ts'
import type { Store } from '../../server/store/store.ts'

export interface TemporaryStore {
  readonly store: Store
  /** The database file, for tests that look at its bytes; null in memory. */
  readonly file: string | null
  readonly folder: string
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<TemporaryStore>
  close(): Promise<void>
}

type Options = Partial<Pick<StoreOptions, 'now' | 'timeZone'>> & { readonly onDisk?: boolean }

/** In memory unless `onDisk`; uploaded files are always in a folder of their own. */
export async function temporaryStore(options: Options = {}): Promise<TemporaryStore> {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-store-'))
  return openIn(folder, options)
}

async function openIn(folder: string, { onDisk = false, ...options }: Options): Promise<TemporaryStore> {
  const file = onDisk ? join(folder, 'diaoyan.sqlite') : ':memory:'
  const store = await openStore({ file, filesDir: join(folder, 'files'), ...options })
  return {
    store,
    file: onDisk ? file : null,
    folder,
    reopen: async () => {
      await store.close()
      return openIn(folder, { onDisk, ...options })
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Engine {
  readonly name: string
  readonly open: (options?: Options) => Promise<TemporaryStore>
}

/** Every store test runs on each of these. */
export const engines: readonly Engine[] = [
  { name: 'SQLite in memory', open: temporaryStore },
  { name: 'SQLite on disk', open: (options) => temporaryStore({ ...options, onDisk: true }) },
]
