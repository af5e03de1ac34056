/** Sign-in, sessions, tokens, headers and what malformed requests get. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import request from 'supertest'
import { hashPassword } from '../../server/access/password.ts'
import { makeWorld, password, type World } from '../support/world.ts'

let world: World
let now = new Date('2026-05-04T01:00:00Z')
beforeAll(async () => {
  world = await makeWorld({ now: () => now })
})
afterAll(() => world.close())

/** The token and cookie that a visitor gets with the sign-in page. */
async function visitor(path = '/sign-in') {
  const agent = request.agent(world.app)
  const { text } = await agent.get(path).expect(200)
  return { agent, csrf: /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '' }
}

async function attempt(login: string, word: string) {
  const { agent, csrf } = await visitor()
  return agent.post('/sign-in').type('form').send({ _csrf: csrf, login, password: word, next: '/' })
}

test('somebody signs in and is led to the page they asked for', async () => {
  const { agent, csrf } = await visitor('/sign-in?next=%2Ftopics')
  const reply = await agent
    .post('/sign-in')
    .type('form')
    .send({ _csrf: csrf, login: 'liang', password, next: '/topics' })
  expect([reply.status, reply.headers['location']]).toEqual([303, '/topics'])
  const cookie = String(reply.headers['set-cookie'])
  expect(cookie).toMatch(/diaoyan_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax/)
  const home = await agent.get('/').expect(200)
  expect(home.text).toContain('梁牵头')
})

test.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  'after sign-in nobody is led away to %j',
  async (next) => {
    const { agent, csrf } = await visitor()
    const reply = await agent.post('/sign-in').type('form').send({ _csrf: csrf, login: 'lu', password, next })
    expect(reply.headers['location']).toBe('/')
  },
)

test('a wrong password and an unknown login get the same words, and the typed login stays', async () => {
  const wrong = await attempt('fang', 'not the password')
  const unknown = await attempt('nobody', 'not the password')
  expect([wrong.status, unknown.status]).toEqual([422, 422])
  expect(wrong.text).toContain('登录名或密码不正确')
  expect(wrong.text).toContain('value="fang"')
  expect(wrong.text).not.toContain('not the password')
  expect(unknown.text.replaceAll('nobody', 'fang').replaceAll(/value="[\w-]{43}"/g, '')).toBe(
    wrong.text.replaceAll(/value="[\w-]{43}"/g, ''),
  )
})

test('after eight failures the account is locked for a quarter of an hour, also for the right password', async () => {
  const { store, people } = world
  const until = new Date(now.getTime() + 15 * 60_000).toISOString()
  for (let failure = 0; failure < 7; failure++) await store.people.countFailure(people.analyst.id, 8, until)
  expect((await attempt('cheng', 'wrong again')).status).toBe(422)
  expect((await attempt('cheng', password)).status).toBe(422)
  now = new Date(now.getTime() + 16 * 60_000)
  expect((await attempt('cheng', password)).status).toBe(303)
})

test('a session ends when it has not been used for its hours, and a used one goes on', async () => {
  const idle = await world.signIn('leader')
  const used = await world.signIn('lead')
  now = new Date(now.getTime() + 8 * 3_600_000)
  await used.get('/').expect(200)
  now = new Date(now.getTime() + 8 * 3_600_000)
  await used.get('/').expect(200)
  const gone = await idle.get('/topics?state=fieldwork')
  expect([gone.status, gone.headers['location']]).toEqual([
    303,
    '/sign-in?next=%2Ftopics%3Fstate%3Dfieldwork',
  ])
})

test('signing out everywhere ends the sessions on other devices', async () => {
  const phone = await world.signIn('investigator')
  const desk = await world.signIn('investigator')
  await desk.post('/sign-out').type('form').send({ _csrf: desk.csrf, everywhere: 'yes' }).expect(303)
  await phone.get('/').expect(303)
})

test('a person with an issued password can do nothing before changing it', async () => {
  const { store, people } = world
  await store.people.setPassword(people.guidance.id, await hashPassword('issued-2345-word'), true)
  const agent = await world.signIn('guidance')
  expect((await agent.get('/topics')).headers['location']).toBe('/account')
  const weak = await agent
    .post('/account')
    .type('form')
    .send({ _csrf: agent.csrf, current: 'issued-2345-word', password: '1234567890', repeat: '1234567890' })
  expect([weak.status, weak.text.includes('太常见')]).toEqual([422, true])
  const changed = await agent.post('/account').type('form').send({
    _csrf: agent.csrf,
    current: 'issued-2345-word',
    password: 'river and seven hills',
    repeat: 'river and seven hills',
  })
  expect(changed.status).toBe(303)
  await agent.get('/topics').expect(200)
})

test('a post without the token, or with that of somebody else, changes nothing', async () => {
  const agent = await world.signIn('organiser')
  const other = await world.signIn('admin')
  for (const token of ['', other.csrf]) {
    const reply = await agent.post('/programme').type('form').send({ _csrf: token, name: '冒名' })
    expect([reply.status, reply.text.includes('页面已过期')]).toEqual([403, true])
  }
  expect((await world.store.programmes.list()).map(({ name }) => name)).toEqual(['2026年大兴调查研究'])
})

test('a page is asked for in English, and the choice is kept', async () => {
  const agent = request.agent(world.app)
  expect((await agent.get('/sign-in').set('Accept-Language', 'en-GB,zh;q=0.5')).text).toContain('<h1>Sign in')
  expect((await agent.get('/sign-in').set('Accept-Language', 'fr')).text).toContain('<h1>登录')
  const chosen = await agent.get('/language?locale=en&next=%2Fsign-in%3Fnext%3D%252Ftopics')
  expect(chosen.headers['location']).toBe('/sign-in?next=%2Ftopics')
  expect((await agent.get('/sign-in')).text).toContain('<h1>Sign in')
})

test('plain http gets no header that would break it, https behind a trusted proxy gets them all', async () => {
  const plain = await request(world.app).get('/sign-in')
  expect(plain.headers['content-security-policy']).toContain("default-src 'self'")
  expect(plain.headers['content-security-policy']).not.toContain('upgrade-insecure-requests')
  expect(plain.headers['strict-transport-security']).toBeUndefined()
  // Nobody may claim to be https where no proxy is trusted.
  const claimed = await request(world.app).get('/sign-in').set('X-Forwarded-Proto', 'https')
  expect(claimed.headers['strict-transport-security']).toBeUndefined()
  const proxied = await makeWorld({ env: { TRUST_PROXY: '1' } })
  const secure = await request(proxied.app).get('/sign-in').set('X-Forwarded-Proto', 'https')
  expect(secure.headers['content-security-policy']).toContain('upgrade-insecure-requests')
  expect(secure.headers['strict-transport-security']).toBeDefined()
  expect(String(secure.headers['set-cookie'])).toContain('; Secure')
  await proxied.close()
})

test('malformed requests get a clear 4xx without a stack', async () => {
  const agent = await world.signIn('organiser')
  const replies = [
    await request(world.app).get('/topics/%E0%A4%A'),
    await agent.post('/programme').type('text/plain').send('name=x'),
    await agent
      .post('/programme')
      .type('form')
      .send(`_csrf=${agent.csrf}&name=${'长'.repeat(400_000)}`),
    await agent
      .post('/topics/' + world.topic.id + '/plan')
      .set('Content-Type', 'multipart/form-data')
      .send('x'),
    await agent.post('/programme').type('form').set('Content-Encoding', 'gzip').send('not gzip'),
    await agent.get('/nowhere'),
  ]
  expect(replies.map(({ status }) => status)).toEqual([400, 415, 413, 400, 400, 404])
  for (const { text } of replies) {
    expect(text).toContain('<h1>')
    expect(text).not.toMatch(/\bat .*\.ts:\d+/)
  }
})

test('a program that asks for JSON is answered in JSON', async () => {
  const reply = await request(world.app).get('/topics').set('Accept', 'application/json')
  expect([reply.status, reply.body.error]).toEqual([401, 'signInNeeded'])
})

test('one address gets twenty attempts a minute, then is asked to wait', async () => {
  const crowd = await makeWorld()
  const statuses: number[] = []
  for (let n = 0; n < 22; n++)
    statuses.push((await request(crowd.app).post('/sign-in').type('form').send({})).status)
  expect(statuses.slice(0, 20)).not.toContain(429)
  expect(statuses.slice(20)).toEqual([429, 429])
  await crowd.close()
})

test('none of this was a mistake of our own', () => {
  expect(world.mistakes).toEqual([])
})
