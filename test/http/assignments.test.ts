/** Assignments: a list brought in, cases given to investigators, their tasks, records of cases, what is sent back, and burden. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { textOf } from '../../server/commands/html.ts'
import { placeKey } from '../../server/form/place-key.ts'
import { together } from '../../server/fieldwork/own-record.ts'
import { sketchOf } from '../../server/fieldwork/sketch.ts'
import { open, rowsOf } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cell = (row: number, cells: Readonly<Record<string, string>>) => ({ row, cells })
const source: FormSource = {
  survey: [
    cell(2, { type: 'integer', name: 'people', label: '几口人', required: 'yes' }),
    cell(3, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
    cell(4, { type: 'geopoint', name: 'where', label: '位置' }),
  ],
  choices: [],
  settings: [],
}

const table = [
  '户号,地点,社区,纬度,经度,单位,调研员,期限,户主姓名,电话',
  'H1,青山路1号,青山,30.25,120.15,,方调研,2026-06-30,王大妈,0571-1',
  'H2,青山路2号,青山,30.26,120.16,,方调研,2026-06-30,李大爷,0571-2',
  'H3,绿水街3号,绿水,30.27,120.17,市民政局,,,张三,0571-3',
  'H4,绿水街4号,绿水,,,,,,,',
].join('\n')

let world: World
let lead: SignedInAgent
let investigator: SignedInAgent
let collectionId: string
let versionId: string
let path: string

beforeAll(async () => {
  world = await makeWorld({ now: () => new Date('2026-06-20T02:00:00.000Z') })
  lead = await world.signIn('lead')
  investigator = await world.signIn('investigator')
  const { store } = world
  const formId = await store.forms.add({
    topicId: world.topic.id,
    kind: 'questionnaire',
    title: '入户',
    source,
  })
  versionId = (await store.forms.publish(formId)).id
  collectionId = await store.collections.add({
    topicId: world.topic.id,
    formVersionId: versionId,
    title: '入户调查',
    sampleType: 'probability',
    anonymous: false,
    pilot: false,
    state: 'open',
  })
  path = `/collections/${collectionId}/cases`
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

const ledger = async (kind: string) =>
  (await world.store.history.list('ledger', { limit: 5_000 })).filter((event) => event.kind === kind).length
const upload = (text: string) =>
  lead
    .post(`${path}/import`)
    .field('_csrf', lead.csrf)
    .attach('file', Buffer.from(text), { filename: '名单.csv', contentType: 'text/csv' })
const post = (agent: SignedInAgent, at: string, fields: object) =>
  agent
    .post(at)
    .type('form')
    .send({ _csrf: agent.csrf, ...fields })
const caseOf = async (name: string) =>
  (await world.store.assignments.cases(collectionId, { search: name })).items[0]!
const answer = (agent: SignedInAgent, instanceId: string, answers: object) =>
  agent
    .post(`/collections/${collectionId}/fill/submissions`)
    .set('x-csrf-token', agent.csrf)
    .send({ instanceId, formVersion: versionId, locale: '', answers })

describe('a list of cases', () => {
  test('is refused whole with a complaint for each bad row', async () => {
    const bad = ['户号,纬度,经度,调研员,期限', 'H1,30,,,', 'H1,30,120,,', ',1,1,没有这个人,昨天'].join('\n')
    const { status, text } = await upload(bad)
    expect(status).toBe(422)
    for (const words of ['经纬度不对', '与第 2 行相同', '没有名称', '没有这个人', '看不懂期限'])
      expect(text).toContain(words)
    expect((await world.store.assignments.cases(collectionId, {})).total).toBe(0)
  })

  test('is brought in, with what is personal kept apart', async () => {
    const seen = await upload(table)
    expect(seen.status).toBe(200)
    expect(seen.text).toContain('户主姓名：王大妈')
    const rows = /name="rows" value="([^"]*)"/.exec(seen.text)?.[1] ?? ''
    const carried = rows.replaceAll('&#34;', '"').replaceAll('&amp;', '&')
    expect((await post(lead, `${path}/import`, { rows: carried })).status).toBe(303)
    const page = await open(lead, path)
    expect(textOf(page)).not.toMatch(/王大妈|0571/)
    const one = await caseOf('H1')
    expect(one).toMatchObject({ area: '青山', dueOn: '2026-06-30', state: null, latitude: 30.25 })
    expect((await world.store.assignments.personal(collectionId, [one.id])).get(one.id)).toEqual({
      户主姓名: '王大妈',
      电话: '0571-1',
    })
    expect(await ledger('collection.assigned')).toBe(1)
  })

  test('is not for anonymous answers', async () => {
    const anonymous = `/collections/${world.collection.id}/cases`
    expect(textOf(await open(lead, anonymous))).toContain('匿名投放的答卷不能与名单对应')
    const reply = await post(lead, `${anonymous}/import`, { rows: '{}' })
    expect(reply.status).toBe(409)
    await expect(world.store.assignments.addCases(world.collection.id, [], null)).rejects.toMatchObject({
      name: 'Anonymous',
    })
  })
})

describe('assigning', () => {
  test('asks for a person and a choice, gives cases with date and note, and takes them back', async () => {
    const three = await caseOf('H3')
    const fields = { action: 'assign', scope: 'chosen', until: '2026-07-01', instruction: '下午去' }
    for (const [more, words] of [
      [{ case: three.id }, '请选择调研员'],
      [{ to: world.people.investigator.id }, '请至少选中一个样本'],
      [{ to: world.people.analyst.id, case: three.id }, '请选择调研员'],
    ] as const) {
      const reply = await post(lead, path, { ...fields, ...more })
      expect([reply.status, reply.text.includes(words)], words).toEqual([422, true])
    }
    const to = world.people.investigator.id
    expect((await post(lead, path, { ...fields, to, case: three.id })).status).toBe(303)
    expect(await caseOf('H3')).toMatchObject({ investigatorId: to, dueOn: '2026-07-01', note: '下午去' })
    expect(
      (await post(lead, path, { action: 'assign', scope: 'chosen', to: 'none', case: three.id })).status,
    ).toBe(303)
    const back = await caseOf('H3')
    expect(back).toMatchObject({ investigatorId: null, note: '下午去' })
    // A phone may still hold a record for the old id: it would come in by itself, not for another's case.
    expect(back.instanceId).not.toBe(three.instanceId)
  })

  test('a whole collection too, with how many are wanted', async () => {
    const person = world.people.investigator.id
    expect((await post(lead, path, { action: 'task', person, wanted: '0' })).status).toBe(422)
    expect((await post(lead, path, { action: 'task', person, wanted: '40', due: '2026-06-10' })).status).toBe(
      303,
    )
    expect(textOf(await open(investigator, '/tasks'))).toContain('已交 0 份，要求 40 份')
    expect(textOf(await open(investigator, '/tasks'))).toContain('已逾期')
  })

  test('is for those who manage the topic', async () => {
    for (const role of ['investigator', 'analyst', 'leader', 'guidance'] as const) {
      const agent = await world.signIn(role)
      expect((await agent.get(path)).status).toBe(403)
    }
  })
})

describe('an investigator', () => {
  test('sees their own cases, and contact details on demand alone, which is logged', async () => {
    const page = await open(investigator, '/tasks')
    expect(rowsOf(page).map(([name]) => name)).toEqual(['H1', 'H2'])
    expect(textOf(page)).toContain('位置示意图')
    expect(textOf(page)).not.toContain('王大妈')
    const before = await ledger('cases.personal')
    const shown = await post(investigator, '/tasks', {})
    expect(shown.text).toContain('王大妈')
    expect(shown.text).not.toContain('张三')
    expect(await ledger('cases.personal')).toBe(before + 1)
    const { body } = await investigator.get('/tasks.json')
    expect(body.tasks[0].cases[0]).toMatchObject({ name: 'H1', state: 'open', personal: { 电话: '0571-1' } })
    expect(await ledger('cases.personal')).toBe(before + 2)
    expect(textOf(await open(lead, '/tasks'))).toContain('没有分派给您的任务')
  })

  test('fills a case under its own id, and the progress moves on', async () => {
    const one = await caseOf('H1')
    const form = await investigator.get(`${path}/${one.id}/fill`)
    expect(form.text).toContain(`name="_instance" value="${one.instanceId}"`)
    expect((await answer(investigator, one.instanceId, { people: '3', phone: '0571-1' })).status).toBe(201)
    expect(await caseOf('H1')).toMatchObject({ state: 'received' })
    const again = await investigator.get(`${path}/${one.id}/fill`)
    expect(again.headers['location']).toBe(`/collections/${collectionId}/records/${one.instanceId}`)
    expect(await world.store.assignments.progress(collectionId, 'area')).toMatchObject([
      { name: '绿水', all: 2, done: 0, open: 2 },
      { name: '青山', all: 2, done: 1, open: 1 },
    ])
    const page = await open(lead, `${path}?state=open`)
    expect(rowsOf(page, rowsOf(page, 3).length > 0 ? 3 : 2).length).toBe(3)
  })

  test('gets a record back with the comment, corrects it with all that it said, and the old version stays', async () => {
    const { instanceId } = await caseOf('H1')
    const records = `/collections/${collectionId}/records`
    const comment = '人数与户口本不符'
    await post(lead, records, {
      scope: 'chosen',
      to: 'returned',
      reason: 'unclear',
      comment,
      instance: instanceId,
    })
    expect(textOf(await open(investigator, '/tasks'))).toContain(comment)
    expect(textOf(await open(investigator, `${records}/${instanceId}`))).toContain(comment)
    await world.store.collections.change(collectionId, { state: 'closed' })
    const { status, text } = await investigator.get(`${records}/${instanceId}/fill`)
    expect(status).toBe(200)
    for (const words of ['value="3"', 'value="0571-1"', instanceId]) expect(text).toContain(words)
    // Others of the topic have no way to it.
    expect((await lead.get(`${records}/${instanceId}/fill`)).status).toBe(403)
    expect((await answer(investigator, instanceId, { people: '5', phone: '0571-1' })).body).toMatchObject({
      outcome: 'corrected',
    })
    expect(await caseOf('H1')).toMatchObject({ state: 'received' })
    const page = textOf(await open(lead, `${records}/${instanceId}`))
    expect(page).toContain('第 1 版')
    expect((await investigator.get(`${records}/${instanceId}/fill`)).status).toBe(403)
    await world.store.collections.change(collectionId, { state: 'open' })
  })
})

describe('burden', () => {
  test('is warned of before a place is visited again, across topics, and may be overruled', async () => {
    const { store } = world
    const four = await caseOf('H4')
    // The other topic has been at the same place three times of late, and once long ago.
    const form = await store.forms.add({
      topicId: world.otherTopic.id,
      kind: 'visit',
      title: '走访',
      source: {
        survey: [cell(2, { type: 'text', name: 'place', label: '地点' })],
        choices: [],
        settings: [],
      },
    })
    const version = await store.forms.publish(form)
    const visits = await store.collections.add({
      topicId: world.otherTopic.id,
      formVersionId: version.id,
      title: '走访',
      sampleType: 'organised',
      anonymous: false,
      pilot: false,
      state: 'open',
    })
    const channel = await store.collections.addChannel({
      collectionId: visits,
      kind: 'investigator',
      label: '调研员',
    })
    await store.submissions.receive(
      ['2026-06-01', '2026-06-05', '2026-06-10', '2026-01-10'].map((day, n) => ({
        collectionId: visits,
        formVersionId: version.id,
        channelId: channel.id,
        instanceId: crypto.randomUUID(),
        contentHash: String(n),
        answers: { place: n === 0 ? '绿水街 4 号' : '绿水街４号' },
        personal: null,
        locale: 'zh-CN',
        collectorId: world.people.otherLead.id,
        receivedAt: `${day}T02:00:00.000Z`,
        receivedOn: day,
      })),
    )
    const fields = { action: 'assign', scope: 'chosen', to: world.people.investigator.id, case: four.id }
    const warned = await post(lead, path, fields)
    expect([warned.status, warned.text.includes('绿水街4号：4 次')]).toEqual([422, true])
    expect(await caseOf('H4')).toMatchObject({ investigatorId: null })
    expect((await post(lead, path, { ...fields, anyway: 'yes' })).status).toBe(303)
    expect(await caseOf('H4')).toMatchObject({ investigatorId: world.people.investigator.id })
  })

  test('knows a place however it is written', () => {
    expect(placeKey('绿水街４号（东）')).toBe(placeKey('绿水街 4号东'))
    expect(placeKey(' — ')).toBe('')
  })
})

test('a sketch keeps proportions and has north above', () => {
  const at = (id: string, latitude: number, longitude: number) => ({
    id,
    name: id,
    latitude,
    longitude,
    state: 'open',
  })
  expect(sketchOf([at('a', 30, 120)])).toBeNull()
  const sketch = sketchOf([at('a', 30, 120), at('b', 30.01, 120), at('c', 30, 120.02)])!
  const [a, b, c] = sketch.points
  expect(b!.y).toBeLessThan(a!.y)
  expect(c!.x).toBeGreaterThan(a!.x)
  // 1,112 m north, 1,926 m east.
  expect((c!.x - a!.x) / (a!.y - b!.y)).toBeCloseTo(2 * Math.cos((30.005 * Math.PI) / 180), 2)
  expect(sketch.scale).toMatchObject({ metres: 500 })
  for (const { x, y } of sketch.points) expect(Number.isFinite(x + y)).toBe(true)
})

test('personal answers are put back into the rows that they came from', () => {
  expect(
    together({ n: 2, people: [{ role: 'a' }, { role: 'b' }] }, { people: [{}, { name: '王' }], phone: '1' }),
  ).toEqual({ n: 2, people: [{ role: 'a' }, { role: 'b', name: '王' }], phone: '1' })
})
