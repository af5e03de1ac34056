/** `npm run rehearse [-- --from DIR] [--beside DIR]`: restores a backup, the newest unless named, to a place of its own. */

import { join, resolve } from 'node:path'
import { environment, readConfig } from '../config.ts'
import { wholeBackups } from '../upkeep/backups.ts'
import { UpkeepProblem } from '../upkeep/problem.ts'
import { rehearseBackup } from '../upkeep/rehearse.ts'
import { readOptions, runCommand, tell } from './console.ts'

await runCommand(async () => {
  const options = readOptions(
    ['from', 'beside', 'seal'],
    'npm run rehearse [-- --from DIR] [--beside DIR] [--seal HASH]',
  )
  const { database, upkeep } = readConfig(environment(), [])
  const { backupDir } = upkeep
  const from = options.from ? resolve(options.from) : await newest(backupDir)
  const beside = resolve(options.beside ?? backupDir)
  const { answers, seconds } = await rehearseBackup({ from, beside, database, seal: options.seal })
  tell((t) => t.upkeep.command.rehearsed({ from, answers, seconds: seconds.toFixed(1) }))
  return 0
})

async function newest(folder: string): Promise<string> {
  const name = (await wholeBackups(folder)).at(-1)
  if (name === undefined) throw new UpkeepProblem('noBackup', { folder })
  return join(folder, name)
}
