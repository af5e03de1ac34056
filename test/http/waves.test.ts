/** Waves of a collection: set by who manages the topic, compared on a page, told among the findings. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseHtml, textOf } from '../../server/commands/html.ts'
import { put, servicesAnswers, servicesForm } from '../support/services.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

describe('waves', () => {
  let world: World
  let lead: SignedInAgent
  let leader: SignedInAgent
  let second = ''

  beforeAll(async () => {
    world = await makeWorld({ source: servicesForm })
    const { store, collection, versionId, channel, topic } = world
    await put(
      store,
      { collectionId: collection.id, formVersionId: versionId, channelId: channel.id },
      servicesAnswers(300),
    )
    second = await store.collections.add({
      topicId: topic.id,
      formVersionId: versionId,
      title: '第二次投放',
      sampleType: 'open',
      anonymous: true,
      pilot: false,
      state: 'open',
    })
    const link = await store.collections.addChannel({ collectionId: second, kind: 'link', label: '公众号' })
    // Everything is rated better a year later.
    await put(
      store,
      { collectionId: second, formVersionId: versionId, channelId: link.id },
      servicesAnswers(300, 5, 0.8),
    )
    lead = await world.signIn('lead')
    leader = await world.signIn('leader')
  })
  afterAll(async () => {
    expect(world.mistakes).toEqual([])
    await world.close()
  })

  const at = () => `/topics/${world.topic.id}/waves`
  const set = (agent: SignedInAgent, fields: object) =>
    agent
      .post(at())
      .type('form')
      .send({ _csrf: agent.csrf, ...fields })
  const words = async (agent: SignedInAgent, path: string) => textOf(parseHtml((await agent.get(path)).text))

  test('before they are set, two collections of one form are two sources that disagree', async () => {
    expect(await words(leader, `/topics/${world.topic.id}/summary`)).toContain('来源不一致')
    expect(await words(leader, at())).toContain('还没有设定期次')
  })

  test('a wave follows another of its form, not itself, and not in a circle', async () => {
    const first = world.collection.id
    const circle = await set(lead, { [`follows-${first}`]: second, [`follows-${second}`]: first })
    expect(circle.status).toBe(422)
    expect(circle.text).toContain('期次不能首尾相接')
    expect((await set(lead, { [`follows-${second}`]: 'k'.repeat(16) })).status).toBe(422)
    expect((await set(leader, { [`follows-${second}`]: first })).status).toBe(403)
    const done = await set(lead, {
      [`label-${first}`]: '2025年',
      [`label-${second}`]: '2026年',
      [`follows-${second}`]: first,
    })
    expect(done.status).toBe(303)
  })

  test('their figures stand side by side; the tests of this kind of sample are for analysts', async () => {
    const page = await words(lead, at())
    expect(page).toContain('2025年')
    expect(page).toContain('p < 0.001')
    expect(page).toContain('▲')
    expect(page).toContain('假定随机样本')
    const leaders = await words(leader, at())
    expect(leaders).toContain('2026年')
    expect(leaders).not.toMatch(/p < 0|▲/)
    expect(leaders).not.toContain('NaN')
  })

  test('a change is a finding of the topic, and no longer a contradiction', async () => {
    const page = await words(leader, `/topics/${world.topic.id}/summary`)
    expect(page).toMatch(/“2026年”比“2025年”上升/)
    expect(page).not.toContain('来源不一致')
  })
})
