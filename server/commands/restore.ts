/** `npm run restore -- --from DIR [--to DIR] [--seal HASH]`: brings a backup back into an empty data folder. */

import { join, resolve } from 'node:path'
import { environment, readConfig } from '../config.ts'
import { isPostgresUrl } from '../store/database.ts'
import { sound } from '../upkeep/contents.ts'
import { UpkeepProblem } from '../upkeep/problem.ts'
import { restoreBackup } from '../upkeep/restore.ts'
import { sqliteName } from '../upkeep/restoring.ts'
import { readOptions, runCommand, tell } from './console.ts'

const usage = 'npm run restore -- --from DIR [--to DIR] [--seal HASH]'

await runCommand(async () => {
  const { from, to, seal } = readOptions(['from', 'to', 'seal'], usage)
  if (!from) throw new UpkeepProblem('usage', { usage })
  const config = readConfig(environment(), [])
  const folder = resolve(to ?? config.dataDir)
  const database = isPostgresUrl(config.database) ? config.database : join(folder, sqliteName)
  const { manifest, seconds } = await restoreBackup({ from: resolve(from), to: folder, database, seal })
  const { answers, madeAt, faults } = manifest
  tell((t) => t.upkeep.command.restored({ folder, answers, madeAt, seconds: seconds.toFixed(1) }))
  if (!sound(faults))
    tell((t) => t.upkeep.command.faults({ what: Object.values(faults).flat().slice(0, 5).join('; ') }))
  return 0
})
