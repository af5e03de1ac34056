/** `npm run migrate-store -- --from sqlite:FILE --to postgres://…`, and back: moves everything, with checks. */

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { environment, readConfig } from '../config.ts'
import { openReading } from '../store/reading.ts'
import { isPostgresUrl } from '../store/database.ts'
import { transfer } from '../store/transfer.ts'
import { missingFiles } from '../upkeep/contents.ts'
import { UpkeepProblem } from '../upkeep/problem.ts'
import { readOptions, runCommand, tell } from './console.ts'

const usage =
  'npm run migrate-store -- --from sqlite:FILE|postgres://… --to postgres://…|sqlite:FILE [--batch ROWS]'

await runCommand(async () => {
  const options = readOptions(['from', 'to', 'batch'], usage)
  const [from, to] = [databaseOf(options.from), databaseOf(options.to)]
  const batch = options.batch === undefined ? 1_000 : Number(options.batch)
  if (from === to || !Number.isInteger(batch) || batch < 1 || batch > 10_000)
    throw new UpkeepProblem('usage', { usage })
  const { dataDir } = readConfig(environment(), [])
  const began = performance.now()
  const progress = createProgress()
  const { counts, chains, resumed } = await transfer({
    from,
    to,
    appliedAt: new Date().toISOString(),
    batch,
    moved: progress,
  })
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  if (resumed) tell((t) => t.upkeep.command.moveResumed)
  tell((t) =>
    t.upkeep.command.moved({
      rows,
      tables: Object.keys(counts).length,
      chains,
      answers: counts['submissions'] ?? 0,
      seconds,
    }),
  )
  await sayFiles(to, join(dataDir, 'files'))
  return 0
})

/** A path, or the address of a PostgreSQL database. */
function databaseOf(given: string | undefined): string {
  if (!given) throw new UpkeepProblem('usage', { usage })
  if (isPostgresUrl(given)) return given
  if (!given.startsWith('sqlite:')) throw new UpkeepProblem('usage', { usage })
  return resolve(given.slice('sqlite:'.length))
}

/** Uploaded files stay in the data folder, whichever database speaks of them. */
async function sayFiles(to: string, filesDir: string): Promise<void> {
  const reading = await openReading(to)
  try {
    const missing = await missingFiles(reading, filesDir)
    if (missing.length > 0)
      tell((t) => t.upkeep.command.filesElsewhere({ count: missing.length, folder: filesDir }))
    else if (existsSync(filesDir)) tell((t) => t.upkeep.command.filesStay({ folder: filesDir }))
  } finally {
    await reading.close()
  }
}

/** A line now and then, so that a long move can be watched. */
function createProgress() {
  let rows = 0
  let told = performance.now()
  return (table: string, moved: number) => {
    rows += moved
    if (performance.now() - told < 5_000) return
    told = performance.now()
    console.log(`${table}: ${rows}`)
  }
}
