/** Promise 3 on snapshots: neither they, nor what has changed since, nor a link to one tell of fewer than five people. */

import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
import { notes, notesForm } from '../../server/demo/notes.ts'
import { makeDue, weekOf } from '../../server/upkeep/weekly.ts'
import { put, servicesAnswers, servicesForm } from '../support/services.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const secretWords = '只有我一个人这样想'

/** Every count below five that a page shows as a number of people. */
function smallCounts(html: string): readonly string[] {
  return elements(parseHtml(html), 'table').flatMap((table) => {
    const keys = elements(table, 'th').flatMap(({ attributes }) =>
      attributes['data-key'] === undefined ? [] : [attributes['data-key']],
    )
    return elements(table, 'tr').flatMap((row) => {
      const headed = elements(row, 'th').length > 0 && elements(row, 'td').length > 0 ? 1 : 0
      return elements(row, 'td').flatMap((cell, place) => {
        const [data] = elements(cell, 'data')
        const value = Number(data?.attributes['value'])
        const count = keys[place + headed] === 'count' || keys[place + headed] === 'n'
        return data && count && value > 0 && value < 5 ? [textOf(row)] : []
      })
    })
  })
}

describe('Snapshots and their links', () => {
  let world: World
  let lead: SignedInAgent
  let leader: SignedInAgent
  let moment = new Date('2026-06-03T02:00:00.000Z')
  let first = ''

  beforeAll(async () => {
    world = await makeWorld({ source: servicesForm, now: () => moment })
    // Three people alone live in the north.
    const people = servicesAnswers(48).map((each, k) => ({
      ...each,
      district: k < 3 ? 'n' : each['district'] === 'e' ? 'e' : 'w',
      ...(k === 9 ? { more: secretWords } : {}),
    }))
    await put(world.store, to(), people)
    lead = await world.signIn('lead')
    leader = await world.signIn('leader')
    first = await make('第一份')
  })
  afterAll(async () => {
    expect(world.mistakes).toEqual([])
    await world.close()
  })

  const to = () => ({
    collectionId: world.collection.id,
    formVersionId: world.versionId,
    channelId: world.channel.id,
  })
  const list = () => `/topics/${world.topic.id}/snapshots`
  const post = (at: string, fields: object) =>
    lead
      .post(at)
      .type('form')
      .send({ _csrf: lead.csrf, ...fields })
  const make = async (title: string) => {
    const response = await post(list(), { title })
    expect(response.status).toBe(303)
    return String(response.headers['location'])
  }
  const read = async (at: string, agent: SignedInAgent = leader) => {
    const response = await agent.get(at)
    expect(response.status).toBe(200)
    return response.text
  }
  /** What of a page is frozen. */
  const frozen = (html: string) =>
    textOf(elements(parseHtml(html)).find(({ attributes }) => attributes['id'] === 'sections')!)

  test('are listed for leaders, show no count under five, and keep the words of nobody', async () => {
    expect(await read(list())).toContain('第一份')
    const page = await read(first)
    expect(smallCounts(page)).toEqual([])
    // The check finds what an analyst sees, so that it means something that it finds nothing here.
    const everything = await read(
      `/collections/${world.collection.id}/summary`,
      await world.signIn('analyst'),
    )
    expect(smallCounts(everything).length).toBeGreaterThan(0)
    expect(page).not.toContain(secretWords)
    const [head] = await world.store.snapshots.list(world.topic.id)
    const kept = await world.store.snapshots.find(head!.id)
    expect(kept!.content).not.toContain(secretWords)
    expect(page).toContain(kept!.hash)
    expect(page).toContain('内容与历史记录一致')
  })

  test('give nothing away when fewer than five answers come between two of them', async () => {
    const before = frozen(await read(first))
    for (let came = 1; came <= 4; came += 1) {
      await put(world.store, to(), servicesAnswers(1, 100 + came))
      const page = await read(first)
      expect(page).toContain('与现在的数字没有差别')
      expect(frozen(page)).toBe(before)
    }
    const second = await make('第二份')
    expect(figures(await read(second))).toEqual(figures(await read(first)))
  })

  /** All numbers in the tables of figures. */
  const figures = (html: string) =>
    elements(parseHtml(html), 'data').map(({ attributes }) => attributes['value'])

  test('never change, and tell the difference to live once five have come', async () => {
    const before = frozen(await read(first))
    await put(world.store, to(), servicesAnswers(30, 200))
    const page = await read(first)
    expect(frozen(page)).toBe(before)
    expect(page).not.toContain('与现在的数字没有差别')
    expect(textOf(parseHtml(page))).toMatch(/答卷（份）\s*48\s*82/)
    expect(smallCounts(page)).toEqual([])
  })

  test('are shown by a link to somebody without an account, until it ends or is revoked', async () => {
    const shared = async (days: string) => {
      const response = await post(first, { label: '市政府办公室', days })
      expect(response.status).toBe(200)
      return /\/s\/[\w-]{43}/.exec(response.text)![0]
    }
    const stranger = (path: string) => request(world.app).get(path)
    const [week, month] = [await shared('7'), await shared('30')]
    for (const language of ['zh-CN', 'en']) {
      const page = await stranger(week).set('Accept-Language', language)
      expect(page.status).toBe(200)
      expect(smallCounts(page.text)).toEqual([])
      expect(page.text).not.toContain(secretWords)
      expect(page.text).not.toMatch(/href="\/(topics|collections)\//)
      expect(page.headers['cache-control']).toBe('no-store')
    }
    expect(frozen((await stranger(week)).text).slice(0, 200)).toBe(frozen(await read(first)).slice(0, 200))
    // The secret itself is nowhere: who reads the database or the history cannot open it.
    const events = await world.store.history.list('ledger', { limit: 5_000 })
    expect(JSON.stringify(events)).not.toContain(week.slice(3))
    expect((await stranger(`/s/${'k'.repeat(43)}`)).status).toBe(404)
    moment = new Date(moment.getTime() + 8 * 86_400_000)
    expect((await stranger(week)).status).toBe(404)
    expect((await stranger(month)).status).toBe(200)
    lead = await world.signIn('lead')
    leader = await world.signIn('leader')
    const [head] = (await world.store.snapshots.list(world.topic.id)).filter(
      ({ title }) => title === '第一份',
    )
    const link = (await world.store.snapshots.links(head!.id)).find(
      ({ expiresAt }) => expiresAt > moment.toISOString(),
    )
    expect((await post(first, { revoke: link!.id })).status).toBe(303)
    expect((await stranger(month)).status).toBe(404)
    expect((await post(first, { label: '' })).status).toBe(422)
    expect((await leader.post(first).type('form').send({ _csrf: leader.csrf, label: '我' })).status).toBe(403)
    expect((await world.store.history.verify('ledger')).ok).toBe(true)
  })

  test('copy no quote: what is withdrawn leaves every snapshot, and strangers see none', async () => {
    const form = await world.store.forms.add({
      topicId: world.topic.id,
      kind: 'interview',
      title: '座谈',
      source: notesForm,
    })
    const version = await world.store.forms.publish(form)
    const collectionId = await world.store.collections.add({
      topicId: world.topic.id,
      formVersionId: version.id,
      title: '座谈',
      sampleType: 'organised',
      anonymous: false,
      pilot: false,
      state: 'open',
    })
    const channel = await world.store.collections.addChannel({
      collectionId,
      kind: 'investigator',
      label: '记录',
    })
    const said = String(notes[0]!['quote_1'])
    const [instance] = await put(
      world.store,
      { collectionId, formVersionId: version.id, channelId: channel.id },
      [notes[0]!],
    )
    const snapshot = await make('有原话')
    expect(await read(snapshot)).toContain(said)
    const [head] = await world.store.snapshots.list(world.topic.id)
    expect((await world.store.snapshots.find(head!.id))!.content).not.toContain(said)
    const response = await post(snapshot, { label: '外人', days: '7' })
    const link = /\/s\/[\w-]{43}/.exec(response.text)![0]
    const strangers = (await request(world.app).get(link)).text
    expect(strangers).not.toContain(said)
    // One note is fewer than five of anything.
    expect(textOf(parseHtml(strangers))).not.toMatch(/共 1 份记录|n = 1[^,\d]/)
    const receipt = (await world.store.submissions.find(collectionId, instance!))!.receipt
    await world.store.submissions.erase(receipt, { actor: null, reason: 'withdrawn', right: 'respondent' })
    expect(await read(snapshot)).not.toContain(said)
  })

  test('come by themselves once a week, one for each topic, and are listed for leaders', async () => {
    expect(weekOf(new Date('2026-06-07T21:59:00Z'), 'Asia/Shanghai')).toBeNull()
    expect(weekOf(new Date('2026-06-07T22:00:00Z'), 'Asia/Shanghai')).toBe('2026-06-08')
    expect(weekOf(new Date('2026-06-14T15:59:00Z'), 'Asia/Shanghai')).toBe('2026-06-08')
    expect(weekOf(new Date('2026-06-14T16:00:00Z'), 'Asia/Shanghai')).toBeNull()
    const options = {
      store: world.store,
      config: world.config,
      now: () => moment,
      failed: (error: unknown) => {
        throw error
      },
    }
    expect(await makeDue(options)).toBe(0)
    expect((await post(list(), { weekly: 'on' })).status).toBe(303)
    expect(await makeDue(options)).toBe(1)
    expect(await makeDue(options)).toBe(0)
    const page = await read(list())
    expect(page).toContain('2026-06-08 这一周')
    expect(page).toContain('每周自动')
    const overview = await (await world.signIn('guidance')).get('/programme/topics')
    expect(overview.text).toContain('得分最高')
    // Eighty-two answers, and to who may not see single ones only in steps.
    expect(overview.text).toMatch(/>\s*80\s*</)
    moment = new Date(moment.getTime() + 7 * 86_400_000)
    expect(await makeDue(options)).toBe(1)
    expect(
      await world.store.snapshots.add({
        topicId: world.topic.id,
        title: '',
        madeBy: null,
        week: '2026-06-15',
        content: '{}',
      }),
    ).toBeNull()
  })
})
