/** Clears away column files that no longer fit: what a process that was killed left behind. */

import { stat } from 'node:fs/promises'
import type { Store } from '../store/store.ts'
import { readFileMark } from './column-file.ts'

/** A file that nobody has added to for so long is of a process that is no more, or of a survey that nobody looks at. */
const daysKept = 30

/** Destroys the files of answers of which some were erased since, whichever process made them, and those that are old. */
export async function sweepColumnFiles({ apart, submissions }: Store, now: Date): Promise<number> {
  let swept = 0
  for (const { path, collectionId } of (await apart?.columns.all()) ?? []) {
    const file = readFileMark(path)
    const fits =
      file?.head.collectionId === collectionId &&
      (await submissions.mark(collectionId)) !== null &&
      (await submissions.changedSince(collectionId, file.mark)).seqs !== null
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
