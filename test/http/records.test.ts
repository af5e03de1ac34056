/** Interview notes one by one: what analysts, collectors, leaders and others see of them. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../server/form/form.ts'
import { symposium } from '../../server/templates/symposium.ts'
import { textOf } from '../../server/commands/html.ts'
import { open } from '../support/answers.ts'
import { makeWorld, type World } from '../support/world.ts'

const note: Answers = {
  held_on: '2026-06-03',
  place: '幸福里社区活动室',
  note_taker: '方调研',
  people: [{ person_role: 'resident' }],
  summary: '停车位紧张，夜间占道。',
  quotes: [
    {
      quote: '晚上八点以后根本没地方停。',
      quote_role: 'resident',
      quote_consent: 'yes',
      quote_attribution: 'anonymous',
    },
    { quote: '物业从来不管。', quote_role: 'resident', quote_consent: 'no' },
    { quote: '别写我说的。', quote_role: 'village', quote_consent: 'yes', quote_attribution: 'withheld' },
  ],
}

describe('an interview note', () => {
  let world: World
  let list: string
  let path: string
  beforeAll(async () => {
    world = await makeWorld()
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
    const channel = await store.collections.addChannel({
      collectionId,
      kind: 'investigator',
      label: '调研员',
    })
    const instanceId = randomUUID()
    await store.submissions.receive([
      {
        collectionId,
        formVersionId,
        channelId: channel.id,
        instanceId,
        contentHash: 'a'.repeat(64),
        answers: note,
        personal: { people: [{ person_name: '王大妈' }] },
        locale: 'zh-CN',
        collectorId: world.people.investigator.id,
        receivedAt: '2026-06-03T04:00:00.000Z',
        receivedOn: '2026-06-03',
      },
    ])
    list = `/collections/${collectionId}/records`
    path = `${list}/${instanceId}`
  })
  afterAll(() => world.close())

  test('stands in the topic summary with date, place and investigator', async () => {
    for (const role of ['analyst', 'leader', 'guidance'] as const) {
      const text = textOf(await open(await world.signIn(role), `/topics/${world.topic.id}/summary`))
      for (const words of ['2026年6月3日', '幸福里社区活动室', '方调研', '停车位紧张'])
        expect(text).toContain(words)
    }
  })

  test('shows a leader only the quotes whose speakers agreed to be quoted', async () => {
    const leader = textOf(await open(await world.signIn('leader'), path))
    expect(leader).toContain('晚上八点以后')
    expect(leader).not.toMatch(/物业从来不管|别写我说的|王大妈/)
    const analyst = textOf(await open(await world.signIn('analyst'), path))
    for (const words of ['晚上八点以后', '物业从来不管', '别写我说的']) expect(analyst).toContain(words)
    expect(analyst).not.toContain('王大妈')
  })

  test('is not found by a leader’s search for words that the leader may not read', async () => {
    const leader = await world.signIn('leader')
    const found = async (query: string) =>
      textOf(await open(leader, `${list}${query}`)).includes('幸福里社区活动室')
    for (const query of ['', '?q=物业从来不管', '?q=没有这样的话', '?state=rejected', '?flag=any'])
      expect([query, await found(query)]).toEqual([query, true])
  })

  test('is its collector’s own, and nobody’s who has no part in the topic', async () => {
    const investigator = await world.signIn('investigator')
    expect(textOf(await open(investigator, list))).toContain('幸福里社区活动室')
    expect(textOf(await open(investigator, path))).toContain('物业从来不管')
    expect((await (await world.signIn('otherLead')).get(path)).status).toBe(404)
    expect((await (await world.signIn('analyst')).get(`${list}/${randomUUID()}`)).status).toBe(404)
  })

  test('gives personal answers on demand to the entitled, and each reading is logged', async () => {
    const analyst = await world.signIn('analyst')
    const readings = async () =>
      (await world.store.history.list('ledger', {})).filter(({ kind }) => kind === 'personal.read').length
    const before = await readings()
    const shown = await analyst.post(path).type('form').send({ _csrf: analyst.csrf })
    expect(shown.text).toContain('王大妈')
    expect(await readings()).toBe(before + 1)
    for (const role of ['organiser', 'leader', 'investigator'] as const) {
      const agent = await world.signIn(role)
      expect((await agent.post(path).type('form').send({ _csrf: agent.csrf })).status).toBe(403)
    }
    expect(await readings()).toBe(before + 1)
  })

  test('answers to a questionnaire are not shown one by one to leaders', async () => {
    const leader = await world.signIn('leader')
    expect((await leader.get(`/collections/${world.collection.id}/records`)).status).toBe(403)
    expect((await leader.get(`/collections/${world.collection.id}/records/${randomUUID()}`)).status).toBe(403)
  })
})
