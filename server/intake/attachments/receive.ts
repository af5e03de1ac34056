/** Takes in a file before its answer: bounded, its kind told by its bytes, its metadata gone, durable before the reply. */

import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../../config.ts'
import { Problem } from '../../problem.ts'
import type { Store } from '../../store/store.ts'
import { endingFor } from '../../form/attachment-name.ts'
import { isAttachmentName, kindOf, type FileQuestion } from './kinds.ts'
import { redraw } from './picture.ts'
import { blankMetadata, isBoxed } from './recording.ts'

export interface FileForAnswer {
  readonly collectionId: string
  readonly instanceId: string
  readonly question: FileQuestion
  /** The name that the answer will give it; null: it is made here. */
  readonly name: string | null
  readonly originalName: string
  readonly bytes: Readable
  /** Of a picture, as the form's `max-pixels` says. */
  readonly longestSide: number | null
  /** The form asks for the place that a photo was taken at, and answers are not anonymous. */
  readonly keepsPlace: boolean
}

export type FileReceived =
  | { readonly outcome: 'kept'; readonly name: string; readonly size: number }
  /** `wrongKind`: no file that the question takes. `damaged`: not what its name says. `tooMany`: the answer has its fill. */
  | { readonly outcome: 'wrongKind' | 'damaged' | 'tooMany' }

type Where = { readonly store: Store; readonly config: Config }

/** How much must stay free on the disk, so that answers can still be taken. */
const spareBytes = 256 * 1024 * 1024

/** Receives one file. Rejects with Problem `tooLarge` or `diskFull`. */
export async function receiveFile({ store, config }: Where, file: FileForAnswer): Promise<FileReceived> {
  if (file.name !== null && !isAttachmentName(file.name)) {
    file.bytes.resume()
    return { outcome: 'wrongKind' }
  }
  const folder = incomingFolder(config)
  await mkdir(folder, { recursive: true })
  await refuseFullDisk(folder)
  const path = join(folder, `${randomBytes(12).toString('hex')}.part`)
  try {
    const digest = await write(file.bytes, path, config.attachmentLimitBytes)
    const { size } = await stat(path)
    if (size === 0) return { outcome: 'damaged' }
    const name = file.name ?? `${digest.slice(0, 32)}.${endingFor(file.originalName)}`
    if (!isAttachmentName(name)) return { outcome: 'wrongKind' }
    if (!digest.startsWith(name.slice(0, 32))) return { outcome: 'damaged' }
    const type = await cleaned(path, file)
    if (type === null) return { outcome: 'wrongKind' }
    const { collectionId, instanceId, originalName } = file
    const limits = { count: config.attachmentsPerAnswer, bytes: 4 * config.attachmentLimitBytes }
    const incoming = { collectionId, instanceId, name, type, originalName: originalName.slice(-200), path }
    const kept = await store.attachments.keep(incoming, limits)
    return kept === 'full' ? { outcome: 'tooMany' } : { outcome: 'kept', name, size }
  } finally {
    await rm(path, { force: true })
    await rm(`${path}.drawn`, { force: true })
  }
}

/** Removes what an interrupted server left behind. */
export async function clearIncoming(config: Config): Promise<void> {
  const folder = incomingFolder(config)
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found && Date.now() - found.mtimeMs > 86_400_000) await rm(path, { force: true })
  }
}

/** Where files wait until they are whole and looked at. */
export function incomingFolder(config: Config): string {
  return join(config.dataDir, 'files', 'incoming')
}

/** Rejects where answers would soon have no room. */
export async function refuseFullDisk(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < spareBytes) throw new Problem('diskFull')
}

/** Writes the bytes and gives their SHA-256. */
async function write(bytes: Readable, path: string, limit: number): Promise<string> {
  const hash = createHash('sha256')
  let length = 0
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      if (length > limit)
        return done(new Problem('tooLarge', { limit: `${Math.round(limit / 1024 / 1024)} MB` }))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(bytes, measured, createWriteStream(path, { flags: 'wx' }))
  } catch (error) {
    if (error instanceof Problem) throw error
    if ((error as { code?: string }).code === 'ENOSPC') throw new Problem('diskFull', {}, { cause: error })
    // The sender went away in the middle.
    if ((error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE')
      throw new Problem('badRequest', {}, { cause: error })
    throw error
  }
  return hash.digest('hex')
}

/** The type of what is now in the file, without metadata; null where the question does not take it. */
async function cleaned(
  path: string,
  { question, longestSide, keepsPlace }: FileForAnswer,
): Promise<string | null> {
  const type = await kindOf(path, question)
  if (type?.startsWith('image/')) return redraw(path, type, longestSide, keepsPlace)
  if (type !== null && isBoxed(type) && !(await blankMetadata(path))) return null
  return type
}
