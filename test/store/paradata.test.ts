/** How answers came about in the store, on every engine: kept where the collection says so, and gone with the answer. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Paradata } from '../../server/form/paradata.ts'
import type { Store } from '../../server/store/store.ts'
import { engines, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld, type StoreWorld } from '../support/store-world.ts'

const took = (seconds: number): Paradata => ({ seconds, questions: { age: [seconds, 1, 1, 0] } })

describe.each(engines)('on $name', ({ open }) => {
  let held: TemporaryStore
  let store: Store
  let world: StoreWorld
  beforeEach(async () => {
    held = await open()
    store = held.store
    world = await storeWorld(store)
  })
  afterEach(() => held.close())

  const kept = (id: string) => store.paradata.between(id, 0, 100)

  test('nothing is kept where the collection says nothing, whatever comes', async () => {
    const to = await world.collection()
    expect((await store.collections.find(to.id))?.paradata).toBe('off')
    await store.submissions.receive([incoming(world, to, { age: 30 }, { paradata: took(9) })])
    expect(await kept(to.id)).toEqual([])
  })

  test('what is kept is frozen when the collection first opens, and may change before', async () => {
    const to = await world.collection({ state: 'draft' })
    await store.collections.change(to.id, { paradata: 'questions' })
    await store.collections.change(to.id, { paradata: 'times' })
    await store.collections.change(to.id, { state: 'open' })
    for (const paradata of ['off', 'questions'] as const)
      await expect(store.collections.change(to.id, { paradata })).rejects.toMatchObject({ name: 'Frozen' })
    await store.collections.change(to.id, { state: 'closed', title: '结束' })
    expect(await store.collections.find(to.id)).toMatchObject({ paradata: 'times', state: 'closed' })
  })

  test('it comes with its answer, once, and a correction brings its own', async () => {
    const to = await world.collection({ paradata: 'questions', allowsCorrection: true })
    const answer = incoming(world, to, { age: 30 }, { paradata: took(9) })
    const other = incoming(world, to, { age: 31 })
    const [first, again] = await store.submissions.receive([
      answer,
      { ...answer, paradata: took(1) },
      other,
      incoming(world, to, { age: 32 }, { paradata: null }),
    ])
    expect([first?.outcome, again?.outcome]).toEqual(['stored', 'duplicate'])
    const later = { ...answer, answers: { age: 33 }, contentHash: 'later', paradata: took(4) }
    expect((await store.submissions.receive([later]))[0]?.outcome).toBe('corrected')
    expect(await kept(to.id)).toEqual([
      { seq: 1, revision: 1, paradata: took(9) },
      { seq: 1, revision: 2, paradata: took(4) },
    ])
    expect(await store.paradata.of(to.id, 1)).toHaveLength(2)
    expect(await store.paradata.of(to.id, 2)).toEqual([])
    expect(await store.history.verify(to.id)).toMatchObject({ ok: true })
  })

  test('a withdrawal and the day of retention take it along', async () => {
    const to = await world.collection({ paradata: 'questions', retainUntil: '2026-06-30' })
    const received = await store.submissions.receive(
      [1, 2, 3].map((age) => incoming(world, to, { age }, { paradata: took(age) })),
    )
    const receipt = received[1] && 'receipt' in received[1] ? received[1].receipt : ''
    await store.submissions.erase(receipt, { actor: null, reason: 'withdrawn', right: 'respondent' })
    expect((await kept(to.id)).map(({ seq }) => seq)).toEqual([1, 3])
    expect(await store.submissions.eraseExpired('2026-07-01')).toBe(2)
    expect(await kept(to.id)).toEqual([])
  })

  test('many are read in pieces, never too many at once', async () => {
    const to = await world.collection({ paradata: 'times' })
    await store.submissions.receive(
      Array.from({ length: 7 }, (_, age) => incoming(world, to, { age }, { paradata: { seconds: age } })),
    )
    expect((await store.paradata.between(to.id, 2, 5)).map(({ paradata }) => paradata.seconds)).toEqual([
      2, 3, 4,
    ])
    await expect(store.paradata.between(to.id, 0, 5_001)).rejects.toThrow('too many')
  })
})
