/** `npm run bundle [-- --to DIR]`: one archive that starts on a machine without internet, npm, compiler or Node.js. */

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../root.ts'
import { gatherBundle, nodeLicence } from '../upkeep/bundle.ts'
import { ownVersion } from '../version.ts'
import { bytesText } from '../watching/disk.ts'
import { readOptions, runCommand, tell } from './console.ts'

const usage = 'npm run bundle [-- --to DIR] [--node-licence FILE]'

await runCommand(async () => {
  const options = readOptions(['to', 'node-licence'], usage)
  const to = resolve(options.to ?? join(root, 'build'))
  const licence = await nodeLicence(options['node-licence'])
  const name = `diaoyan-${ownVersion()}-${process.platform}-${process.arch}`
  await mkdir(to, { recursive: true })
  const aside = await mkdtemp(join(to, '.bundle-'))
  try {
    await gatherBundle(join(aside, name), licence)
    const archive = join(to, `${name}.tar.gz`)
    const order = [
      '--sort=name',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '-czf',
      archive,
      '-C',
      aside,
      name,
    ]
    await promisify(execFile)('tar', order)
    const { size } = await stat(archive)
    tell((t) => t.upkeep.command.bundled({ archive, bytes: bytesText(size) }))
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  return 0
})
