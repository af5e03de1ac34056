/** Several processes on one database: what one changes, the others know. Each store here is what a process holds. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../../server/store/open.ts'
import type { Store } from '../../../server/store/store.ts'
import { rateLimit } from '../../../server/pages/answering/limits.ts'
import { readConfig } from '../../../server/config.ts'
import { createIntake } from '../../../server/intake/queue.ts'
import { framesOf } from '../../../server/summary/frames.ts'
import { rowsOf } from '../../support/raw.ts'
import { onServer } from '../../support/postgres.ts'
import { dropDatabase, freshDatabase } from '../../support/store.ts'
import { incoming, storeWorld, type StoreWorld } from '../../support/store-world.ts'

let url = ''
let one: Store
let other: Store
let world: StoreWorld
beforeEach(async () => {
  url = await freshDatabase('diaoyan_template')
  const open = () => openStore({ database: url, filesDir: '/nonexistent' })
  ;[one, other] = await Promise.all([open(), open()])
  world = await storeWorld(one)
})
afterEach(async () => {
  await one.close()
  await other.close()
  await dropDatabase(url)
})

/** Waits until it holds; a test that never sees it fails by its time. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('numbers come without a hole or a double when two take in at once, and the chain verifies', async () => {
  const to = await world.collection({ answerLimit: 150 })
  const left = createIntake(one, { batchSize: 7 })
  const right = createIntake(other, { batchSize: 7 })
  const received = await Promise.all(
    Array.from({ length: 200 }, (_, age) => (age % 2 ? left : right).receive(incoming(world, to, { age }))),
  )
  await left.close()
  await right.close()
  expect(received.filter((reply) => reply.outcome === 'stored')).toHaveLength(150)
  expect(received.filter((reply) => reply.outcome === 'full')).toHaveLength(50)
  const rows = await other.submissions.rows(to.id, 0, 500)
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 150 }, (_, n) => n + 1))
  expect(await one.history.verify(to.id)).toMatchObject({ ok: true, events: 150 })
})

test('one answer that comes to both at once is stored once, with one receipt', async () => {
  const to = await world.collection()
  const answers = Array.from({ length: 40 }, (_, age) => incoming(world, to, { age }))
  const [here, there] = await Promise.all([
    one.submissions.receive(answers),
    other.submissions.receive(answers),
  ])
  const receipts = (all: typeof here) =>
    all.map((reply) => ('receipt' in reply ? reply.receipt : reply.outcome))
  expect(receipts(here)).toEqual(receipts(there))
  expect(await one.collections.stamp(to.id)).toEqual({ last: 40, changes: 0 })
})

test('batches over the same collections in any order wait for each other and all come through', async () => {
  const a = await world.collection({ allowsCorrection: true })
  const b = await world.collection({ allowsCorrection: true })
  const batches = Array.from({ length: 30 }, (_, n) =>
    (n % 2 ? [a, b] : [b, a]).map((to) => incoming(world, to, { age: n })),
  )
  await Promise.all(batches.map((batch, n) => (n % 3 ? one : other).submissions.receive(batch)))
  for (const { id } of [a, b]) {
    expect(await one.collections.stamp(id)).toEqual({ last: 30, changes: 0 })
    expect(await one.history.verify(id)).toMatchObject({ ok: true, events: 30 })
  }
  expect((await one.history.verify('ledger')).ok).toBe(true)
})

test('a link that one has in its memory is closed for it as soon as the other closes it', async () => {
  const to = await world.collection()
  expect((await other.collections.bySlug(to.slug))?.collection.state).toBe('open')
  await one.collections.change(to.id, { state: 'closed' })
  expect((await other.collections.find(to.id))?.state).toBe('closed')
  await until(async () => (await other.collections.bySlug(to.slug))?.collection.state === 'closed')
  const [late] = await other.submissions.receive([incoming(world, to, { age: 1 })])
  expect(late).toEqual({ outcome: 'closed' })
})

test('a summary that one has in its memory takes in what the other received, erased and corrected', async () => {
  const to = await world.collection({ allowsCorrection: true })
  const frames = framesOf(other)
  expect((await frames.of(to.id))?.frame.n).toBe(0)
  const first = incoming(world, to, { age: 30 })
  const [reply] = await one.submissions.receive([first, incoming(world, to, { age: 40 })])
  expect((await frames.of(to.id))?.frame.n).toBe(2)
  await one.submissions.receive([{ ...first, answers: { age: 31 }, contentHash: 'other' }])
  expect((await frames.of(to.id))?.changes).toBe(1)
  const receipt = reply && 'receipt' in reply ? reply.receipt : ''
  await one.submissions.erase(receipt, { actor: null, reason: 'asked', right: 'withdrawal' })
  expect((await frames.of(to.id))?.frame.n).toBe(1)
})

test('an open page of one hears of answers that the other took in, and of nothing while nothing happens', async () => {
  const to = await world.collection()
  const intake = createIntake(other)
  let heard = 0
  const stop = intake.watch(to.id, () => heard++)
  await one.submissions.receive([incoming(world, to, { age: 1 })])
  await until(() => heard === 1)
  const before = await statements()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await statements()).toBe(before)
  stop()
  await intake.close()
})

/** How many statements were begun on the database by the program; an open page must cost none. */
async function statements(): Promise<string> {
  const rows = await rowsOf<{ began: Date }>(
    url,
    `select query_start as began from pg_stat_activity
     where application_name like 'diaoyan%' and datname = current_database() order by pid`,
  )
  return rows.map(({ began }) => began.toISOString()).join()
}

test('whoever signs in at one is signed in at the other, until signed out, and is locked out at both', async () => {
  const at = { createdAt: '2026-03-05T00:00:00.000Z', expiresAt: '2026-03-06T00:00:00.000Z' }
  await one.sessions.open('secret', { personId: world.personId, csrf: 'c', ...at })
  expect((await other.sessions.find('secret', at.createdAt))?.personId).toBe(world.personId)
  await other.sessions.closeAll(world.personId)
  expect(await one.sessions.find('secret', at.createdAt)).toBeNull()
  const until = '2026-03-05T01:00:00.000Z'
  await Promise.all(
    Array.from({ length: 8 }, (_, n) => (n % 2 ? one : other).people.countFailure(world.personId, 8, until)),
  )
  expect(await one.people.credentials('wang')).toMatchObject({ failures: 0, lockedUntil: until })
})

test('units that two move below each other at once never make a ring', async () => {
  const base = { code: '', position: 1 }
  const a = await one.units.save({ ...base, name: '甲', parentId: null })
  const b = await one.units.save({ ...base, name: '乙', parentId: null })
  const moves = await Promise.allSettled([
    one.units.save({ ...base, id: a, name: '甲', parentId: b }),
    other.units.save({ ...base, id: b, name: '乙', parentId: a }),
  ])
  expect(moves.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await one.units.tree()).toHaveLength(2)
})

test('two who change one person at once lose neither change', async () => {
  await Promise.all([
    one.people.change(world.personId, { phone: '13900000001' }),
    other.people.change(world.personId, { jobTitle: '主任' }),
  ])
  expect(await one.people.find(world.personId)).toMatchObject({ phone: '13900000001', jobTitle: '主任' })
})

test('posts are counted together, and no key stands in the database', async () => {
  const now = new Date('2026-03-05T00:00:10.000Z')
  const limits = [one, other].map((store) => {
    const limit = rateLimit('caller', () => 50)
    return () => limit('203.0.113.77', { config: readConfig({}, []), now: () => now, store })
  })
  for (let n = 0; n < 20; n++) for (const post of limits) post()
  await until(async () => (await rowsOf<{ n: number }>(url, `select n from rates where n = 40`)).length === 1)
  const posts = async () => {
    for (const post of limits) post()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await expect(
    (async () => {
      for (;;) await posts()
    })(),
  ).rejects.toThrow(expect.objectContaining({ code: 'tooMany' }))
  const [sum] = await rowsOf<{ n: number }>(url, `select max(n) as n from rates`)
  expect(sum?.n).toBeLessThan(70)
  const kept = await rowsOf(url, 'select * from rates')
  expect(JSON.stringify(kept)).not.toContain('203.0.113.77')
  // A later minute needs neither counts nor the secret of this one.
  const later = Math.floor(now.getTime() / 60_000) + 5
  await until(async () => {
    for (const store of [one, other]) await store.rates.add(later, new Map([['x', 1]]))
    const minutes = await rowsOf<{ minute: number }>(url, 'select distinct minute from rates')
    return minutes.every(({ minute }) => minute === later)
  })
})

test('attempts to sign in are counted together exactly', async () => {
  const count = async (store: Store) =>
    (await store.rates.add(7, new Map([['attempt a', 1]]))).get('attempt a')
  const counted = await Promise.all(Array.from({ length: 20 }, (_, n) => count(n % 2 ? one : other)))
  expect(counted.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
})

test('while no word arrives nothing is kept, and when it does again all is read anew', async () => {
  const to = await world.collection()
  expect((await other.collections.bySlug(to.slug))?.collection.title).toBe('第一次投放')
  await onServer(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'diaoyan word' and datname = current_database()`,
  )
  await onServer(url, `update collections set title = '改了' where id = '${to.id}'`)
  await until(async () => (await other.collections.bySlug(to.slug))?.collection.title === '改了')
  const heard: unknown[] = []
  other.submissions.watch((changed) => heard.push(changed))
  await until(() => heard.includes('all'))
})
