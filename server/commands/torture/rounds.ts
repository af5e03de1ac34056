/** Rounds of load and SIGKILL on one data folder, and what must be true after each. */

import { setTimeout as pause } from 'node:timers/promises'
import { join } from 'node:path'
import { openStore } from '../../store/open.ts'
import { startOwnServer, type OwnServer } from '../own-server.ts'
import { takeToTheField, type Fielded } from '../real/journey.ts'
import { questionnaire } from './questionnaire.ts'
import { lookForAll } from './look.ts'
import { loadUntil, type Sent } from './load.ts'

export interface TortureOptions {
  readonly engine: 'sqlite' | 'postgres'
  /** Address of an empty PostgreSQL database; SQLite makes its own file. */
  readonly database?: string
  readonly rounds: number
  readonly clients: number
  readonly seed: number
  readonly say: (line: string) => void
}

export interface Torment {
  readonly passed: number
  readonly failed: number
  readonly acknowledged: number
}

/** One check a round, one of the history at the end. */
export async function torture(options: TortureOptions): Promise<Torment> {
  const { engine, database, rounds, clients, seed, say } = options
  const env = {
    ANSWERS_PER_MINUTE: '100000000',
    TRUST_PROXY: 'off',
    ...(database ? { DATABASE_URL: database } : {}),
  }
  const random = generator(seed)
  const sent = new Map<string, Sent>()
  let passed = 0
  let failed = 0
  const note = (round: string, faults: readonly string[]) => {
    if (faults.length === 0) passed++
    else failed++
    for (const fault of faults.slice(0, 20)) say(`✗ ${engine} ${round}: ${fault}`)
  }
  let server = await startOwnServer({ env })
  try {
    const fielded = await takeToTheField(server, { questionnaire: questionnaire() })
    for (let round = 1; round <= rounds; round++) {
      const before = sent.size
      const load = loadUntil(fielded, { clients, sent, round, seed })
      await pause(100 + random() * 900)
      await server.kill()
      await load.stopped
      server = await startAgain(server, env)
      note(`round ${round}`, await lookForAll(fielded, sent))
      say(
        `${engine} round ${round}: ${sent.size - before} sent, up again in ${Math.round(server.startedIn)} ms`,
      )
    }
    await server.stop()
    note('history', await historyOf(server, fielded, database))
  } finally {
    await server.kill()
    server.remove()
  }
  const acknowledged = [...sent.values()].filter(({ receipt }) => receipt !== null).length
  say(`${engine}: ${acknowledged} acknowledged answers, ${rounds} kills`)
  return { passed, failed, acknowledged }
}

function startAgain({ dataDir, port }: OwnServer, env: Readonly<Record<string, string>>): Promise<OwnServer> {
  return startOwnServer({ dataDir, port, env })
}

/** Both chains hold, read by the store itself. */
async function historyOf(
  { dataDir }: OwnServer,
  { collectionId }: Fielded,
  database: string | undefined,
): Promise<readonly string[]> {
  const store = await openStore({
    database: database ?? join(dataDir, 'diaoyan.sqlite'),
    filesDir: join(dataDir, 'files'),
  })
  try {
    const faults: string[] = []
    for (const chain of ['ledger', collectionId]) {
      const verdict = await store.history.verify(chain)
      if (!verdict.ok) faults.push(`the chain ${chain} is broken at ${String(verdict.brokenAt)}`)
    }
    return faults
  } finally {
    await store.close()
  }
}

/** Numbers from 0 to 1 that a seed gives again (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
