/** Answers that review rejected leave every figure, and analysts see beside the figures what that changed. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { send } from '../support/answers.ts'
import { tamper } from '../support/raw.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'
import { makeWorld, type World } from '../support/world.ts'

let temporary: TemporaryStore
let world: World
beforeAll(async () => {
  temporary = await temporaryStore({ onDisk: true })
  world = await makeWorld({ temporary })
  for (let i = 0; i < 12; i++) await send(world, { owns_car: i < 8 ? 'no' : 'yes', age: String(30 + i) })
  await tamper(temporary.database, `update submissions set state = 'rejected' where seq <= 6`)
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

test('an analyst sees the figures without them, and the leading ones with them', async () => {
  const { text } = await (await world.signIn('analyst')).get(`/collections/${world.collection.id}/summary`)
  expect(text).toContain('<data value="6">6</data>')
  expect(text).toContain('剔除答卷对结果的影响')
  // Of six, four have a car; of twelve, four.
  expect(text).toContain('66.7% (n = 6)')
  expect(text).toContain('33.3% (n = 12)')
  expect(text).toContain('38.5 (n = 6)')
  expect(text).toContain('35.5 (n = 12)')
})

test('a leader sees neither them nor what they would change', async () => {
  const { text } = await (await world.signIn('leader')).get(`/collections/${world.collection.id}/summary`)
  expect(text).toContain('<data value="6">6</data>')
  expect(text).not.toContain('剔除答卷对结果的影响')
})
