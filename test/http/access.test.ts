import { afterAll, beforeAll, expect, test } from 'vitest'
import request from 'supertest'
import { makeWorld, password, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

/** The token and cookie that a visitor gets with the sign-in page. */
async function visitor(path = '/sign-in') {
  const agent = request.agent(world.app)
  const { text } = await agent.get(path).expect(200)
  return { agent, csrf: /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '' }
}

test('somebody signs in and is led to the page they asked for', async () => {
  const { agent, csrf } = await visitor('/sign-in?next=%2Ftopics')
  const reply = await agent
    .post('/sign-in')
    .type('form')
    .send({ _csrf: csrf, login: 'liang', password, next: '/topics' })
  expect([reply.status, reply.headers['location']]).toEqual([303, '/topics'])
  const home = await agent.get('/').expect(200)
  expect(home.text).toContain('梁牵头')
  expect(world.mistakes).toEqual([])
})
