/**
 * `npm run torture -- --rounds N`: kills the server under load, again and again, and looks for what it acknowledged.
 * On SQLite, and on a PostgreSQL cluster of its own where Debian's `postgresql` is installed (or with `--database URL`).
 */

import { parseArgs } from 'node:util'
import { serverPrograms, startCluster } from './own-postgres.ts'
import { torture, type Torment } from './torture/rounds.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    clients: { type: 'string', default: '16' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    engine: { type: 'string', default: 'both' },
    database: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const clients = Number(values.clients)
const seed = Number(values.seed)
if (![rounds, clients].every((n) => Number.isInteger(n) && n >= 1) || !Number.isInteger(seed)) {
  console.error(
    'Usage: npm run torture -- --rounds N [--clients N] [--seed N] [--engine sqlite|postgres|both] [--database URL]',
  )
  process.exit(2)
}

console.log(`seed ${seed}`)
const torments: Torment[] = []
if (values.engine !== 'postgres' && !values.database)
  torments.push(await torture({ engine: 'sqlite', rounds, clients, seed, say: console.log }))
if (values.engine !== 'sqlite') await onPostgres()

const passed = torments.reduce((sum, each) => sum + each.passed, 0)
const failed = torments.reduce((sum, each) => sum + each.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

async function onPostgres(): Promise<void> {
  const making = { engine: 'postgres', rounds, clients, seed, say: console.log } as const
  if (values.database) {
    torments.push(await torture({ ...making, database: values.database }))
    return
  }
  if (!serverPrograms()) {
    console.log('PostgreSQL is not installed here (Debian: postgresql): tried on SQLite alone.')
    return
  }
  const cluster = await startCluster({ fsync: 'on', full_page_writes: 'on' })
  try {
    torments.push(await torture({ ...making, database: cluster.url('postgres') }))
  } finally {
    await cluster.remove()
  }
}
