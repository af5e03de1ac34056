// Bundles the benchmark and runs it; plain JavaScript, because Node 20 does not read TypeScript.

import { spawnSync } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../..')
// `devices` first runs the load of many phones instead.
const devices = process.argv[2] === 'devices'
const name = devices ? 'devices' : 'bench'
const outfile = join(root, `build/bench/${name}.js`)
await build({
  entryPoints: [join(here, `${name}.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
})
const ran = spawnSync(process.execPath, [outfile, ...process.argv.slice(devices ? 3 : 2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(ran.status ?? 1)
