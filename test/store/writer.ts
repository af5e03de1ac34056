/** A process for the tests: stores answers until it is killed, and prints each receipt once it is committed. */

import { writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createIntake } from '../../server/intake/queue.ts'
import { openStore } from '../../server/store/open.ts'
import { incoming, storeWorld } from '../support/store-world.ts'

const file = process.argv[2] ?? ''
const store = await openStore({ database: file, filesDir: join(dirname(file), 'files') })
const world = await storeWorld(store)
const to = await world.collection({ anonymous: false })
const intake = createIntake(store)
const client = async (): Promise<never> => {
  for (let age = 0; ; age++) {
    const received = await intake.receive(incoming(world, to, { age, wish: '多修路'.repeat(100) }))
    if ('receipt' in received) writeSync(1, `${received.receipt}\n`)
  }
}
await Promise.all(Array.from({ length: 16 }, client))
