/** Collections and the answers that they take in, on every engine. */

import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createIntake } from '../../server/intake/queue.ts'
import type { Received, Store } from '../../server/store/store.ts'
import { engines, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld, type StoreWorld } from '../support/store-world.ts'

const outcomes = (received: readonly Received[]) => received.map(({ outcome }) => outcome)

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

  test('an anonymous answer keeps no time and no collector, a named one does', async () => {
    for (const anonymous of [true, false]) {
      const to = await world.collection({ anonymous })
      await store.submissions.receive([incoming(world, to, { age: 30 }, { collectorId: world.personId })])
      expect((await store.submissions.rows(to.id, 0, 10))[0]).toMatchObject({
        seq: 1,
        answers: '{"age":30}',
        receivedOn: '2026-03-05',
        receivedAt: anonymous ? null : '2026-03-05T02:00:00.000Z',
        collectorId: anonymous ? null : world.personId,
      })
      const [event] = await store.history.list(to.id, {})
      expect(event).toMatchObject({
        at: anonymous ? '2026-03-05' : '2026-03-05T02:00:00.000Z',
        actor: anonymous ? null : world.personId,
      })
    }
  })

  test('the same answer again gets the same receipt, also in one batch and after closing', async () => {
    const to = await world.collection()
    const answer = incoming(world, to, { age: 30 })
    const [first, second] = await store.submissions.receive([answer, answer])
    expect(first).toMatchObject({ outcome: 'stored' })
    expect(second).toEqual({ ...first, outcome: 'duplicate' })
    await store.collections.change(to.id, { state: 'closed' })
    expect(await store.submissions.receive([answer])).toEqual([second])
    expect(await store.submissions.receive([incoming(world, to, { age: 31 })])).toEqual([
      { outcome: 'closed' },
    ])
    expect(await store.collections.find(to.id)).toMatchObject({ received: 1, last: 1, changes: 0 })
  })

  test('the same instance with other content is refused with the first receipt where nothing is corrected', async () => {
    const to = await world.collection()
    const answer = incoming(world, to, { age: 30 })
    const [first] = await store.submissions.receive([answer])
    const [other] = await store.submissions.receive([
      { ...answer, answers: { age: 31 }, contentHash: 'other' },
    ])
    expect(other).toEqual({ outcome: 'different', receipt: first && 'receipt' in first ? first.receipt : '' })
    expect((await store.submissions.find(to.id, answer.instanceId))?.answers).toBe('{"age":30}')
  })

  test('a correction keeps number and receipt, raises changes, and the first revision with its personal answers stays', async () => {
    const to = await world.collection({ allowsCorrection: true, anonymous: false })
    const answer = incoming(world, to, { age: 30 }, { personal: { name: '张三' } })
    await store.submissions.receive([answer])
    const later = {
      ...answer,
      answers: { age: 31 },
      personal: { name: '张山' },
      contentHash: 'b',
      receivedOn: '2026-03-06',
    }
    expect(outcomes(await store.submissions.receive([later]))).toEqual(['corrected'])
    expect(await store.submissions.find(to.id, answer.instanceId)).toMatchObject({
      seq: 1,
      revision: 2,
      receivedOn: '2026-03-05',
    })
    expect(await store.submissions.revisions(to.id, 1)).toEqual([
      { revision: 1, answers: '{"age":30}', receivedOn: '2026-03-05' },
    ])
    expect(await store.submissions.personal(to.id, [1])).toEqual(new Map([[1, { name: '张山' }]]))
    expect(await store.collections.stamp(to.id)).toEqual({ last: 1, changes: 1 })
    expect(await store.history.verify(to.id)).toMatchObject({ ok: true, events: 2 })
  })

  test('answers are refused before opening, after closing, when paused and when full', async () => {
    const at = '2026-03-05T02:00:00.000Z'
    const cases = [
      [{ state: 'draft' }, 'notOpen'],
      [{ state: 'paused' }, 'paused'],
      [{ state: 'archived' }, 'closed'],
      [{ opensAt: '2026-03-05T02:00:00.001Z' }, 'notOpen'],
      [{ closesAt: at }, 'closed'],
      [{ answerLimit: 0 }, 'full'],
      [{ opensAt: at, closesAt: '2026-03-05T02:00:00.001Z', answerLimit: 1 }, 'stored'],
    ] as const
    for (const [change, outcome] of cases) {
      const to = await world.collection(change)
      expect(
        outcomes(await store.submissions.receive([incoming(world, to, { age: 1 }, { receivedAt: at })])),
      ).toEqual([outcome])
    }
  })

  test('a limit is exact when many send at once', async () => {
    const to = await world.collection({ answerLimit: 25 })
    const intake = createIntake(store, { batchSize: 7 })
    const received = await Promise.all(
      Array.from({ length: 60 }, (_, age) => intake.receive(incoming(world, to, { age }))),
    )
    await intake.close()
    expect(received.filter(({ outcome }) => outcome === 'stored')).toHaveLength(25)
    expect(received.filter(({ outcome }) => outcome === 'full')).toHaveLength(35)
    expect((await store.submissions.rows(to.id, 0, 100)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 25 }, (_, n) => n + 1),
    )
  })

  test('a batch over two collections numbers each by itself', async () => {
    const a = await world.collection()
    const b = await world.collection()
    const batch = [a, b, a, b, a].map((to, age) => incoming(world, to, { age }))
    expect(outcomes(await store.submissions.receive(batch))).toEqual(Array(5).fill('stored'))
    expect((await store.submissions.rows(a.id, 0, 10)).map(({ answers }) => answers)).toEqual([
      '{"age":0}',
      '{"age":2}',
      '{"age":4}',
    ])
    expect((await store.submissions.rows(b.id, 1, 10)).map(({ seq }) => seq)).toEqual([2])
  })

  test('rows by instance come in the order of the random id, each once', async () => {
    const to = await world.collection()
    await store.submissions.receive(Array.from({ length: 50 }, (_, age) => incoming(world, to, { age })))
    const seen: string[] = []
    for (;;) {
      const page = await store.submissions.rowsByInstance(to.id, seen.at(-1) ?? '', 7)
      if (page.length === 0) break
      seen.push(...page.map(({ instanceId }) => instanceId))
    }
    expect(seen).toHaveLength(50)
    expect(seen).toEqual(seen.toSorted())
  })

  test('what the sample rests on is frozen at the first opening', async () => {
    const to = await world.collection({ state: 'draft' })
    await store.collections.change(to.id, { anonymous: false, sampleType: 'census', pilot: true })
    await store.collections.change(to.id, { state: 'open' }, world.personId)
    const frozen = expect.objectContaining({ name: 'Frozen' })
    await expect(store.collections.change(to.id, { anonymous: true })).rejects.toThrow(frozen)
    await expect(store.collections.change(to.id, { sampleType: 'open' })).rejects.toThrow(frozen)
    await expect(store.collections.change(to.id, { pilot: false })).rejects.toThrow(frozen)
    await expect(store.collections.change(to.id, { state: 'draft' })).rejects.toThrow(frozen)
    await store.collections.change(to.id, { title: '改名', anonymous: false })
    expect(await store.collections.find(to.id)).toMatchObject({
      title: '改名',
      anonymous: false,
      sampleType: 'census',
    })
  })

  test('a link leads to its collection as it now is, and other channels have no link', async () => {
    const to = await world.collection()
    expect((await store.collections.bySlug(to.slug))?.collection.received).toBe(0)
    await store.submissions.receive([incoming(world, to, { age: 1 })])
    await store.collections.change(to.id, { title: '新名' })
    expect(await store.collections.bySlug(to.slug)).toMatchObject({
      collection: { received: 1, title: '新名' },
      channel: { label: '公众号' },
    })
    const channel = await store.collections.addChannel({
      collectionId: to.id,
      kind: 'investigator',
      label: '入户',
    })
    expect(channel.slug).toBeNull()
    expect((await store.collections.channels(to.id)).map(({ label }) => label)).toEqual(['公众号', '入户'])
    expect(await store.collections.bySlug('nosuchslug')).toBeNull()
  })

  test('a bad item fails alone, those beside it are stored', async () => {
    const to = await world.collection()
    const intake = createIntake(store)
    const sent = ['good', 'bad', 'good'].map((kind, age) =>
      intake.receive(incoming(world, to, { age }, kind === 'bad' ? { channelId: 'no such channel' } : {})),
    )
    const settled = await Promise.allSettled(sent)
    await intake.close()
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await store.collections.find(to.id)).toMatchObject({ received: 2, last: 2 })
  })

  test('a full or closed queue refuses, and closing commits what was accepted', async () => {
    const to = await world.collection()
    const intake = createIntake(store, { capacity: 2 })
    const accepted = [
      intake.receive(incoming(world, to, { age: 1 })),
      intake.receive(incoming(world, to, { age: 2 })),
    ]
    await expect(intake.receive(incoming(world, to, { age: 3 }))).rejects.toThrow(
      expect.objectContaining({ code: 'unavailable' }),
    )
    await intake.close()
    expect(outcomes(await Promise.all(accepted))).toEqual(['stored', 'stored'])
    await expect(intake.receive(incoming(world, to, { age: 4 }))).rejects.toThrow(
      expect.objectContaining({ code: 'unavailable' }),
    )
  })

  test('a watcher hears of answers and erasures, once for what came together', async () => {
    const to = await world.collection()
    const intake = createIntake(store)
    let heard = 0
    const stop = intake.watch(to.id, () => heard++)
    await Promise.all(Array.from({ length: 20 }, (_, age) => intake.receive(incoming(world, to, { age }))))
    await new Promise(setImmediate)
    expect(heard).toBe(1)
    const [row] = await store.submissions.rows(to.id, 0, 1)
    await store.submissions.erase(row?.receipt ?? '', { actor: null, reason: 'asked', right: 'withdrawal' })
    await new Promise(setImmediate)
    expect(heard).toBe(2)
    stop()
    await intake.receive(incoming(world, to, { age: 99 }))
    await new Promise(setImmediate)
    expect(heard).toBe(2)
    await intake.close()
  })

  test('receiving does what a simple model of promise 6 says', async () => {
    const sends = fc.array(
      fc.record({ instance: fc.integer({ min: 0, max: 5 }), content: fc.integer({ min: 0, max: 2 }) }),
      { maxLength: 12 },
    )
    const plans = fc.record({
      batches: fc.array(sends, { maxLength: 5 }),
      corrects: fc.boolean(),
      limit: fc.integer({ min: 0, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(plans, async ({ batches, corrects, limit }) => {
        const to = await world.collection({ allowsCorrection: corrects, answerLimit: limit })
        const model = new Map<number, number>()
        for (const batch of batches) {
          const expected = batch.map(({ instance, content }) => {
            const stands = model.get(instance)
            if (stands === content) return 'duplicate'
            if (stands !== undefined && !corrects) return 'different'
            if (stands === undefined && model.size >= limit) return 'full'
            model.set(instance, content)
            return stands === undefined ? 'stored' : 'corrected'
          })
          const sent = batch.map(({ instance, content }) =>
            incoming(world, to, { content }, { instanceId: `instance-${instance}` }),
          )
          expect(outcomes(await store.submissions.receive(sent))).toEqual(expected)
        }
        const rows = await store.submissions.rows(to.id, 0, 100)
        expect(rows.map(({ instanceId, answers }) => `${instanceId} ${answers}`)).toEqual(
          [...model].map(([instance, content]) => `instance-${instance} {"content":${content}}`),
        )
        expect((await store.history.verify(to.id)).ok).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})
