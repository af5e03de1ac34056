/** Clears away column files that no longer fit: what a process that was killed left behind. */

import { stat } from 'node:fs/promises'
import type { Store } from '../store/store.ts'
import { readFileHead } from './column-file.ts'

/** A file that nobody has added to for so long is of a process that is no more, or of a survey that nobody looks at. */
const daysKept = 30

/** Destroys the files of answers that changed since, whichever process made them, and those that are old. */
export async function sweepColumnFiles({ apart, collections }: Store, now: Date): Promise<number> {
  let swept = 0
  for (const { path, collectionId } of (await apart?.columns.all()) ?? []) {
    const stamp = await collections.stamp(collectionId)
    const head = readFileHead(path)
    const fits = stamp !== null && head?.changes === stamp.changes
    if (fits && !(await isOlder(path, now))) continue
    await apart?.columns.forget(collectionId, [path])
    swept++
  }
  return swept
}

async function isOlder(path: string, now: Date): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && now.getTime() - found.mtimeMs > daysKept * 24 * 3_600_000
}
