/** Frames after review, correction and erasure, on every engine: only what changed is read again, and it is the frame that the answers give. */

import * as fc from 'fast-check'
import { readFileSync, statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SubmissionState } from '../../server/store/store.ts'
import { createFrames, type CollectionFrame, type Frames } from '../../server/summary/frames.ts'
import { sweepColumnFiles } from '../../server/summary/sweep.ts'
import { answersOf, frameWorld, repeated, shown, type FrameWorld } from '../support/frame-world.ts'
import { engines, type TemporaryStore } from '../support/store.ts'
import { storeWorld, type StoreWorld } from '../support/store-world.ts'

const kept = engines.filter(({ name }) => name !== 'SQLite in memory')
const small = { here: 30, inRun: 40 }

describe.each(kept)('on $name', ({ open }) => {
  let held: TemporaryStore
  let world: StoreWorld
  let of: FrameWorld
  beforeEach(async () => {
    held = await open()
    world = await storeWorld(held.store)
    of = await frameWorld(held.store, world, repeated)
  })
  afterEach(() => held.close())

  const decide = (places: readonly number[], to: Exclude<SubmissionState, 'received' | 'returned'>) =>
    held.store.reviews.decide(of.id, {
      instanceIds: places.map((place) => of.instanceIds[place] ?? ''),
      to,
      reason: to === 'rejected' ? 'duplicate' : '',
      comment: '',
      actor: null,
    })
  const files = () => held.store.apart?.columns.own(of.id) ?? []
  const size = () => files().reduce((sum, file) => sum + statSync(file).size, 0)
  const of1 = async (frames: Frames) => shown(await frames.of(of.id))

  test('an approval reads nothing again, a rejection reads the rows that stand beside it', async () => {
    await of.receive(of.formVersionId, 0, 200)
    const frames = createFrames(held.store, small)
    const first = await frames.of(of.id)
    const [path = ''] = files()
    const before = size()
    await decide([3, 4, 150], 'approved')
    const second = await frames.of(of.id)
    const cells = (frame: CollectionFrame | null) => {
      const column = frame?.frame.columns.get('area')
      return column?.kind === 'coded' ? column.codes.buffer : null
    }
    expect(cells(second)).toBe(cells(first))
    expect(shown(second)).toEqual(await of.simple())
    expect(await of1(createFrames(held.store, small))).toEqual(await of.simple())
    expect(size()).toBe(before)
    await decide([4], 'rejected')
    const expected = await of.simple()
    expect(expected.rejected.n).toBe(1)
    expect(await of1(frames)).toEqual(expected)
    // One run of five was written again, into the same file.
    expect(files()).toEqual([path])
    expect(size() - before).toBeLessThan(before / 3)
    expect(await of1(createFrames(held.store, small))).toEqual(expected)
    await decide([4], 'approved')
    expect(await of1(frames)).toEqual(await of.simple())
  })

  test('after a correction the file has its new words, after an erasure none of the old', async () => {
    await of.receive(of.formVersionId, 0, 120)
    const frames = createFrames(held.store, small)
    await frames.of(of.id)
    await of.correct(7, { ...answersOf(7), wish: '改过的话' })
    expect(await of1(frames)).toEqual(await of.simple())
    expect(await of1(createFrames(held.store, small))).toEqual(await of.simple())
    const all = () => Buffer.concat(files().map((file) => readFileSync(file)))
    expect(all().includes('改过的话')).toBe(true)
    const corrected = await held.store.submissions.find(of.id, of.instanceIds[7] ?? '')
    await held.store.submissions.erase(corrected?.receipt ?? '', {
      actor: null,
      reason: '',
      right: 'withdrawal',
    })
    expect(files()).toEqual([])
    expect(await of1(frames)).toEqual(await of.simple())
    expect(files()).toHaveLength(1)
    expect(all().includes('改过的话')).toBe(false)
  })

  test('review alone sweeps no file away', async () => {
    await of.receive(of.formVersionId, 0, 120)
    await createFrames(held.store, small).of(of.id)
    await decide([1, 2], 'rejected')
    expect(await sweepColumnFiles(held.store, new Date())).toBe(0)
    expect(files()).toHaveLength(1)
  })

  test('a file that has been written again too often is made anew', async () => {
    await of.receive(of.formVersionId, 0, 120)
    const frames = createFrames(held.store, small)
    await frames.of(of.id)
    const before = size()
    for (let round = 0; round < 12; round++) {
      await decide([1, 50, 100], round % 2 ? 'approved' : 'rejected')
      expect(await of1(frames)).toEqual(await of.simple())
      expect(size()).toBeLessThan(before * 4.5)
    }
  })

  test('whatever happens to answers in whatever order, every frame is the one read row by row', async () => {
    const place = fc.nat()
    const step = fc.oneof(
      fc.record({ what: fc.constant('receive' as const), n: fc.integer({ min: 1, max: 90 }) }),
      fc.record({
        what: fc.constantFrom('rejected' as const, 'approved' as const),
        places: fc.array(place, { minLength: 1, maxLength: 8 }),
      }),
      fc.record({ what: fc.constant('correct' as const), place, as: fc.nat(1_000) }),
      fc.record({ what: fc.constant('erase' as const), place }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        of = await frameWorld(held.store, world, repeated)
        await of.receive(of.formVersionId, 0, 100)
        const standing = createFrames(held.store, small)
        const inFile = createFrames(held.store, { ...small, inMemory: 10 })
        const erased = new Set<number>()
        const living = (n: number) => {
          const wanted = n % of.instanceIds.length
          return erased.has(wanted) ? null : wanted
        }
        for (const each of steps) {
          if (each.what === 'receive') await of.receive(of.formVersionId, of.instanceIds.length, each.n)
          else if (each.what === 'correct') {
            const wanted = living(each.place)
            if (wanted !== null) await of.correct(wanted, { ...answersOf(each.as), wish: `改 ${each.as}` })
          } else if (each.what === 'erase') {
            const wanted = living(each.place)
            const found =
              wanted === null ? null : await held.store.submissions.find(of.id, of.instanceIds[wanted] ?? '')
            if (wanted === null || !found) continue
            await held.store.submissions.erase(found.receipt, {
              actor: null,
              reason: '',
              right: 'withdrawal',
            })
            erased.add(wanted)
          } else
            await decide(
              each.places.map((n) => n % of.instanceIds.length),
              each.what,
            )
          const expected = await of.simple()
          expect(await of1(standing)).toEqual(expected)
          expect(await of1(createFrames(held.store, small))).toEqual(expected)
          const { frame, rejectedFrame, seqs, firstDay, lastDay } = (await inFile.of(of.id)) ?? {}
          expect([frame?.n, rejectedFrame?.n, firstDay, lastDay]).toEqual([
            expected.frame.n,
            expected.rejected.n,
            expected.firstDay,
            expected.lastDay,
          ])
          expect(Array.from(seqs ?? [])).toEqual(expected.seqs)
        }
      }),
      { numRuns: 4 },
    )
  })
})
