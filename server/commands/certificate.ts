/** `npm run certificate [-- --host NAME …] [--new]`: makes or renews the certificate for https. */

import { parseArgs } from 'node:util'
import { environment, readConfig } from '../config.ts'
import { makeCertificate } from '../upkeep/certificate.ts'
import { UpkeepProblem } from '../upkeep/problem.ts'
import { runCommand, tell } from './console.ts'

const usage = 'npm run certificate [-- --host NAME|IP …] [--new]'

await runCommand(async () => {
  const { host, anew } = options()
  const config = readConfig(environment(), [])
  const { dataDir } = config
  const made = await makeCertificate({ dataDir, now: new Date(), hosts: host, anew })
  const { names, fingerprint, newAuthority } = made
  const validTo = made.validTo.toISOString().slice(0, 10)
  tell((t) => t.upkeep.command.certificate({ names: names.join(', '), day: validTo }))
  tell((t) => t.upkeep.command[newAuthority ? 'authorityNew' : 'authorityKept']({ fingerprint }))
  tell((t) => t.upkeep.command.certificateNext({ port: config.upkeep.httpsPort ?? 'off' }))
  return 0
})

function options(): { readonly host: readonly string[]; readonly anew: boolean } {
  try {
    const { values } = parseArgs({
      args: process.argv.slice(2),
      options: { host: { type: 'string', multiple: true }, new: { type: 'boolean' } },
    })
    return { host: values.host ?? [], anew: values.new ?? false }
  } catch (cause) {
    throw new UpkeepProblem('usage', { usage }, { cause })
  }
}
