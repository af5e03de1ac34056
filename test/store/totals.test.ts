/** Totals of a collection are the same from memory and from the database: on each engine against the same frame. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleDesign, type LinearisedDesign } from '../../analysis/design/design.ts'
import { domain } from '../../analysis/design/domain.ts'
import { estimate, standardErrors } from '../../analysis/design/estimate.ts'
import { groupedSample } from '../../analysis/design/grouped.ts'
import { means, totals } from '../../analysis/design/means.ts'
import type { Source, TotalsQuery } from '../../analysis/source.ts'
import { frameSource } from '../../analysis/totals.ts'
import type { Answers, FormSource } from '../../server/form/form.ts'
import { framesOf } from '../../server/summary/frames.ts'
import { databaseSource, sourceOf } from '../../server/summary/source.ts'
import { engines, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld, type StoreWorld } from '../support/store-world.ts'

const places = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`)
const row = (number: number, cells: Readonly<Record<string, string>>) => ({ row: number, cells })
const source: FormSource = {
  survey: [
    row(2, { type: 'select_one district', name: 'district', label: '哪个区' }),
    row(3, { type: 'select_one agree', name: 'satisfied', label: '满意吗' }),
    row(4, { type: 'select_multiple places', name: 'places', label: '去过哪里' }),
    row(5, { type: 'rank wishes', name: 'wishes', label: '排序' }),
    row(6, { type: 'integer', name: 'age', label: '年龄' }),
    row(7, { type: 'decimal', name: 'weight', label: '权重' }),
    row(8, { type: 'calculate', name: 'score', calculation: '${age} * 2' }),
    row(10, { type: 'date', name: 'day', label: '日期' }),
    row(11, { type: 'select_one village', name: 'village', label: '哪个村' }),
    row(12, { type: 'select_one county', name: 'county', label: '哪个县' }),
    row(13, { type: 'decimal', name: 'base', label: '设计权重' }),
    row(14, { type: 'integer', name: 'members', label: '几口人' }),
  ],
  choices: [
    ...['东', '西', '南 "区"', "北'"].map((label, n) =>
      row(2 + n, { list_name: 'district', name: `d${n}`, label }),
    ),
    ...['1', '2', '3', '99'].map((name, n) =>
      row(6 + n, {
        list_name: 'agree',
        name,
        label: name,
        ...(name === '99' ? { missing: 'dont_know' } : {}),
      }),
    ),
    ...['park', 'clinic', 'none'].map((name, n) =>
      row(10 + n, {
        list_name: 'places',
        name,
        label: name,
        ...(name === 'none' ? { missing: 'refused' } : {}),
      }),
    ),
    ...['a', 'b', 'c'].map((name, n) => row(13 + n, { list_name: 'wishes', name, label: name })),
    ...places(24).map((name, n) => row(16 + n, { list_name: 'village', name, label: name })),
    ...places(4).map((name, n) => row(40 + n, { list_name: 'county', name, label: name })),
  ],
  settings: [],
}

/** The same answers in every run: 700 with everything skipped, empty or odd somewhere. */
function answersOf(n: number): Answers {
  const pick = <T>(values: readonly T[], by: number): T => values[by % values.length] as T
  return {
    ...(n % 11 ? { district: pick(['d0', 'd1', 'd2', 'd3', 'gone', null], n * 7) } : {}),
    satisfied: pick(['1', '2', '3', '99', null], n * 3 + (n >> 4)),
    ...(n % 5
      ? { places: pick([['park'], ['clinic', 'park'], ['none'], [], null, ['park', 'none']], n >> 1) }
      : {}),
    wishes: pick([['a', 'b', 'c'], ['c', 'a', 'b'], null], n),
    ...(n % 13 ? { age: n % 17 ? 18 + ((n * 31) % 60) : null } : {}),
    weight: n % 19 ? 0.25 + ((n * 37) % 100) / 33 : null,
    ...(n % 3 ? { score: n % 7 ? String((n * 13) % 200) : '' } : {}),
    day: pick(['2026-03-01', '2026-04-02', null], n),
    village: `p${(n * 7) % 24}`,
    county: `p${((n * 7) % 24) >> 3 || 3}`,
    base: 5 + ((n * 29) % 100) / 7,
    members: 1 + ((n * 13) % 6),
  }
}

const queries: readonly TotalsQuery[] = [
  { by: [] },
  { by: ['district'] },
  { by: ['satisfied', 'district'] },
  { by: ['places/park'] },
  { by: ['places/clinic', 'district'] },
  { by: ['wishes/b', 'places/none'] },
  { by: ['age'] },
  { by: ['day', 'channel'] },
  { by: ['received_on'] },
  { by: ['channel', 'district', 'satisfied'], weight: 'weight' },
  { by: [], sums: [['age'], ['age', 'age'], ['age', 'score']], weight: 'weight' },
  { by: ['district'], sums: [['age'], ['weight', 'age'], ['score']] },
  { by: ['satisfied'], sums: [['score', 'score', 'age']], weight: 'weight' },
]

describe.each(engines)('$name', ({ open }) => {
  let temporary: TemporaryStore
  let world: StoreWorld
  let collectionId = ''
  let memory: Source
  let database: Source
  beforeAll(async () => {
    temporary = await open()
    const { store } = temporary
    world = await storeWorld(store)
    const formId = await store.forms.add({
      topicId: world.topicId,
      kind: 'questionnaire',
      title: '问卷',
      source,
    })
    const { id: formVersionId } = await store.forms.publish(formId)
    collectionId = await store.collections.add({
      topicId: world.topicId,
      formVersionId,
      title: '投放',
      sampleType: 'probability',
      anonymous: true,
      pilot: false,
      state: 'open',
    })
    const channels = [
      await store.collections.addChannel({ collectionId, kind: 'link', label: '链接' }),
      await store.collections.addChannel({ collectionId, kind: 'paper', label: '纸质' }),
    ]
    await store.submissions.receive(
      Array.from({ length: 700 }, (_, n) => ({
        ...incoming(world, { id: collectionId, channelId: channels[n % 3 ? 0 : 1]?.id ?? '' }, answersOf(n)),
        formVersionId,
      })),
    )
    const held = await framesOf(store).of(collectionId)
    if (!held) throw new Error('the collection has no frame')
    memory = frameSource(held.frame)
    database = await databaseSource(store, collectionId)
  })
  afterAll(() => temporary.close())

  test.each(queries.map((query) => [JSON.stringify(query), query] as const))(
    'the database counts and sums as memory does: %s',
    async (_name, query) => {
      const expected = await memory.totals(query)
      const found = await database.totals(query)
      expect(found.map(({ key, n }) => [key, n])).toEqual(expected.map(({ key, n }) => [key, n]))
      const sums = (rows: typeof found) => rows.flatMap(({ weight, sums }) => [weight, ...sums])
      const other = sums(found)
      for (const [place, sum] of sums(expected).entries())
        expect(Math.abs((other[place] ?? Number.NaN) - sum)).toBeLessThanOrEqual(1e-12 * Math.abs(sum))
    },
  )

  test('a sample design gives the same estimates from rows, from memory and from the database', async () => {
    const frame = await memory.columns(['village', 'county', 'base', 'members', 'satisfied'])
    const codes = (name: string) => {
      const column = frame.columns.get(name)
      if (column?.kind !== 'coded') throw new Error(`${name} is not coded`)
      return column.codes
    }
    const values = (name: string) => {
      const column = frame.columns.get(name)
      if (column?.kind !== 'number') throw new Error(`${name} is no number`)
      return column.values
    }
    const clusters = [codes('village')]
    const design = sampleDesign({ n: 700, clusters, strata: [codes('county')], weights: values('base') })
    const figures = (of: LinearisedDesign, members: Float64Array, satisfied: ArrayLike<number>) => {
      const content = Uint8Array.from(satisfied, (code) => (code === 1 ? 1 : 0))
      const all = estimate(of, means([members]))
      const part = estimate(domain(of, content), totals([members]))
      return [all, part].flatMap(({ values, covariance }) => [values[0]!, standardErrors(covariance)[0]!])
    }
    const expected = figures(design, values('members'), codes('satisfied').map((code) => code - 2)) // prettier-ignore
    for (const source of [memory, database]) {
      const grouped = await groupedSample(source, {
        stratum: 'county',
        psu: 'village',
        weight: 'base',
        categories: ['satisfied'],
        numbers: ['members'],
      })
      expect(grouped.design.n).toBeLessThan(350)
      const found = figures(grouped.design, grouped.numbers[0]!, grouped.categories[0]!)
      for (const [place, value] of expected.entries()) expect(found[place]! / value).toBeCloseTo(1, 10)
    }
  })

  test('a collection beyond the limit is answered by the database, one within it from memory', async () => {
    const within = await sourceOf(temporary.store, collectionId, 700)
    const beyond = await sourceOf(temporary.store, collectionId, 699)
    expect((await within?.columns(['age']))?.n).toBe(700)
    await expect(beyond?.columns(['age'])).rejects.toThrow('ask for totals')
    expect(await beyond?.totals({ by: ['satisfied'] })).toEqual(await within?.totals({ by: ['satisfied'] }))
    expect(await sourceOf(temporary.store, 'nosuchcollection')).toBeNull()
  })

  test('unknown names, and words where a number should be, are errors', async () => {
    await expect(database.totals({ by: ['nosuch'] })).rejects.toThrow('nosuch')
    await expect(database.totals({ by: [], sums: [['district']] })).rejects.toThrow(
      'district is not a number',
    )
    await expect(
      temporary.store.submissions.totals(collectionId, { by: [], sums: [['district']], weight: null }),
    ).rejects.toThrow('district is not a number')
  })

  test('signs that no engine stores are left out, and what looks like them stays', async () => {
    const { store } = temporary
    const to = await world.collection()
    const wishes = ['plain', 'nul \0 here', 'lone \ud800 here', 'typed \\u0000 here', 'both \\\0', '😀']
    await store.submissions.receive(wishes.map((wish) => incoming(world, to, { age: 1, wish })))
    const found = await store.submissions.totals(to.id, {
      by: [{ name: 'wish', as: 'value' }],
      sums: [['age']],
      weight: null,
    })
    expect(found.reduce((sum, { n }) => sum + n, 0)).toBe(6)
    const texts = found.map(({ values }) => JSON.parse(values[0] ?? '') as string)
    for (const kept of ['plain', 'typed \\u0000 here', '😀']) expect(texts).toContain(kept)
  })

  test('a name is a name, whatever signs it has', async () => {
    for (const name of [`'); drop table submissions; --`, `a"b`, '$.district', '', '点'])
      expect(
        await temporary.store.submissions.totals(collectionId, {
          by: [{ name, as: 'value' }],
          sums: [],
          weight: null,
        }),
      ).toMatchObject([{ values: [null], n: 700 }])
  })
})
