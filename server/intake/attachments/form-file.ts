/** A picture, a sound or a film that belongs to the labels of a form: its kind told by its bytes, without metadata. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kindOf } from './kinds.ts'
import { redraw } from './picture.ts'
import { blankMetadata, isBoxed } from './recording.ts'

/** The bytes to keep and their type; null where a page could not show them. */
export async function formFile(
  bytes: Buffer,
): Promise<{ readonly type: string; readonly bytes: Buffer } | null> {
  const folder = await mkdtemp(join(tmpdir(), 'diaoyan-file-'))
  const path = join(folder, 'file')
  try {
    await writeFile(path, bytes)
    const type =
      (await kindOf(path, 'image')) ?? (await kindOf(path, 'audio')) ?? (await kindOf(path, 'video'))
    if (type === null) return null
    const kept = type.startsWith('image/') ? await redraw(path, type, 2000) : type
    if (kept === null || (isBoxed(type) && !(await blankMetadata(path)))) return null
    return { type: kept, bytes: await readFile(path) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
