/** A few rounds of `npm run torture`: what the server acknowledged is there after SIGKILL, once and as it was sent. */

import { expect, test } from 'vitest'
import { torture } from '../../server/commands/torture/rounds.ts'
import { dropDatabase, engine, freshDatabase } from '../support/store.ts'

test('two kills under load lose nothing that was acknowledged', { timeout: 120_000 }, async () => {
  const database = engine === 'postgres' ? await freshDatabase('template0') : null
  const said: string[] = []
  const torment = await torture({
    engine,
    ...(database ? { database } : {}),
    rounds: 2,
    clients: 8,
    seed: 7,
    say: (line) => said.push(line),
  })
  if (database) await dropDatabase(database)
  expect(said.filter((line) => line.startsWith('✗'))).toEqual([])
  expect(torment).toMatchObject({ passed: 3, failed: 0 })
  expect(torment.acknowledged).toBeGreaterThan(0)
})
