/** Respondents' JSON posts go ahead of Express; what is malformed gets a clear 4xx in JSON and stores nothing. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import request from 'supertest'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let path: string
beforeAll(async () => {
  world = await makeWorld()
  path = `/f/${world.channel.slug ?? ''}/submissions`
})
afterAll(() => world.close())

function post(body: string, headers: Readonly<Record<string, string>> = {}) {
  return request(world.app)
    .post(path)
    .set({ 'Content-Type': 'application/json', ...headers })
    .send(body)
}

const deep = '['.repeat(50_000) + ']'.repeat(50_000)

test.each([
  { what: 'no JSON', body: '{"a":', headers: {}, status: 400, error: 'badRequest' },
  { what: 'deep JSON', body: deep, headers: {}, status: 400, error: 'badRequest' },
  {
    what: 'very many values',
    body: `[${'0,'.repeat(60_000)}0]`,
    headers: {},
    status: 400,
    error: 'badRequest',
  },
  { what: 'ten megabytes', body: `"${'x'.repeat(10_000_000)}"`, headers: {}, status: 413, error: 'tooLarge' },
  {
    what: 'another content type',
    body: '{}',
    headers: { 'Content-Type': 'text/plain' },
    status: 415,
    error: 'unsupportedMedia',
  },
  {
    what: 'a packed body that is none',
    body: '{}',
    headers: { 'Content-Encoding': 'gzip' },
    status: 400,
    error: 'badRequest',
  },
])('$what is refused with $status', async ({ body, headers, status, error }) => {
  const reply = await post(body, headers)
  expect([reply.status, reply.body.error]).toEqual([status, error])
  expect(reply.body.message).toMatch(/[。]$/)
  expect(await world.store.collections.stamp(world.collection.id)).toMatchObject({ last: 0 })
})

test('an unknown link is told so in the language that was asked for', async () => {
  const reply = await request(world.app)
    .post('/f/nowhere/submissions')
    .set('Accept-Language', 'en')
    .send({ instanceId: 'x' })
  expect([reply.status, reply.body.error]).toEqual([404, 'notFound'])
  expect(reply.body.message).toContain('no such page')
})

test('the reply may not be sniffed, framed or kept', async () => {
  const { headers } = await post('{}')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['cache-control']).toBe('private, no-store')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
})

test('behind a trusted proxy the same posts go by Express', async () => {
  const proxied = await makeWorld({ env: { TRUST_PROXY: '1' } })
  const reply = await request(proxied.app)
    .post(`/f/${proxied.channel.slug ?? ''}/submissions`)
    .set('Content-Type', 'application/json')
    .send('{"a":')
  expect([reply.status, reply.body.error]).toEqual([400, 'badRequest'])
  await proxied.close()
  expect([...world.mistakes, ...proxied.mistakes]).toEqual([])
})
