/** `npm run reference -- DIR`: a set of cases computed with R, through the analysis room, and what differs. */

import { passed, runReference } from './reference/run.ts'
import type { Outcome } from './reference/run.ts'

const folder = process.argv[2]
if (!folder) {
  console.error('Usage: npm run reference -- DIR')
  process.exit(2)
}

let outcomes: readonly Outcome[]
try {
  outcomes = runReference(folder)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(2)
}

const shown = (value: unknown) =>
  typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing')
const failed = outcomes.filter((outcome) => !passed(outcome))
for (const { id, reason, differences } of failed) {
  if (reason !== null) console.log(`✗ ${id}: ${reason}`)
  for (const { path, expected, actual } of differences) {
    console.log(`✗ ${id} ${path}: expected ${shown(expected)}, actual ${shown(actual)}`)
  }
}
console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`)
process.exit(failed.length > 0 ? 1 : 0)
