/** Respondents' JSON posts go ahead of Express; what is malformed gets a clear 4xx in JSON and stores nothing. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import express from 'express'
import request from 'supertest'
import { callerOf } from '../../server/forwarded.ts'
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

test('behind trusted proxies the caller, the scheme and the host are those that Express would see', async () => {
  const asked = express()
  asked.set('trust proxy', 2)
  let seen: unknown = null
  let byExpress: unknown = null
  asked.use((req, res) => {
    byExpress = { address: req.ip, secure: req.secure, host: req.host }
    seen = callerOf(req, 2)
    res.end()
  })
  for (const headers of [
    {},
    { 'X-Forwarded-For': '203.0.113.9' },
    { 'X-Forwarded-For': '10.9.9.9, 203.0.113.9, 192.0.2.4', 'X-Forwarded-Proto': 'https' },
    { 'X-Forwarded-For': '203.0.113.9,192.0.2.4', 'X-Forwarded-Proto': 'http,https' },
    { 'X-Forwarded-Host': 'survey.example, inner.example', 'X-Forwarded-Proto': 'https' },
  ]) {
    await request(asked).get('/').set(headers)
    expect(seen).toEqual(byExpress)
  }
})

test('behind a trusted proxy every caller is counted apart, and one who claims to be many is one', async () => {
  const proxied = await makeWorld({ env: { TRUST_PROXY: '1', ANSWERS_PER_MINUTE: '10' } })
  const send = (from: string) =>
    request(proxied.app)
      .post(`/f/${proxied.channel.slug ?? ''}/submissions`)
      .set({ 'Content-Type': 'application/json', 'X-Forwarded-For': from })
      .send('{}')
  const statuses: number[] = []
  for (let i = 0; i < 4; i++) statuses.push((await send(`198.51.100.${i}, 203.0.113.9`)).status)
  const another = (await send('203.0.113.10')).status
  await proxied.close()
  expect([statuses, another]).toEqual([[400, 400, 429, 429], 400])
  expect([...world.mistakes, ...proxied.mistakes]).toEqual([])
})
