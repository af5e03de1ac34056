/** Topics: making, changing, their team, their plan, and what each reader sees of them. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

let world: World
let organiser: SignedInAgent
let lead: SignedInAgent
beforeAll(async () => {
  world = await makeWorld()
  organiser = await world.signIn('organiser')
  lead = await world.signIn('lead')
})
afterAll(() => world.close())

test('an organiser makes a topic, and it stands in the list', async () => {
  const { programmeId, unitId, people, store } = world
  const reply = await organiser
    .post('/topics/new')
    .type('form')
    .send({
      _csrf: organiser.csrf,
      programmeId,
      code: 'KT-03',
      title: '<b>乡村</b>医生',
      leaderId: people.leader.id,
      unitId,
      questions: '一\r\n二',
      methods: ['visit', 'expert'],
      startsOn: '2026/4/1',
      endsOn: '2026-08-31',
      state: 'planned',
    })
  expect(reply.status).toBe(303)
  const id = reply.headers['location']?.split('/').at(-1) ?? ''
  const topic = await store.topics.find(id)
  expect(topic).toMatchObject({
    title: '<b>乡村</b>医生',
    questions: '一\n二',
    methods: ['visit', 'expert'],
    startsOn: '2026-04-01',
    state: 'planned',
  })
  const { text } = await organiser.get('/topics?state=planned').expect(200)
  expect(text).toContain('&lt;b&gt;乡村&lt;/b&gt;医生')
  expect(text).not.toContain('老旧小区停车难')
})

test('dates that cannot be are refused with what was typed', async () => {
  const send = (startsOn: string, endsOn: string) =>
    organiser.post(`/topics/${world.topic.id}/edit`).type('form').send({
      _csrf: organiser.csrf,
      programmeId: world.programmeId,
      code: 'KT-01',
      title: '改了的题目',
      startsOn,
      endsOn,
      state: 'fieldwork',
    })
  const impossible = await send('2026-02-30', '')
  expect([impossible.status, impossible.text.includes('日期不对')]).toEqual([422, true])
  expect(impossible.text).toContain('value="改了的题目"')
  const reversed = await send('2026-05-01', '2026-04-01')
  expect([reversed.status, reversed.text.includes('结束日期不能早于开始日期')]).toEqual([422, true])
  expect((await world.store.topics.find(world.topic.id))?.title).toBe('老旧小区停车难')
})

test('everybody sees in the list the topics they have a role on, overseers all', async () => {
  const titles = async (agent: SignedInAgent) => (await agent.get('/topics').expect(200)).text
  expect(await titles(await world.signIn('leader'))).toContain('老旧小区停车难')
  expect(await titles(await world.signIn('leader'))).not.toContain('社区养老服务')
  expect(await titles(await world.signIn('guidance'))).toContain('社区养老服务')
  expect(await titles(await world.signIn('admin'))).not.toContain('老旧小区停车难')
})

test('the topic page lists its forms and collections', async () => {
  const { text } = await lead.get(`/topics/${world.topic.id}`).expect(200)
  expect(text).toContain(`href="/forms/${world.formId}/design"`)
  expect(text).toContain(`href="/collections/${world.collection.id}"`)
  expect(text).toContain('第 1 版')
})

test('a lead puts somebody on the team, and a page that has grown old takes nobody off', async () => {
  const { topic, people, store } = world
  const stamp = /name="was" value="(\w+)"/.exec((await lead.get(`/topics/${topic.id}/team`)).text)?.[1] ?? ''
  const kept = {
    [`role-${people.lead.id}`]: 'lead',
    [`role-${people.investigator.id}`]: ['investigator', 'analyst'],
    [`role-${people.analyst.id}`]: 'analyst',
  }
  const send = () =>
    lead
      .post(`/topics/${topic.id}/team`)
      .type('form')
      .send({ _csrf: lead.csrf, was: stamp, ...kept, person: people.guidance.id, newRoles: 'leader' })
  expect((await send()).status).toBe(303)
  const team = (await store.topics.team(topic.id)).map(({ name, role }) => `${name} ${role}`)
  expect(team.toSorted()).toEqual(
    ['梁牵头 lead', '方调研 investigator', '方调研 analyst', '程分析 analyst', '郑指导 leader'].toSorted(),
  )
  const old = await send()
  expect([old.status, old.text.includes('课题组刚被他人修改')]).toEqual([422, true])
})

test('a plan document comes back under its own name as a download, whatever it is', async () => {
  const path = `/topics/${world.topic.id}/plan`
  await lead
    .post(path)
    .field('_csrf', lead.csrf)
    .field('planText', '先走访，后问卷。')
    .attach('file', Buffer.from('%PDF-1.7'), { filename: '调研 方案.pdf', contentType: 'text/html' })
    .expect(303)
  const page = await lead.get(path).expect(200)
  expect(page.text).toContain('先走访，后问卷。')
  const file = await lead.get(`${path}/file`).expect(200)
  expect(file.headers['content-type']).toContain('application/pdf')
  expect(file.headers['content-disposition']).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent('调研 方案.pdf')}`,
  )
  const page2 = await lead
    .post(path)
    .field('_csrf', lead.csrf)
    .field('planText', '新正文')
    .attach('file', Buffer.from('<script>'), { filename: 'x.html', contentType: 'text/html' })
  expect([page2.status, page2.text.includes('不能上传这种文件')]).toEqual([422, true])
  expect(page2.text).toContain('新正文')
})

test('a leader sees the count of answers move in steps of five only', async () => {
  const { store, collection, channel, versionId, topic } = world
  const answer = (n: number) => ({
    collectionId: collection.id,
    formVersionId: versionId,
    channelId: channel.id,
    instanceId: crypto.randomUUID(),
    contentHash: String(n).padStart(64, '0'),
    answers: { owns_car: 'no', age: 30 + n, wish: null },
    personal: null,
    locale: 'zh-CN',
    collectorId: null,
    receivedAt: '2026-04-01T02:00:00.000Z',
    receivedOn: '2026-04-01',
  })
  await store.submissions.receive(Array.from({ length: 7 }, (_, n) => answer(n)))
  const shown = async (agent: SignedInAgent) =>
    /data-label="已收答卷">(\d+)</.exec((await agent.get(`/topics/${topic.id}`)).text)?.[1]
  expect(await shown(await world.signIn('leader'))).toBe('5')
  expect(await shown(await world.signIn('analyst'))).toBe('7')
  expect(world.mistakes).toEqual([])
})
