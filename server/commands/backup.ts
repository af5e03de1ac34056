/** `npm run backup [-- --to DIR]`: backs up beside a running server; the server's schedule runs this too. */

import { environment, readConfig } from '../config.ts'
import { resolve } from 'node:path'
import { makeBackup, type MadeBackup } from '../upkeep/backup.ts'
import { sound } from '../upkeep/contents.ts'
import { keepLastBackup, type LastBackup } from '../upkeep/last-backup.ts'
import { ownVersion } from '../version.ts'
import { bytesText } from '../watching/disk.ts'
import { asUpkeepProblem, readOptions, runCommand, tell } from './console.ts'

await runCommand(async () => {
  const { to } = readOptions(['to'], 'npm run backup [-- --to DIR]')
  const config = readConfig(environment(), [])
  const folder = resolve(to ?? config.upkeep.backupDir)
  try {
    const made = await makeBackup({
      source: config.database,
      dataDir: config.dataDir,
      to: folder,
      rule: config.upkeep.backupKeep,
      timeZone: config.timeZone,
      now: () => new Date(),
      version: ownVersion(),
    })
    await keepLastBackup(config.dataDir, stateOf(made, folder))
    report(made)
    return sound(made.manifest.faults) ? 0 : 3
  } catch (error) {
    const { code, params } = asUpkeepProblem(error)
    // If even this cannot be written, the server still knows how the command ended.
    await keepLastBackup(config.dataDir, { ...failed(folder), problem: { code, params } }).catch(
      () => undefined,
    )
    throw error
  }
})

function report({ folder, manifest, seal, seconds, removed }: MadeBackup): void {
  const { answers, files, bytes, faults } = manifest
  tell((t) =>
    t.upkeep.command.backupDone({
      folder,
      answers,
      files,
      bytes: bytesText(bytes),
      seconds: seconds.toFixed(1),
    }),
  )
  tell((t) => t.upkeep.command.seal({ seal }))
  if (removed.length > 0) tell((t) => t.upkeep.command.removed({ count: removed.length }))
  if (!sound(faults))
    tell((t) => t.upkeep.command.faults({ what: Object.values(faults).flat().slice(0, 5).join('; ') }))
}

function stateOf({ name, manifest, seal, seconds }: MadeBackup, folder: string): LastBackup {
  const { faults } = manifest
  return {
    endedAt: new Date().toISOString(),
    ok: true,
    name,
    folder,
    seal,
    bytes: manifest.bytes,
    seconds,
    answers: manifest.answers,
    faults: Object.values(faults).flat().length,
    brokenChains: faults.brokenChains.length,
    chains: manifest.chains.length,
    problem: null,
  }
}

function failed(folder: string): LastBackup {
  return {
    endedAt: new Date().toISOString(),
    ok: false,
    name: null,
    folder,
    seal: null,
    bytes: 0,
    seconds: 0,
    answers: 0,
    faults: 0,
    brokenChains: 0,
    chains: 0,
    problem: null,
  }
}
