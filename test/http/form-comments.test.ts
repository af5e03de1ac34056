/** What colleagues say of questions, and what a pilot brings back to them. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { draftOf } from '../../server/form/design/draft.ts'
import { renamed } from '../../server/form/design/names.ts'
import { patchOf } from '../../server/form/design/patch.ts'
import type { Paradata } from '../../server/form/paradata.ts'
import { makeWorld, smallQuestionnaire, type SignedInAgent, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(async () => {
  expect(world.mistakes).toEqual([])
  await world.close()
})

const freshForm = () =>
  world.store.forms.add({
    topicId: world.topic.id,
    kind: 'questionnaire',
    title: '停车',
    source: smallQuestionnaire,
  })
const write = (agent: SignedInAgent, id: string, fields: object) =>
  agent
    .post(`/forms/${id}/comments`)
    .type('form')
    .send({ _csrf: agent.csrf, ...fields })

interface Shown {
  readonly comments: readonly { readonly id: string; readonly words: string; readonly settled: boolean }[]
  readonly pilot: readonly { readonly name: string; readonly seconds: number | null }[]
}
async function island(agent: SignedInAgent, id: string): Promise<Shown> {
  const { text } = await agent.get(`/forms/${id}/design`).expect(200)
  return JSON.parse(/id="designer-island">(.*?)<\/script>/s.exec(text)?.[1] ?? '') as Shown
}

describe('comments', () => {
  test('are written by whoever sees the topic, shown at their question, settled by whoever makes the form', async () => {
    const id = await freshForm()
    const leader = await world.signIn('leader')
    const lead = await world.signIn('lead')
    await write(leader, id, { question: 'parks', words: ' 加一个“没有固定车位” ' }).expect(303)
    await write(leader, id, { question: '', words: '<b>总体</b>不错' }).expect(303)
    const page = await lead.get(`/forms/${id}/comments`).expect(200)
    expect(page.text).toContain('加一个“没有固定车位”')
    expect(page.text).toContain('&lt;b&gt;总体&lt;/b&gt;不错')
    expect(page.text).toContain('陆领题')
    const [first] = (await island(lead, id)).comments
    expect(first).toMatchObject({ question: 'parks', author: '陆领题', settled: false })
    await write(lead, id, { settle: first!.id }).expect(303)
    expect((await island(lead, id)).comments[0]?.settled).toBe(true)
    await write(lead, id, { reopen: first!.id }).expect(303)
    expect((await island(lead, id)).comments[0]?.settled).toBe(false)
  })

  test('in the designer come back whole', async () => {
    const id = await freshForm()
    const lead = await world.signIn('lead')
    const send = (value: object) =>
      lead.post(`/forms/${id}/design/comments`).set('X-CSRF-Token', lead.csrf).send(value)
    const { body } = await send({ question: 'age', words: '分成年龄段？' }).expect(200)
    expect((body as Shown).comments).toMatchObject([
      { question: 'age', words: '分成年龄段？', settled: false },
    ])
    const settled = await send({ settle: (body as Shown).comments[0]!.id }).expect(200)
    expect((settled.body as Shown).comments[0]?.settled).toBe(true)
    await send({ question: 'age', words: ' ' }).expect(400)
    await send({ question: 'nobody', words: 'x' }).expect(400)
    await send({ settle: 'guess' }).expect(404)
  })

  test('a blank one is refused, another’s is not settled by a colleague, and a renamed question keeps its own', async () => {
    const id = await freshForm()
    const lead = await world.signIn('lead')
    const analyst = await world.signIn('analyst')
    await write(analyst, id, { question: 'age', words: '  ' }).expect(422)
    await write(lead, id, { question: 'age', words: '问周岁' }).expect(303)
    const [comment] = (await island(lead, id)).comments
    await write(analyst, id, { settle: comment!.id }).expect(403)
    let keys = 0
    const draft = draftOf(smallQuestionnaire, () => `k${++keys}`)
    const patch = patchOf(draft, renamed(draft, draft.survey[2]!.key, 'years'))
    await lead
      .post(`/forms/${id}/design`)
      .set('X-CSRF-Token', lead.csrf)
      .send({ revision: 1, patch })
      .expect(200)
    expect((await island(lead, id)).comments[0]).toMatchObject({ question: 'years' })
  })
})

describe('a pilot', () => {
  const pilotOf = async (pilot: boolean, paradata: 'off' | 'questions' = 'questions') => {
    const formId = await freshForm()
    const version = await world.store.forms.publish(formId)
    const collectionId = await world.store.collections.add({
      topicId: world.topic.id,
      formVersionId: version.id,
      title: '试填',
      sampleType: 'open',
      anonymous: true,
      pilot,
      paradata,
      state: 'open',
    })
    const channel = await world.store.collections.addChannel({ collectionId, kind: 'link', label: '链接' })
    return { formId, collectionId, versionId: version.id, channel }
  }
  const answer = async (
    { collectionId, versionId, channel }: Awaited<ReturnType<typeof pilotOf>>,
    answers: object,
    paradata: Paradata | null = null,
  ) => {
    const instanceId = randomUUID()
    await world.store.submissions.receive([
      {
        collectionId,
        formVersionId: versionId,
        channelId: channel.id,
        instanceId,
        contentHash: instanceId,
        answers: answers as Record<string, string>,
        personal: null,
        locale: 'zh-CN',
        collectorId: null,
        receivedAt: '2026-05-02T01:00:00.000Z',
        receivedOn: '2026-05-02',
        attachments: [],
        paradata,
      },
    ])
  }
  test('brings back how many left a question blank, and the median time', async () => {
    const pilot = await pilotOf(true)
    const took = (wish: number): Paradata => ({
      seconds: 40,
      questions: { age: [1.5, 1, 1, 0], wish: [wish, 1, 1, 0] },
    })
    await answer(pilot, { owns_car: 'no', age: 40, wish: null }, took(4))
    await answer(pilot, { owns_car: 'yes', parks: ['yard'], age: null, wish: null }, took(9))
    await answer(pilot, { owns_car: 'no', age: 50, wish: '多划车位' }, took(30))
    expect((await island(await world.signIn('lead'), pilot.formId)).pilot).toEqual([
      { name: 'owns_car', asked: 3, blank: 0, seconds: null },
      { name: 'parks', asked: 1, blank: 0, seconds: null },
      { name: 'age', asked: 3, blank: 1, seconds: 2 },
      { name: 'wish', asked: 3, blank: 2, seconds: 9 },
    ])
  })

  test('brings no times where it keeps none, and real answers bring nothing', async () => {
    const [pilot, real] = [await pilotOf(true, 'off'), await pilotOf(false)]
    const took: Paradata = { seconds: 40, questions: { age: [1.5, 1, 1, 0] } }
    await answer(pilot, { owns_car: 'no', age: 40, wish: null }, took)
    await answer(real, { owns_car: 'no', age: 40, wish: null }, took)
    const lead = await world.signIn('lead')
    expect((await island(lead, pilot.formId)).pilot.every(({ seconds }) => seconds === null)).toBe(true)
    expect((await island(lead, real.formId)).pilot).toEqual([])
  })
})
