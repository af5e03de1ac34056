/** What the designer asks of the server: changes alone, people told of each other, a draft to try out. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { draftOf, type Draft } from '../../server/form/design/draft.ts'
import { withCell } from '../../server/form/design/editing.ts'
import { patchOf, type Patch } from '../../server/form/design/patch.ts'
import { makeWorld, smallQuestionnaire, type SignedInAgent, type World } from '../support/world.ts'

let world: World
let lead: SignedInAgent
let organiser: SignedInAgent
let clock = new Date('2026-05-04T02:00:00.000Z')

beforeAll(async () => {
  world = await makeWorld({ now: () => clock })
  lead = await world.signIn('lead')
  organiser = await world.signIn('organiser')
})
afterAll(async () => {
  expect(world.mistakes).toEqual([])
  await world.close()
})

const freshForm = (source = smallQuestionnaire) =>
  world.store.forms.add({ topicId: world.topic.id, kind: 'questionnaire', title: '停车', source })
const post = (agent: SignedInAgent, url: string, value: object) =>
  agent.post(url).set('X-CSRF-Token', agent.csrf).send(value)
const save = (agent: SignedInAgent, id: string, value: object) => post(agent, `/forms/${id}/design`, value)
let keys = 0
const draft = draftOf(smallQuestionnaire, () => `k${++keys}`)
const labelled = (words: string, row = 3): Draft =>
  withCell(draft, 'survey', draft.survey[row]!.key, 'label', words)
const patchTo = (next: Draft): Patch => patchOf(draft, next)

describe('saving', () => {
  test('applies what changed, and keeps what the designer does not know', async () => {
    const sheets = [{ name: '_remarks', columns: ['a'], rows: [{ row: 2, cells: { a: '备注' } }] }]
    const id = await freshForm({ ...smallQuestionnaire, sheets })
    const reply = await save(lead, id, {
      revision: 1,
      kind: 'visit',
      patch: patchTo(labelled(' 新的建议\r\n谢谢 ')),
    })
    expect([reply.status, reply.body]).toEqual([200, { revision: 2 }])
    const stored = (await world.store.forms.find(id))!
    expect(stored).toMatchObject({ revision: 2, kind: 'visit', title: '停车问题问卷' })
    expect(stored.source.survey[3]?.cells['label']).toBe('新的建议\n谢谢')
    expect(stored.source.sheets).toEqual(sheets)
    expect(stored.source.choices).toEqual(smallQuestionnaire.choices)
  })

  test('of nothing changes nothing', async () => {
    const id = await freshForm()
    const { body } = await save(lead, id, {
      revision: 1,
      kind: 'questionnaire',
      patch: { rows: {}, columns: {} },
    })
    expect(body).toEqual({ revision: 1 })
    expect((await world.store.forms.find(id))?.revision).toBe(1)
  })

  test('over somebody else’s work is refused, with their form and their name', async () => {
    const id = await freshForm()
    await save(organiser, id, { revision: 1, patch: patchTo(labelled('组织者的')) }).expect(200)
    const { status, body } = await save(lead, id, { revision: 1, patch: patchTo(labelled('牵头人的')) })
    expect([status, body.revision, body.by]).toEqual([409, 2, '谭组织'])
    expect(body.source.survey[3].cells.label).toBe('组织者的')
    expect((await world.store.forms.find(id))?.source.survey[3]?.cells['label']).toBe('组织者的')
  })

  test.each([
    ['no patch', {}],
    ['rows beyond the sheet', { patch: { rows: { survey: [[0, 5]] }, columns: {} } }],
    [
      'a row that is not there',
      { patch: { rows: { survey: [{ at: 9, set: { label: 'x' } }] }, columns: {} } },
    ],
    ['a cell that is no text', { patch: { rows: { survey: [{ add: { label: 5 } }] }, columns: {} } }],
    ['a header of two lines', { patch: { rows: { survey: [{ add: { 'a\nb': 'x' } }] }, columns: {} } }],
    ['headers twice', { patch: { rows: {}, columns: { survey: ['type', 'type'] } } }],
  ])('refuses %s', async (_what, value) => {
    const id = await freshForm()
    await save(lead, id, { revision: 1, ...value }).expect(400)
    expect((await world.store.forms.find(id))?.revision).toBe(1)
  })

  test('refuses more rows than a form may have', async () => {
    const id = await freshForm()
    const survey = [[0, 4], ...Array.from({ length: 2000 }, () => ({ add: { type: 'note' } }))]
    await save(lead, id, { revision: 1, patch: { rows: { survey }, columns: {} } }).expect(413)
  })

  test('takes any header as a header', async () => {
    const id = await freshForm()
    const cells =
      '{"revision":1,"patch":{"rows":{"survey":[[0,4],{"add":{"__proto__":"x","type":"note"}}]},"columns":{}}}'
    await lead
      .post(`/forms/${id}/design`)
      .set('X-CSRF-Token', lead.csrf)
      .set('Content-Type', 'application/json')
      .send(cells)
    expect(({} as Record<string, unknown>)['type']).toBeUndefined()
    await lead.get(`/forms/${id}/design`).expect(200)
  })
})

describe('presence', () => {
  test('tells of others while they are here, and of what they saved', async () => {
    const id = await freshForm()
    const look = async (agent: SignedInAgent, value: object) =>
      (await post(agent, `/forms/${id}/design/presence`, value).expect(200)).body
    expect(await look(lead, { revision: 1 })).toEqual({ revision: 1, others: [] })
    expect(await look(organiser, { revision: 1 })).toEqual({ revision: 1, others: ['梁牵头'] })
    await save(organiser, id, { revision: 1, patch: patchTo(labelled('改过')) }).expect(200)
    expect(await look(lead, { revision: 1 })).toMatchObject({ revision: 2, others: ['谭组织'], by: '谭组织' })
    expect((await look(organiser, { leaving: true, revision: 2 })).others).toEqual(['梁牵头'])
    expect(await look(lead, { revision: 2 })).toEqual({ revision: 2, others: [] })
    clock = new Date(clock.getTime() + 60_000)
    expect((await look(organiser, { revision: 2 })).others).toEqual([])
  })
})

describe('trying out', () => {
  test('the draft stands in the page of respondents, may be framed by our pages alone, and is never taken in', async () => {
    const id = await freshForm()
    const page = await lead.get(`/forms/${id}/trial`).expect(200)
    expect(page.text).toContain('您家有汽车吗？')
    expect(page.text).toContain('id="island-form"')
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'self'")
    expect(page.headers['x-frame-options']).toBe('SAMEORIGIN')
    const other = await lead.get(`/forms/${id}/design`).expect(200)
    expect(other.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    const answer = (answers: object) =>
      post(lead, `/forms/${id}/trial/submissions`, {
        instanceId: '7c2b8a52-1b7e-4d7b-9a55-0a1f3c9a1111',
        formVersion: 'media',
        locale: 'zh-CN',
        answers,
      })
    const refused = await answer({ age: '7' })
    expect(refused.status).toBe(422)
    expect(refused.body.refusals.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      'age',
      'owns_car',
    ])
    const ended = await answer({ owns_car: 'no', age: '40' })
    expect([ended.status, ended.body.outcome]).toEqual([409, 'trial'])
    expect(ended.body.words).toContain('没有保存')
  })

  test('goes on by round trips where there are no scripts', async () => {
    const id = await freshForm()
    const first = await lead.get(`/forms/${id}/trial`).expect(200)
    const instance = /name="_instance" value="([^"]+)"/.exec(first.text)?.[1] ?? ''
    const round = (fields: object) =>
      lead
        .post(`/forms/${id}/trial`)
        .type('form')
        .send({ _csrf: lead.csrf, _instance: instance, _version: 'media', _l: 'zh-CN', ...fields })
    const answers = { 'q.owns_car': 'no', 'q.age': '40' }
    const checked = await round({ ...answers, _page: '1', _do: 'next' }).expect(200)
    expect(checked.text).toContain('40')
    const ended = await round({ ...answers, _page: '', _do: 'submit' })
    expect(ended.text).toContain('没有保存')
  })

  test('a draft with errors says them instead', async () => {
    const id = await freshForm({ ...smallQuestionnaire, choices: [] })
    const { text } = await lead.get(`/forms/${id}/trial`).expect(200)
    expect(text).toContain('暂时不能试填')
    await post(lead, `/forms/${id}/trial/submissions`, {}).expect(409)
  })
})
