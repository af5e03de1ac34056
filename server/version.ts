/** The version of this program, as package.json has it. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

let known: string | null = null

export function ownVersion(): string {
  known ??= (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
  return known
}
