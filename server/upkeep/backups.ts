/** The folder of backups: their names, which stand, which of them are kept. */

import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { BackupRule } from '../config.ts'
import { manifestName } from './manifest.ts'

const pattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

/** The name of a backup: the moment in UTC, so that names sort as the moments do. */
export function backupName(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** The moment that a name tells, or null if it is no backup's name. */
export function momentOf(name: string): Date | null {
  const [, year, month, day, hour, minute, second] = pattern.exec(name) ?? []
  if (!year) return null
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(moment.getTime()) ? null : moment
}

/** Names of the whole backups in a folder, oldest first. Only a whole one has a name without a dot and a manifest. */
export async function wholeBackups(folder: string): Promise<readonly string[]> {
  const names: readonly string[] = await readdir(folder).catch(() => [])
  const whole: string[] = []
  for (const name of names.toSorted()) {
    if (momentOf(name) === null) continue
    const manifest = await readFile(join(folder, name, manifestName)).catch(() => null)
    if (manifest) whole.push(name)
  }
  return whole
}

/**
 * Which backups a rule keeps: all of the newest's last 24 hours, and the last of each of the newest days, weeks (from
 * Monday) and months that have one. Days are those of the time zone.
 */
export function keptBackups(
  names: readonly string[],
  rule: BackupRule,
  timeZone: string,
): ReadonlySet<string> {
  const day = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const newestFirst = names.toSorted().toReversed()
  const kept = new Set<string>()
  const keepLastOf = (periodOf: (day: string) => string, most: number) => {
    const seen = new Set<string>()
    for (const name of newestFirst) {
      const moment = momentOf(name)
      if (!moment) continue
      const period = periodOf(day.format(moment))
      if (seen.has(period)) continue
      if (seen.size >= most) return
      seen.add(period)
      kept.add(name)
    }
  }
  const newest = momentOf(newestFirst[0] ?? '')?.getTime() ?? 0
  for (const name of newestFirst) if (newest - (momentOf(name)?.getTime() ?? 0) < 86_400_000) kept.add(name)
  keepLastOf((day) => day, rule.daily)
  keepLastOf(mondayOf, rule.weekly)
  keepLastOf((day) => day.slice(0, 7), rule.monthly)
  return kept
}

function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  return date.toISOString().slice(0, 10)
}

/** Removes backups that the rule does not keep; the newest always stays. Returns the names of those removed. */
export async function pruneBackups(
  folder: string,
  rule: BackupRule,
  timeZone: string,
): Promise<readonly string[]> {
  const names = await wholeBackups(folder)
  const kept = keptBackups(names, rule, timeZone)
  const gone = names.filter((name) => !kept.has(name))
  for (const name of gone) {
    // Out of sight first: a removal that is cut short must not leave something that looks whole.
    const aside = join(folder, partName(name))
    await rename(join(folder, name), aside)
    await rm(aside, { recursive: true, force: true })
  }
  return gone
}

/** The name of a backup under way: it starts with a dot, and tells who writes it. */
export function partName(name: string): string {
  return `.${name}.${hostname()}.${process.pid}.part`
}

/** Removes what killed backups of this machine left behind. */
export async function removeRemains(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const [, host, pid] = /^\.\d{8}T\d{6}Z\.(.+)\.(\d+)\.part$/.exec(name) ?? []
    if (host !== hostname() || (alive(Number(pid)) && Number(pid) !== process.pid)) continue
    await rm(join(folder, name), { recursive: true, force: true })
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
