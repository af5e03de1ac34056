/** `npm run real -- DIR`: a real survey through the running product, and what differs from R. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { playReal } from './real/play.ts'

const folder = process.argv[2]
const files = ['questionnaire.xlsx', 'answers.csv', 'expected.json']
const missing = files.filter((file) => !folder || !existsSync(join(folder, file)))
if (!folder || missing.length > 0) {
  console.error(folder ? `${folder} lacks ${missing.join(', ')}.` : 'Usage: npm run real -- DIR')
  process.exit(2)
}

const checks = await playReal(folder)
const failed = checks.filter(({ passed }) => !passed)
for (const { what, wanted, seen } of failed) {
  console.log(`✗ ${what}: wanted ${JSON.stringify(wanted)}, seen ${JSON.stringify(seen) ?? 'nothing'}`)
}
console.log(`${checks.length - failed.length} passed, ${failed.length} failed`)
process.exit(failed.length > 0 ? 1 : 0)
