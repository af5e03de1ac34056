/** Frames read by a thread of their own and kept in column files, on every engine: always the frame that the answers give. */

import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Frame, TextColumn } from '../../analysis/frame.ts'
import type { Answers, FormSource } from '../../server/form/form.ts'
import { createFrames, type CollectionFrame } from '../../server/summary/frames.ts'
import { partFor } from '../../server/summary/stamp.ts'
import { computeCrossing, computeSummary } from '../../server/summary/summary.ts'
import { sweepColumnFiles } from '../../server/summary/sweep.ts'
import { engines, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld, type StoreWorld } from '../support/store-world.ts'

const sheet = (rows: readonly Record<string, string>[]) => rows.map((cells, n) => ({ row: n + 2, cells }))
const source: FormSource = {
  survey: sheet([
    { type: 'select_one area', name: 'area', label: '片区' },
    { type: 'select_multiple places', name: 'places', label: '地方' },
    { type: 'rank places', name: 'order', label: '排序' },
    { type: 'integer', name: 'age', label: '年龄' },
    { type: 'decimal', name: 'fee', label: '费用' },
    { type: 'calculate', name: 'code', calculation: 'concat("A", ${age})' },
    { type: 'date', name: 'day', label: '日期' },
    { type: 'text', name: 'wish', label: '建议' },
    { type: 'text', name: 'phone', label: '电话', personal: 'yes' },
  ]),
  choices: sheet([
    ...['1', 'b', '很长的编号一二三'].map((name) => ({ list_name: 'area', name, label: name })),
    ...['park', 'clinic', 'school_of_the_town'].map((name) => ({ list_name: 'places', name, label: name })),
  ]),
  settings: [],
}
const repeated: FormSource = {
  ...source,
  survey: [
    ...source.survey,
    ...sheet([
      { type: 'begin_repeat', name: 'child', label: '孩子' },
      { type: 'integer', name: 'years', label: '岁' },
      { type: 'text', name: 'dream', label: '愿望' },
      { type: 'end_repeat' },
    ]).map((each) => ({ ...each, row: each.row + 20 })),
  ],
}

const texts = ['路灯不亮', '含"引号"和\\反斜线', '换\n行', '😀', '', ' 空格 ', '\u2028', 'a'.repeat(500)]

/** Everything that an answer may be, skipped and empty too. */
function answersOf(n: number): Answers {
  const pick = <T>(values: readonly T[], by: number): T => values[by % values.length] as T
  return {
    ...(n % 7 ? { area: pick(['1', 'b', '很长的编号一二三', '不在表里', null], n) } : {}),
    places: pick([['park'], ['clinic', 'park'], [], null, ['school_of_the_town'], ['gone']], n),
    ...(n % 3 ? { order: pick([['park', 'clinic', 'school_of_the_town'], ['clinic'], null], n) } : {}),
    age: pick([18, 0, -5, 1e21, 33, null, '47', 2.5], n),
    ...(n % 5 ? { fee: pick([0.1, 12.75, 1e-7, 1234567.125, 0.30000000000000004, null], n) } : {}),
    ...(n % 2 ? { code: `A${n}` } : {}),
    day: pick(['2026-03-01', '2026-11-30', null, '2026-03-01T08:00:00', ''], n),
    wish: pick(texts, n) + (n % 4 ? `${n}·` : ''),
    ...(n % 9 === 0 ? { child: [{ years: n, dream: `第 ${n} 个` }, { years: null }] } : {}),
    ...(n % 10 === 0 ? { 不认识的: { 深: ['}', ']'] } as never } : {}),
  }
}

/** The words, or why they are not there for all at once. */
function textsOf(column: TextColumn): unknown {
  try {
    return [...column.texts]
  } catch (error) {
    if (error instanceof Error && error.name === 'TooManyTexts') return error.name
    throw error
  }
}

/** A frame as plain data, so that two can be compared. */
const plain = ({ n, variables, columns }: Frame) => ({
  n,
  columns: variables.map(({ name }) => {
    const column = columns.get(name)
    if (!column) throw new Error(`no column ${name}`)
    switch (column.kind) {
      case 'coded':
        return [name, [...column.codes]]
      case 'number':
        return [name, [...column.values], [...column.status]]
      case 'set':
        return [name, column.chosen.map((each) => [...each]), [...column.status]]
      case 'rank':
        return [name, column.ranks.map((each) => [...each]), [...column.status]]
      case 'text':
        return [name, textsOf(column), [...column.status]]
    }
  }),
})
const shown = (held: CollectionFrame | null) => {
  if (!held) throw new Error('no frame')
  const { frame, rejectedFrame, repeats, seqs, revisions, firstDay, lastDay, last, changes } = held
  return {
    firstDay,
    lastDay,
    last,
    changes,
    frame: plain(frame),
    rejected: plain(rejectedFrame),
    repeats: repeats.map((each) => [each.table.name, plain(each.frame), [...each.owners]]),
    seqs: Array.from(seqs),
    revisions: [...revisions],
  }
}

const kept = engines.filter(({ name }) => name !== 'SQLite in memory')

describe.each(kept)('on $name', ({ open }) => {
  let held: TemporaryStore
  let world: StoreWorld
  let to = { id: '', channelId: '' }
  beforeEach(async () => {
    held = await open()
    world = await storeWorld(held.store)
  })
  afterEach(() => held.close())

  const publish = async (made: FormSource) => {
    const formId = await held.store.forms.add({
      topicId: world.topicId,
      kind: 'questionnaire',
      title: '问卷',
      source: made,
    })
    const { id } = await held.store.forms.publish(formId)
    return { formId, id }
  }
  const collection = async (made: FormSource = source) => {
    const { id: formVersionId } = await publish(made)
    const id = await held.store.collections.add({
      topicId: world.topicId,
      formVersionId,
      title: '投放',
      sampleType: 'open',
      anonymous: true,
      pilot: false,
      state: 'open',
      allowsCorrection: true,
    })
    const channel = await held.store.collections.addChannel({ collectionId: id, kind: 'link', label: '链接' })
    to = { id, channelId: channel.id }
    return formVersionId
  }
  const receive = async (formVersionId: string, from: number, n: number) => {
    const batch = Array.from({ length: n }, (_, k) => ({
      ...incoming(world, to, answersOf(from + k)),
      formVersionId,
      personal: { phone: `1390000${from + k}` },
    }))
    return held.store.submissions.receive(batch)
  }
  /** Read row by row, with no thread and no file. */
  const simple = async () => shown(await createFrames(held.store, { here: Infinity }).of(to.id))
  const apart = async () => shown(await createFrames(held.store, { here: 50 }).of(to.id))
  const files = () => held.store.apart?.columns.own(to.id) ?? []
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
    const more = await publish({
      ...repeated,
      choices: [...repeated.choices, { row: 40, cells: { list_name: 'area', name: 'new', label: '新区' } }],
    })
    await receive(more.id, 150, 150)
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
      const found = await createFrames(held.store, { here: 50 }).of(to.id)
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
    const before = await createFrames(held.store, { here: 50 }).of(to.id)
    await held.store.submissions.erase(first.receipt, { actor: null, reason: '', right: 'withdrawal' })
    expect(files()).toEqual([])
    // A frame from before cannot bring the texts back.
    const wish = before?.frame.columns.get('wish')
    expect(() => wish?.kind === 'text' && wish.texts).toThrow('changed since')
    expect(await apart()).toEqual(await simple())
    expect(files()).toHaveLength(1)
    expect(bytes().includes(wanted)).toBe(false)
    await held.store.collections.change(to.id, { retainUntil: '2026-01-01' })
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
    await same(await frames.of(to.id))
    // A few more stand in memory behind the file, many more are added to it.
    await receive(version, 230, 20)
    await same(await frames.of(to.id))
    await receive(version, 250, 150)
    await same(await frames.of(to.id))
    await same(await large().of(to.id))
    expect(files()).toHaveLength(1)
    const [file = ''] = files()
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x55
    writeFileSync(file, bytes)
    const broken = await large().of(to.id)
    try {
      await same(broken)
    } catch (error) {
      expect(error).toMatchObject({ name: 'FrameGone' })
      expect(files()).toEqual([])
    }
    await same(await large().of(to.id))
  })

  test('its summary and crosstabs are those of one in memory, for every reader and with filters', async () => {
    const version = await collection()
    const received = await receive(version, 0, 400)
    for (const each of [received[3], received[77]])
      if (each?.outcome === 'stored')
        await held.store.submissions.erase(each.receipt, { actor: null, reason: '', right: 'withdrawal' })
    const inMemory = await createFrames(held.store, { here: Infinity }).of(to.id)
    const inFile = await large().of(to.id)
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
