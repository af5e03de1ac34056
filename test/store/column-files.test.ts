/** Frames read by a thread of their own and kept in column files, on every engine: always the frame that the answers give. */

import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFrames, type CollectionFrame } from '../../server/summary/frames.ts'
import { partFor } from '../../server/summary/stamp.ts'
import { computeCrossing, computeSummary } from '../../server/summary/summary.ts'
import { sweepColumnFiles } from '../../server/summary/sweep.ts'
import { frameWorld, repeated, shown, source, texts, type FrameWorld } from '../support/frame-world.ts'
import { engines, type TemporaryStore } from '../support/store.ts'
import { storeWorld, type StoreWorld } from '../support/store-world.ts'

const kept = engines.filter(({ name }) => name !== 'SQLite in memory')

describe.each(kept)('on $name', ({ open }) => {
  let held: TemporaryStore
  let world: StoreWorld
  let of: FrameWorld
  beforeEach(async () => {
    held = await open()
    world = await storeWorld(held.store)
  })
  afterEach(() => held.close())

  const collection = async (made = source) => {
    of = await frameWorld(held.store, world, made)
    return of.formVersionId
  }
  const receive = (version: string, from: number, n: number) => of.receive(version, from, n)
  const simple = () => of.simple()
  const apart = async () => shown(await createFrames(held.store, { here: 50 }).of(of.id))
  const files = () => held.store.apart?.columns.own(of.id) ?? []
  const bytes = () => Buffer.concat(files().map((file) => readFileSync(file)))

  test('a frame read by a thread is the one read row by row, from the file and again after more answers', async () => {
    const version = await collection()
    await receive(version, 0, 2_100)
    const expected = await simple()
    expect(await apart()).toEqual(expected)
    expect(files()).toHaveLength(1)
    const [file = ''] = files()
    const size = statSync(file).size
    expect(await apart()).toEqual(expected)
    expect(statSync(file).size).toBe(size)
    // Few are not worth a run of their own; many are added behind the others.
    await receive(version, 2_100, 10)
    expect(await apart()).toEqual(await simple())
    expect(statSync(file).size).toBe(size)
    await receive(version, 2_110, 200)
    expect(await apart()).toEqual(await simple())
    expect(files()).toEqual([file])
    expect(statSync(file).size).toBeGreaterThan(size)
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  test('rows of repeats and a second version of the form are kept too', async () => {
    const version = await collection(repeated)
    await receive(version, 0, 150)
    expect(await apart()).toEqual(await simple())
    const more = await of.publish({
      ...repeated,
      choices: [...repeated.choices, { row: 40, cells: { list_name: 'area', name: 'new', label: '新区' } }],
    })
    await receive(more, 150, 150)
    const expected = await simple()
    expect(expected.repeats[0]?.[0]).toBe('child')
    expect(await apart()).toEqual(expected)
    expect(await apart()).toEqual(expected)
    expect(files()).toHaveLength(1)
  })

  test('a file that is cut off, or of which a byte has changed, gives the same frame', async () => {
    const version = await collection()
    await receive(version, 0, 200)
    const expected = await simple()
    await apart()
    await receive(version, 200, 200)
    const longer = await simple()
    await apart()
    const [file = ''] = files()
    const whole = readFileSync(file)
    for (const part of [0, 5, 60, 300, 9_000, whole.length >> 1, whole.length - 1]) {
      const [place = file] = files()
      writeFileSync(place, whole)
      truncateSync(place, part)
      expect(await apart()).toEqual(longer)
    }
    for (const at of [3, 40, 200, 800, whole.length >> 2, whole.length >> 1, whole.length - 500]) {
      const [place = file] = files()
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0x55
      writeFileSync(place, changed)
      const found = await createFrames(held.store, { here: 50 }).of(of.id)
      // A text that is not what was written is not shown: reading it says that the frame is gone.
      try {
        expect(shown(found)).toEqual(longer)
      } catch (error) {
        expect(error).toMatchObject({ name: 'FrameGone' })
      }
    }
    expect(expected.frame.n).toBe(200)
  })

  test('nothing erased and nothing personal is ever in a file', async () => {
    const version = await collection()
    const received = await receive(version, 0, 200)
    await apart()
    const wanted = `${texts[1] ?? ''}1·`
    expect(bytes().includes(wanted)).toBe(true)
    expect(bytes().includes('1390000')).toBe(false)
    const first = received[1]
    if (first?.outcome !== 'stored') throw new Error('not stored')
    const before = await createFrames(held.store, { here: 50 }).of(of.id)
    await held.store.submissions.erase(first.receipt, { actor: null, reason: '', right: 'withdrawal' })
    expect(files()).toEqual([])
    // A frame from before cannot bring the texts back.
    const wish = before?.frame.columns.get('wish')
    expect(() => wish?.kind === 'text' && wish.texts).toThrow('changed since')
    expect(await apart()).toEqual(await simple())
    expect(files()).toHaveLength(1)
    expect(bytes().includes(wanted)).toBe(false)
    await held.store.collections.change(of.id, { retainUntil: '2026-01-01' })
    await held.store.submissions.eraseExpired('2027-01-01')
    expect(files()).toEqual([])
    expect(readdirSync(join(held.folder, 'columns', 'own'))).toEqual([])
  })

  test('a file of answers that changed after a process was killed is swept away at the next start', async () => {
    const version = await collection()
    const received = await receive(version, 0, 200)
    await apart()
    const [file = ''] = files()
    const left = readFileSync(file)
    expect(await sweepColumnFiles(held.store, new Date())).toBe(0)
    const first = received[0]
    if (first?.outcome !== 'stored') throw new Error('not stored')
    await held.store.submissions.erase(first.receipt, { actor: null, reason: '', right: 'withdrawal' })
    writeFileSync(file, left)
    expect(await sweepColumnFiles(held.store, new Date())).toBe(1)
    expect(files()).toEqual([])
    await apart()
    expect(await sweepColumnFiles(held.store, new Date(Date.now() + 40 * 24 * 3_600_000))).toBe(1)
  })

  /** Too many for memory: columns are read from the file one by one. */
  const large = () => createFrames(held.store, { here: 50, inMemory: 100 })
  const withoutWords = (of: ReturnType<typeof shown>) =>
    JSON.parse(JSON.stringify(of), (_key, value: unknown) =>
      Array.isArray(value) && ['wish', 'dream', 'code'].includes(String(value[0])) && Array.isArray(value[1])
        ? [value[0], 'TooManyTexts', value[2]]
        : value,
    ) as unknown

  test('a collection too large for memory has the same columns, read from the file and behind it', async () => {
    const version = await collection(repeated)
    await receive(version, 0, 230)
    const frames = large()
    const same = async (of: CollectionFrame | null) =>
      expect(JSON.parse(JSON.stringify(shown(of)))).toEqual(withoutWords(await simple()))
    await same(await frames.of(of.id))
    // A few more stand in memory behind the file, many more are added to it.
    await receive(version, 230, 20)
    await same(await frames.of(of.id))
    await receive(version, 250, 150)
    await same(await frames.of(of.id))
    await same(await large().of(of.id))
    expect(files()).toHaveLength(1)
    const [file = ''] = files()
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x55
    writeFileSync(file, bytes)
    const broken = await large().of(of.id)
    try {
      await same(broken)
    } catch (error) {
      expect(error).toMatchObject({ name: 'FrameGone' })
      expect(files()).toEqual([])
    }
    await same(await large().of(of.id))
  })

  test('its summary and crosstabs are those of one in memory, for every reader and with filters', async () => {
    const version = await collection()
    const received = await receive(version, 0, 400)
    for (const each of [received[3], received[77]])
      if (each?.outcome === 'stored')
        await held.store.submissions.erase(each.receipt, { actor: null, reason: '', right: 'withdrawal' })
    const inMemory = await createFrames(held.store, { here: Infinity }).of(of.id)
    const inFile = await large().of(of.id)
    if (!inMemory || !inFile) throw new Error('no frame')
    expect(inFile.shared.base).not.toBeNull()
    const none = { singles: [], from: null, to: null }
    for (const reader of ['full', 'protected'] as const)
      for (const singles of [[], [{ variable: 'area', value: '1' }]]) {
        const query = { reader, locale: 'zh-CN', filter: { ...none, singles } } as const
        const told = () => undefined
        const [one, other] = [
          await partFor(held.store, inMemory, reader),
          await partFor(held.store, inFile, reader),
        ]
        expect(other.stamp).toBe(one.stamp)
        const expected = await computeSummary(inMemory, one, query, told)
        expect(expected.sections.length).toBeGreaterThan(7)
        expect(await computeSummary(inFile, other, query, told)).toEqual(expected)
        for (const [rows, columns] of [
          ['area', 'places/park'],
          ['age', 'area'],
          ['day', 'channel'],
        ] as const)
          expect(computeCrossing(inFile, other, { ...query, rows, columns })).toEqual(
            computeCrossing(inMemory, one, { ...query, rows, columns }),
          )
      }
  })

  test('where no file can be written there is a frame all the same', async () => {
    const version = await collection()
    await receive(version, 0, 200)
    writeFileSync(join(held.folder, 'columns'), 'not a folder')
    expect(await apart()).toEqual(await simple())
    expect(files()).toEqual([])
  })
})
