/** Times on questions on the page of quality: medians, who rushed, by investigator; only where the collection keeps them. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flagNames } from '../../analysis/quality/flag.ts'
import { textOf } from '../../server/commands/html.ts'
import type { Paradata, ParadataLevel } from '../../server/form/paradata.ts'
import { catalogues, say } from '../../server/locale/index.ts'
import { limitNames } from '../../server/quality/settings.ts'
import { open, rowsOf } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const names = ['age', 'rooms', 'income', 'years', 'visits', 'wish'] as const
const source = {
  survey: names.map((name, i) => ({
    row: i + 2,
    cells: { type: name === 'wish' ? 'text' : 'integer', name, label: `题目 ${name}` },
  })),
  choices: [],
  settings: [],
}

/** Everybody takes about 10 seconds a question; the last rushes and rested for an hour. */
function took(n: number): Paradata {
  const rushed = n === 59
  const seconds = (i: number) => (rushed && i < 3 ? 2 : 9 + ((n + i) % 3))
  return {
    start: `2026-06-03T0${n < 10 ? 2 : 3}:00:00.000Z`,
    end: `2026-06-03T0${n < 10 ? 2 : 3}:05:00.000Z`,
    seconds: rushed ? 36 : 60 + (n % 2),
    away: rushed ? 3_700 : 0,
    longest: rushed ? 3_600 : 0,
    pauses: rushed ? 2 : 0,
    backs: 0,
    questions: Object.fromEntries(names.map((name, i) => [name, [seconds(i), 1, 1, 0]] as const)),
  }
}

let world: World
let analyst: SignedInAgent
let ids: string[] = []

async function fielded(paradata: ParadataLevel, anonymous = false): Promise<string> {
  const { store } = world
  const formId = await store.forms.add({
    topicId: world.topic.id,
    kind: 'questionnaire',
    title: '用时',
    source,
  })
  const { id: formVersionId } = await store.forms.publish(formId)
  const id = await store.collections.add({
    topicId: world.topic.id,
    formVersionId,
    title: '用时',
    sampleType: 'organised',
    anonymous,
    pilot: false,
    paradata,
    state: 'open',
  })
  const channel = await store.collections.addChannel({
    collectionId: id,
    kind: 'investigator',
    label: '调研员',
  })
  ids = Array.from({ length: 60 }, () => randomUUID())
  await store.submissions.receive(
    ids.map((instanceId, n) => ({
      collectionId: id,
      formVersionId,
      channelId: channel.id,
      instanceId,
      contentHash: instanceId,
      // The second investigator rounds everything.
      answers: {
        age: n % 2 === 0 ? 21 + n : 20 + 5 * (n % 9),
        rooms: 1 + (n % 4),
        income: n % 2 === 0 ? 1_001 + 37 * n : 1_000 + 50 * n,
        years: n % 2 === 0 ? 11 + n : 60 + 5 * (n % 7),
        visits: n % 2 === 0 ? 12 + n : 90,
        wish: `第 ${n} 条意见`,
      },
      personal: null,
      locale: 'zh-CN',
      collectorId: n % 2 === 0 ? world.people.investigator.id : world.people.lead.id,
      receivedAt: '2026-06-03T04:00:00.000Z',
      receivedOn: '2026-06-03',
      paradata: took(n),
    })),
  )
  return id
}

beforeAll(async () => {
  world = await makeWorld()
  analyst = await world.signIn('analyst')
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

const tables = async (id: string, caption: string) => {
  const page = await open(analyst, `/collections/${id}/quality`)
  const { text } = await analyst.get(`/collections/${id}/quality`)
  const captions = [...text.matchAll(/<caption[^>]*>([^<]*)<\/caption>/g)].map(([, words]) => words)
  const place = captions.indexOf(caption)
  return place < 0 ? [] : rowsOf(page, place)
}

describe('a collection that keeps the time on each question', () => {
  test('shows median, middle half and who rushed, for all and by investigator', async () => {
    const id = await fielded('questions')
    // By hand: 59 times of 9, 10, 11 in turn and one of 2.
    expect((await tables(id, '每题用时'))[0]).toEqual(['题目 age', '60', '10.0', '9.0–11.0', '1 (1.7%)'])
    const by = await tables(id, '各调研员每题用时中位数（秒）')
    expect(by).toHaveLength(6)
    expect(by[0]?.slice(1).every((cell) => /^\d+\.\d \(30\)$/.test(String(cell)))).toBe(true)
    const flags = new Map((await tables(id, '各项检查')).map(([name, , n]) => [name, n]))
    expect([flags.get('多题过快'), flags.get('停顿过久')]).toEqual(['1', '1'])
    const record = textOf(await open(analyst, `/collections/${id}/records/${ids[59]}`))
    expect(record).toContain('计时的 6 题中有 3 题（50%）用时不到该题中位数的 33%')
    expect(record).toContain('中途一次停顿了 60 分钟')
    expect(rowsOf(await open(analyst, `/collections/${id}/records?flag=fastQuestions`))).toHaveLength(1)
  })

  test('says in words whose numbers are too round and which answers hang on the investigator', async () => {
    const id = await fielded('questions')
    const page = textOf(await open(analyst, `/collections/${id}/quality`))
    expect(page).toContain('需要留意')
    expect(page).toMatch(/梁牵头：\d+ 个数中有 \d+ 个以 0 或 5 结尾（\d+%），随机时约为 20%；p < 0.001。/)
    expect(page).not.toMatch(/方调研：\d+ 个数/)
    expect(page).toMatch(/“题目 visits”的差别有 \d+% 出在调研员之间/)
    expect(page).toContain('用时（秒）')
    expect(page).not.toMatch(/undefined|NaN/)
  })

  test('is in English too, without a missing word, and its limits may change', async () => {
    const id = await fielded('questions')
    const english = await world.signIn('analyst')
    await english.get('/language?locale=en&next=/')
    const page = textOf(await open(english, `/collections/${id}/quality`))
    expect(page).toContain('Time on each question')
    expect(page).toContain('numbers end in 0 or 5')
    expect(page).not.toMatch(/undefined|NaN|[一-龥]{7}/)
    await world.store.quality.setLimits(
      id,
      { pauseMinutes: 90, fastQuestions: 0.8, digitsP: null, effectRho: null },
      null,
    )
    const changed = textOf(await open(analyst, `/collections/${id}/quality`))
    expect(changed).not.toContain('需要留意')
    expect(rowsOf(await open(analyst, `/collections/${id}/records?flag=longPause`))).toHaveLength(0)
    expect(rowsOf(await open(analyst, `/collections/${id}/records?flag=fastQuestions`))).toHaveLength(0)
  })

  test('says that times are coarse where it is anonymous, and nothing of investigators', async () => {
    const id = await fielded('questions', true)
    const page = textOf(await open(analyst, `/collections/${id}/quality`))
    expect(page).toContain('取整到 5 秒')
    expect(page).not.toContain('各调研员')
  })
})

test('one that keeps nothing of it has no times, and says that the data are missing', async () => {
  const id = await fielded('off')
  const page = textOf(await open(analyst, `/collections/${id}/quality`))
  expect(page).not.toContain('每题用时中位数')
  expect(await tables(id, '每题用时')).toEqual([])
  expect(page).toContain('没有所需的数据')
})

test('every flag and every limit has its words in both languages', () => {
  for (const { quality } of Object.values(catalogues)) {
    for (const name of flagNames) {
      expect([name, quality.names[name].length > 0]).toEqual([name, true])
      expect(say(quality.means, name, {})).not.toBe('')
      const codes = name === 'outsideHours' ? ['early', 'late'] : [name]
      for (const code of codes) expect(Object.keys(quality.whys)).toContain(code)
    }
    for (const code of ['digits', 'interviewerEffect']) expect(Object.keys(quality.whys)).toContain(code)
    expect(Object.keys(quality.limits)).toEqual(expect.arrayContaining([...limitNames]))
  }
})
