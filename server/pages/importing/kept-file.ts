/**
 * A file between upload and import: it lies encrypted in the data folder, and only the page of who uploaded it has the
 * key, so that what the file holds beside the answers (names, exact times) is never stored for anybody to read.
 */

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface KeptFile {
  /** Place and key, for a hidden field. */
  readonly ticket: string
  readonly hash: string
  readonly name: string
  readonly bytes: Buffer
}

/** What was not imported is removed when another file comes, after so long. */
const longestKept = 24 * 3_600_000

export async function keepUpload(
  dataDir: string,
  { name, bytes }: { readonly name: string; readonly bytes: Buffer },
  now: Date,
): Promise<KeptFile> {
  const folder = join(dataDir, 'imports')
  await mkdir(folder, { recursive: true })
  await sweep(folder, now)
  const id = randomBytes(16).toString('base64url')
  const key = randomBytes(32)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const title = Buffer.from(JSON.stringify(name.slice(0, 200)), 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32LE(title.length)
  const sealed = Buffer.concat([cipher.update(Buffer.concat([length, title, bytes])), cipher.final()])
  await writeFile(join(folder, id), Buffer.concat([nonce, cipher.getAuthTag(), sealed]), { mode: 0o600 })
  return { ticket: `${id}.${key.toString('base64url')}`, hash: hashOf(bytes), name, bytes }
}

/** The file of a ticket; null if it is gone, or the ticket is none. */
export async function keptUpload(dataDir: string, ticket: string): Promise<KeptFile | null> {
  const place = placeOf(dataDir, ticket)
  if (!place) return null
  try {
    const kept = await readFile(place.path)
    const decipher = createDecipheriv('aes-256-gcm', place.key, kept.subarray(0, 12))
    decipher.setAuthTag(kept.subarray(12, 28))
    const opened = Buffer.concat([decipher.update(kept.subarray(28)), decipher.final()])
    const length = opened.readUInt32LE(0)
    const name = JSON.parse(opened.toString('utf8', 4, 4 + length)) as string
    const bytes = opened.subarray(4 + length)
    return { ticket, hash: hashOf(bytes), name, bytes }
  } catch {
    return null
  }
}

export async function dropUpload(dataDir: string, ticket: string): Promise<void> {
  const place = placeOf(dataDir, ticket)
  if (place) await rm(place.path, { force: true })
}

function placeOf(dataDir: string, ticket: string) {
  const found = /^([\w-]{22})\.([\w-]{43})$/.exec(ticket)
  if (!found) return null
  return { path: join(dataDir, 'imports', found[1]!), key: Buffer.from(found[2]!, 'base64url') }
}

async function sweep(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.MAX_VALUE }))
    if (now.getTime() - mtimeMs > longestKept) await rm(path, { force: true })
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
