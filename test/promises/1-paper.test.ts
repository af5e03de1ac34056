/** Promises 1, 2 and 7 on paper: what clerks typed is destroyed with its copy, and no number leads to an anonymous answer. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../server/store/store.ts'
import { everyByte, rowsOf } from '../support/raw.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld, type StoreWorld } from '../support/store-world.ts'

const slip = '一个只在第一遍里打错的词'
const telephone = '13900008842'
const paperTables = [
  'paper_settings',
  'paper_batches',
  'paper_copies',
  'paper_entries',
  'paper_entry_personal',
]

describe('A printed copy', () => {
  let temporary: TemporaryStore
  let store: Store
  let world: StoreWorld
  beforeEach(async () => {
    temporary = await temporaryStore({ onDisk: true })
    store = temporary.store
    world = await storeWorld(store)
  })
  afterEach(() => temporary.close())

  async function entered(anonymous: boolean) {
    const to = await world.collection({ anonymous })
    const printing = { copies: 1, formVersionId: world.versionId, language: '', wishes: {} }
    await store.paper.print(to.id, printing, world.personId)
    for (const pass of [1, 2] as const) {
      await store.paper.open(to.id, 1, world.personId)
      await store.paper.save(to.id, {
        copy: 1,
        pass,
        clerkId: world.personId,
        fields: { wish: slip },
        personal: { phone: telephone },
        finished: true,
        revision: 1,
      })
    }
    return to
  }
  const settled = async (to: { readonly id: string; readonly channelId: string }) => {
    const answer = incoming(world, to, { age: 40 })
    const settling = {
      copy: 1,
      revisions: [2, 2],
      entered: ['wish'],
      differences: [],
      marks: [],
      actor: world.personId,
    }
    expect(await store.paper.settle(to.id, { ...settling, incoming: answer })).toMatchObject({
      outcome: 'settled',
    })
    return answer
  }
  const bytesHold = async (words: string) =>
    (await everyByte(temporary.database)).includes(Buffer.from(words))

  it('keeps personal answers of an entry apart from the others', async () => {
    await entered(false)
    const texts = async (table: string) =>
      (await rowsOf<{ fields: string }>(temporary.database, `select fields from ${table}`)).map(
        ({ fields }) => fields,
      )
    expect((await texts('paper_entries')).join()).not.toContain(telephone)
    expect((await texts('paper_entry_personal')).join()).toContain(telephone)
  })

  it.each([
    ['is an answer', (to: Awaited<ReturnType<typeof entered>>) => settled(to)],
    [
      'is void, as whoever withdraws asks',
      (to: Awaited<ReturnType<typeof entered>>) =>
        store.paper.mark(to.id, { copy: 1, state: 'void', reason: '' }, world.personId),
    ],
    [
      'outlived its retention',
      async (to: Awaited<ReturnType<typeof entered>>) => {
        await store.collections.change(to.id, { retainUntil: '2026-01-01' })
        await store.submissions.eraseExpired('2026-02-01')
      },
    ],
  ])('holds nothing of what was typed once it %s', async (_, end) => {
    const to = await entered(false)
    expect(await bytesHold(telephone)).toBe(true)
    await end(to)
    // What still runs to clear the rows away ends first.
    temporary = await temporary.reopen()
    store = temporary.store
    expect(await bytesHold(slip)).toBe(false)
    expect(await bytesHold(telephone)).toBe(false)
  })

  it('of an anonymous collection shares no id, no time and no order with its answer', async () => {
    const to = await entered(true)
    const answer = await settled(to)
    const [row] = await store.submissions.rows(to.id, 0, 10)
    expect(row).toMatchObject({ instanceId: answer.instanceId, receivedAt: null, collectorId: null })
    for (const table of paperTables) {
      const kept = JSON.stringify(await rowsOf(temporary.database, `select * from ${table}`))
      for (const key of [answer.instanceId, row?.receipt ?? '', answer.contentHash])
        expect(kept).not.toContain(key)
    }
    const [copy] = await rowsOf<Record<string, unknown>>(temporary.database, 'select * from paper_copies')
    // Nothing of a copy but its number and that it is done with: what was in it might tell which answer is its.
    expect(copy).toEqual({
      collection_id: to.id,
      copy: 1,
      batch: 1,
      state: 'settled',
      reason: '',
      instance_id: null,
    })
    const told = await store.history.list('ledger', {})
    for (const { kind, detail } of told)
      if (kind === 'paper.entered' || kind === 'paper.settled')
        expect(JSON.parse(detail)).not.toHaveProperty('copy')
  })

  it('of a named one leads to its answer until that is withdrawn, and the chain still verifies', async () => {
    const to = await entered(false)
    const answer = await settled(to)
    expect(await store.paper.copyOf(to.id, answer.instanceId)).toBe(1)
    const [row] = await store.submissions.rows(to.id, 0, 10)
    await store.submissions.erase(row?.receipt ?? '', { actor: null, reason: 'asked', right: 'withdrawal' })
    expect(await store.paper.copyOf(to.id, answer.instanceId)).toBeNull()
    const kept = JSON.stringify(await rowsOf(temporary.database, 'select * from paper_copies'))
    expect(kept).not.toContain(answer.instanceId)
    expect(await store.history.verify(to.id)).toMatchObject({ ok: true })
    expect(await store.history.verify('ledger')).toMatchObject({ ok: true })
  })
})
