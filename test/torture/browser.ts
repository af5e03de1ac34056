/**
 * `npm run torture -- --browser [--records N]`: N records with photos in the queue of one phone, on https and on plain
 * http, over a slow line that breaks again and again, the browser and the server killed in between.
 */

import { parseArgs } from 'node:util'
import { chromiumIsHere } from '../support/browser.ts'
import { removeProfiles } from '../support/field-phone.ts'
import { grounds } from '../support/grounds.ts'
import { queueTorture } from '../support/queue-torture.ts'

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: process.env['FIELD_RECORDS'] ?? '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    rate: { type: 'string', default: '400' },
    drop: { type: 'string', default: '1000' },
    ground: { type: 'string', default: 'both' },
  },
})
const [records, seed, rate, drop] = [values.records, values.seed, values.rate, values.drop].map(Number)
const chosen = grounds.filter((one) => values.ground === 'both' || one.startsWith(values.ground))
if (![records, seed, rate, drop].every((n) => Number.isInteger(n) && n! >= 1) || chosen.length === 0) {
  console.error(
    'Usage: npm run torture -- --browser [--records N] [--seed N] [--rate kB/s] [--drop kB] [--ground https|plain|both]',
  )
  process.exit(2)
}
if (!chromiumIsHere) {
  console.error('No Chromium is installed here (Debian: chromium).')
  process.exit(2)
}

console.log(`seed ${seed}; ${rate} kB/s, broken off after about ${drop} kB`)
let passed = 0
let failed = 0
for (const ground of chosen) {
  const told = await queueTorture({
    ground,
    records: records!,
    seed: seed!,
    bytesPerSecond: rate! * 1000,
    dropAfter: drop! * 1000,
    say: console.log,
  })
  for (const fault of told.faults) console.log(`✗ ${ground}: ${fault}`)
  failed += told.faults.length
  passed += Math.max(0, records! - told.faults.length)
  const { seconds, megabytes, drops, retries } = told
  console.log(
    `${ground}: ${records} records, ${megabytes.toFixed(1)} MB over the line in ${seconds.toFixed(0)} s, ${drops} times broken off, ${retries} tries again`,
  )
}
removeProfiles()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
