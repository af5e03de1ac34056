/** Keeps the folder of exported files clean: what is over, erased, cut short or nobody's goes. */

import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '../store/store.ts'

/** A job that nobody was heard of for so long is of a process that is no more. */
const patience = 2 * 60_000
const turnEvery = 5 * 60_000
/** Files of no job: a topic's file that is just being written goes by another name. */
const longestUnknown = 3_600_000

export interface ExportKeeping {
  readonly store: Store
  readonly folder: string
  readonly now: () => Date
  /** No other process writes into the folder. */
  readonly alone: boolean
  readonly failed: (error: unknown) => void
}

/** Begins with what the last run of this process left behind. */
export function keepExports(kept: ExportKeeping): { readonly stop: () => void } {
  const { store, now, failed, alone } = kept
  const begin = async () => {
    await store.exportJobs.interruptOwn(now().toISOString())
    await sweepExports(kept, alone ? 0 : longestUnknown)
  }
  begin().catch(failed)
  const timer = setInterval(() => {
    sweepExports(kept, longestUnknown).catch(failed)
  }, turnEvery)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** `oldest`: milliseconds that a file of no job may stand. */
export async function sweepExports(
  { store, folder, now }: Pick<ExportKeeping, 'store' | 'folder' | 'now'>,
  oldest: number,
): Promise<void> {
  // Listed first: a job that begins afterwards has no file among them.
  const names = await readdir(folder).catch(() => [])
  const moment = now()
  await store.exportJobs.sweep(new Date(moment.getTime() - patience).toISOString(), moment.toISOString())
  const living = await store.exportJobs.living()
  for (const name of names) {
    const [id = '', ending] = name.split('.')
    const stays = ending === 'sealed' ? living.has(id) : await isYounger(join(folder, name), moment, oldest)
    if (!stays) await rm(join(folder, name), { force: true })
  }
}

async function isYounger(path: string, moment: Date, age: number): Promise<boolean> {
  if (age === 0) return false
  const found = await stat(path).catch(() => null)
  return found !== null && moment.getTime() - found.mtimeMs < age
}
