/** Review on the pages: many answers decided at once, what it does to figures, and what a leader can tell from it. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
import { open, rowsOf, send } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

let world: World
let analyst: SignedInAgent
let leader: SignedInAgent
const ids: string[] = []
beforeAll(async () => {
  world = await makeWorld()
  analyst = await world.signIn('analyst')
  leader = await world.signIn('leader')
  for (let i = 0; i < 60; i++)
    ids.push(
      await send(world, { owns_car: i % 2 === 0 ? 'no' : 'yes', age: String(20 + i), wish: `愿望${i}` }),
    )
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

const list = () => `/collections/${world.collection.id}/records`
const decide = (fields: object, query = '', agent = analyst) =>
  agent
    .post(`${list()}${query}`)
    .type('form')
    .send({ _csrf: agent.csrf, scope: 'chosen', reason: '', comment: '', ...fields })

/** Shown answers, by the first figure of the summary. */
async function counted(agent: SignedInAgent): Promise<number> {
  const page = await open(agent, `/collections/${world.collection.id}/summary`)
  const data = elements(page, 'data')[0]
  return Number(data?.attributes['value'])
}

describe('the list', () => {
  test('is searched and filtered, and says how many are in which state', async () => {
    const page = await open(analyst, `${list()}?q=愿望5`)
    expect(elements(page, 'tbody')[0]!.children.length).toBeGreaterThan(0)
    // 愿望5 and 愿望50 to 愿望59.
    expect(rowsOf(page)).toHaveLength(11)
    expect(textOf(page)).toContain('待审核 60')
  })

  test('asks for what a decision needs, keeps what was typed, and changes nothing', async () => {
    for (const [fields, words] of [
      [{ to: '' }, '请选择审核结果'],
      [{ to: 'rejected', instance: ids[0] }, '退回和剔除要选择原因'],
      [{ to: 'rejected', reason: 'other', instance: ids[0] }, '请写明原因'],
      [{ to: 'rejected', reason: 'trial' }, '请至少选中一份'],
      [{ to: 'rejected', reason: 'trial', scope: 'all', total: '59' }, '名单刚有变化'],
    ] as const) {
      const reply = await decide(fields)
      expect([reply.status, reply.text.includes(words)], words).toEqual([422, true])
    }
    // Random ids decide who stands on the first page.
    const first = ids.toSorted()[0]
    const reply = await decide({ to: 'rejected', instance: first, comment: '<b>' })
    const box = elements(parseHtml(reply.text), 'input').find(
      ({ attributes }) => attributes['value'] === first,
    )
    expect(box?.attributes).toHaveProperty('checked')
    expect(reply.text).not.toContain('<b>')
    expect(await world.store.submissions.states(world.collection.id)).toEqual(new Map([['received', 60]]))
  })

  test('is for analysts, leads and organisers alone', async () => {
    for (const role of ['leader', 'guidance', 'investigator', 'otherLead', 'admin'] as const) {
      const agent = await world.signIn(role)
      const reply = await decide({ to: 'approved', instance: ids[0] }, '', agent)
      expect([403, 404]).toContain(reply.status)
    }
    for (const role of ['lead', 'organiser'] as const) {
      const agent = await world.signIn(role)
      expect((await decide({ to: 'approved', instance: ids[0] }, '', agent)).status).toBe(303)
    }
  })
})

describe('what is rejected', () => {
  test('leaves the figures and the export, with the reasons beside them, and comes back when it is approved', async () => {
    expect(await counted(analyst)).toBe(60)
    // A wish that 50 answers do not have: ten are found, all of them rejected at once.
    const found = `?q=${encodeURIComponent('愿望1')}`
    const reply = await decide({ to: 'rejected', reason: 'trial', scope: 'all', total: '11' }, found)
    expect([reply.status, reply.headers['location']]).toEqual([303, `${list()}${found}`])
    const page = await open(analyst, `/collections/${world.collection.id}/summary`)
    expect(textOf(page)).toContain('试填、测试 11 份')
    expect(await counted(analyst)).toBe(49)
    const csv = (await analyst.get(`/collections/${world.collection.id}/export.csv`)).text
    expect(csv.trim().split('\n')).toHaveLength(50)
    const rejected = await open(analyst, `${list()}?state=rejected`)
    expect(rowsOf(rejected)).toHaveLength(11)
    await decide({ to: 'approved', scope: 'all', total: '11' }, '?state=rejected')
    expect(await counted(analyst)).toBe(60)
    const record = await open(analyst, `${list()}/${ids[1]}`)
    for (const words of ['待审核 → 已剔除', '已剔除 → 已通过', '试填、测试', '程分析'])
      expect(textOf(record)).toContain(words)
  })

  test('by the page of one record leads back to it', async () => {
    const reply = await decide({ to: 'rejected', reason: 'duplicate', instance: ids[3], back: 'record' })
    expect(reply.headers['location']).toBe(`${list()}/${ids[3]}`)
    await decide({ to: 'approved', instance: ids[3] })
  })
})

describe('a leader who compares figures before and after', () => {
  test('never tells the answer of fewer than five, and sees answers again that were approved again', async () => {
    const seen = new Set<number>([await counted(leader)])
    expect([...seen]).toEqual([60])
    // One answer goes: it takes four with it.
    await decide({ to: 'rejected', reason: 'duplicate', instance: ids[20] })
    expect(await counted(analyst)).toBe(59)
    expect(await counted(leader)).toBe(55)
    await decide({ to: 'approved', instance: ids[20] })
    expect(await counted(leader)).toBe(60)
    // Of two that went together one stays away: the other cannot come back without showing it.
    await decide({ to: 'rejected', reason: 'duplicate', instance: [ids[20], ids[21]] })
    expect(await counted(leader)).toBe(55)
    await decide({ to: 'approved', instance: ids[21] })
    expect(await counted(analyst)).toBe(59)
    expect(await counted(leader)).toBe(55)
    await decide({ to: 'approved', instance: ids[20] })
    expect(await counted(leader)).toBe(60)
  })

  test('is told neither states nor reasons, nor how many were rejected', async () => {
    await decide({ to: 'rejected', reason: 'fabricated', instance: ids.slice(0, 6) })
    const page = textOf(await open(leader, `/collections/${world.collection.id}/summary`))
    for (const words of ['疑似编造', '剔除原因', '审核剔除']) expect(page).not.toContain(words)
  })
})
