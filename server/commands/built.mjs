// Before a command of upkeep: builds the server if it has never been built, and leaves a build that is there alone.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
if (!existsSync(join(here, '../../build/static/manifest.json')))
  execFileSync(process.execPath, [join(here, 'build.mjs')], { stdio: 'inherit' })
