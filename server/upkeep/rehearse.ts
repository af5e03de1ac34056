/** Tries a backup out: restores it to a place of its own, starts the store on it, and clears it away again. */

import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openStore } from '../store/open.ts'
import { isPostgresUrl } from '../store/database.ts'
import { UpkeepProblem } from './problem.ts'
import { restoreBackup, type Restored } from './restore.ts'
import { sqliteName } from './restoring.ts'

export interface RehearseOrder {
  readonly from: string
  /** A folder with room for the whole backup. */
  readonly beside: string
  /** The installation's own database: on PostgreSQL a scratch one is made on the same server. */
  readonly database: string
  readonly seal?: string | undefined
}

export interface Rehearsed extends Restored {
  /** Answers that the program counts after it has opened the restored database and brought it up to date. */
  readonly answers: number
}

/** Rejects as `restoreBackup` does. */
export async function rehearseBackup({ from, beside, database, seal }: RehearseOrder): Promise<Rehearsed> {
  const folder = await mkdtemp(join(beside, 'diaoyan-rehearsal-'))
  try {
    if (!isPostgresUrl(database))
      return await tryOut({ from, to: folder, database: join(folder, sqliteName), seal })
    const { scratchDatabase } = await import('../store/postgres-restore.ts')
    const scratch = await scratchDatabase(database).catch((cause: unknown) => {
      throw new UpkeepProblem('noScratch', { what: cause instanceof Error ? cause.message : '' }, { cause })
    })
    try {
      return await tryOut({ from, to: folder, database: scratch.url, seal })
    } finally {
      await scratch.drop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function tryOut(order: Parameters<typeof restoreBackup>[0]): Promise<Rehearsed> {
  const restored = await restoreBackup(order)
  const store = await openStore({ database: order.database, filesDir: join(order.to, 'files') })
  try {
    const { answers } = await store.system.about()
    return { ...restored, answers }
  } finally {
    await store.close()
  }
}
