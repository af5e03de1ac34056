/** Units and people: lists, single changes, and imports that are all or nothing. */

import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

let world: World
let organiser: SignedInAgent
let admin: SignedInAgent
beforeAll(async () => {
  world = await makeWorld()
  organiser = await world.signIn('organiser')
  admin = await world.signIn('admin')
})
afterAll(() => world.close())

/** Uploads a table and returns the preview; `rows` is what its confirmation would send. */
async function preview(path: string, table: string | Buffer, agent = organiser) {
  const reply = await agent
    .post(path)
    .field('_csrf', agent.csrf)
    .attach('file', Buffer.from(table), { filename: '名单.csv', contentType: 'text/csv' })
  const carried = /name="rows" value="([^"]*)"/.exec(reply.text)?.[1]
  const rows = carried?.replaceAll('&#34;', '"').replaceAll('&amp;', '&')
  return { status: reply.status, text: reply.text, rows }
}

async function unitNames() {
  return (await world.store.units.tree()).map(({ name, depth }) => `${'-'.repeat(depth)}${name}`)
}

test('units are imported in GB18030 under their parents, in their official order', async () => {
  const table = iconv.encode(
    '单位名称,代码,上级单位,序号\r\n养老科,0301,03,2\r\n福利科,0302,市民政局,1\r\n',
    'gb18030',
  )
  const seen = await preview('/units/import', table)
  expect([seen.status, seen.text.includes('没有发现问题')]).toEqual([200, true])
  expect(await unitNames()).not.toContain('-养老科')
  await organiser
    .post('/units/import')
    .type('form')
    .send({ _csrf: organiser.csrf, rows: seen.rows })
    .expect(303)
  expect(await unitNames()).toEqual(['市委办公室', '市住建局', '-物业科', '市民政局', '-福利科', '-养老科'])
})

test('each bad row of units has its complaint, and none is imported', async () => {
  const before = await unitNames()
  const seen = await preview(
    '/units/import',
    '名称,上级单位,序号\n好单位,市民政局,3\n,市民政局,1\n孤儿科,没有的局,1\n错号科,市民政局,一\n',
  )
  expect(seen.status).toBe(422)
  for (const words of ['缺少名称', '没有名称或代码为“没有的局”的单位', '序号“一”不是']) {
    expect(seen.text).toContain(words)
  }
  expect(seen.rows).toBeUndefined()
  expect(await unitNames()).toEqual(before)
})

test('a unit that others belong to is not removed, one without is', async () => {
  const unit = (name: string) =>
    world.store.units.tree().then((tree) => tree.find((one) => one.name === name))
  const post = async (id: string) =>
    organiser.post('/units').type('form').send({ _csrf: organiser.csrf, id, remove: 'yes' }).expect(303)
  const [used, empty] = [await unit('市住建局'), await unit('市委办公室')]
  await post(used?.id ?? '')
  await post(empty?.id ?? '')
  expect(await unitNames()).toContain('市住建局')
  expect(await unitNames()).not.toContain('市委办公室')
})

test('a unit cannot be put below its own child', async () => {
  const tree = await world.store.units.tree()
  const [parent, child] = [tree.find(({ code }) => code === '02'), tree.find(({ code }) => code === '0201')]
  const reply = await organiser.post('/units').type('form').send({
    _csrf: organiser.csrf,
    id: parent?.id,
    name: '市住建局',
    code: '02',
    position: '2',
    parentId: child?.id,
  })
  expect([reply.status, reply.text.includes('上级单位不能是它自己或它的下级')]).toEqual([422, true])
})

test('people are imported with a password each, shown once, to be changed at first sign-in', async () => {
  const table =
    '姓名,登录名,单位,职务,联系电话,角色\n何一,he.yi,0201,科员,13800000001,\n何二,he.er,市民政局,科长,,指导组\n'
  const seen = await preview('/people/import', table)
  expect(seen.status).toBe(200)
  const done = await organiser
    .post('/people/import')
    .type('form')
    .send({ _csrf: organiser.csrf, rows: seen.rows })
    .expect(200)
  expect(done.text.match(/[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}/g)).toHaveLength(2)
  const people = await world.store.people.all()
  const [first, second] = [
    people.find(({ login }) => login === 'he.yi'),
    people.find(({ login }) => login === 'he.er'),
  ]
  expect([first?.mustChangePassword, first?.roles, second?.roles]).toEqual([true, [], ['guidance']])
  // Sending the confirmation again finds the logins taken, and adds nobody.
  const again = await organiser
    .post('/people/import')
    .type('form')
    .send({ _csrf: organiser.csrf, rows: seen.rows })
  expect([again.status, await world.store.people.count()]).toEqual([422, people.length])
})

test('each bad row of people has its complaint, and nobody is imported', async () => {
  const before = await world.store.people.count()
  const seen = await preview(
    '/people/import',
    '姓名,登录名,单位,角色\n新人,xin.ren,0201,\n重名,XIN.REN,0201,\n在册,liang,0201,\n无名单位,wu,无此处,\n乱角色,luan,0201,局长\n越权,yue.quan,0201,系统管理员\n',
  )
  expect(seen.status).toBe(422)
  for (const words of [
    '在第 2 行已出现',
    '登录名“liang”已有人使用',
    '没有名称或代码为“无此处”的单位',
    '不认识的角色“局长”',
    '只有系统管理员可以授予系统管理员角色',
  ]) {
    expect(seen.text).toContain(words)
  }
  expect(await world.store.people.count()).toBe(before)
})

test('a table that is none, or has strange headings, is refused with the reason', async () => {
  expect((await preview('/people/import', '')).text).toContain('没有选择文件')
  expect((await preview('/people/import', Buffer.from([0, 1, 2, 3]))).status).toBe(422)
  const strange = await preview('/people/import', '姓名,血型\n何三,A\n')
  expect(strange.text).toContain('不认识列名“血型”')
  expect(strange.text).toContain('缺少“登录名”一列')
})

test('the list is searched, filtered by role and sorted', async () => {
  const names = (text: string) =>
    [...text.matchAll(/href="\/people\/[a-z0-9]{16}">([^<]+)</g)].map(([, name]) => name)
  expect(names((await organiser.get('/people?q=梁')).text)).toEqual(['梁牵头'])
  expect(names((await organiser.get('/people?role=admin')).text)).toEqual(['郝管理'])
  const up = names((await organiser.get('/people?sort=login')).text)
  const down = names((await organiser.get('/people?sort=login&order=desc')).text)
  expect(down).toEqual(up.toReversed())
  expect((await organiser.get('/people?q=没有这个人')).text).toContain('没有符合条件的人员')
})

test('what was typed stays when an entry is wrong, and the summary links to the field', async () => {
  const reply = await organiser
    .post('/people/new')
    .type('form')
    .send({ _csrf: organiser.csrf, name: '"><b>何四', login: '有 空格', phone: '打这个', jobTitle: '科员' })
  expect(reply.status).toBe(422)
  expect(reply.text).toContain('value="&#34;&gt;&lt;b&gt;何四"')
  expect(reply.text).toContain('href="#login"')
  expect(reply.text).toContain('href="#phone"')
  expect(reply.text).toContain('value="科员"')
})

test('nobody changes their own roles, and only an administrator gives the administrator role', async () => {
  const { people, store } = world
  const change = (agent: SignedInAgent, role: 'organiser' | 'lead', roles: readonly string[]) =>
    agent.post(`/people/${people[role].id}`).type('form').send({
      _csrf: agent.csrf,
      name: people[role].name,
      login: people[role].login,
      unitId: people[role].unitId,
      roles,
    })
  await change(organiser, 'organiser', ['admin', 'organiser'])
  expect((await store.people.find(people.organiser.id))?.roles).toEqual(['organiser'])
  expect((await change(organiser, 'lead', ['admin'])).status).toBe(422)
  expect((await store.people.find(people.lead.id))?.roles).toEqual([])
  expect((await change(admin, 'lead', ['guidance'])).status).toBe(303)
  const last = (await store.history.list('ledger', {})).at(-1)
  expect([last?.kind, last?.actor, last?.subject]).toEqual(['person.roles', people.admin.id, people.lead.id])
})

test('an organiser cannot take over the account of an administrator', async () => {
  const reply = await organiser
    .post(`/people/${world.people.admin.id}`)
    .type('form')
    .send({ _csrf: organiser.csrf, action: 'reset' })
  expect(reply.status).toBe(403)
})

test('a reset password is shown once and ends the sessions; a switched-off account is signed out', async () => {
  const { people } = world
  const session = await world.signIn('otherLead')
  const reset = await admin
    .post(`/people/${people.otherLead.id}`)
    .type('form')
    .send({ _csrf: admin.csrf, action: 'reset' })
  expect(reset.text).toMatch(/[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}/)
  await session.get('/').expect(303)
  const other = await world.signIn('analyst')
  await admin
    .post(`/people/${people.analyst.id}`)
    .type('form')
    .send({ _csrf: admin.csrf, action: 'deactivate' })
  await other.get('/').expect(303)
})

test('the history shows who did what, and verifies', async () => {
  const { text } = await admin.get('/history').expect(200)
  expect(text).toContain('校验通过')
  expect(text).toContain('重置密码')
  expect(world.mistakes).toEqual([])
})
