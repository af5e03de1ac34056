/**
 * A file of answers on the disk, encrypted: its key stands in the database alone and is destroyed with the file's line,
 * so that nothing of what it holds is left for whoever finds the folder or an old copy of it.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'

const nonceBytes = 12
const tagBytes = 16

/** Writes the pieces beside `path` and moves them there when they are whole and on the disk; the key, for opening it. */
export async function seal(
  path: string,
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  written: (bytes: number) => void,
): Promise<string> {
  const key = randomBytes(32)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const part = partOf(path)
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(nonce)
    for await (const piece of pieces) {
      await file.writeFile(cipher.update(piece))
      written(piece.length)
    }
    cipher.final()
    await file.writeFile(cipher.getAuthTag())
    await file.sync()
    await file.close()
    await rename(part, path)
    return key.toString('base64url')
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(part, { force: true })
    throw error
  }
}

/** How many bytes the content of a sealed file has; null where there is no such file. */
export async function sealedSize(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null)
  return found && Math.max(0, found.size - nonceBytes - tagBytes)
}

/** The content again; where a byte is not what was written, its last piece never comes, so that it never looks whole. */
export async function* unsealed(path: string, key: string, size: number): AsyncGenerator<Buffer> {
  const nonce = Buffer.alloc(nonceBytes)
  const tag = Buffer.alloc(tagBytes)
  const file = await open(path, 'r')
  try {
    await file.read(nonce, 0, nonceBytes, 0)
    await file.read(tag, 0, tagBytes, nonceBytes + size)
  } finally {
    await file.close()
  }
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), nonce)
  decipher.setAuthTag(tag)
  if (size > 0) {
    const sealed = createReadStream(path, {
      start: nonceBytes,
      end: nonceBytes + size - 1,
      highWaterMark: 1 << 18,
    })
    let held: Buffer | null = null
    for await (const piece of sealed) {
      if (held) yield held
      held = decipher.update(piece as Buffer)
    }
    decipher.final()
    if (held) yield held
    return
  }
  decipher.final()
}

/** Where a file stands until it is whole. */
export function partOf(path: string): string {
  return `${path}.part`
}
