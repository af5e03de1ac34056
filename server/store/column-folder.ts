/**
 * Where column files stand: copies of answers as columns, which the server makes for speed and can make again. This
 * file knows their places only, so that whoever erases answers also destroys every copy, whichever process made it.
 */

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '../ids.ts'

export interface ColumnFolder {
  /** A new place for a file of the collection by this process; null where no file can be. */
  place(collectionId: string): string | null
  /** The files of the collection by this process, or by an earlier one of the same name. */
  own(collectionId: string): readonly string[]
  /** Destroys all files of a collection, of every process; those of `only` where it is given. */
  forget(collectionId: string, only?: readonly string[]): Promise<void>
  /** All files of all processes, with the collection of each. */
  all(): Promise<readonly { readonly path: string; readonly collectionId: string }[]>
}

const ending = '.columns'

/** `process`: a name that no other running process on the same folder has. */
export function columnFolder(folder: string, process: string): ColumnFolder {
  const mine = join(folder, process)
  const namesIn = (place: string): readonly string[] => {
    try {
      return readdirSync(place)
    } catch {
      return []
    }
  }
  const allOf = (collectionId: string) =>
    namesIn(folder).flatMap((name) => {
      const place = join(folder, name)
      return namesIn(place)
        .filter((file) => file.startsWith(`${collectionId}-`))
        .map((file) => join(place, file))
    })
  return {
    place: (collectionId) => {
      try {
        if (!existsSync(mine)) mkdirSync(mine, { recursive: true, mode: 0o700 })
        return join(mine, `${collectionId}-${newId()}${ending}`)
      } catch {
        return null
      }
    },
    own: (collectionId) =>
      namesIn(mine)
        .filter((file) => file.startsWith(`${collectionId}-`) && file.endsWith(ending))
        .toSorted()
        .map((file) => join(mine, file)),
    forget: async (collectionId, only) => {
      for (const path of only ?? allOf(collectionId)) await destroy(path)
    },
    all: async () => {
      const found: { readonly path: string; readonly collectionId: string }[] = []
      for (const name of await readdir(folder).catch(() => [])) {
        const place = join(folder, name)
        for (const file of await readdir(place).catch(() => []))
          if (file.endsWith(ending))
            found.push({ path: join(place, file), collectionId: file.slice(0, file.lastIndexOf('-')) })
      }
      return found
    },
  }
}

const zeros = Buffer.alloc(1 << 20)

/** Takes the file away from its place and writes zeros over what stood in it. One that is gone already is fine. */
async function destroy(path: string): Promise<void> {
  const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!file) return
  try {
    const { size } = await file.stat()
    await rm(path, { force: true })
    for (let at = 0; at < size; at += zeros.length)
      await file.write(zeros, 0, Math.min(zeros.length, size - at), at)
  } finally {
    await file.close()
  }
}
