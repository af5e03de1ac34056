/** Printed copies: numbers given out, two entries apart, and exactly one answer. */

import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Settling, Store } from '../../server/store/store.ts'
import { engines, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld, type StoreWorld } from '../support/store-world.ts'

describe.each(engines)('on $name', ({ open }) => {
  let temporary: TemporaryStore
  let store: Store
  let world: StoreWorld
  let other: string
  beforeEach(async () => {
    temporary = await open()
    store = temporary.store
    world = await storeWorld(store)
    other = await store.people.add(
      {
        login: 'clerk',
        name: '钱录入',
        unitId: null,
        jobTitle: '',
        phone: '',
        roles: [],
        active: true,
        mustChangePassword: false,
      },
      'x',
    )
  })
  afterEach(() => temporary.close())

  async function printed(copies: number, anonymous = false) {
    const to = await world.collection({ anonymous })
    const wanted = { copies, formVersionId: world.versionId, language: '', wishes: { rows: '3' } }
    return { to, batch: await store.paper.print(to.id, wanted, world.personId) }
  }

  const entered = async (id: string, copy: number, clerkId: string, fields: Record<string, string>) => {
    const opened = await store.paper.open(id, copy, clerkId)
    if (opened.outcome !== 'opened') throw new Error(opened.outcome)
    const { pass } = opened
    const personal = { phone: '139' }
    const saved = await store.paper.save(id, {
      copy,
      pass,
      clerkId,
      fields,
      personal,
      finished: true,
      revision: 1,
    })
    expect(saved).toBe(2)
  }

  const settling = (to: { readonly id: string; readonly channelId: string }, copy: number): Settling => ({
    copy,
    incoming: {
      ...incoming(world, to, { age: 40 }, { personal: { phone: '139' } }),
      instanceId: randomUUID(),
    },
    revisions: [2, 2],
    entered: ['age', 'phone'],
    differences: [{ name: 'age', first: true, second: false }],
    marks: [{ name: 'phone', mark: 'illegible' }],
    actor: world.personId,
  })

  test('numbers go on from batch to batch, and say who printed what and when', async () => {
    const { to } = await printed(3)
    const wanted = { copies: 2, formVersionId: world.versionId, language: 'English (en)', wishes: {} }
    expect(await store.paper.print(to.id, wanted, other)).toMatchObject({ number: 2, first: 4, last: 5 })
    expect(await store.paper.batches(to.id)).toMatchObject([
      { number: 1, first: 1, last: 3, formVersionId: world.versionId, wishes: { rows: '3' } },
      { number: 2, first: 4, last: 5, language: 'English (en)', printedBy: '钱录入' },
    ])
    expect(await store.paper.copy(to.id, 5)).toMatchObject({ copy: 5, batch: 2, state: 'issued' })
    expect(await store.paper.copy(to.id, 6)).toBeNull()
    await expect(store.paper.print(to.id, { ...wanted, copies: 100_000 }, other)).rejects.toMatchObject({
      name: 'TooMany',
    })
    const kinds = (await store.history.list('ledger', {})).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'paper.printed')).toHaveLength(2)
  })

  test('two clerks have an entry each, a third has none; who begins again goes on', async () => {
    const { to } = await printed(1)
    const open = (clerk: string) => store.paper.open(to.id, 1, clerk)
    expect(await open(world.personId)).toEqual({ outcome: 'opened', pass: 1 })
    expect(await open(world.personId)).toEqual({ outcome: 'opened', pass: 1 })
    expect(await open(other)).toEqual({ outcome: 'opened', pass: 2 })
    const third = await store.people.add(
      {
        login: 'third',
        name: '孙三',
        unitId: null,
        jobTitle: '',
        phone: '',
        roles: [],
        active: true,
        mustChangePassword: false,
      },
      'x',
    )
    expect(await open(third)).toMatchObject({ outcome: 'busy' })
    expect(await store.paper.open(to.id, 9, third)).toEqual({ outcome: 'missing' })
    expect(await store.paper.progress(to.id)).toMatchObject({
      printed: 1,
      underWay: 1,
      once: 0,
      untouched: 0,
    })
  })

  test('a save is of one’s own entry, as one has it, and not after it is finished', async () => {
    const { to } = await printed(1)
    await store.paper.open(to.id, 1, world.personId)
    const entry = {
      copy: 1,
      pass: 1,
      clerkId: world.personId,
      fields: { age: '4' },
      personal: {},
      finished: false,
      revision: 1,
    } as const
    expect(await store.paper.save(to.id, { ...entry, clerkId: other })).toBeNull()
    expect(await store.paper.save(to.id, entry)).toBe(2)
    expect(await store.paper.save(to.id, entry)).toBeNull()
    expect(await store.paper.save(to.id, { ...entry, revision: 2, finished: true })).toBe(3)
    expect(await store.paper.save(to.id, { ...entry, revision: 3 })).toBeNull()
    expect(await store.paper.discard(to.id, { copy: 1, pass: 1, only: 'finished' }, other)).toBe(true)
    expect(await store.paper.save(to.id, { ...entry, revision: 3, fields: { age: '41' } })).toBe(4)
    expect(await store.paper.entries(to.id, 1)).toMatchObject([{ fields: { age: '41' }, finished: false }])
  })

  test('the second entry may have to be somebody else’s', async () => {
    const { to } = await printed(2)
    expect(await store.paper.settings(to.id)).toEqual({ entries: 2, otherPerson: false })
    await entered(to.id, 1, world.personId, {})
    expect(await store.paper.open(to.id, 1, world.personId)).toEqual({ outcome: 'opened', pass: 2 })
    await store.paper.setSettings(to.id, { entries: 2, otherPerson: true }, other)
    await entered(to.id, 2, world.personId, {})
    expect(await store.paper.open(to.id, 2, world.personId)).toEqual({ outcome: 'otherPerson' })
    await store.paper.setSettings(to.id, { entries: 1, otherPerson: false }, other)
    expect(await store.paper.open(to.id, 2, other)).toEqual({ outcome: 'entered' })
  })

  test.each([false, true])(
    'one answer, once; nothing of the entries stays (anonymous: %s)',
    async (anonymous) => {
      const { to } = await printed(1, anonymous)
      await entered(to.id, 1, world.personId, { age: '4' })
      await entered(to.id, 1, other, { age: '40' })
      expect((await store.paper.entries(to.id, 1)).map(({ personal }) => personal)).toEqual([
        { phone: '139' },
        { phone: '139' },
      ])
      expect(await store.paper.list(to.id, { wanted: 'compare', after: 0 })).toMatchObject([
        {
          copy: 1,
          entries: [
            { pass: 1, finished: true },
            { pass: 2, clerk: '钱录入' },
          ],
        },
      ])
      expect(await store.paper.settle(to.id, { ...settling(to, 1), revisions: [2, 1] })).toEqual({
        outcome: 'changed',
      })
      const settled = await Promise.all([
        store.paper.settle(to.id, settling(to, 1)),
        store.paper.settle(to.id, settling(to, 1)),
      ])
      expect(settled.map(({ outcome }) => outcome).toSorted()).toEqual(['missing', 'settled'])
      const rows = await store.submissions.rows(to.id, 0, 10)
      expect(rows).toHaveLength(1)
      expect(await store.paper.entries(to.id, 1)).toEqual([])
      expect(await store.paper.copy(to.id, 1)).toMatchObject({
        state: 'settled',
        instanceId: anonymous ? null : rows[0]?.instanceId,
      })
      expect(await store.paper.copyOf(to.id, rows[0]?.instanceId ?? '')).toBe(anonymous ? null : 1)
      const none = { illegible: 0, beyond: 0 }
      const sums = await store.paper.sums(to.id)
      expect(new Map(sums.map(({ kind, name, ...n }) => [`${kind} ${name}`, n]))).toEqual(
        new Map([
          ['all ', { entered: 2, corrected: 1, ...none }],
          [`clerk ${world.personId}`, { entered: 2, corrected: 1, ...none }],
          [`clerk ${other}`, { entered: 2, corrected: 0, ...none }],
          ['question age', { entered: 1, corrected: 1, ...none }],
          ['question phone', { entered: 1, corrected: 0, illegible: 1, beyond: 0 }],
        ]),
      )
      expect(await store.paper.open(to.id, 1, other)).toEqual({ outcome: 'settled' })
      expect(await store.paper.mark(to.id, { copy: 1, state: 'void', reason: '' }, other)).toBe(false)
      expect(await store.history.verify(to.id)).toMatchObject({ ok: true })
      // A withdrawn answer takes the way from its number along; the sheet is not entered a second time.
      expect(
        await store.submissions.erase(rows[0]?.receipt ?? '', {
          actor: null,
          reason: 'asked',
          right: 'withdrawal',
        }),
      ).toBe(true)
      expect(await store.paper.copy(to.id, 1)).toMatchObject({ state: 'settled', instanceId: null })
      expect(await store.paper.open(to.id, 1, other)).toEqual({ outcome: 'settled' })
    },
  )

  test('what is void or lost has no entries any more, and can be given out again', async () => {
    const { to } = await printed(2)
    await entered(to.id, 1, world.personId, { age: '4' })
    expect(await store.paper.mark(to.id, { copy: 1, state: 'void', reason: '弄脏' }, other)).toBe(true)
    expect(await store.paper.entries(to.id, 1)).toEqual([])
    expect(await store.paper.open(to.id, 1, other)).toEqual({ outcome: 'void' })
    expect(await store.paper.mark(to.id, { copy: 2, state: 'lost', reason: '' }, other)).toBe(true)
    expect(await store.paper.progress(to.id)).toMatchObject({ printed: 2, void: 1, lost: 1, untouched: 0 })
    expect(await store.paper.mark(to.id, { copy: 1, state: 'issued', reason: '' }, other)).toBe(true)
    expect(await store.paper.open(to.id, 1, other)).toEqual({ outcome: 'opened', pass: 1 })
    expect(await store.paper.mark(to.id, { copy: 7, state: 'void', reason: '' }, other)).toBe(false)
  })

  test('sheets that never became answers end with their collection', async () => {
    const { to } = await printed(1)
    await entered(to.id, 1, world.personId, { age: '4' })
    await store.collections.change(to.id, { retainUntil: '2026-01-01' })
    await store.submissions.eraseExpired('2026-02-01')
    expect(await store.paper.entries(to.id, 1)).toEqual([])
  })
})
