/** The bytes of attachments on disk: a folder for each collection, a file for each content. */

import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, mkdir, open, rename, rm, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface AttachmentFiles {
  place(collectionId: string, hash: string): string
  /** Gives a file its place; durable when it resolves. `path` itself stays. `day`: the only time that the file shall tell. */
  put(path: string, collectionId: string, hash: string, day: string | null): Promise<void>
  /** Removes those of the contents that `used` does not know; one that comes again meanwhile stays. */
  remove(
    collectionId: string,
    hashes: readonly string[],
    used: (hash: string) => Promise<boolean>,
  ): Promise<void>
}

/** Kept below the folder of all files. */
export function attachmentFiles(filesDir: string): AttachmentFiles {
  const place = (collectionId: string, hash: string) => join(filesDir, 'attachments', collectionId, hash)
  return {
    place,
    put: async (path, collectionId, hash, day) => {
      const target = place(collectionId, hash)
      await mkdir(dirname(target), { recursive: true })
      if (day !== null) await utimes(path, new Date(`${day}T00:00:00Z`), new Date(`${day}T00:00:00Z`))
      await synced(path)
      await link(path, target).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
      await synced(dirname(target))
      await synced(dirname(dirname(target)))
    },
    remove: async (collectionId, hashes, used) => {
      for (const hash of hashes) {
        const target = place(collectionId, hash)
        const aside = `${target}.${randomBytes(6).toString('hex')}.gone`
        const moved = await rename(target, aside).then(
          () => true,
          () => false,
        )
        if (!moved) continue
        // Somebody may have sent the same content since it was found unused.
        if (await used(hash)) await link(aside, target).catch(() => undefined)
        await rm(aside, { force: true })
      }
    },
  }
}

/** SHA-256 of a file, hex, without holding it in memory. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
