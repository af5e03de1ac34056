/** Makes a backup: one state of the database with its files, checked, beside its hashes, whole or not there at all. */

import { chmod, mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupRule } from '../config.ts'
import { openReading, type Reading } from '../store/reading.ts'
import { bytesText, roomAt, sizeOfFolder } from '../watching/disk.ts'
import { backupName, partName, pruneBackups, removeRemains, wholeBackups } from './backups.ts'
import { contentsOf, faultsOf } from './contents.ts'
import {
  copyDurably,
  digestOfFile,
  filesBelow,
  linkTo,
  syncFolders,
  syncPath,
  writeDurably,
} from './durable.ts'
import {
  databaseName,
  manifestName,
  sha256,
  sumsName,
  sumsText,
  type Manifest,
  type Summed,
} from './manifest.ts'
import { diskProblem, UpkeepProblem } from './problem.ts'

export interface BackupOrder {
  readonly source: string
  readonly dataDir: string
  /** The folder of backups; the new one becomes a folder in it. */
  readonly to: string
  readonly rule: BackupRule
  readonly timeZone: string
  readonly now: () => Date
  /** Of this program. */
  readonly version: string
}

export interface MadeBackup {
  readonly name: string
  readonly folder: string
  readonly manifest: Manifest
  /** SHA-256 of the manifest: whoever writes it down elsewhere can tell a backup that was changed with its hashes. */
  readonly seal: string
  readonly seconds: number
  /** Older backups that the rule no longer keeps. */
  readonly removed: readonly string[]
}

/** Folders of the data folder that go into a backup beside the database. */
export const keptFolders = ['files', 'certificate'] as const

/** Rejects with an UpkeepProblem when there is no room, no database, or no permission. */
export async function makeBackup(order: BackupOrder): Promise<MadeBackup> {
  const { to, now } = order
  const began = performance.now()
  try {
    await mkdir(to, { recursive: true, mode: 0o700 })
    await removeRemains(to)
    const name = await freeName(to, now())
    const part = join(to, partName(name))
    try {
      await mkdir(part, { mode: 0o700 })
      const { manifest, seal } = await fill(part, order)
      await syncFolders(part)
      await rename(part, join(to, name))
      await syncPath(to)
      const removed = await pruneBackups(to, order.rule, order.timeZone)
      const seconds = (performance.now() - began) / 1000
      return { name, folder: join(to, name), manifest, seal, seconds, removed }
    } catch (error) {
      await rm(part, { recursive: true, force: true }).catch(() => undefined)
      throw error
    }
  } catch (error) {
    throw diskProblem(error, to)
  }
}

async function freeName(to: string, at: Date): Promise<string> {
  for (let moment = at.getTime(); ; moment += 1000) {
    const name = backupName(new Date(moment))
    if ((await stat(join(to, name)).catch(() => null)) === null) return name
  }
}

async function fill(
  part: string,
  order: BackupOrder,
): Promise<{ readonly manifest: Manifest; readonly seal: string }> {
  const { source, dataDir, to, now, version } = order
  const madeAt = now().toISOString()
  const filesDir = join(part, 'files')
  const reading = await openReading(source)
  const copy = join(part, databaseName[reading.engine])
  const summed: Copied[] = []
  let seen: Seen | null = null
  try {
    // A dump is packed and has no indexes.
    const share = reading.engine === 'sqlite' ? 1 : 0.5
    await enoughRoom((await reading.size()) * share, dataDir, to)
    await reading.copyTo(copy)
    // After the database: a record that it holds never waits for its file.
    summed.push(...(await copyFolders(part, dataDir, to)))
    // A dump cannot be read by itself; the state that it was made from still stands.
    if (reading.engine === 'postgres') seen = await look(reading, filesDir)
  } finally {
    await reading.close()
  }
  const { contents, faults } = seen ?? (await lookAtCopy(copy, filesDir))
  await chmod(copy, 0o600)
  await syncPath(copy)
  const database = await digestOfFile(copy)
  summed.unshift({ path: databaseName[contents.engine], ...database })
  const sums = sumsText(summed)
  await writeDurably(join(part, sumsName), sums)
  const manifest: Manifest = {
    product: 'diaoyan',
    format: 1,
    version,
    madeAt,
    ...contents,
    faults,
    files: summed.length,
    bytes: summed.reduce((bytes, file) => bytes + file.bytes, 0),
    sums: sha256(sums),
  }
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  await writeDurably(join(part, manifestName), text)
  return { manifest, seal: sha256(text) }
}

type Seen = Awaited<ReturnType<typeof look>>

async function look(reading: Reading, filesDir: string) {
  return { contents: await contentsOf(reading), faults: await faultsOf(reading, filesDir) }
}

/** Reads the copy itself, so that what the manifest says is what the backup holds. */
async function lookAtCopy(copy: string, filesDir: string): Promise<Seen> {
  const reading = await openReading(copy)
  try {
    return await look(reading, filesDir)
  } finally {
    await reading.close()
  }
}

interface Copied extends Summed {
  readonly bytes: number
}

/** Files never change under their names, so one that the last backup has is linked where the disk can do that. */
async function copyFolders(part: string, dataDir: string, to: string): Promise<readonly Copied[]> {
  const last = (await wholeBackups(to)).at(-1)
  const copied: Copied[] = []
  for (const folder of keptFolders) {
    for (const file of await filesBelow(join(dataDir, folder))) {
      const path = `${folder}/${file}`
      const digest = await copyOne(join(dataDir, path), join(part, path), last && join(to, last, path))
      if (digest) copied.push({ path, ...digest })
    }
  }
  return copied
}

async function copyOne(live: string, target: string, before: string | undefined) {
  try {
    const standing = before ? await digestOfFile(before).catch(() => null) : null
    if (before && standing && standing.sha256 === (await digestOfFile(live)).sha256) {
      if (await linkTo(before, target)) return standing
    }
    return await copyDurably(live, target)
  } catch (error) {
    // Erased since the list was made.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function enoughRoom(database: number, dataDir: string, to: string): Promise<void> {
  const last = (await wholeBackups(to)).at(-1)
  // What the last backup has is linked; without one everything is written.
  const files = last ? 0 : (await sizeOfFolder(join(dataDir, 'files'))).bytes
  const need = Math.ceil((database + files) * 1.05) + 16 * 1024 * 1024
  const { free } = await roomAt(to)
  if (free < need)
    throw new UpkeepProblem('noRoom', { folder: to, need: bytesText(need), free: bytesText(free) })
}
