// `npm run torture`: kills the server again and again; with `--browser`, a phone's queue over a line that breaks instead.
// Plain JavaScript, because Node 20 does not read TypeScript.

import { spawnSync } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../..')
const words = process.argv.slice(2)
const browser = words.includes('--browser')
const program = join(root, browser ? 'build/torture/browser.js' : 'build/server/commands/torture.js')
if (browser)
  await build({
    entryPoints: [join(here, 'browser.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
const ran = spawnSync(process.execPath, [program, ...words.filter((word) => word !== '--browser')], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(ran.status ?? 1)
