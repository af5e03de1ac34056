/** Large files in pieces: what has arrived stays, so that a link that drops does not begin again. */

import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../../config.ts'
import { Problem } from '../../problem.ts'
import { incomingFolder, refuseFullDisk } from './receive.ts'

export interface Piece {
  /** Whose file it is: collection, answer, name and sender. Others never add to it. */
  readonly of: readonly string[]
  /** Where the piece begins, and the size of the whole file. */
  readonly from: number
  readonly size: number
  readonly bytes: Readable
}

/** `have`: so many bytes are here, go on from there. `whole`: all of them; `clear` when they are taken in. */
export type PieceReceived =
  { readonly have: number } | { readonly whole: Readable; readonly clear: () => Promise<void> }

/**
 * Adds a piece to what is here, if it follows on it; one that begins beyond is let run off, and told what is here. The
 * name is the digest of the content, so that a piece that comes twice, or while an earlier try still trickles in, only
 * writes the same bytes at the same place.
 */
export async function receivePiece(config: Config, piece: Piece): Promise<PieceReceived> {
  const { from, size, bytes } = piece
  if (!isCount(from) || !isCount(size) || from > size) throw new Problem('badRequest')
  if (size > config.attachmentLimitBytes)
    throw new Problem('tooLarge', { limit: `${Math.round(config.attachmentLimitBytes / 1024 / 1024)} MB` })
  const folder = incomingFolder(config)
  await mkdir(folder, { recursive: true })
  await refuseFullDisk(folder)
  const path = join(folder, `${nameOf(piece)}.pieces`)
  await (await open(path, 'a')).close()
  const have = await sizeOf(path)
  if (from > have) {
    bytes.resume()
    return { have }
  }
  try {
    await pipeline(bytes, upTo(size - from), createWriteStream(path, { flags: 'r+', start: from }))
  } catch (error) {
    if (error instanceof Problem) throw error
    if ((error as { code?: string }).code === 'ENOSPC') throw new Problem('diskFull', {}, { cause: error })
    // What came before the sender went away stays.
    throw new Problem('badRequest', {}, { cause: error })
  }
  const now = await sizeOf(path)
  if (now < size) return { have: now }
  return { whole: createReadStream(path), clear: () => rm(path, { force: true }) }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function nameOf({ of, size }: Piece): string {
  return createHash('sha256')
    .update([...of, size].join('\n'))
    .digest('hex')
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}

function upTo(limit: number): Transform {
  let length = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      if (length > limit) done(new Problem('badRequest'))
      else done(null, chunk)
    },
  })
}
