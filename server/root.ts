/** Where the project stands, seen from its sources and from build/ alike. */

import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const root = rootAbove(dirname(fileURLToPath(import.meta.url)))

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'views')) && existsSync(join(folder, 'package.json'))) return folder
  const above = resolve(folder, '..')
  if (above === folder) throw new Error('root: no folder above has views/ and package.json')
  return rootAbove(above)
}
