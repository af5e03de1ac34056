/** How the installation is at this moment: one look for the admin's page and for the monitoring. */

import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Intake, IntakeState } from '../intake/intake.ts'
import type { AboutDatabase, Store } from '../store/store.ts'
import { roomAt, sizeOfFolder, type Room } from '../watching/disk.ts'
import type { Watching } from '../watching/watching.ts'
import { momentOf, wholeBackups } from './backups.ts'
import { certificateState, type CertificateState } from './certificate-state.ts'
import { readLastBackup, type LastBackup } from './last-backup.ts'
import { heldSince } from './retention.ts'

export interface SystemState {
  readonly database: AboutDatabase
  readonly intake: IntakeState
  readonly room: Room
  readonly files: FolderSize
  readonly backups: FolderSize
  readonly logs: FolderSize
  readonly lastBackup: LastBackup | null
  /** The moment of the newest whole backup. */
  readonly newestBackup: Date | null
  readonly certificate: CertificateState
  /** Since when destroying waits for a word on the clock. */
  readonly clockHeldSince: string | null
  readonly memory: number
}

interface FolderSize {
  readonly files: number
  readonly bytes: number
}

export interface Observed {
  readonly store: Store
  readonly intake: Intake
  readonly config: Config
  readonly watching: Watching
  readonly now: () => Date
}

export async function systemState({ store, intake, config, now }: Observed): Promise<SystemState> {
  const { dataDir, upkeep } = config
  const [database, room, files, backups, logs, lastBackup, names, certificate, clockHeldSince] =
    await Promise.all([
      store.system.about(),
      roomAt(dataDir),
      sizeAt(join(dataDir, 'files')),
      sizeAt(upkeep.backupDir),
      sizeAt(join(dataDir, 'logs')),
      readLastBackup(dataDir),
      wholeBackups(upkeep.backupDir),
      certificateState(dataDir, now()),
      heldSince({ setting: (key) => store.settings.get(key) }),
    ])
  const newest = names.at(-1)
  return {
    database,
    intake: intake.state(),
    room,
    files,
    backups,
    logs,
    lastBackup,
    newestBackup: newest === undefined ? null : momentOf(newest),
    certificate,
    clockHeldSince,
    memory: process.memoryUsage.rss(),
  }
}

/** Less room than this is a matter for today. */
export const scarce = 512 * 1024 * 1024

const sizes = new Map<string, { readonly at: number; readonly size: Promise<FolderSize> }>()
const remembered = 60_000

/** A folder with many files is walked at most once a minute, however often a monitor asks. */
function sizeAt(folder: string): Promise<FolderSize> {
  const known = sizes.get(folder)
  if (known && performance.now() - known.at < remembered) return known.size
  const size = sizeOfFolder(folder)
  sizes.set(folder, { at: performance.now(), size })
  return size
}
