/** Flags of quality on the pages: counted, explained, filtered by, with limits that can be changed. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../analysis/random.ts'
import type { Answers, FormSource } from '../../server/form/form.ts'
import { textOf } from '../../server/commands/html.ts'
import { open, rowsOf } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cell = (row: number, cells: Readonly<Record<string, string>>) => ({ row, cells })
const source: FormSource = {
  survey: [
    cell(2, { type: 'start', name: 'start' }),
    cell(3, { type: 'end', name: 'end' }),
    cell(4, { type: 'deviceid', name: 'device' }),
    cell(5, { type: 'geopoint', name: 'where', label: '位置' }),
    ...Array.from({ length: 12 }, (_, i) =>
      cell(6 + i, {
        type: 'select_one five',
        name: `q${i}`,
        label: `第 ${i} 项满意吗？`,
        appearance: 'likert',
      }),
    ),
    cell(20, { type: 'integer', name: 'age', label: '年龄' }),
    cell(21, { type: 'text', name: 'household', label: '户号' }),
  ],
  choices: Array.from({ length: 5 }, (_, i) =>
    cell(2 + i, { list_name: 'five', name: String(i + 1), label: `${i + 1} 分` }),
  ),
  settings: [],
}

/** Choices at random, always the same for the same seed, so that no two people answer alike. */
function mixed(seed: number): Answers {
  const random = seededRandom(seed)
  return Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [`q${i}`, String(1 + Math.floor(random() * 5))]),
  )
}

let world: World
let analyst: SignedInAgent
let path: string
let collectionId: string
let ids: string[] = []

async function field(title: string, answers: readonly Answers[]): Promise<string> {
  const { store } = world
  const formId = await store.forms.add({ topicId: world.topic.id, kind: 'questionnaire', title, source })
  const { id: formVersionId } = await store.forms.publish(formId)
  const id = await store.collections.add({
    topicId: world.topic.id,
    formVersionId,
    title,
    sampleType: 'organised',
    anonymous: false,
    pilot: false,
    state: 'open',
  })
  const channel = await store.collections.addChannel({
    collectionId: id,
    kind: 'investigator',
    label: '调研员',
  })
  ids = answers.map(() => randomUUID())
  await store.submissions.receive(
    answers.map((given, n) => ({
      collectionId: id,
      formVersionId,
      channelId: channel.id,
      instanceId: ids[n]!,
      contentHash: String(n),
      answers: given,
      personal: null,
      locale: 'zh-CN',
      collectorId: n % 2 === 0 ? world.people.investigator.id : world.people.lead.id,
      receivedAt: '2026-06-03T04:00:00.000Z',
      receivedOn: '2026-06-03',
    })),
  )
  return id
}

beforeAll(async () => {
  world = await makeWorld()
  analyst = await world.signIn('analyst')
  const answers = Array.from({ length: 30 }, (_, n): Answers => ({
    start: `2026-06-03T10:${String(n).padStart(2, '0')}:00.000+08:00`,
    end: `2026-06-03T10:${String(n + 10).padStart(2, '0')}:00.000+08:00`,
    device: `device-${n}`,
    where: `30.${String(100 + n)} 120.15 0 5`,
    ...mixed(n),
    age: 20 + n,
    household: `H${n}`,
  }))
  const straight = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`q${i}`, '3']))
  answers[3] = { ...answers[3]!, ...straight }
  answers[4] = { ...answers[4]!, end: '2026-06-03T10:05:00.000+08:00' }
  answers[5] = {
    ...answers[5]!,
    start: '2026-06-03T03:05:00.000+08:00',
    end: '2026-06-03T03:15:00.000+08:00',
  }
  answers[6] = { ...answers[6]!, age: 900 }
  for (const n of [10, 11, 12, 13]) answers[n] = { ...answers[n]!, device: 'shared' }
  answers[8] = { ...answers[7]! }
  for (let i = 0; i < 8; i++) answers[9] = { ...answers[9]!, [`q${i}`]: null }
  collectionId = await field('入户调查', answers)
  path = `/collections/${collectionId}`
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

const flagged = async (flag: string) => rowsOf(await open(analyst, `${path}/records?flag=${flag}`)).length

describe('the page of quality', () => {
  test('counts each flag, and the list shows those that have it', async () => {
    const page = await open(analyst, `${path}/quality`)
    const counts = new Map(rowsOf(page).map(([name, , n]) => [name, n]))
    const expected = [
      ['tooFast', '作答过快', 1],
      ['straightLining', '连续同选', 1],
      ['duplicate', '完全重复', 2],
      ['sameDevice', '同一设备', 4],
      ['outsideHours', '时间异常', 1],
      ['farOut', '数值离群', 1],
      ['missing', '漏答过多', 1],
    ] as const
    for (const [flag, words, n] of expected) {
      expect([words, counts.get(words)]).toEqual([words, String(n)])
      expect([flag, await flagged(flag)]).toEqual([flag, n])
    }
    expect(textOf(page)).toContain('检查了 30 份答卷')
    // Nothing is known of cases, and nobody has said what a number may be.
    expect(counts.get('数值不可能')).toBeNull()
  })

  test('tells what each investigator brought', async () => {
    const rows = rowsOf(await open(analyst, `${path}/quality`), 1)
    expect(rows.map(([name, n]) => [name, n])).toEqual([
      ['方调研', '15'],
      ['梁牵头', '15'],
    ])
  })

  test('says of a record why it is flagged, and leads to what it is like', async () => {
    const page = await open(analyst, `${path}/records/${ids[7]}`)
    expect(textOf(page)).toContain('完全相同')
    const { text } = await analyst.get(`${path}/records/${ids[7]}`)
    expect(text).toContain(`${path}/records/${ids[8]}`)
    expect(textOf(await open(analyst, `${path}/records/${ids[4]}`))).toContain('用时 60 秒')
  })

  test('is in English too, without a missing word', async () => {
    const english = await world.signIn('analyst')
    await english.get('/language?locale=en&next=/')
    const page = textOf(await open(english, `${path}/quality`))
    expect(page).toContain('30 answers checked')
    expect(page).not.toMatch(/undefined|NaN|[一-龥]{6}/)
  })

  test('is for analysts, leads and organisers alone, and so is the filter', async () => {
    for (const role of ['leader', 'investigator', 'guidance', 'admin'] as const) {
      const agent = await world.signIn(role)
      expect([403, 404]).toContain((await agent.get(`${path}/quality`)).status)
    }
    const investigator = await world.signIn('investigator')
    const own = await open(investigator, `${path}/records?flag=duplicate`)
    expect(rowsOf(own)).toHaveLength(15)
    expect(textOf(own)).not.toContain('完全重复')
  })
})

describe('limits', () => {
  const save = async (change: Readonly<Record<string, string>>) => {
    const { text } = await analyst.get(`${path}/quality`)
    const fields = Object.fromEntries(
      [...text.matchAll(/<input type="text" id="\w+" name="(\w+)" value="([^"]*)"/g)].map(
        ([, name, value]) => [name, value],
      ),
    )
    return analyst
      .post(`${path}/quality`)
      .type('form')
      .send({ _csrf: analyst.csrf, bounds: '', attention: '', ...fields, ...change })
  }

  test('are read with care', async () => {
    for (const [change, words] of [
      [{ fastShare: '500' }, '要填 5 到 100 之间的数'],
      [{ earliest: '25:00' }, '07:30'],
      [{ bounds: 'nobody 1 2' }, 'nobody'],
      [{ attention: 'q0' }, 'q0'],
    ] as const) {
      const reply = await save(change)
      expect([reply.status, reply.text.includes(words)], words).toEqual([422, true])
    }
    expect(await world.store.quality.limits(collectionId)).toEqual({})
  })

  test('change what is flagged, and stand in the history', async () => {
    const reply = await save({ sameDevice: '', bounds: 'age 16 45', attention: 'q0 3', fastShare: '5' })
    expect(reply.status).toBe(303)
    expect(await flagged('sameDevice')).toBe(0)
    expect(await flagged('tooFast')).toBe(0)
    // 46 to 49, and 900.
    expect(await flagged('impossible')).toBe(5)
    expect(await flagged('attention')).toBeGreaterThan(10)
    const last = (await world.store.history.list('ledger', { limit: 5_000 })).at(-1)
    expect(last).toMatchObject({ kind: 'quality.limits', subject: collectionId })
    await save({ sameDevice: '4', bounds: '', attention: '', fastShare: '40' })
    expect(await world.store.quality.limits(collectionId)).toEqual({})
  })

  test('name a second visit, whose answers are compared with the first', async () => {
    const again = await field('入户复核', [
      { ...mixed(0), age: 20, household: 'H0' },
      { ...mixed(101), age: 31, household: 'H1' },
      { ...mixed(2), age: 22, household: 'H99' },
    ])
    expect((await save({ backCheckCollection: again, backCheckQuestion: 'household' })).status).toBe(303)
    const page = await open(analyst, `${path}/quality`)
    const rows = rowsOf(page, 2).length > 0 ? rowsOf(page, 2) : rowsOf(page, 3)
    expect(textOf(page)).toContain('复核对照')
    expect(rows.length).toBeGreaterThan(0)
    expect(await flagged('backCheck')).toBe(1)
  })
})

test('an anonymous collection tells nothing of devices, places and hours', async () => {
  const page = await open(analyst, `/collections/${world.collection.id}/quality`)
  expect(textOf(page)).not.toContain('按调研员')
})
