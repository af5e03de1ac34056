/** Pages of answers that meet conditions: the same answers as a plain filter finds, in any page size, on both engines. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ScanQuery, Submission } from '../../server/store/store.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld } from '../support/store-world.ts'

let temporary: TemporaryStore
let collectionId = ''
let all: readonly Submission[] = []
beforeAll(async () => {
  temporary = await temporaryStore()
  const { store } = temporary
  const world = await storeWorld(store)
  const to = await world.collection({ anonymous: false })
  collectionId = to.id
  const other = await store.collections.addChannel({ collectionId, kind: 'qr', label: '窗口' })
  await store.submissions.receive(
    Array.from({ length: 97 }, (_, k) =>
      incoming(
        world,
        { id: to.id, channelId: k % 3 === 0 ? other.id : to.channelId },
        { age: k, wish: k % 10 === 4 ? '50%的_车位' : '没有' },
        { receivedOn: `2026-03-${String(1 + (k % 28)).padStart(2, '0')}` },
      ),
    ),
  )
  all = await store.submissions.rows(collectionId, 0, 1000)
  await store.reviews.decide(collectionId, {
    instanceIds: all.slice(0, 20).map(({ instanceId }) => instanceId),
    to: 'approved',
    reason: '',
    comment: '',
    actor: world.personId,
  })
  all = await store.submissions.rows(collectionId, 0, 1000)
})
afterAll(() => temporary.close())

async function pagesOf(query: Partial<ScanQuery>, limit: number): Promise<readonly Submission[]> {
  const found: Submission[] = []
  let after = ''
  for (;;) {
    const page = await temporary.store.submissions.scan(collectionId, {
      order: 'seq',
      ...query,
      after,
      limit,
    })
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    found.push(...page.rows)
    if (page.next === null) return found
    after = page.next
  }
}

test.each([1, 7, 97, 500])('pages of %i give every answer once, by arrival and by id', async (limit) => {
  expect(await pagesOf({}, limit)).toEqual(all)
  const byId = await pagesOf({ order: 'instance' }, limit)
  expect(byId.map(({ instanceId }) => instanceId)).toEqual(all.map(({ instanceId }) => instanceId).toSorted())
})

test.each<[string, Partial<ScanQuery>, (row: Submission) => boolean]>([
  ['state', { states: ['approved'] }, ({ state }) => state === 'approved'],
  ['no state', { states: [] }, () => false],
  ['a state that no answer has', { states: ['rejected'] }, () => false],
  [
    'reviewed ones of some days',
    { states: ['approved', 'returned'], to: '2026-03-10' },
    ({ state, receivedOn }) => state === 'approved' && receivedOn <= '2026-03-10',
  ],
  [
    'days',
    { from: '2026-03-05', to: '2026-03-07' },
    ({ receivedOn }) => receivedOn >= '2026-03-05' && receivedOn <= '2026-03-07',
  ],
  ['a word with signs of patterns in it', { search: '50%的_' }, ({ answers }) => answers.includes('50%的_')],
  ['words that must all be there', { search: '50% 没有' }, () => false],
  [
    'state and day',
    { states: ['received'], from: '2026-03-20' },
    ({ state, receivedOn }) => state === 'received' && receivedOn >= '2026-03-20',
  ],
])('%s finds what a plain filter finds', async (_what, query, keeps) => {
  for (const limit of [3, 200]) expect(await pagesOf(query, limit)).toEqual(all.filter(keeps))
})

test('a channel', async () => {
  const channel = all[0]!.channelId
  const found = await pagesOf({ channels: [channel] }, 10)
  expect(found).toEqual(all.filter(({ channelId }) => channelId === channel))
})

test('a state that review gave is turned by ids too', async () => {
  const found = await pagesOf({ states: ['approved'], order: 'instance' }, 3)
  expect(found.map(({ instanceId }) => instanceId)).toEqual(
    all.flatMap(({ state, instanceId }) => (state === 'approved' ? [instanceId] : [])).toSorted(),
  )
})

test('versions are those that answers are of, as answers come and are corrected', async () => {
  const own = await temporaryStore()
  const { store } = own
  const world = await storeWorld(store)
  const to = await world.collection({ anonymous: false })
  const used = () => store.submissions.versions(to.id)
  expect(await used()).toEqual([])
  const publish = async (revision: number) => {
    const draft = (await store.forms.find(world.formId))!
    const title = `第 ${revision + 1} 版`
    await store.forms.save(world.formId, revision, { title, source: draft.source, kind: draft.kind })
    return (await store.forms.publish(world.formId)).id
  }
  const [second, third] = [await publish(1), await publish(2)]
  await store.submissions.receive([incoming(world, to, { age: 1 })])
  expect(await used()).toEqual([world.versionId])
  await store.submissions.receive([{ ...incoming(world, to, { age: 2 }), formVersionId: third }])
  expect(await used()).toEqual([world.versionId, third])
  await store.submissions.receive([{ ...incoming(world, to, { age: 3 }), formVersionId: second }])
  expect(await used()).toEqual([world.versionId, second, third])
  // The only answer of a version leaves, and with it the version.
  const [first] = await store.submissions.rows(to.id, 0, 1)
  await store.submissions.erase(first!.receipt, { actor: null, reason: 'withdrawn', right: 'consent' })
  expect(await used()).toEqual([second, third])
  await own.close()
})

test('a cursor that somebody made up is the beginning or the end, never a mistake', async () => {
  for (const after of ['-1', 'x', '1e99', "' or 1=1 --", '９'])
    for (const order of ['seq', 'instance'] as const)
      await temporary.store.submissions.scan(collectionId, { order, after, limit: 5 })
})
