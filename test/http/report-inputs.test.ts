/** Reports of topics that have little, and of answers that are long, odd or gone. */

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { symposium } from '../../server/templates/symposium.ts'
import { send } from '../support/answers.ts'
import { tamper } from '../support/raw.ts'
import { temporaryStore } from '../support/store.ts'
import { readWord, type WordRead } from '../support/word.ts'
import { makeWorld, smallQuestionnaire, type Role, type World } from '../support/world.ts'

const plenty = { ANSWERS_PER_MINUTE: '1000000', SUBMISSIONS_PER_MINUTE: '1000000' }

async function word(world: World, role: Role, query = ''): Promise<WordRead> {
  const response = await (
    await world.signIn(role)
  )
    .get(`/topics/${world.topic.id}/report.docx${query}`)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('end', () => done(null, Buffer.concat(parts)))
    })
  if (response.status !== 200) throw new Error(`word: ${response.status}`)
  const read = readWord(response.body as Buffer)
  expect(read.text).not.toMatch(/NaN|undefined|Infinity|\[object/)
  return read
}

async function inWorld(
  options: Parameters<typeof makeWorld>[0],
  work: (world: World) => Promise<void>,
): Promise<void> {
  const world = await makeWorld({ env: plenty, ...options })
  try {
    await work(world)
    expect(world.mistakes).toEqual([])
  } finally {
    await world.close()
  }
}

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })

function formOf(survey: FormSource['survey'], choices: FormSource['choices']): FormSource {
  return { survey, choices, settings: [cells(2, { form_title: '极端问卷', form_id: 'odd' })] }
}

test('a topic without answers has a whole document that says so', () =>
  inWorld({}, async (world) => {
    for (const role of ['analyst', 'leader'] as const) {
      const { text } = await word(world, role, '?figures=full')
      expect(text).toContain('还没有收到答卷或记录')
      expect(text).toContain('您家有汽车吗？')
    }
    await world.store.reports.save(world.topic.id, {
      chapters: [],
      leftOut: [world.collection.id],
      title: '',
      issuer: '',
      internal: false,
    })
    expect((await word(world, 'leader')).text).toContain('课题还没有收到答卷或记录')
  }))

test('of one answer an analyst reads the figures and a leader none', () =>
  inWorld({}, async (world) => {
    await send(world, { owns_car: 'yes', parks: ['street'], age: '41', wish: '只有我写了' })
    const full = await word(world, 'analyst', '?figures=full')
    expect(full.tables.flat()).toContainEqual(['有', '1', '100.0%', '100.0%'])
    const { text, tables, paragraphs } = await word(world, 'leader')
    expect(text).not.toContain('只有我写了')
    const said = paragraphs.filter(({ style }) => style === 'Text').map(({ text }) => text)
    expect([...said, ...tables.flat(2)].join('\n')).not.toMatch(/41|只有我/)
    const figures = tables.filter((rows) => rows[0]?.[0] === '选项').flat(2)
    expect(figures.filter((cell) => /^[1-4]$|%$/.test(cell))).toEqual([])
  }))

test('a questionnaire of one question, 60 choices, labels of 400 characters and emoji', () => {
  const label = `选项${'很长'.repeat(199)}`
  const choices = Array.from({ length: 60 }, (_, k) =>
    cells(k + 2, {
      list_name: 'many',
      name: `c${k}`,
      label: k === 0 ? label : k === 1 ? '😀 很好 👩‍👩‍👧 <b>&"' : k === 2 ? '𠮷祥㙍镇' : `第 ${k} 项`,
    }),
  )
  const survey = [cells(2, { type: 'select_one many', name: 'one', label: `问${'题'.repeat(399)}` })]
  return inWorld({ source: formOf(survey, choices) }, async (world) => {
    await receive(
      world,
      Array.from({ length: 120 }, (_, k) => ({ one: `c${k % 60}` })),
    )
    const { tables, pictures, text } = await word(world, 'analyst', '?figures=full')
    const table = tables.find((rows) => rows.some(([head]) => head === label))!
    expect(table.filter(([, count]) => count === '2')).toHaveLength(60)
    expect(text).toContain('😀 很好 👩‍👩‍👧 <b>&"')
    // Too long for a page, so in parts.
    expect(pictures.length).toBeGreaterThan(1)
    await word(world, 'leader')
  })
})

test('answers of 10,000 characters and with signs that XML forbids', () => {
  const long = `开头${'这一段很长。'.repeat(1_660)}\u0001\ud83d结尾`
  return inWorld({}, async (world) => {
    await note(world, { held_on: '2026-06-03', place: '社区', note_taker: '方调研', summary: long })
    const { text } = await word(world, 'leader')
    expect(text).toContain('开头')
    expect(text).toContain('结尾')
    expect(text.length).toBeGreaterThan(9_900)
  })
})

test('a topic with notes only: what was said without consent is not in it, and no name is', () =>
  inWorld({}, async (world) => {
    const quote = (words: string, consent: string, attribution?: string) => ({
      quote: words,
      quote_role: 'resident',
      quote_consent: consent,
      ...(attribution ? { quote_attribution: attribution } : {}),
    })
    await note(
      world,
      {
        held_on: '2026-06-03',
        place: '幸福里社区活动室',
        note_taker: '方调研',
        summary: '停车位紧张。',
        quotes: [
          quote('晚上八点以后没地方停。', 'yes', 'anonymous'),
          quote('物业从来不管。', 'no'),
          quote('别写我说的。', 'yes', 'withheld'),
        ],
      },
      { people: [{ person_name: '王大妈' }] },
    )
    for (const [role, query] of [
      ['leader', ''],
      ['analyst', '?figures=full'],
    ] as const) {
      const { text, paragraphs } = await word(world, role, query)
      const said = paragraphs.filter(({ style }) => style === 'Quote').map(({ text }) => text)
      expect(said[0]).toBe('“晚上八点以后没地方停。”')
      expect(text).toContain('停车位紧张。')
      expect(text).toContain('2026年6月3日　幸福里社区活动室')
      expect(text).not.toMatch(/从来不管|别写我说的|王大妈/)
    }
  }))

test('where review rejected everything there are no figures, and analysts read how many', async () => {
  const temporary = await temporaryStore({ onDisk: true })
  await inWorld({ temporary }, async (world) => {
    for (let i = 0; i < 8; i++) await send(world, { owns_car: 'yes', parks: ['street'], age: String(30 + i) })
    await tamper(temporary.database, `update submissions set state = 'rejected'`)
    expect((await word(world, 'analyst', '?figures=full')).text).toMatch(/审核驳回 8 份（100\.0%）/)
    expect((await word(world, 'leader')).text).not.toContain('审核驳回 8')
  })
})

test('a question that a later version dropped keeps its figures and stands in the appendix', () =>
  inWorld({}, async (world) => {
    for (let i = 0; i < 7; i++) await send(world, { owns_car: 'no', age: String(30 + i), wish: '公交' })
    const draft = (await world.store.forms.find(world.formId))!
    const source = {
      ...smallQuestionnaire,
      survey: smallQuestionnaire.survey.filter(({ cells }) => cells['name'] !== 'age'),
    }
    await world.store.forms.save(world.formId, draft.revision, {
      title: draft.title,
      kind: draft.kind,
      source,
    })
    const { id } = await world.store.forms.publish(world.formId)
    await world.store.collections.change(world.collection.id, { formVersionId: id })
    const { text, paragraphs } = await word(world, 'analyst', '?figures=full')
    expect(text).toContain('只在较早版本中问过的题')
    expect(paragraphs.filter(({ text }) => /\d+\. 您的年龄/.test(text))).toHaveLength(2)
  }))

/** Taken in all at once, past the public route. */
async function receive(world: World, all: readonly object[]): Promise<void> {
  await world.store.submissions.receive(
    all.map((answers) => ({
      collectionId: world.collection.id,
      formVersionId: world.versionId,
      channelId: world.channel.id,
      instanceId: randomUUID(),
      contentHash: 'b'.repeat(64),
      answers: answers as never,
      personal: {},
      locale: 'zh-CN',
      collectorId: null,
      receivedAt: '2026-06-03T04:00:00.000Z',
      receivedOn: '2026-06-03',
    })),
  )
}

async function note(world: World, answers: object, personal: object = {}): Promise<void> {
  const { store } = world
  const formId = await store.forms.add({
    topicId: world.topic.id,
    kind: 'interview',
    title: '座谈记录',
    source: symposium.source,
  })
  const { id: formVersionId } = await store.forms.publish(formId)
  const collectionId = await store.collections.add({
    topicId: world.topic.id,
    formVersionId,
    title: '社区座谈',
    sampleType: 'organised',
    anonymous: false,
    pilot: false,
    state: 'open',
  })
  const channel = await store.collections.addChannel({ collectionId, kind: 'investigator', label: '调研员' })
  await store.submissions.receive([
    {
      collectionId,
      formVersionId,
      channelId: channel.id,
      instanceId: randomUUID(),
      contentHash: 'a'.repeat(64),
      answers: answers as never,
      personal: personal as never,
      locale: 'zh-CN',
      collectorId: world.people.investigator.id,
      receivedAt: '2026-06-03T04:00:00.000Z',
      receivedOn: '2026-06-03',
    },
  ])
}
