/** Notes and visits: laid out to be compared, with media in place, an outline while writing, and how visits were received. */

import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../server/form/form.ts'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
import { costlyOf, receptionSums, totalOf, type Reception } from '../../server/fieldwork/reception.ts'
import { recordBlocks } from '../../server/summary/record-blocks.ts'
import { unannouncedVisit } from '../../server/templates/unannounced-visit.ts'
import { open, rowsOf } from '../support/answers.ts'
import { makeWorld, type World } from '../support/world.ts'

const photo = `${createHash('sha256').update('photo').digest('hex').slice(0, 32)}.jpg`
const visit: Answers = {
  visited_on: '2026-06-03',
  place: '绿水街道',
  visitors: '方调研',
  companions: [{ companion_role: '街道办' }, { companion_role: '社区' }],
  vehicle: 'local',
  meal: 'host',
  meal_cost: 120,
  meal_paid: 'unpaid',
  reception: 'welcome',
  reception_detail: '门口有横幅',
  seen: '楼道堆物。',
  told: '半年没人管。',
  reported: '每周清理。',
  agreement: 'no',
  photo,
  quotes: [
    { quote: '半年没见人来。', quote_role: 'resident', quote_consent: 'yes', quote_attribution: 'anonymous' },
  ],
}

let world: World
let collectionId: string
let path: string

beforeAll(async () => {
  world = await makeWorld({ now: () => new Date('2026-06-20T02:00:00.000Z') })
  const { store } = world
  const formId = await store.forms.add({
    topicId: world.topic.id,
    kind: 'visit',
    title: '走访',
    source: unannouncedVisit.source,
  })
  const { id: formVersionId } = await store.forms.publish(formId)
  collectionId = await store.collections.add({
    topicId: world.topic.id,
    formVersionId,
    title: '四不两直',
    sampleType: 'organised',
    anonymous: false,
    pilot: false,
    state: 'open',
  })
  const channel = await store.collections.addChannel({ collectionId, kind: 'investigator', label: '调研员' })
  const instanceId = randomUUID()
  const file = join(mkdtempSync(join(tmpdir(), 'diaoyan-notes-')), 'file')
  writeFileSync(file, 'photo')
  await store.attachments.keep(
    { collectionId, instanceId, name: photo, type: 'image/jpeg', originalName: '', path: file },
    { count: 1, bytes: 100 },
  )
  await store.submissions.receive([
    {
      collectionId,
      formVersionId,
      channelId: channel.id,
      instanceId,
      contentHash: 'a',
      answers: visit,
      attachments: [photo],
      personal: null,
      locale: 'zh-CN',
      collectorId: world.people.investigator.id,
      receivedAt: '2026-06-03T04:00:00.000Z',
      receivedOn: '2026-06-03',
    },
  ])
  path = `/collections/${collectionId}/records/${instanceId}`
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

describe('the record of a visit', () => {
  test('has what was seen, told and reported side by side, quotes with consent, and the photo in place', async () => {
    const { text } = await (await world.signIn('analyst')).get(path)
    const page = parseHtml(text)
    const sides = elements(page).find(({ attributes }) => attributes['class'] === 'record-sides')
    expect(sides && textOf(sides)).toMatch(/楼道堆物。[^]*半年没人管。[^]*每周清理。/)
    const footer = elements(page, 'footer').find((one) => textOf(one).includes('·'))
    expect(footer && textOf(footer)).toMatch(/同意/)
    const [picture] = elements(page, 'img')
    expect(picture?.attributes['src']).toBe(
      `/collections/${collectionId}/attachments/${path.split('/').at(-1)}/${photo}`,
    )
  })

  test('gives a leader no file', async () => {
    const { text } = await (await world.signIn('leader')).get(path)
    expect(elements(parseHtml(text), 'img')).toEqual([])
    expect(text).toContain('record-sides')
  })

  test('tells of companions, vehicle, meals and reception, of a topic and across topics, with what to look into', async () => {
    const topic = `/topics/${world.topic.id}/reception`
    for (const [role, at] of [
      ['organiser', '/programme/reception'],
      ['guidance', '/programme/reception'],
      ['lead', topic],
      ['analyst', topic],
    ] as const) {
      const page = await open(await world.signIn(role), at)
      const rows = [0, 1, 2].flatMap((n) => rowsOf(page, n).map((cells) => cells.join(' ')))
      expect(rows.find((row) => row.includes('门口有横幅'))).toMatch(
        /绿水街道 方调研 2 被走访单位车辆 被走访单位安排；未付 120 迎送.*用被走访单位车辆.*食宿费未付.*有接待/,
      )
      // By person and by place: one visit, two companions, one meal of 120, unpaid, to look into.
      expect(rows.filter((row) => / 1 .* 2 1 120 1 1$/.test(row))).toHaveLength(2)
      const links = elements(page, 'a').filter(({ attributes }) => attributes['href']?.includes('/records/'))
      expect(links.length > 0, role).toBe(role !== 'guidance')
    }
    for (const role of ['investigator', 'leader'] as const)
      for (const at of ['/programme/reception', topic, `${topic}.csv`])
        expect((await (await world.signIn(role)).get(at)).status, `${role} ${at}`).toBe(403)
  })

  test('gives that table as a file that a spreadsheet opens, and logs it', async () => {
    const reply = await (await world.signIn('lead')).get(`/topics/${world.topic.id}/reception.csv`)
    expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(reply.headers['content-disposition']).toContain('attachment')
    expect(reply.text.startsWith('\uFEFF日期,地点,调研员,走访人,陪同人数,')).toBe(true)
    expect(reply.text.trim().split('\r\n')).toHaveLength(2)
    expect(reply.text).toContain('门口有横幅')
    expect((await world.store.history.list('ledger', { limit: 5_000 })).at(-1)).toMatchObject({
      kind: 'reception.exported',
      subject: world.topic.id,
    })
  })
})

describe('sums of receptions', () => {
  const meal = (cost: number, n: number): Reception => ({
    collectionId: 'c',
    topicId: 't',
    instanceId: String(n),
    day: '2026-06-01',
    place: n % 2 === 0 ? '柳溪村' : '青山社区',
    collectorId: 'p',
    visitors: '',
    companions: 1,
    vehicle: '',
    meals: '',
    cost,
    payment: '',
    stay: '',
    stayCost: n === 1 ? 30 : null,
    reception: '',
    remarks: n === 0 ? ['unpaid'] : [],
  })

  test('add up to the total in whole fen, by person and by place', () => {
    const all = [0.1, 0.2, 0.7].map(meal)
    expect(totalOf(all)).toEqual({
      visits: 3,
      companions: 3,
      meals: 3,
      cost: 31,
      unpaid: 1,
      remarkable: 1,
    })
    expect(receptionSums(all, 'place').map(({ key, visits, cost }) => [key, visits, cost])).toEqual([
      ['柳溪村', 2, 0.8],
      ['青山社区', 1, 30.2],
    ])
    expect(receptionSums(all, 'collectorId')).toMatchObject([{ key: 'p', others: ['柳溪村', '青山社区'] }])
  })

  test('mark a meal that costs far more for a head than the others, from eight on', () => {
    // For a head: 10, 11, …, 16 and 40; quartiles 11.75 and 15.25, the fence is 20.5.
    const all = [20, 22, 24, 26, 28, 30, 32, 80].map(meal)
    expect([...costlyOf(all)].map(({ cost }) => cost)).toEqual([80])
    expect(costlyOf(all.slice(1)).size).toBe(0)
  })
})

describe('the limit of burden', () => {
  test('is set by organisers and read by 指导组, and a wrong one changes nothing', async () => {
    const organiser = await world.signIn('organiser')
    const send = (fields: object) =>
      organiser
        .post('/programme/burden')
        .type('form')
        .send({ _csrf: organiser.csrf, ...fields })
    expect((await send({ weeks: '0', times: '3' })).status).toBe(422)
    expect((await send({ weeks: '8', times: 'x' })).status).toBe(422)
    expect((await send({ weeks: '８', times: '1' })).status).toBe(303)
    expect(textOf(await open(await world.signIn('guidance'), '/programme/burden'))).toContain('最近 8 周')
    expect((await world.store.history.list('ledger', { limit: 5_000 })).at(-1)).toMatchObject({
      kind: 'burden.limits',
    })
  })
})

describe('while a note is written', () => {
  test('the topic’s questions stand above it and phrases are offered; a questionnaire has neither', async () => {
    const investigator = await world.signIn('investigator')
    const { text } = await investigator.get(`/collections/${collectionId}/fill`)
    expect(text).toContain('缺口有多大？')
    expect(text).toContain('群众反映：')
    const plain = await investigator.get(`/collections/${world.collection.id}/fill`)
    expect(plain.text).not.toContain('缺口有多大？')
    expect(plain.text).not.toContain('id="phrases"')
  })
})

test('lines are put beside each other only where they stand together', () => {
  const line = (name: string, group = '') => ({
    at: name,
    name,
    group,
    label: name,
    text: name,
    quote: name === 'quote',
    file: name.startsWith('f.') ? name : null,
  })
  const kinds = (...lines: readonly ReturnType<typeof line>[]) =>
    recordBlocks(lines).map((block) => [block.kind, block.kind === 'sides' ? block.lines.length : 1])
  expect(kinds(line('seen'), line('told'), line('other'), line('reported'))).toEqual([
    ['sides', 2],
    ['line', 1],
    ['line', 1],
  ])
  expect(kinds(line('seen', 'a'), line('told', 'b'))).toEqual([
    ['line', 1],
    ['line', 1],
  ])
  expect(kinds(line('quote'), line('quote_role'), line('quote_consent'), line('x'))).toEqual([
    ['quote', 1],
    ['line', 1],
  ])
  const media = recordBlocks(['f.jpg', 'f.m4a', 'f.mp4', 'f.pdf'].map((name) => line(name)))
  expect(media.map((block) => block.kind === 'line' && block.line.medium)).toEqual([
    'picture',
    'sound',
    'film',
    'file',
  ])
})
