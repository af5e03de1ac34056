/** Backup and restore of a large installation by the built commands, as an administrator runs them. */

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { isPostgresUrl } from '../../server/store/database.ts'
import type { FieldedFolder } from '../support/fieldwork.ts'

export interface BackupTimes {
  readonly megabytes: number
  readonly backup: { readonly seconds: number; readonly peak: number }
  readonly restore: { readonly seconds: number; readonly peak: number }
}

/** `target`: an empty database for the restore, where the folder's is on PostgreSQL. */
export async function backupTimes(folder: FieldedFolder, target: string | null): Promise<BackupTimes> {
  const place = mkdtempSync(join(tmpdir(), 'diaoyan-backups-'))
  const restored = mkdtempSync(join(tmpdir(), 'diaoyan-restored-'))
  try {
    const from = {
      DATA_DIR: folder.dataDir,
      BACKUP_DIR: place,
      ...(isPostgresUrl(folder.database) ? { DATABASE_URL: folder.database } : {}),
    }
    const backup = await command('backup', [], from)
    const [name = ''] = readdirSync(place)
    const megabytes = sizeBelow(join(place, name)) / 1e6
    const to = { DATA_DIR: restored, ...(target === null ? {} : { DATABASE_URL: target }) }
    const restore = await command('restore', ['--from', join(place, name)], to)
    return { megabytes, backup, restore }
  } finally {
    rmSync(place, { recursive: true, force: true })
    rmSync(restored, { recursive: true, force: true })
  }
}

async function command(
  name: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly seconds: number; readonly peak: number }> {
  const began = performance.now()
  const child = spawn(process.execPath, [resolve(`build/server/commands/${name}.js`), ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peak = 0
  const look = setInterval(() => (peak = Math.max(peak, peakOf(child.pid ?? 0))), 100)
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  clearInterval(look)
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
  return { seconds: (performance.now() - began) / 1000, peak }
}

/** Megabytes, as Linux counts them; 0 elsewhere. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}

function sizeBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}
