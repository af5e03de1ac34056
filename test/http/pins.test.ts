/** Evidence pinned to a topic: by analysts, cited by number, opened at the right of whoever follows the citation. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textOf } from '../../server/commands/html.ts'
import { notes, notesForm } from '../../server/demo/notes.ts'
import { byId, open } from '../support/answers.ts'
import { put, servicesAnswers, servicesForm } from '../support/services.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const secretWords = '请不要让别人知道是我说的'
const consented = String(notes[0]!['quote_1'])
const internal = String(notes.find((note) => note['quote_1_consent'] === 'no')!['quote_1'])

describe('pins', () => {
  let world: World
  let analyst: SignedInAgent
  let leader: SignedInAgent
  let answer: string
  let noteIds: readonly string[]
  let notesCollection: string

  beforeAll(async () => {
    world = await makeWorld({ source: servicesForm })
    const to = {
      collectionId: world.collection.id,
      formVersionId: world.versionId,
      channelId: world.channel.id,
    }
    const people = servicesAnswers(120).map((each, k) => (k === 0 ? { ...each, more: secretWords } : each))
    answer = (await put(world.store, to, people))[0]!
    const { store, topic } = world
    const form = await store.forms.add({
      topicId: topic.id,
      kind: 'interview',
      title: '座谈',
      source: notesForm,
    })
    const version = await store.forms.publish(form)
    notesCollection = await store.collections.add({
      topicId: topic.id,
      formVersionId: version.id,
      title: '座谈',
      sampleType: 'organised',
      anonymous: false,
      pilot: false,
      state: 'open',
    })
    const channel = await store.collections.addChannel({
      collectionId: notesCollection,
      kind: 'investigator',
      label: '记录',
    })
    noteIds = await put(
      store,
      { collectionId: notesCollection, formVersionId: version.id, channelId: channel.id },
      notes,
    )
    analyst = await world.signIn('analyst')
    leader = await world.signIn('leader')
  })
  afterAll(async () => {
    expect(world.mistakes).toEqual([])
    await world.close()
  })

  const at = () => `/topics/${world.topic.id}/pins`
  const pin = (agent: SignedInAgent, fields: object) =>
    agent
      .post(at())
      .type('form')
      .send({ _csrf: agent.csrf, note: '很重要', ...fields })
  const seen = async (agent: SignedInAgent, number: number) =>
    textOf(byId(await open(agent, `${at()}/${number}`), `pin-${number}`)!)
  const noteOf = (quote: string) => noteIds[notes.findIndex((note) => note['quote_1'] === quote)]!

  test('a statistic, two quotes and an answer are pinned in turn, each with a number of its own', async () => {
    const collection = world.collection.id
    const pins = [
      { collection, at: 'rated', what: 'statistic' },
      { collection: notesCollection, instance: noteOf(consented), what: 'quote:quote_1' },
      { collection: notesCollection, instance: noteOf(internal), what: 'quote:quote_1' },
      { collection, instance: answer, what: 'quote:more' },
      { collection, instance: answer, what: 'record' },
      { collection, at: 'wishes/p', against: 'sex', what: 'statistic' },
    ]
    for (const [place, fields] of pins.entries()) {
      const response = await pin(analyst, fields)
      expect(response.status, JSON.stringify(fields)).toBe(303)
      expect(response.headers['location']).toBe(`${at()}#pin-${place + 1}`)
    }
    expect((await world.store.history.verify('ledger')).ok).toBe(true)
  })

  test('an analyst opens all of it', async () => {
    expect(await seen(analyst, 1)).toContain('对各项服务的满意程度')
    expect(await seen(analyst, 2)).toContain(consented)
    expect(await seen(analyst, 3)).toContain(internal)
    expect(await seen(analyst, 4)).toContain(secretWords)
  })

  test('a leader sees the statistic and the consented quote, and of the rest that it is withheld', async () => {
    expect(await seen(leader, 1)).toContain('对各项服务的满意程度')
    expect(await seen(leader, 2)).toContain(consented)
    for (const [number, words] of [
      [3, internal],
      [4, secretWords],
    ] as const) {
      const text = await seen(leader, number)
      expect(text).not.toContain(words)
      expect(text).toContain('原件只供分析员查看')
    }
    const list = await leader.get(at())
    expect(list.text).not.toContain(secretWords)
    expect(list.text).not.toContain(internal)
    expect(list.text).not.toContain(`/records/${answer}`)
    expect(await seen(leader, 5)).toContain('原件只供分析员查看')
    expect(await seen(leader, 6)).toContain('×')
  })

  test('nothing of elsewhere, nothing that is not there and nothing without a note is pinned, and by analysts only', async () => {
    const collection = world.collection.id
    expect((await pin(leader, { collection, at: 'rated' })).status).toBe(403)
    expect((await pin(analyst, { collection: 'k'.repeat(16), at: 'rated' })).status).toBe(422)
    expect((await pin(analyst, { collection, at: 'nothing' })).status).toBe(422)
    expect((await pin(analyst, { collection, instance: 'x'.repeat(36) })).status).toBe(422)
    expect((await pin(analyst, { collection, at: 'rated', note: ' ' })).status).toBe(422)
    const { otherTopic, people } = world
    await world.store.topics.setTeam(otherTopic.id, [{ personId: people.analyst.id, role: 'analyst' }])
    const elsewhere = await analyst
      .post(`/topics/${otherTopic.id}/pins`)
      .type('form')
      .send({ _csrf: analyst.csrf, collection, at: 'rated', note: '别处' })
    expect(elsewhere.status).toBe(422)
  })

  test('a finding cites a pin, and the citation leads there', async () => {
    const lead = await world.signIn('lead')
    const [, key] = /name="key" value="([^"]*strongest[^"]*)"/.exec(
      (await lead.get(`/topics/${world.topic.id}/findings`)).text,
    )!
    const arrange = (pins: string) =>
      lead
        .post(`/topics/${world.topic.id}/findings`)
        .type('form')
        .send({ _csrf: lead.csrf, key: key!.replaceAll('&#39;', "'"), pins0: pins })
    expect((await arrange('1，9')).status).toBe(422)
    expect((await arrange('1，2')).status).toBe(303)
    const page = await leader.get(`/topics/${world.topic.id}/summary`)
    expect(page.text).toContain(`href="${at()}/2">[2]</a>`)
  })

  test('what is withdrawn is gone from its pin, and a pin that was taken off leaves its number free for nobody', async () => {
    const { receipt } = (await world.store.submissions.find(world.collection.id, answer))!
    await world.store.submissions.erase(receipt, { actor: null, reason: 'withdrawn', right: 'respondent' })
    expect(await seen(analyst, 4)).toContain('原件已撤回')
    const off = await analyst.post(`${at()}/6`).type('form').send({ _csrf: analyst.csrf })
    expect(off.status).toBe(303)
    expect((await leader.get(`${at()}/6`)).status).toBe(404)
    const again = await pin(analyst, { collection: world.collection.id, at: 'sex' })
    expect(again.headers['location']).toBe(`${at()}#pin-7`)
  })
})
