/** Review of answers in the store: states, reasons, bulk decisions, the history that vouches for them, and what is sent back. */

import { afterEach, describe, expect, test } from 'vitest'
import type { Decision } from '../../server/store/store.ts'
import { rowsOf, tamper } from '../support/raw.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld } from '../support/store-world.ts'

let held: TemporaryStore | null = null
afterEach(async () => {
  await held?.close()
  held = null
})

/** Answers of one collector to a named collection that allows no corrections. */
async function written(n: number, anonymous = false) {
  held = await temporaryStore({ onDisk: true })
  const { store } = held
  const world = await storeWorld(store)
  const to = await world.collection({ anonymous })
  const answers = Array.from({ length: n }, (_, age) =>
    incoming(world, to, { age, wish: `心愿${age}` }, { collectorId: world.personId }),
  )
  await store.submissions.receive(answers)
  const decide = (places: readonly number[], more: Partial<Decision>) =>
    store.reviews.decide(to.id, {
      instanceIds: places.map((place) => answers[place]!.instanceId),
      to: 'approved',
      reason: '',
      comment: '',
      actor: world.personId,
      ...more,
    })
  return { store, world, to, answers, decide }
}

describe('a decision', () => {
  test('is one transaction for a thousand answers, with an event for each, and changes the stamp', async () => {
    const { store, to, decide } = await written(1_000)
    const all = Array.from({ length: 1_000 }, (_, place) => place)
    expect(await decide(all, { to: 'rejected', reason: 'trial', comment: '试填' })).toEqual({
      changed: 1_000,
      same: 0,
      refused: 0,
      missing: 0,
    })
    expect(await store.collections.stamp(to.id)).toEqual({ last: 1_000, changes: 1_000 })
    expect(await store.submissions.states(to.id)).toEqual(
      new Map([
        ['rejected', 1_000],
        ['received', 0],
      ]),
    )
    expect(await store.reviews.rejections(to.id)).toEqual([{ reason: 'trial', n: 1_000 }])
    expect(await store.history.verify(to.id)).toEqual({ ok: true, events: 2_000, brokenAt: null })
    expect(await store.history.list(to.id, { after: 1_000, limit: 1 })).toMatchObject([
      { kind: 'answer.reviewed', subject: '1' },
    ])
  })

  test('leaves those alone that are decided so already, and names those that are not there', async () => {
    const { store, to, answers, decide } = await written(4)
    await decide([0, 1], { to: 'rejected', reason: 'duplicate' })
    expect(await decide([0, 1, 2], { to: 'rejected', reason: 'trial' })).toMatchObject({
      changed: 1,
      same: 2,
    })
    const outcome = await store.reviews.decide(to.id, {
      instanceIds: [answers[3]!.instanceId, 'nobody'],
      to: 'approved',
      reason: '',
      comment: '',
      actor: null,
    })
    expect(outcome).toMatchObject({ changed: 1, missing: 1 })
    expect(await store.reviews.rejections(to.id)).toEqual([
      { reason: 'duplicate', n: 2 },
      { reason: 'trial', n: 1 },
    ])
    await decide([0], { to: 'approved' })
    expect(await store.reviews.of(to.id, 1)).toMatchObject([
      { from: 'received', to: 'rejected', reason: 'duplicate' },
      { from: 'rejected', to: 'approved', reason: '' },
    ])
    expect((await store.reviews.latest(to.id, [1, 2])).get(1)).toMatchObject({ to: 'approved' })
  })

  test('sends nothing back where nobody could correct it', async () => {
    const { decide } = await written(2, true)
    expect(await decide([0, 1], { to: 'returned', reason: 'unclear' })).toMatchObject({
      changed: 0,
      refused: 2,
    })
  })

  test('of an anonymous answer is dated to the day', async () => {
    const { store, to, decide } = await written(1, true)
    await decide([0], { to: 'approved' })
    expect((await store.reviews.of(to.id, 1))[0]?.at).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect((await store.history.list(to.id, {})).at(-1)?.at).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })
})

describe('an answer that was sent back', () => {
  test('may be corrected by its collector and by nobody else, also when the collection is closed', async () => {
    const { store, world, to, answers, decide } = await written(2)
    const first = answers[0]!
    const again = { ...first, answers: { age: 50 }, contentHash: 'again' }
    expect(await store.submissions.receive([again])).toMatchObject([{ outcome: 'different' }])
    await decide([0], { to: 'returned', reason: 'unclear', comment: '年龄请核对' })
    await store.collections.change(to.id, { state: 'closed' })
    expect(await store.submissions.receive([{ ...again, collectorId: null }])).toMatchObject([
      { outcome: 'different' },
    ])
    expect(await store.submissions.receive([again])).toMatchObject([{ outcome: 'corrected' }])
    const row = await store.submissions.find(to.id, first.instanceId)
    expect(row).toMatchObject({ state: 'received', revision: 2, answers: '{"age":50}' })
    expect(await store.submissions.revisions(to.id, 1)).toMatchObject([{ revision: 1 }])
    // Once corrected, it stands until it is sent back again.
    const third = { ...again, answers: { age: 51 }, contentHash: 'third' }
    expect(await store.submissions.receive([third])).toMatchObject([{ outcome: 'different' }])
    expect((await store.history.verify(to.id)).ok).toBe(true)
    expect((await store.submissions.list(to.id, { where: { collectorId: world.personId } })).total).toBe(2)
  })

  test('of an archived collection stays as it is', async () => {
    const { store, to, answers, decide } = await written(1)
    await decide([0], { to: 'returned', reason: 'unclear' })
    await store.collections.change(to.id, { state: 'archived' })
    const again = { ...answers[0]!, answers: { age: 50 }, contentHash: 'again' }
    expect(await store.submissions.receive([again])).toMatchObject([{ outcome: 'different' }])
  })
})

describe('the list of answers', () => {
  test('is searched, filtered by state and turned page by page', async () => {
    const { store, to, decide } = await written(120)
    await decide([5, 6, 7], { to: 'rejected', reason: 'trial' })
    const page = await store.submissions.list(to.id, { limit: 50 })
    expect([page.items.length, page.total, page.items[49]?.seq]).toEqual([50, 120, 50])
    const next = await store.submissions.list(to.id, { limit: 50, after: page.next! })
    expect(next.items[0]?.seq).toBe(51)
    const rejected = await store.submissions.list(to.id, { where: { state: 'rejected' } })
    expect(rejected.items.map(({ seq }) => seq)).toEqual([6, 7, 8])
    expect((await store.submissions.list(to.id, { withRejected: false })).total).toBe(117)
    expect((await store.submissions.list(to.id, { search: '心愿11' })).total).toBe(11)
    expect((await store.submissions.list(to.id, { search: '王芳 心愿5' })).total).toBe(11)
    expect(
      (await store.submissions.list(to.id, { seqs: [3, 119, 500] })).items.map(({ seq }) => seq),
    ).toEqual([3, 119])
    expect((await store.submissions.list(to.id, { seqs: [] })).total).toBe(0)
    expect(await store.submissions.collectors(to.id)).toMatchObject([{ name: '王芳' }])
  })
})

describe('verifying finds', () => {
  const attacks = [
    ['a state that was changed back', `update submissions set state = 'received' where seq = 2`, 4],
    ['a state that nobody decided', `update submissions set state = 'approved' where seq = 1`, 5],
    ['a comment that was changed', `update reviews set comment = '挺好' where seq = 2`, 4],
    ['a decision that was taken out of the list', `delete from reviews where seq = 2`, 4],
  ] as const
  test.each(attacks)('%s', async (_name, statement, brokenAt) => {
    const { store, to, decide } = await written(3)
    await decide([1], { to: 'rejected', reason: 'other', comment: '自己填的' })
    expect(await store.history.verify(to.id)).toMatchObject({ ok: true })
    await store.close()
    expect(await tamper(held!.database, statement)).toBe(1)
    held = { ...held!, ...(await held!.reopen()) }
    expect(await held.store.history.verify(to.id)).toMatchObject({ ok: false, brokenAt })
  })
})

test('erasing an answer erases what reviewers wrote of it, and the chain still holds', async () => {
  const { store, to, answers, decide } = await written(2)
  await decide([0], { to: 'rejected', reason: 'other', comment: '张三自己填的' })
  const found = await store.submissions.find(to.id, answers[0]!.instanceId)
  await store.submissions.erase(found!.receipt, { actor: null, reason: 'asked', right: 'withdrawal' })
  expect(await rowsOf(held!.database, 'select number from reviews')).toEqual([])
  expect(await store.history.verify(to.id)).toMatchObject({ ok: true, events: 4 })
})

test('lists of cases end with the retention of the answers that they were for', async () => {
  const { store, to } = await written(1)
  const one = { name: 'H1', place: '', area: '', latitude: null, longitude: null, unitId: null, note: '' }
  const personal = { 电话: 'SECRET-PHONE' }
  await store.assignments.addCases(to.id, [{ ...one, investigatorId: null, dueOn: null, personal }], null)
  await store.collections.change(to.id, { retainUntil: '2026-06-30' })
  await store.submissions.eraseExpired('2026-06-30')
  expect(await rowsOf(held!.database, 'select content from case_personal')).toHaveLength(1)
  await store.submissions.eraseExpired('2026-07-01')
  expect(await rowsOf(held!.database, 'select content from case_personal')).toEqual([])
  expect((await store.assignments.cases(to.id, {})).total).toBe(0)
})
