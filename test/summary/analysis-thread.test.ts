/** What a thread works out of a frame is what is worked out on the spot: the built program, because threads are started from it. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Answers } from '../../server/form/form.ts'
import { catalogues } from '../../server/locale/index.ts'
import { render } from '../../server/render.ts'
import { StillWorking, soon, waitingReply } from '../../server/pages/summarising/waiting.ts'
import type { Store } from '../../server/store/store.ts'
import type { CollectionFrame } from '../../server/summary/frames.ts'
import type { Part } from '../../server/summary/stamp.ts'
import { incoming, storeWorld } from '../support/store-world.ts'

const built = (name: string): Promise<unknown> => import(join('../../build/server', `${name}.js`))

let folder = ''
let store: Store
let held: CollectionFrame
/** The same, too large for memory. */
let inFile: CollectionFrame
let partOfFile: Part
let parts: Record<'full' | 'protected', Part>
let run: typeof import('../../server/summary/analysis-thread.ts').runAnalysis

beforeAll(async () => {
  const { openStore } = (await built('store/open')) as typeof import('../../server/store/open.ts')
  const { createFrames } = (await built('summary/frames')) as typeof import('../../server/summary/frames.ts')
  const { partFor } = (await built('summary/stamp')) as typeof import('../../server/summary/stamp.ts')
  const threads = (await built(
    'summary/analysis-thread',
  )) as typeof import('../../server/summary/analysis-thread.ts')
  run = threads.runAnalysis
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-thread-'))
  store = await openStore({ database: join(folder, 'diaoyan.sqlite'), filesDir: join(folder, 'files') })
  const world = await storeWorld(store)
  const to = await world.collection({ paradata: 'questions' })
  const answersOf = (n: number): Answers => ({
    age: n % 11 ? 18 + ((n * 7) % 60) : null,
    ...(n % 3 ? { wish: `第 ${n} 条` } : {}),
  })
  await store.submissions.receive(
    Array.from({ length: 240 }, (_, n) =>
      incoming(world, to, answersOf(n), {
        paradata: {
          seconds: 5 * (1 + (n % 9)),
          longest: n === 7 ? 3_600 : 0,
          questions: { age: [5 * (n % 4), 1, 1, 0], ...(n % 3 ? { wish: [10, 1, 1, 0] as const } : {}) },
        },
      }),
    ),
  )
  const found = await createFrames(store, { here: 50 }).of(to.id)
  if (!found) throw new Error('no frame')
  held = found
  const large = await createFrames(store, { here: 50, inMemory: 100 }).of(to.id)
  if (!large?.shared.base) throw new Error('not in the file')
  inFile = large
  partOfFile = await partFor(store, inFile, 'full')
  parts = {
    full: await partFor(store, held, 'full'),
    protected: await partFor(store, held, 'protected'),
  }
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const whole = { singles: [], from: null, to: null }

describe('a thread', () => {
  test.each(['full', 'protected'] as const)('makes the summary of a %s reader', async (reader) => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const order = { reader, locale, filter: whole }
      const here = await run('summary', { held, part: parts[reader] }, order)
      const seen: number[] = []
      const there = await run('summary', { held, part: parts[reader], from: 0 }, order, (done, of) =>
        seen.push(done / of),
      )
      expect(here.sections.length).toBeGreaterThan(2)
      expect(there).toEqual(here)
      expect(seen.length).toBeGreaterThan(1)
    }
  })

  test('reads what is too large for memory from the file', async () => {
    const order = { reader: 'full', locale: 'en', filter: whole } as const
    const here = await run('summary', { held, part: parts.full }, order)
    expect(await run('summary', { held: inFile, part: partOfFile, from: 0 }, order)).toEqual(here)
    expect(await run('effects', { held: inFile, part: partOfFile, from: 0 }, { locale: 'en' })).toEqual([])
  })

  test('crosses questions and works out tables of the workbench', async () => {
    const part = parts.full
    const crossed = { reader: 'full', locale: 'en', filter: whole, rows: 'channel', columns: 'age' } as const
    expect(await run('crossing', { held, part, from: 0 }, crossed)).toEqual(
      await run('crossing', { held, part }, crossed),
    )
    const filtered = { ...crossed, filter: { ...whole, from: '2030-01-01' } }
    expect(await run('crossing', { held, part, from: 0 }, filtered)).toEqual(
      await run('crossing', { held, part }, filtered),
    )
  })

  test('makes the checks of quality with what stands beside the answers', async () => {
    const { gather } = (await built('quality/gather')) as typeof import('../../server/quality/gather.ts')
    const { usualSettings } = (await built(
      'quality/settings',
    )) as typeof import('../../server/quality/settings.ts')
    const order = { settings: usualSettings, locale: 'en', timeZone: 'Asia/Shanghai', again: '' } as const
    const { beside } = await gather(store, held, usualSettings)
    const here = await run('quality', { held, part: parts.full, beside }, order)
    expect(await run('quality', { held, part: parts.full, beside, from: 0 }, order)).toEqual(here)
    const large = await run('quality', { held: inFile, part: partOfFile, beside, from: 0 }, order)
    expect(large.withoutWords).toBe(true)
    expect(large.times).toEqual(here.times)
    expect(here.flags.map(({ name }) => name)).toContain('longPause')
    expect(here.times.map(({ name, n }) => [name, n])).toEqual([
      ['age', 240],
      ['wish', 160],
    ])
  })

  test('says what is wrong with a job, and does the next one', async () => {
    const order = { reader: 'full', locale: 'en', filter: whole, rows: 'no such', columns: 'age' } as const
    await expect(run('crossing', { held, part: parts.full, from: 0 }, order)).rejects.toThrow('no such')
    const good = { ...order, rows: 'channel' }
    expect((await run('crossing', { held, part: parts.full, from: 0 }, good)).tables).not.toEqual([])
  })
})

describe('a page whose figures take long', () => {
  test('says how far they have come and comes again by itself', async () => {
    vi.useFakeTimers()
    try {
      const never = new Promise<never>(() => undefined)
      const many = { ...held, received: 60_000 }
      const waiting = soon({ method: 'GET' }, never, many)
      const caught = expect(waiting).rejects.toBeInstanceOf(StillWorking)
      await vi.advanceTimersByTimeAsync(3_100)
      await caught
    } finally {
      vi.useRealTimers()
    }
    const progress = { rows: 120_000, of: 400_000 }
    for (const locale of ['zh-CN', 'en'] as const) {
      const t = catalogues[locale]
      const reply = waitingReply(new StillWorking('reading', progress), '/collections/x/summary?from=1', t)
      if (reply.kind !== 'view') throw new Error('not a page')
      expect(reply).toMatchObject({ status: 202, headers: { Refresh: '2', 'Cache-Control': 'no-store' } })
      const html = render(reply.view, reply.context, {
        t,
        locale,
        viewer: null,
        csrf: '',
        url: '/',
        notice: null,
      } as unknown as Parameters<typeof render>[2])
      expect(html).toContain(t.waiting.reading(progress))
      expect(html).toContain('<progress max="400000" value="120000">')
    }
  })

  test('is waited for where there are few answers, or something was posted', async () => {
    expect(await soon({ method: 'GET' }, Promise.resolve(1), held)).toBe(1)
    expect(await soon({ method: 'POST' }, Promise.resolve(2), { ...held, received: 1e6 })).toBe(2)
  })
})
