import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantOf, localMoment } from '../../server/pages/collections/moments.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

let world: World
let lead: SignedInAgent
beforeAll(async () => {
  world = await makeWorld()
  lead = await world.signIn('lead')
})
afterAll(() => world.close())

function settings(more: Readonly<Record<string, string>> = {}) {
  return {
    _csrf: lead.csrf,
    form: world.versionId,
    name: '七月入户问卷',
    sampleType: 'probability',
    identity: 'anonymous',
    retainUntil: '2099-12-31',
    asker: '市委办公室调研组',
    purpose: '了解停车难在哪里。',
    ...more,
  }
}

const post = (path: string, fields: object) => lead.post(path).type('form').send(fields)

test('a lead sets a collection up, opens it, and its public link leads to the welcome page', async () => {
  const made = await post(`/topics/${world.topic.id}/collections/new`, settings())
  expect(made.status).toBe(303)
  const path = made.headers['location'] ?? ''
  const page = await lead.get(path)
  expect(page.text).toContain('草稿')
  const slug = /\/f\/([a-z0-9]+)/.exec(page.text)?.[1] ?? ''
  const early = await lead.get(`/f/${slug}`)
  expect(early.status).toBe(403)
  expect((await post(path, { _csrf: lead.csrf, action: 'open' })).status).toBe(303)
  const welcome = await lead.get(`/f/${slug}`)
  expect(welcome.status).toBe(200)
  expect(welcome.text).toContain('市委办公室调研组')
  expect(welcome.text).toContain('了解停车难在哪里。')
})

test('what is wrong is named at its field, and what was typed stays', async () => {
  const wrong = { name: '', sampleType: '', closesAt: '明天', answerLimit: '0', retainUntil: '2001-01-01' }
  const reply = await post(`/topics/${world.topic.id}/collections/new`, settings(wrong))
  expect(reply.status).toBe(422)
  for (const field of ['name', 'sampleType', 'closesAt', 'answerLimit', 'retainUntil']) {
    expect(reply.text).toContain(`href="#${field}"`)
  }
  expect(reply.text).toContain('value="明天"')
  expect(reply.text).toContain('了解停车难在哪里。')
})

test('a version of another topic cannot be fielded', async () => {
  const formId = await world.store.forms.add({
    topicId: world.otherTopic.id,
    kind: 'questionnaire',
    title: '别的',
    source: {
      survey: [{ row: 2, cells: { type: 'text', name: 'a', label: 'a' } }],
      choices: [],
      settings: [],
    },
  })
  const version = await world.store.forms.publish(formId)
  const reply = await post(`/topics/${world.topic.id}/collections/new`, settings({ form: version.id }))
  expect(reply.status).toBe(422)
  expect(reply.text).toContain('href="#form"')
})

test('anonymity and sample type stay as they were once the collection has been open', async () => {
  const path = `/collections/${world.collection.id}/edit`
  const before = await world.store.collections.find(world.collection.id)
  const reply = await post(path, settings({ identity: 'named', sampleType: 'census', name: '新名字' }))
  expect(reply.status).toBe(303)
  const after = await world.store.collections.find(world.collection.id)
  expect(after?.title).toBe('新名字')
  expect(after?.anonymous).toBe(before?.anonymous)
  expect(after?.sampleType).toBe(before?.sampleType)
})

test('each channel has its own link, poster and QR code', async () => {
  const path = `/collections/${world.collection.id}`
  await post(path, { _csrf: lead.csrf, action: 'channel', kind: 'qr', label: '大厅海报' })
  const channels = await world.store.collections.channels(world.collection.id)
  const poster = channels.find(({ label }) => label === '大厅海报')
  expect(poster?.slug).toBeTruthy()
  const page = await lead.get(`${path}/poster/${poster?.id}`)
  expect(page.text).toContain(`/f/${poster?.slug}`)
  const code = await lead.get(`${path}/qr/${poster?.id}`)
  expect(code.headers['content-type']).toContain('image/svg+xml')
  expect(Buffer.from(code.body as Buffer).toString('utf8')).toContain('<svg')
  const nameless = await post(path, { _csrf: lead.csrf, action: 'channel', kind: 'qr', label: '' })
  expect(nameless.status).toBe(422)
})

test('a state that cannot follow is refused', async () => {
  const reply = await post(`/collections/${world.collection.id}`, { _csrf: lead.csrf, action: 'archive' })
  expect(reply.status).toBe(409)
})

test('an analyst sees the collection but may not change it', async () => {
  const analyst = await world.signIn('analyst')
  const path = `/collections/${world.collection.id}`
  const page = await analyst.get(path)
  expect(page.status).toBe(200)
  expect(page.text).not.toContain('value="close"')
  const reply = await analyst.post(path).type('form').send({ _csrf: analyst.csrf, action: 'close' })
  expect(reply.status).toBe(403)
  expect((await world.store.collections.find(world.collection.id))?.state).toBe('open')
})

test('local times are read as people type them and shown again the same', () => {
  const zone = 'Asia/Shanghai'
  expect(instantOf('2026-06-01 09:00', zone)).toBe('2026-06-01T01:00:00.000Z')
  expect(instantOf('２０２６年6月1日 9:00', zone)).toBe('2026-06-01T01:00:00.000Z')
  expect(instantOf('2026-06-01T09:00', zone)).toBe('2026-06-01T01:00:00.000Z')
  expect(instantOf('2026-06-30', zone, true)).toBe('2026-06-30T15:59:00.000Z')
  expect(instantOf('2026-02-30 09:00', zone)).toBeUndefined()
  expect(instantOf('2026-06-01 25:00', zone)).toBeUndefined()
  expect(instantOf('', zone)).toBeNull()
  expect(localMoment('2026-06-01T01:00:00.000Z', zone)).toBe('2026-06-01 09:00')
})
