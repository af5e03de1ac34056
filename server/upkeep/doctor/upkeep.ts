/** What keeps the installation going: certificate and backups. */

import { stat } from 'node:fs/promises'
import { momentOf, wholeBackups } from '../backups.ts'
import { certificateState } from '../certificate-state.ts'
import { readLastBackup } from '../last-backup.ts'
import { advice, fault, good, type Finding, type Patient } from './finding.ts'

export async function lookAtCertificate({ config, now }: Patient): Promise<readonly Finding[]> {
  const certificate = await certificateState(config.dataDir, now)
  if (certificate.state === 'none') return [good('certificateNone')]
  if (certificate.state === 'unusable') return [fault('certificateUnusable')]
  const { state, daysLeft, names, keyIsOpen } = certificate
  const params = {
    day: certificate.validTo.slice(0, 10),
    days: Math.max(daysLeft, 0),
    names: names.join(', '),
  }
  const open = keyIsOpen ? [fault('certificateKeyOpen')] : []
  if (state === 'expired') return [fault('certificateExpired', params), ...open]
  if (state === 'notYet') return [fault('certificateNotYet', params), ...open]
  return [state === 'ending' ? advice('certificateEnding', params) : good('certificate', params), ...open]
}

/** A backup that is older says that the schedule does not run. */
const staleDays = 3

export async function lookAtBackups({ config, now }: Patient): Promise<readonly Finding[]> {
  const { upkeep, dataDir } = config
  const findings: Finding[] = []
  const folder = { folder: upkeep.backupDir }
  const newest = (await wholeBackups(upkeep.backupDir)).at(-1)
  const moment = newest ? momentOf(newest) : null
  const days = moment ? Math.floor((now.getTime() - moment.getTime()) / 86_400_000) : 0
  if (!moment)
    findings.push((await isYoung(dataDir, now)) ? advice('backupNone', folder) : fault('backupNone', folder))
  else if (days >= staleDays) findings.push(fault('backupStale', { ...folder, days, name: newest ?? '' }))
  else findings.push(good('backup', { ...folder, name: newest ?? '' }))
  const last = await readLastBackup(dataDir)
  if (last?.ok === false) findings.push(fault('backupFailed', { at: last.endedAt }))
  else if (last && last.faults > 0) findings.push(fault('backupFaults', { count: last.faults }))
  if (upkeep.backupAt === null) findings.push(advice('backupUnscheduled'))
  const [here, there] = await Promise.all([deviceOf(dataDir), deviceOf(upkeep.backupDir)])
  if (here !== null && here === there) findings.push(advice('backupSameDisk', folder))
  return findings
}

/** An installation of today has had no time for a backup. */
async function isYoung(dataDir: string, now: Date): Promise<boolean> {
  const made = (await stat(dataDir).catch(() => null))?.birthtimeMs ?? 0
  return now.getTime() - made < 2 * 86_400_000
}

async function deviceOf(folder: string): Promise<number | null> {
  return (await stat(folder).catch(() => null))?.dev ?? null
}
