/** What came of the last backup, kept in the data folder so that the admin's page and the doctor can tell. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from './durable.ts'
import type { UpkeepCode, UpkeepParams } from './problem.ts'

export interface LastBackup {
  readonly endedAt: string
  readonly ok: boolean
  /** The backup's name, folder and seal; null where it failed. */
  readonly name: string | null
  readonly folder: string
  readonly seal: string | null
  readonly bytes: number
  readonly seconds: number
  readonly answers: number
  /** How many faults of the data the backup found. */
  readonly faults: number
  readonly brokenChains: number
  readonly chains: number
  readonly problem: { readonly code: UpkeepCode; readonly params: UpkeepParams } | null
}

const place = (dataDir: string) => join(dataDir, 'backup-state.json')

export async function readLastBackup(dataDir: string): Promise<LastBackup | null> {
  try {
    return JSON.parse(await readFile(place(dataDir), 'utf8')) as LastBackup
  } catch {
    return null
  }
}

export async function keepLastBackup(dataDir: string, last: LastBackup): Promise<void> {
  await writeDurably(place(dataDir), `${JSON.stringify(last, null, 2)}\n`, 0o640)
}
