/** Notes and visits: laid out to be compared, with media in place, an outline while writing, and how visits were received. */

import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../server/form/form.ts'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
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

  test('tells of companions, vehicle, meals and reception across topics, with what to look into', async () => {
    const page = await open(await world.signIn('organiser'), '/programme/burden')
    const rows = [...rowsOf(page), ...rowsOf(page, 1)]
    const row = rows.find((cells) => cells.join(' ').includes('门口有横幅'))
    expect(row?.join(' ')).toMatch(/绿水街道.*需核实 2 被走访单位车辆 被走访单位安排 ¥120 未付 迎送/)
    expect((await (await world.signIn('lead')).get('/programme/burden')).status).toBe(403)
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
