/** Releases of protected readers' figures, as they are kept. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { releasedRows } from '../../analysis/releases.ts'
import { framesOf } from '../../server/summary/frames.ts'
import { partFor } from '../../server/summary/stamp.ts'
import { send } from '../support/answers.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  for (let i = 0; i < 7; i++) await send(world, { owns_car: 'no', age: String(20 + i) })
})
afterAll(() => world.close())

const kept = () => world.store.releases.list(world.collection.id)
const look = async () => {
  const held = await framesOf(world.store).of(world.collection.id)
  return partFor(world.store, held!, 'protected')
}

test('looking releases once, and again only when five more have come', async () => {
  expect(await kept()).toEqual([])
  expect((await look()).frame.n).toBe(7)
  expect((await look()).frame.n).toBe(7)
  expect(await kept()).toMatchObject([{ entered: [[1, 7]], left: [], revised: [], last: 7 }])
  for (let i = 0; i < 4; i++) await send(world, { owns_car: 'no', age: '40' })
  expect((await look()).frame.n).toBe(7)
  await send(world, { owns_car: 'no', age: '41' })
  expect((await look()).frame.n).toBe(12)
  expect(await kept()).toHaveLength(2)
})

test('of two with one number the first stands, and a collection does not see those of others', async () => {
  const { id } = world.collection
  const other = { entered: [], left: [[1, 12]], revised: [], last: 12, changes: 0 } as const
  await world.store.releases.add(id, 2, other)
  expect((await kept())[1]).toMatchObject({ entered: [[8, 12]] })
  expect(await world.store.releases.list('another')).toEqual([])
})

test('a frame that is behind what another process released shows no answer that it does not have', async () => {
  const { id } = world.collection
  const held = (await framesOf(world.store).of(id))!
  await world.store.releases.add(id, 3, {
    entered: [[13, 17]],
    left: [],
    revised: [],
    last: held.last + 5,
    changes: held.changes,
  })
  const part = await partFor(world.store, { ...held }, 'protected')
  expect(part.frame.n).toBe(12)
  expect(await kept()).toHaveLength(3)
  expect([...releasedRows(await kept(), held)]).toHaveLength(12)
})
