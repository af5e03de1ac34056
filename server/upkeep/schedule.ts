/** Runs the daily backup at its hour, as a process of its own, so that answers never wait for it. */

import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { root } from '../root.ts'
import { momentOf } from './backups.ts'

export interface Schedule {
  stop(): void
}

export interface ScheduleOptions {
  readonly config: Config
  readonly now: () => Date
  /** Makes a backup; resolves to the code of the process and what it said. */
  readonly run?: () => Promise<BackupRun>
  readonly heard: (run: BackupRun) => void
}

export interface BackupRun {
  readonly code: number | null
  readonly said: string
}

/** Looks every half minute whether the hour has come; one that was slept through is made up for as soon as it can. */
export function scheduleBackups({ config, now, run = runBackup, heard }: ScheduleOptions): Schedule {
  const { backupAt } = config.upkeep
  if (backupAt === null) return { stop: () => undefined }
  let last = now()
  let busy = false
  const look = async () => {
    const moment = now()
    const due = isDue(last, moment, backupAt, config.timeZone)
    // A clock that was set back must not make the same hour come twice.
    if (moment > last) last = moment
    if (!due || busy) return
    busy = true
    // Several servers on one database share the folder of backups: the first of them does it.
    if (!(await begunByAnother(config.upkeep.backupDir, moment))) heard(await run())
    busy = false
  }
  const timer = setInterval(() => void look(), 30_000)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** True if a backup was made, or is being made, in the last half hour. */
export async function begunByAnother(folder: string, moment: Date): Promise<boolean> {
  const names: readonly string[] = await readdir(folder).catch(() => [])
  return names.some((name) => {
    const made = momentOf(name.replace(/^\./, '').slice(0, 16))
    return made !== null && Math.abs(moment.getTime() - made.getTime()) < 30 * 60_000
  })
}

/** True if the local time of day `at` has come after `before` and not after `moment`. */
export function isDue(before: Date, moment: Date, at: string, timeZone: string): boolean {
  if (moment <= before) return false
  if (moment.getTime() - before.getTime() >= 86_400_000) return true
  const [from, to] = [localOf(before, timeZone), localOf(moment, timeZone)]
  const sameDay = from.day === to.day
  return sameDay ? from.time < at && at <= to.time : from.time < at || at <= to.time
}

function localOf(moment: Date, timeZone: string): { readonly day: string; readonly time: string } {
  const [day = '', time = ''] = moment.toLocaleString('sv-SE', { timeZone }).split(' ')
  return { day, time: time.slice(0, 5) }
}

function runBackup(): Promise<BackupRun> {
  return new Promise((resolve) => {
    const command = join(root, 'build', 'server', 'commands', 'backup.js')
    const child = spawn(process.execPath, [command], {
      cwd: process.cwd(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    const hear = (chunk: Buffer) => {
      if (said.length < 4_000) said += chunk.toString()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', (error) => resolve({ code: null, said: error.message }))
    child.once('close', (code) => resolve({ code, said }))
  })
}
