/** Brings a backup back into an empty place: everything is checked beside it first, then moved in. */

import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isPostgresUrl } from '../store/database.ts'
import { passing } from '../store/inspect.ts'
import { openReading, ownSchema } from '../store/reading.ts'
import { bytesText, roomAt } from '../watching/disk.ts'
import { keptFolders } from './backup.ts'
import { contentsOf, faultsOf, type Contents } from './contents.ts'
import { copyDurably, syncFolders, syncPath } from './durable.ts'
import { databaseName, readBackup, type Faults, type Manifest, type Summed } from './manifest.ts'
import { diskProblem, UpkeepProblem } from './problem.ts'
import { restoringName, sqliteName } from './restoring.ts'

export interface RestoreOrder {
  /** The folder of one backup. */
  readonly from: string
  /** The data folder that is to be; empty or not there yet. */
  readonly to: string
  /** Where the database is to be: the file in the data folder, or the address of an empty PostgreSQL database. */
  readonly database: string
  /** The seal that was written down when the backup was made, if there is one. */
  readonly seal?: string | undefined
}

export interface Restored {
  readonly manifest: Manifest
  readonly seal: string
  readonly seconds: number
}

/** What may stand in a place that is to be restored into. */
const harmless = new Set(['backups', 'logs', 'lost+found', 'backup-state.json'])

/** Rejects with an UpkeepProblem, and leaves the place as it was, unless everything is as the backup says. */
export async function restoreBackup({ from, to, database, seal: wanted }: RestoreOrder): Promise<Restored> {
  const began = performance.now()
  const { manifest, files, seal } = await readBackup(from)
  if (wanted !== undefined && wanted.toLowerCase() !== seal) throw new UpkeepProblem('otherSeal', { seal })
  const engine = isPostgresUrl(database) ? 'postgres' : 'sqlite'
  if (manifest.engine !== engine) throw new UpkeepProblem('otherEngine', { engine: manifest.engine })
  knownSchema(manifest)
  try {
    await emptyPlace(to)
    const aside = join(to, restoringName)
    try {
      await mkdir(aside, { recursive: true, mode: 0o700 })
      await enoughRoom(to, manifest)
      await copyAll(from, aside, files)
      if (engine === 'sqlite') {
        await verify(join(aside, databaseName.sqlite), join(aside, 'files'), manifest)
        await moveIn(aside, to)
      } else await bringInto(database, aside, to, manifest)
    } catch (error) {
      await rm(aside, { recursive: true, force: true }).catch(() => undefined)
      throw error
    }
  } catch (error) {
    throw diskProblem(error, to)
  }
  return { manifest, seal, seconds: (performance.now() - began) / 1000 }
}

/** Makes the place, clears what a killed restore left, and refuses one where anything of value stands. */
async function emptyPlace(to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o750 })
  const names = await readdir(to)
  // The database goes in last: without it, folders beside the mark of moving are half a restore of ours.
  if (names.includes(restoringName) && !names.includes(sqliteName)) {
    const moving = await exists(join(to, restoringName, 'moving'))
    if (moving) for (const folder of keptFolders) await rmTree(join(to, folder))
    await rmTree(join(to, restoringName))
  }
  const standing = (await readdir(to)).filter((name) => !harmless.has(name))
  if (standing.length > 0) throw new UpkeepProblem('notEmpty', { folder: to, name: standing[0] ?? '' })
}

async function enoughRoom(to: string, { bytes }: Manifest): Promise<void> {
  const { free } = await roomAt(to)
  const need = Math.ceil(bytes * 1.05) + 16 * 1024 * 1024
  if (free < need)
    throw new UpkeepProblem('noRoom', { folder: to, need: bytesText(need), free: bytesText(free) })
}

async function copyAll(from: string, aside: string, files: readonly Summed[]): Promise<void> {
  for (const { path, sha256 } of files) {
    const copied = await copyDurably(join(from, path), join(aside, path)).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
        throw new UpkeepProblem('fileMissing', { file: path }, { cause })
      throw cause
    })
    if (copied.sha256 !== sha256) throw new UpkeepProblem('fileChanged', { file: path })
  }
}

/** The database is read as the program will read it, and must be what the manifest says, fault by fault. */
async function verify(file: string, filesDir: string, manifest: Manifest): Promise<void> {
  const reading = await openReading(file).catch((cause: unknown) => {
    throw new UpkeepProblem('databaseDamaged', { what: databaseName.sqlite }, { cause })
  })
  try {
    const faults = await faultsOf(reading, filesDir)
    noNewFaults(faults, manifest.faults)
    sameContents(await contentsOf(reading), manifest)
  } finally {
    await reading.close()
  }
}

/** Faults that were in the data when they were backed up are not the backup's; any other is. */
export function noNewFaults(found: Faults, before: Faults): void {
  for (const kind of ['integrity', 'references', 'brokenChains', 'files'] as const) {
    const fresh = found[kind].find((fault) => !before[kind].includes(fault))
    if (fresh === undefined) continue
    throw new UpkeepProblem(kind === 'brokenChains' ? 'chainBroken' : 'databaseDamaged', { what: fresh })
  }
}

/** Rejects if rows or chain heads are not those of the manifest. */
export function sameContents(found: Contents, manifest: Contents): void {
  const tables = new Set([...Object.keys(found.counts), ...Object.keys(manifest.counts)])
  for (const table of tables) {
    // Earlier programs counted them.
    if (passing.has(table)) continue
    const [is, should] = [found.counts[table] ?? 0, manifest.counts[table] ?? 0]
    if (is !== should) throw new UpkeepProblem('otherCount', { table, is, should })
  }
  if (JSON.stringify(found.chains) !== JSON.stringify(manifest.chains))
    throw new UpkeepProblem('chainBroken', { what: 'head' })
}

/** A backup of a newer program cannot be read by this one; an older one is brought forward at the next start. */
export function knownSchema({ schema, version }: Manifest): void {
  const unknown = schema.find(({ number, name }) =>
    ownSchema.every((own) => own.number !== number || own.name !== name),
  )
  if (unknown) throw new UpkeepProblem('newerBackup', { version })
}

/** The server's database first, checked there; it is declared whole when the files stand too. */
async function bringInto(url: string, aside: string, to: string, manifest: Manifest): Promise<void> {
  const { bringIn } = await import('../store/postgres-restore.ts')
  const dump = join(aside, databaseName.postgres)
  const brought = await bringIn(url, dump).catch((cause: unknown) => {
    const what = cause instanceof Error ? cause.message : String(cause)
    if (cause instanceof Error && cause.name === 'NotEmpty')
      throw new UpkeepProblem('databaseNotEmpty', { name: what }, { cause })
    if (cause instanceof Error && cause.name === 'RestoreFailed')
      throw new UpkeepProblem('databaseDamaged', { what }, { cause })
    throw cause
  })
  try {
    await verify(url, join(aside, 'files'), manifest)
    await rm(dump)
    await moveIn(aside, to)
  } catch (error) {
    await brought.undo()
    throw error
  }
  await brought.finish()
}

/** The database goes last: until it stands, the place does not look like an installation. */
async function moveIn(aside: string, to: string): Promise<void> {
  await syncFolders(aside)
  await writeFile(join(aside, 'moving'), '', { flush: true })
  await syncPath(aside)
  for (const name of await readdir(aside))
    if (name !== databaseName.sqlite && name !== 'moving') await rename(join(aside, name), join(to, name))
  await syncPath(to)
  if (await exists(join(aside, databaseName.sqlite)))
    await rename(join(aside, databaseName.sqlite), join(to, sqliteName))
  await syncPath(to)
  await rmTree(aside)
  await syncPath(to)
}

function rmTree(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true })
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
