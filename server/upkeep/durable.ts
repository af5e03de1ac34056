/** Files and folders written so that they stand after a power cut, and hashed on the way. */

import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { link, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const chunk = 1024 * 1024

export interface Digest {
  readonly bytes: number
  readonly sha256: string
}

/** SHA-256, hex, and length of a file, without holding it in memory. */
export async function digestOfFile(path: string): Promise<Digest> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const part of createReadStream(path, { highWaterMark: chunk }) as AsyncIterable<Buffer>) {
    hash.update(part)
    bytes += part.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Copies a file, makes the copy durable, and tells what was copied. */
export async function copyDurably(from: string, to: string, mode = 0o600): Promise<Digest> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  let bytes = 0
  const watching = new Transform({
    transform: (part: Buffer, _encoding, done) => {
      hash.update(part)
      bytes += part.length
      done(null, part)
    },
  })
  await pipeline(
    createReadStream(from, { highWaterMark: chunk }),
    watching,
    createWriteStream(to, { mode, flush: true, highWaterMark: chunk }),
  )
  return { bytes, sha256: hash.digest('hex') }
}

/** A second name for a file that stands already, where the disk can do that; false where it cannot. */
export async function linkTo(standing: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  return link(standing, to).then(
    () => true,
    () => false,
  )
}

/** Writes a small file beside, makes it durable, and moves it into place. */
export async function writeDurably(path: string, text: string, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const beside = `${path}.${process.pid}.part`
  await writeFile(beside, text, { mode, flush: true })
  await rename(beside, path)
  await syncPath(dirname(path))
}

/** Makes a file, or the names in a folder, durable. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the names in a folder and in all folders below it durable. */
export async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name))
  await syncPath(folder)
}

/** Every file below a folder, as a path from it with '/'; nothing if there is none. Half-written ones are left out. */
export async function filesBelow(folder: string, prefix = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => [])
  const found: string[] = []
  for (const entry of entries) {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, path)))
    else if (entry.isFile() && !entry.name.endsWith('.part')) found.push(path)
  }
  return found.toSorted()
}
