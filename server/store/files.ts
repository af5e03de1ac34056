/** Uploaded files: bytes on disk under the name of their hash, the name that people gave in the database. */

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { newId } from '../ids.ts'
import { first, run, type Database } from './database.ts'
import type { Store } from './store.ts'

export function createFiles({ on }: Database, filesDir: string): Store['files'] {
  const place = (hash: string) => join(filesDir, hash.slice(0, 2), hash)
  return {
    save: async ({ name, type, bytes }) => {
      const hash = hashOf(bytes)
      await keep(place(hash), bytes)
      const id = newId()
      await run(
        on,
        sql`
          insert into files (id, hash, name, type, size)
          values (${id}, ${hash}, ${name}, ${type}, ${bytes.length})`,
      )
      return id
    },
    find: async (id) => {
      const row = await first(
        on,
        sql<{ hash: string; name: string; type: string; size: number | string }>`
          select hash, name, type, size
          from files
          where id = ${id}`,
      )
      if (!row) return null
      const bytes = await readFile(place(row.hash))
      if (hashOf(bytes) !== row.hash) throw new Error(`file ${id} is not what was saved: its hash differs`)
      return { name: row.name, type: row.type, size: Number(row.size), bytes }
    },
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Writes beside, makes it durable, then moves it into place and makes that durable too. */
async function keep(path: string, bytes: Buffer): Promise<void> {
  const standing = await stat(path).catch(() => null)
  if (standing?.size === bytes.length) return
  await mkdir(dirname(path), { recursive: true })
  const beside = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    await synced(beside, 'w', async (handle) => handle.writeFile(bytes))
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await synced(dirname(path), 'r')
  await synced(dirname(dirname(path)), 'r')
}

type Handle = Awaited<ReturnType<typeof open>>

async function synced(path: string, flags: string, work?: (handle: Handle) => Promise<void>): Promise<void> {
  const handle = await open(path, flags)
  try {
    await work?.(handle)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
