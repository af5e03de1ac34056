/** The first administrator, made with the code of the console and by nobody else. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import request from 'supertest'
import { createApp } from '../../server/app.ts'
import { issueSetUpCode } from '../../server/access/first-run.ts'
import { readConfig, StartProblem } from '../../server/config.ts'
import { createIntake } from '../../server/intake/queue.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'

let temporary: TemporaryStore
let agent: ReturnType<typeof request.agent>
beforeEach(async () => {
  temporary = await temporaryStore()
  const { store, folder } = temporary
  const config = readConfig({ DATA_DIR: folder }, [])
  agent = request.agent(createApp({ store, intake: createIntake(store), config, now: () => new Date() }))
})
afterEach(() => temporary.close())

async function setUp(fields: Readonly<Record<string, string>>) {
  const { text } = await agent.get('/setup')
  const csrf = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const word = 'river and seven hills'
  return agent
    .post('/setup')
    .type('form')
    .send({ _csrf: csrf, login: 'first', name: '郝管理', password: word, repeat: word, ...fields })
}

test('an empty server leads to set-up, whose code makes the first administrator and is used up', async () => {
  expect((await agent.get('/sign-in')).headers['location']).toBe('/setup')
  const code = (await issueSetUpCode(temporary.store)) ?? ''
  expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
  const done = await setUp({ code: ` ${code.toLowerCase()} `, organiser: 'yes' })
  expect([done.status, done.headers['location']]).toEqual([303, '/'])
  await agent.get('/').expect(200)
  const [person] = await temporary.store.people.all()
  expect([person?.login, person?.roles]).toEqual(['first', ['admin', 'organiser']])
  expect((await agent.get('/setup')).status).toBe(404)
  expect(await issueSetUpCode(temporary.store)).toBeNull()
  expect((await temporary.store.history.list('ledger', {})).map(({ kind }) => kind)).toContain('person.setUp')
})

test('without the right code nobody is made, and what was typed stays', async () => {
  await issueSetUpCode(temporary.store)
  for (const code of ['', 'AAAA-BBBB-CCCC']) {
    const reply = await setUp({ code })
    expect([reply.status, reply.text.includes('设置码不正确')]).toEqual([422, true])
    expect(reply.text).toContain('value="郝管理"')
  }
  expect(await temporary.store.people.count()).toBe(0)
})

test('a code of an earlier start is no longer good', async () => {
  const old = (await issueSetUpCode(temporary.store)) ?? ''
  await issueSetUpCode(temporary.store)
  expect((await setUp({ code: old })).status).toBe(422)
})

test('one who only administrates gets no right to organise', async () => {
  const code = (await issueSetUpCode(temporary.store)) ?? ''
  await setUp({ code })
  const [person] = await temporary.store.people.all()
  expect(person?.roles).toEqual(['admin'])
  await agent.get('/topics/new').expect(403)
})

test('the configuration has the defaults that README names, and a demo stays on this machine', () => {
  const plain = readConfig({}, [])
  expect([plain.port, plain.host, plain.timeZone, plain.trustProxy]).toEqual([
    3000,
    '0.0.0.0',
    'Asia/Shanghai',
    false,
  ])
  const demo = readConfig({ HOST: '0.0.0.0', DATA_DIR: '/tmp/x' }, ['--demo'])
  expect([demo.host, demo.dataDir]).toEqual(['127.0.0.1', '/tmp/x/demo'])
})

test.each([{ PORT: 'http' }, { PORT: '70000' }, { TIME_ZONE: 'Mars/Base' }, { TRUST_PROXY: 'yes please' }])(
  'a setting that makes no sense is named in one sentence: %j',
  (env) => {
    const [name = ''] = Object.keys(env)
    expect(() => readConfig(env, [])).toThrow(StartProblem)
    expect(() => readConfig(env, [])).toThrow(name)
  },
)
