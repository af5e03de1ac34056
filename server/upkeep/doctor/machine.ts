/** The machine: program, folder, room on the disk, clock. */

import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesText, roomAt } from '../../watching/disk.ts'
import { heldSince } from '../retention.ts'
import { restoringName, sqliteName } from '../restoring.ts'
import { advice, fault, good, type Finding, type Patient } from './finding.ts'

const megabyte = 1024 * 1024

/** Node.js as package.json asks for it. */
export async function lookAtProgram(): Promise<readonly Finding[]> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const enough = major > 20 || (major === 20 && minor >= 19)
  return [(enough ? good : fault)(enough ? 'node' : 'nodeOld', { version: process.versions.node })]
}

/** Whether the data folder is there, can be written, and is closed to strangers. */
export async function lookAtFolder({ config: { dataDir } }: Patient): Promise<readonly Finding[]> {
  const folder = { folder: dataDir }
  const standing = await stat(dataDir).catch(() => null)
  if (!standing?.isDirectory()) return [fault('folderMissing', folder)]
  const findings: Finding[] = []
  const failure = await writing(dataDir)
  if (failure === null) findings.push(good('folder', folder))
  else findings.push(fault(failure, folder))
  if ((standing.mode & 0o007) !== 0) findings.push(advice('folderOpen', folder))
  const restoring = await stat(join(dataDir, restoringName)).catch(() => null)
  const database = await stat(join(dataDir, sqliteName)).catch(() => null)
  if (restoring && !database) findings.push(fault('restoreUnfinished', folder))
  return findings
}

/** Writes really: rights, a full disk and one that can only be read look alike from outside. */
async function writing(folder: string): Promise<'folderFull' | 'folderReadOnly' | 'folderForbidden' | null> {
  const probe = join(folder, `.doctor-${process.pid}`)
  try {
    const handle = await open(probe, 'w')
    try {
      await handle.writeFile(Buffer.alloc(64 * 1024))
      await handle.sync()
    } finally {
      await handle.close()
    }
    return null
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'folderFull'
    return code === 'EROFS' ? 'folderReadOnly' : 'folderForbidden'
  } finally {
    await rm(probe, { force: true }).catch(() => undefined)
  }
}

/** Room for what is to come: answers, the log ahead of the database, the copy before an upgrade. */
export async function lookAtDisk({ config: { dataDir }, reading }: Patient): Promise<readonly Finding[]> {
  const { free } = await roomAt(dataDir)
  const size = reading ? await reading.size() : 0
  const params = { free: bytesText(free), size: bytesText(size) }
  // PostgreSQL may well keep its data on another machine.
  const here = reading?.engine === 'sqlite' ? size : 0
  if (free < Math.max(256 * megabyte, here)) return [fault('diskShort', params)]
  return [free < Math.max(2048 * megabyte, 2 * here) ? advice('diskLow', params) : good('disk', params)]
}

/** The clock against the newest event of the history, and against the program's own age. */
export async function lookAtClock({ now, reading, config }: Patient): Promise<readonly Finding[]> {
  const at = { now: now.toISOString(), zone: config.timeZone }
  if (now < builtAfter) return [fault('clockOld', at)]
  if (!reading) return [good('clock', at)]
  const instant = await reading.newestInstant()
  const day = await reading.newestDay()
  const newest = instant && Date.parse(instant) > now.getTime() + 5 * 60_000 ? instant : null
  // A day of the history may be a local one, up to a day ahead of UTC.
  const newestDay = day && Date.parse(`${day}T00:00:00Z`) > now.getTime() + 86_400_000 ? day : null
  const ahead = newest ?? newestDay
  if (ahead) return [fault('clockBack', { ...at, newest: ahead })]
  const held = await heldSince(reading)
  return held ? [fault('clockHeld', { ...at, since: held })] : [good('clock', at)]
}

/** This program did not exist before. */
const builtAfter = new Date('2026-11-01T00:00:00Z')
