/** Collections whose answers are all that answers can be, and their frames as plain data that can be compared. */

import { expect } from 'vitest'
import type { Frame, TextColumn } from '../../analysis/frame.ts'
import type { Answers, FormSource } from '../../server/form/form.ts'
import type { Received, Store } from '../../server/store/store.ts'
import { createFrames, type CollectionFrame } from '../../server/summary/frames.ts'
import { incoming, type StoreWorld } from './store-world.ts'

const sheet = (rows: readonly Record<string, string>[]) => rows.map((cells, n) => ({ row: n + 2, cells }))
export const source: FormSource = {
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
export const repeated: FormSource = {
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

export const texts = [
  '路灯不亮',
  '含"引号"和\\反斜线',
  '换\n行',
  '😀',
  '',
  ' 空格 ',
  '\u2028',
  'a'.repeat(500),
]

/** Everything that an answer may be, skipped and empty too. */
export function answersOf(n: number): Answers {
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
export const shown = (held: CollectionFrame | null) => {
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

/** A collection of a store, and what the tests do with it. */
export interface FrameWorld {
  readonly id: string
  readonly formVersionId: string
  publish(made: FormSource): Promise<string>
  /** Answers `from` and the `n` - 1 after it. */
  receive(formVersionId: string, from: number, n: number): Promise<readonly Received[]>
  /** The instance ids of what was received, in order. */
  readonly instanceIds: readonly string[]
  correct(place: number, answers: Answers): Promise<void>
  /** Read row by row, with no thread and no file. */
  simple(): Promise<ReturnType<typeof shown>>
}

export async function frameWorld(
  store: Store,
  world: StoreWorld,
  made: FormSource = source,
): Promise<FrameWorld> {
  const publish = async (form: FormSource) => {
    const formId = await store.forms.add({
      topicId: world.topicId,
      kind: 'questionnaire',
      title: '问卷',
      source: form,
    })
    return (await store.forms.publish(formId)).id
  }
  const formVersionId = await publish(made)
  const id = await store.collections.add({
    topicId: world.topicId,
    formVersionId,
    title: '投放',
    sampleType: 'open',
    anonymous: true,
    pilot: false,
    state: 'open',
    allowsCorrection: true,
  })
  const channel = await store.collections.addChannel({ collectionId: id, kind: 'link', label: '链接' })
  const to = { id, channelId: channel.id }
  const instanceIds: string[] = []
  return {
    id,
    formVersionId,
    publish,
    instanceIds,
    receive: (version, from, n) => {
      const batch = Array.from({ length: n }, (_, k) => ({
        ...incoming(world, to, answersOf(from + k)),
        formVersionId: version,
        personal: { phone: `1390000${from + k}` },
        receivedOn: `2026-03-${String(1 + ((from + k * 7) % 28)).padStart(2, '0')}`,
      }))
      instanceIds.push(...batch.map(({ instanceId }) => instanceId))
      return store.submissions.receive(batch)
    },
    correct: async (place, answers) => {
      const instanceId = instanceIds[place]
      if (instanceId === undefined) throw new Error(`no answer ${place}`)
      const [received] = await store.submissions.receive([
        { ...incoming(world, to, answers), formVersionId, instanceId },
      ])
      expect(received?.outcome).toBe('corrected')
    },
    simple: async () => shown(await createFrames(store, { here: Infinity }).of(id)),
  }
}
