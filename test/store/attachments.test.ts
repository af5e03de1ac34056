/** Files that come with answers: kept, linked, vouched for and erased, on every engine. */

import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../server/store/store.ts'
import { engines, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld, type StoreWorld } from '../support/store-world.ts'

const limits = { count: 3, bytes: 100 }
const nameOf = (digit: string) => `${digit.repeat(32)}.jpg`

describe.each(engines)('on $name', ({ open }) => {
  let held: TemporaryStore
  let store: Store
  let world: StoreWorld
  let to: { readonly id: string; readonly channelId: string }
  beforeEach(async () => {
    held = await open({ now: () => new Date('2026-03-05T02:00:00Z') })
    store = held.store
    world = await storeWorld(store)
    to = await world.collection({ allowsCorrection: true })
  })
  afterEach(() => held.close())

  async function keep(instanceId: string, name: string, text: string, collectionId = to.id) {
    const path = join(held.folder, `${randomUUID()}.part`)
    mkdirSync(held.folder, { recursive: true })
    writeFileSync(path, text)
    const file = { collectionId, instanceId, name, type: 'image/jpeg', originalName: '我的照片.jpg', path }
    return store.attachments.keep(file, limits)
  }

  const folderOf = (collectionId: string) => join(held.folder, 'files', 'attachments', collectionId)
  const onDisk = (collectionId = to.id) =>
    existsSync(folderOf(collectionId)) ? readdirSync(folderOf(collectionId)) : []

  function answer(instanceId: string, names: readonly string[], wish = '') {
    return incoming(world, to, { wish, photos: names }, { instanceId, attachments: names })
  }

  test('an answer is taken with its files only, and again without keeping anything twice', async () => {
    const id = randomUUID()
    expect(await store.submissions.receive([answer(id, [nameOf('a')])])).toEqual([
      { outcome: 'filesMissing', missing: [nameOf('a')] },
    ])
    expect(await keep(id, nameOf('a'), '一')).toBe('kept')
    expect(await keep(id, nameOf('a'), '一')).toBe('duplicate')
    const [stored, again] = await store.submissions.receive([
      answer(id, [nameOf('a')]),
      answer(id, [nameOf('a')]),
    ])
    expect([stored?.outcome, again?.outcome]).toEqual(['stored', 'duplicate'])
    expect(onDisk()).toHaveLength(1)
    expect(await store.attachments.open(to.id, id, nameOf('a'))).toMatchObject({
      size: 3,
      type: 'image/jpeg',
    })
    expect(await store.attachments.open(to.id, randomUUID(), nameOf('a'))).toBeNull()
  })

  test('an anonymous collection keeps neither the name nor the hour of a file, a named one keeps the name', async () => {
    const id = randomUUID()
    await keep(id, nameOf('a'), '一')
    expect(await store.attachments.list(to.id, id)).toMatchObject([
      { originalName: '', addedOn: '2026-03-05' },
    ])
    for (const name of onDisk())
      expect(statSync(join(folderOf(to.id), name)).mtime.toISOString()).toBe('2026-03-05T00:00:00.000Z')
    const open = await world.collection({ anonymous: false })
    await keep(id, nameOf('a'), '一', open.id)
    expect(await store.attachments.list(open.id, id)).toMatchObject([{ originalName: '我的照片.jpg' }])
  })

  test('count and bytes of one answer are bounded, and what is refused leaves nothing', async () => {
    const id = randomUUID()
    expect(await keep(id, nameOf('a'), 'x'.repeat(60))).toBe('kept')
    expect(await keep(id, nameOf('b'), 'y'.repeat(60))).toBe('full')
    expect(await keep(id, nameOf('c'), '1')).toBe('kept')
    expect(await keep(id, nameOf('d'), '2')).toBe('kept')
    expect(await keep(id, nameOf('e'), '3')).toBe('full')
    expect(onDisk()).toHaveLength(3)
  })

  test('the history vouches for the files of each revision, and finds one that was exchanged', async () => {
    const id = randomUUID()
    await keep(id, nameOf('a'), '一')
    await store.submissions.receive([answer(id, [nameOf('a')])])
    await keep(id, nameOf('b'), '二')
    await store.submissions.receive([answer(id, [nameOf('b')], '改')])
    await store.submissions.receive([answer(id, [], '又改')])
    expect(await store.history.verify(to.id)).toMatchObject({ ok: true, events: 3 })
    const file = await store.attachments.open(to.id, id, nameOf('a'))
    writeFileSync(file?.path ?? '', '另')
    await expect(store.attachments.open(to.id, id, nameOf('a'))).rejects.toThrow('hash')
  })

  test('files go with their answer, but for what another answer holds too', async () => {
    const [one, two] = [randomUUID(), randomUUID()]
    for (const id of [one, two]) await keep(id, nameOf('a'), '同一张')
    await keep(one, nameOf('b'), '只在一份里')
    await keep(one, nameOf('c'), '没有用上')
    const received = await store.submissions.receive([
      answer(one, [nameOf('a'), nameOf('b')]),
      answer(two, [nameOf('a')]),
    ])
    expect(onDisk()).toHaveLength(3)
    const receipt = received[0] && 'receipt' in received[0] ? received[0].receipt : ''
    await store.submissions.erase(receipt, { actor: null, reason: 'withdrawn', right: 'receipt' })
    expect(onDisk()).toHaveLength(1)
    expect(await store.attachments.list(to.id, one)).toEqual([])
    expect(await store.history.verify(to.id)).toMatchObject({ ok: true })
  })

  test('the end of retention takes the files along', async () => {
    const id = randomUUID()
    await keep(id, nameOf('a'), '一')
    await store.submissions.receive([answer(id, [nameOf('a')])])
    await store.collections.change(to.id, { retainUntil: '2026-04-01' })
    expect(await store.submissions.eraseExpired('2026-04-02')).toBe(1)
    expect(onDisk()).toEqual([])
  })

  test('a file whose answer never came is removed after its time, one with an answer is not', async () => {
    const [lost, answered] = [randomUUID(), randomUUID()]
    await keep(lost, nameOf('a'), '一')
    await keep(answered, nameOf('b'), '二')
    await store.submissions.receive([answer(answered, [nameOf('b')])])
    expect(await store.attachments.removeOrphans('2026-03-05')).toBe(0)
    expect(await store.attachments.removeOrphans('2026-03-06')).toBe(1)
    expect(onDisk()).toHaveLength(1)
    expect(await store.submissions.receive([answer(lost, [nameOf('a')])])).toEqual([
      { outcome: 'filesMissing', missing: [nameOf('a')] },
    ])
  })
})
