/** What a server does by the clock: destroys what is due, makes backups, notices that the clock was set. */

import type { Config } from '../config.ts'
import { clearIncoming } from '../intake/attachments/receive.ts'
import type { Store } from '../store/store.ts'
import type { Watching } from '../watching/watching.ts'
import { certificateState } from './certificate-state.ts'
import { eraseDue } from './retention.ts'
import { scheduleBackups, type BackupRun } from './schedule.ts'
import { scheduleWeekly } from './weekly.ts'

export interface Keeping {
  stop(): void
}

export interface Kept {
  readonly store: Store
  readonly config: Config
  readonly watching: Watching
  readonly now: () => Date
}

/** Begins at once; errors go to the log, and the next turn tries again. */
export function startKeeping(kept: Kept): Keeping {
  const { config, watching, now } = kept
  const turn = () => {
    renew(kept).catch((error: unknown) => {
      watching.log.write({ event: 'certificateNotRenewed', level: 'error', what: messageOf(error) })
    })
    eraseAll(kept).catch((error: unknown) => {
      watching.log.write({ event: 'retentionFailed', level: 'error', what: messageOf(error) })
      process.stderr.write(`retention: ${messageOf(error)}\n`)
    })
  }
  turn()
  const timer = setInterval(turn, 6 * 3_600_000)
  const schedule = scheduleBackups({ config, now, heard: (run) => tell(watching, run) })
  const weekly = scheduleWeekly({
    store: kept.store,
    config,
    now,
    failed: (error) =>
      watching.log.write({ event: 'weeklySnapshot', level: 'error', what: messageOf(error) }),
  })
  return {
    stop: () => {
      clearInterval(timer)
      schedule.stop()
      weekly.stop()
    },
  }
}

/** Answers whose retention date has passed, and files whose answer never came within a week. */
async function eraseAll({ store, config, watching, now }: Kept): Promise<void> {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: config.timeZone, dateStyle: 'short' })
  const erasing = await eraseDue(store, now(), day.format(now()))
  if (erasing.outcome !== 'erased') {
    watching.log.write({
      event: 'retentionHeld',
      level: 'warning',
      clock: erasing.outcome,
      seen: erasing.seen,
    })
    return
  }
  if (erasing.count > 0) watching.log.write({ event: 'retentionErased', answers: erasing.count })
  await store.attachments.removeOrphans(day.format(new Date(now().getTime() - 7 * 86_400_000)))
  await clearIncoming(config)
}

/** A certificate of our own authority is renewed before it ends; phones that trust the authority notice nothing. */
async function renew({ config, watching, now }: Kept): Promise<void> {
  const { dataDir } = config
  const certificate = await certificateState(dataDir, now())
  if (!('fingerprint' in certificate) || certificate.fingerprint === null) return
  if (certificate.state !== 'ending' && certificate.state !== 'expired') return
  const { makeCertificate } = await import('./certificate.ts')
  const { validTo } = await makeCertificate({ dataDir, now: now(), hosts: certificate.names })
  watching.log.write({ event: 'certificateRenewed', until: validTo.toISOString() })
}

function tell({ log }: Watching, { code, said }: BackupRun): void {
  const level = code === 0 ? 'info' : 'error'
  log.write({ event: 'backup', level, code, said: said.slice(0, 1_000) })
  if (code !== 0) process.stderr.write(`backup: ${said}\n`)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
