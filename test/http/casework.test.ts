/** Lists of cases pasted and drawn from, whole assignments with places, outlines: what organisers prepare before anybody leaves. */

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseHtml, textOf } from '../../server/commands/html.ts'
import { drawCases, frameHash } from '../../server/fieldwork/draw.ts'
import type { FormSource } from '../../server/form/form.ts'
import type { FormKind, NewCase } from '../../server/store/store.ts'
import { open } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const source: FormSource = {
  survey: [{ row: 2, cells: { type: 'text', name: 'place', label: '地点' } }],
  choices: [],
  settings: [],
}

let world: World
let lead: SignedInAgent

beforeAll(async () => {
  world = await makeWorld({ now: () => new Date('2026-06-20T02:00:00.000Z') })
  lead = await world.signIn('lead')
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

async function collectionOf(kind: FormKind, topicId = world.topic.id): Promise<string> {
  const { store } = world
  const formId = await store.forms.add({ topicId, kind, title: '表', source })
  return store.collections.add({
    topicId,
    formVersionId: (await store.forms.publish(formId)).id,
    title: '投放',
    sampleType: 'probability',
    anonymous: false,
    pilot: false,
    state: 'open',
  })
}

const post = (path: string, fields: object) =>
  lead
    .post(path)
    .type('form')
    .send({ _csrf: lead.csrf, ...fields })

const wordsOf = (html: string) => textOf(parseHtml(html))

/** What the preview carries to the next step. */
function carriedIn(html: string): string {
  const rows = /name="rows" value="([^"]*)"/.exec(html)?.[1] ?? ''
  return rows.replaceAll('&#34;', '"').replaceAll('&amp;', '&')
}

const household = (n: number): NewCase => ({
  name: `H${n}`,
  place: '',
  area: n < 8 ? '青山' : '绿水',
  latitude: null,
  longitude: null,
  unitId: null,
  note: '',
  investigatorId: null,
  dueOn: null,
  personal: {},
})
const frame = Array.from({ length: 12 }, (_, n) => household(n))

describe('a pasted list', () => {
  test('is read as Excel and Word put it on the clipboard, with cells of several lines', async () => {
    const id = await collectionOf('questionnaire')
    const path = `/collections/${id}/cases`
    const text =
      '户号\t地点\t社区\t说明\t电话\r\nH1\t青山路1号\t青山\t"先打电话\n再去"\t0571\r\nH2\t\t绿水\t\t\r\n'
    const seen = await post(`${path}/import`, { text })
    expect(seen.status).toBe(200)
    expect(wordsOf(seen.text)).toContain('先打电话 再去')
    expect((await post(`${path}/import`, { rows: carriedIn(seen.text) })).status).toBe(303)
    const { items } = await world.store.assignments.cases(id, {})
    expect(items.map(({ name, place, area, probability }) => [name, place, area, probability])).toEqual([
      ['H1', '青山路1号', '青山', null],
      ['H2', '', '绿水', null],
    ])
    expect((await world.store.assignments.personal(id, [items[0]!.id])).get(items[0]!.id)).toEqual({
      电话: '0571',
    })
  })

  test('is complained of by row and column, and cannot be imported', async () => {
    const path = `/collections/${await collectionOf('questionnaire')}/cases/import`
    const text = '户号\t纬度\t经度\t截止日期\nH1\t30\t\t\nH2\t30\t120\t下周\nH2\t\t\t'
    const { status, text: html } = await post(path, { text })
    expect([status, html.includes('name="rows"')]).toEqual([422, false])
    const words = wordsOf(html)
    for (const complaint of [
      '“经度”列：经纬度不对',
      '“截止日期”列：看不懂期限“下周”',
      '“户号”列：名称与第 3 行相同',
    ])
      expect(words).toContain(complaint)
    expect(html.match(/class="wrong-cell"/g)).toHaveLength(3)
    // What was pasted is there to be corrected.
    expect(html).toContain('H1\t30')
  })

  test('says so where the first row does not name the columns', async () => {
    const path = `/collections/${await collectionOf('questionnaire')}/cases/import`
    const { status, text } = await post(path, { text: '张家\t青山路1号\n李家\t青山路2号' })
    expect([status, wordsOf(text).includes('读到的首行是：张家、青山路1号')]).toEqual([422, true])
  })
})

describe('a sample', () => {
  test.each(['simple', 'systematic', 'stratified'] as const)(
    'drawn by the %s method comes out again from list and seed',
    (method) => {
      const { cases, draw } = drawCases(frame, { method, size: 6, seed: '摇号 27' })
      expect(cases).toHaveLength(6)
      expect(new Set(cases.map(({ name }) => name)).size).toBe(6)
      expect(drawCases(frame, { method, size: 6, seed: '摇号 27' })).toEqual({ cases, draw })
      const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((seed) =>
        drawCases(frame, { method, size: 6, seed }),
      )
      expect(others.some((other) => other.cases.some(({ name }, n) => name !== cases[n]!.name))).toBe(true)
      // Horvitz and Thompson: the weights add up to the list.
      const sum = cases.reduce((total, { probability = 1 }) => total + 1 / probability, 0)
      expect(sum).toBeCloseTo(12, 10)
    },
  )

  test('in strata takes its share of each', () => {
    const { cases, draw } = drawCases(frame, { method: 'stratified', size: 6, seed: 'a' })
    expect(draw.strata).toEqual([
      { name: '青山', population: 8, size: 4 },
      { name: '绿水', population: 4, size: 2 },
    ])
    expect(cases.filter(({ area }) => area === '青山')).toHaveLength(4)
    expect(cases.every(({ probability }) => probability === 0.5)).toBe(true)
  })

  test('is drawn on the page, recorded for good, and its cases are assigned like any', async () => {
    const id = await collectionOf('questionnaire')
    const path = `/collections/${id}/cases`
    const text = ['户号\t社区', ...frame.map(({ name, area }) => `${name}\t${area}`)].join('\n')
    const rows = carriedIn((await post(`${path}/import`, { text })).text)
    for (const size of ['', '0', '13', 'x']) {
      const reply = await post(`${path}/import`, { rows, method: 'simple', size })
      expect([reply.status, reply.text.includes('样本量要填 1 到 12')], size).toEqual([422, true])
    }
    expect(
      (await post(`${path}/import`, { rows, method: 'simple', size: '５', seed: '摇号 27' })).status,
    ).toBe(303)
    const { items } = await world.store.assignments.cases(id, {})
    const again = drawCases(frame, { method: 'simple', size: 5, seed: '摇号 27' })
    expect(items.map(({ name }) => name)).toEqual(again.cases.map(({ name }) => name))
    expect(items.every(({ probability, drawNumber }) => probability === 5 / 12 && drawNumber === 1)).toBe(
      true,
    )
    const hash = createHash('sha256')
      .update(frame.map(({ name, area }) => `${name}\t${area}`).join('\n'))
      .digest('hex')
    expect(frameHash(frame)).toBe(hash)
    const page = textOf(await open(lead, path))
    for (const words of ['抽样记录', '简单随机抽样', '摇号 27', hash, '概率 0.417'])
      expect(page).toContain(words)
    const events = await world.store.history.list('ledger', { limit: 5_000 })
    const event = events.find(({ kind, subject }) => kind === 'collection.assigned' && subject === id)
    expect(JSON.parse(event!.detail)).toEqual({ added: 5, draw: 1, seed: '摇号 27', frame: hash })
    // Without a seed of one's own the system makes one; the draws are counted.
    await post(`${path}/import`, { rows, method: 'stratified', size: '3' })
    const draws = await world.store.assignments.draws(id)
    expect(draws.map(({ number, method, size }) => [number, method, size])).toEqual([
      [1, 'simple', 5],
      [2, 'stratified', 3],
    ])
    expect(draws[1]!.seed).toMatch(/^[0-9a-f]{16}$/)
    const to = world.people.investigator.id
    expect((await post(path, { action: 'assign', scope: 'all', to, until: '2026-07-01' })).status).toBe(303)
    expect((await world.store.assignments.progress(id, 'investigator'))[0]).toMatchObject({ all: 8, open: 8 })
  })
})

describe('a whole assignment', () => {
  test('names its places, counts as burden there until somebody has been, and is warned of above the limit', async () => {
    const { store } = world
    const [first, second] = [await collectionOf('visit'), await collectionOf('questionnaire')]
    const person = world.people.investigator.id
    const give = (id: string, fields: object) =>
      post(`/collections/${id}/cases`, { action: 'task', person, ...fields })
    const places = '柳溪村\n 柳溪 村 \n\n学府街道'
    expect((await give(first, { places, due: '2026-06-25' })).status).toBe(303)
    expect((await store.assignments.tasks(first))[0]).toMatchObject({ places: ['柳溪村', '学府街道'] })
    const burden = async () => {
      const page = textOf(await open(await world.signIn('organiser'), '/programme/burden'))
      return /柳溪村 (\d+)/.exec(page)?.[1]
    }
    expect(await burden()).toBe('1')
    // The same assignment again is no second visit; another topic's is.
    expect((await give(first, { places, due: '2026-06-26' })).status).toBe(303)
    expect((await give(second, { places: '柳溪村' })).status).toBe(303)
    expect(await burden()).toBe('2')
    // The record takes the place of the assignment.
    const collection = await store.collections.find(first)
    const channel = await store.collections.addChannel({
      collectionId: first,
      kind: 'investigator',
      label: '调研员',
    })
    const record = (instanceId: string, collectorId: string) => ({
      collectionId: first,
      formVersionId: collection!.formVersionId,
      channelId: channel.id,
      instanceId,
      contentHash: instanceId,
      answers: { place: '柳溪村' },
      personal: null,
      locale: 'zh-CN',
      collectorId,
      receivedAt: '2026-06-19T02:00:00.000Z',
      receivedOn: '2026-06-19',
    })
    await store.submissions.receive([record(crypto.randomUUID(), person)])
    expect(await burden()).toBe('2')
    await store.submissions.receive([record(crypto.randomUUID(), world.people.lead.id)])
    expect(await burden()).toBe('3')
    const third = await collectionOf('questionnaire')
    const warned = await give(third, { places: '柳溪村' })
    expect([warned.status, warned.text.includes('柳溪村：4 次')]).toEqual([422, true])
    expect(await store.assignments.tasks(third)).toEqual([])
    expect((await give(third, { places: '柳溪村', anyway: 'yes' })).status).toBe(303)
  })

  test('and a case show what their place has had before they are given out', async () => {
    const id = await collectionOf('questionnaire')
    await world.store.assignments.addCases(id, [{ ...household(1), place: '柳溪村' }], null)
    const page = textOf(await open(lead, `/collections/${id}/cases`))
    expect(page).toContain('近 4 周')
    expect(page).toMatch(/柳溪村 4 未分派/)
  })
})

describe('what a place has had', () => {
  test('is told to whoever collects, without topics, and to devices under a hash of the place', async () => {
    const investigator = await world.signIn('investigator')
    const visits = await collectionOf('visit')
    const ask = async (id: string, place: string) =>
      (await investigator.get(`/collections/${id}/burden`).query({ place })).body
    expect(await ask(visits, ' 柳溪 村')).toEqual({
      burden: { times: 4, last: expect.stringMatching(/^2026-06-/), weeks: 4, limit: 3 },
    })
    for (const place of ['没有去过', '', '—']) expect(await ask(visits, place)).toEqual({ burden: null })
    // Nobody is visited with a questionnaire.
    expect(await ask(await collectionOf('questionnaire'), '柳溪村')).toEqual({ burden: null })
    const { body, text } = await investigator.get('/field/work')
    const hash = createHash('sha256').update('柳溪村').digest('hex')
    expect(body.burden).toMatchObject({ weeks: 4, limit: 3 })
    expect(body.burden.places.find((one: { hash: string }) => one.hash === hash)).toMatchObject({ times: 4 })
    expect(text).not.toContain('柳溪村')
  })
})

describe('an outline', () => {
  test('stands beside the notes of its collection, else the questions of the topic do', async () => {
    const investigator = await world.signIn('investigator')
    const id = await collectionOf('interview')
    const { topic, store } = world
    await store.topics.save({ ...topic, questions: '课题的问题' })
    expect(textOf(await open(investigator, `/collections/${id}/fill`))).toContain('课题的问题')
    const outline = '1. 上次谈到的事办了没有\n2. 还缺什么'
    expect((await post(`/collections/${id}/cases`, { action: 'outline', outline })).status).toBe(303)
    for (const path of [`/collections/${id}/fill`, `/field/fill/${id}`]) {
      const page = textOf(await open(investigator, path))
      expect(page).toContain('上次谈到的事办了没有')
      expect(page).not.toContain('课题的问题')
    }
    expect(
      textOf(await open(lead, `/collections/${await collectionOf('questionnaire')}/cases`)),
    ).not.toContain('手机上可以收起')
  })
})
