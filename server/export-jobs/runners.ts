/** The runner of a store: one in a process, made when the first file is asked for. */

import { join } from 'node:path'
import type { Store } from '../store/store.ts'
import { createRunner, type ExportRunner, type RunnerOptions } from './runner.ts'

const runners = new WeakMap<Store, ExportRunner>()

/** The folder of files that are being made or wait to be fetched. */
export function exportsFolder(dataDir: string): string {
  return join(dataDir, 'exports')
}

export function runnerOf(
  store: Store,
  { dataDir, ...options }: Pick<RunnerOptions, 'now' | 'failed'> & { readonly dataDir: string },
): ExportRunner {
  const known = runners.get(store)
  if (known) return known
  const runner = createRunner({ store, folder: exportsFolder(dataDir), ...options })
  runners.set(store, runner)
  return runner
}

/** Before the store is closed: files under way are given up, and that is said. */
export async function stopExports(store: Store): Promise<void> {
  await runners.get(store)?.stop()
}
