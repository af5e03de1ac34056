/** What programs read: the description and the routes agree, answers are as described, and a token never opens more than its person may. */

import { Ajv2020 } from 'ajv/dist/2020.js'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newToken } from '../../server/access/tokens.ts'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
import type { FormSource } from '../../server/form/form.ts'
import { openPath, operations } from '../../server/pages/api/index.ts'
import { pages } from '../../server/pages/index.ts'
import type { ApiToken } from '../../server/store/store.ts'
import { send } from '../support/answers.ts'
import { makeWorld, password, type Role, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one sex', name: 'sex', label: '性别' }),
    cells(3, { type: 'integer', name: 'age', label: '年龄' }),
    cells(4, { type: 'text', name: 'wish', label: '建议' }),
    cells(5, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
  ],
  choices: [
    cells(2, { list_name: 'sex', name: 'm', label: '男' }),
    cells(3, { list_name: 'sex', name: 'f', label: '女' }),
  ],
  settings: [],
}

let world: World
let clock = Date.now()
beforeAll(async () => {
  world = await makeWorld({ source, now: () => new Date(clock) })
  for (let k = 0; k < 12; k++)
    await send(world, {
      sex: k % 2 ? 'm' : 'f',
      age: String(20 + k),
      wish: k === 3 ? '多修车位' : '',
      phone: `1380000${1000 + k}`,
    })
})
afterAll(() => world.close())

async function tokenFor(role: Role, more: Partial<ApiToken> = {}): Promise<string> {
  const { token, hash } = newToken()
  await world.store.tokens.add(
    {
      personId: world.people[role].id,
      label: '脚本',
      scopes: ['read', 'records', 'personal'],
      topicId: null,
      createdAt: new Date(clock).toISOString(),
      expiresAt: new Date(clock + 86_400_000).toISOString(),
      ...more,
    },
    hash,
  )
  return token
}

const ask = (token: string | null, path: string, headers: Readonly<Record<string, string>> = {}) =>
  request(world.app)
    .get(path)
    .set({ ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers })

const at = (rest = '') => `/api/v1/collections/${world.collection.id}${rest}`

interface Description {
  readonly openapi: string
  readonly paths: Readonly<Record<string, { readonly get: DescribedOperation }>>
}
interface DescribedOperation {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >
}

describe('the description', () => {
  let described: Description
  beforeAll(async () => {
    described = (await ask(null, '/api/openapi.json')).body as Description
  })

  test('has every route under /api/v1, and no other', () => {
    expect(described.openapi).toBe('3.1.0')
    const served = pages.filter(({ path }) => path.startsWith('/api/v1/')).map(({ path }) => openPath(path))
    expect(Object.keys(described.paths).toSorted()).toEqual(served.toSorted())
    const ids = Object.values(described.paths).map(({ get }) => get.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    // Programs read, and do nothing else.
    for (const { path, post } of pages) if (path.startsWith('/api/')) expect(post).toBeUndefined()
  })

  test('names every parameter of a path', () => {
    for (const [path, { get }] of Object.entries(described.paths)) {
      const named = get.parameters.filter((each) => each.in === 'path').map(({ name }) => `{${name}}`)
      expect(path.match(/\{\w+\}/g) ?? []).toEqual(named)
    }
  })

  const places = () => ({
    topic: world.topic.id,
    collection: world.collection.id,
    format: 'jsonl',
  })

  test.each(operations.map(({ id, page }) => ({ id, path: page.path })))(
    'says of $path what it really answers',
    async ({ id, path }) => {
      const token = await tokenFor('analyst')
      const { body } = await ask(token, at('/records?limit=1'))
      const instance = (body as { items: { id: string }[] }).items[0]!.id
      const filled = path.replace(/:(\w+)/g, (_, name: string) => ({ ...places(), instance })[name] ?? '')
      const queries = id === 'records' ? ['', '?personal=1', '?limit=2&columns=age'] : ['']
      for (const query of queries) {
        const reply = await ask(token, filled + query)
        expect(reply.status).toBe(200)
        const content = described.paths[openPath(path)]!.get.responses['200']?.content ?? {}
        const type = (reply.headers['content-type'] ?? '').split(';')[0] ?? ''
        expect(Object.keys(content)).toContain(type)
        if (type !== 'application/json') continue
        const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(content[type]!.schema)
        expect(validate(reply.body) ? [] : validate.errors).toEqual([])
        // A description that takes anything would describe nothing.
        expect(validate({})).toBe(false)
      }
    },
  )
})

describe('a token', () => {
  test.each(['', 'dyt_', `dyt_${'a'.repeat(43)}`, 'x'.repeat(5000)])(
    'that is none opens nothing',
    async (token) => {
      const reply = await ask(token, '/api/v1/me')
      expect(reply.status).toBe(401)
      expect(reply.headers['www-authenticate']).toContain('Bearer')
      expect((reply.body as { error: string }).error).toBe('signInNeeded')
    },
  )

  test('a session cookie opens nothing here, and a token opens no page', async () => {
    const { cookie } = await world.session('analyst')
    expect((await ask(null, '/api/v1/me', { cookie })).status).toBe(401)
    const reply = await ask(await tokenFor('analyst'), `/collections/${world.collection.id}/export.csv`)
    expect(reply.status).toBe(303)
  })

  test('that is expired or revoked opens nothing any more, nor one of a person who left', async () => {
    const token = await tokenFor('analyst', { label: '将过期' })
    expect((await ask(token, '/api/v1/me')).status).toBe(200)
    clock += 86_400_001
    expect((await ask(token, '/api/v1/me')).status).toBe(401)
    const other = await tokenFor('analyst')
    const standing = await world.store.tokens.list(world.people.analyst.id)
    const { id } = standing.find(
      ({ revokedAt, expiresAt }) => revokedAt === null && Date.parse(expiresAt) > clock,
    )!
    expect(await world.store.tokens.revoke(world.people.lead.id, id, world.people.lead.id)).toBe(false)
    for (const each of standing)
      await world.store.tokens.revoke(world.people.analyst.id, each.id, world.people.analyst.id)
    expect((await ask(other, '/api/v1/me')).status).toBe(401)
    const guide = await tokenFor('guidance')
    expect((await ask(guide, '/api/v1/topics')).status).toBe(200)
    await world.store.people.change(world.people.guidance.id, { active: false })
    expect((await ask(guide, '/api/v1/topics')).status).toBe(401)
    await world.store.people.change(world.people.guidance.id, { active: true })
  })

  test('loses what its person loses, at once', async () => {
    const token = await tokenFor('analyst')
    expect((await ask(token, at('/records'))).status).toBe(200)
    const team = await world.store.topics.team(world.topic.id)
    await world.store.topics.setTeam(
      world.topic.id,
      team.filter(({ role }) => role !== 'analyst'),
    )
    expect((await ask(token, at('/records'))).status).toBe(404)
    expect((await ask(token, at('/export/csv'))).status).toBe(404)
    await world.store.topics.setTeam(world.topic.id, team)
    expect((await ask(token, at('/records'))).status).toBe(200)
  })

  test('for figures opens no answers, and one without the word personal no personal ones', async () => {
    const figures = await tokenFor('analyst', { scopes: ['read'] })
    expect((await ask(figures, at('/summary'))).status).toBe(200)
    for (const path of ['/records', '/export/csv', '/export/sav'])
      expect((await ask(figures, at(path))).status).toBe(403)
    const records = await tokenFor('analyst', { scopes: ['read', 'records'] })
    expect((await ask(records, at('/records'))).status).toBe(200)
    for (const path of ['/records?personal=1', '/export/csv?personal=1', '/export/sav?personal=1'])
      expect((await ask(records, at(path))).status).toBe(403)
    // The organiser has all figures and rows, and no right to personal answers whatever the token says.
    const organiser = await tokenFor('organiser')
    expect((await ask(organiser, at('/records'))).status).toBe(200)
    expect((await ask(organiser, at('/records?personal=1'))).status).toBe(403)
  })

  test('for one topic opens nothing of another', async () => {
    const token = await tokenFor('organiser', { topicId: world.otherTopic.id })
    expect((await ask(token, at())).status).toBe(403)
    expect((await ask(token, at('/records'))).status).toBe(403)
    const { body } = await ask(token, '/api/v1/topics')
    expect((body as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([world.otherTopic.id])
  })

  test('is kept as a hash alone', async () => {
    const token = await tokenFor('analyst')
    const listed = JSON.stringify(await world.store.tokens.list(world.people.analyst.id))
    expect(listed).not.toContain(token.slice(4))
  })
})

describe('records', () => {
  test('are paged by random ids with every filter of the exports', async () => {
    const token = await tokenFor('analyst')
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const { body } = await ask(token, at(`/records?limit=5&after=${next}`))
      const page = body as {
        items: { id: string; answers: object; personal: null; receipt: null }[]
        next: string | null
      }
      expect(page.items.length).toBeLessThanOrEqual(5)
      for (const { personal, receipt } of page.items) expect([personal, receipt]).toEqual([null, null])
      seen.push(...page.items.map(({ id }) => id))
      next = page.next
    }
    expect(seen).toHaveLength(12)
    expect(seen).toEqual(seen.toSorted())
    const of = async (query: string) =>
      ((await ask(token, at(`/records?${query}`))).body as { items: { answers: Record<string, unknown> }[] })
        .items
    expect(await of('q=车位')).toHaveLength(1)
    expect(await of('q=13800001003')).toHaveLength(0)
    expect(await of('states=rejected')).toHaveLength(0)
    expect(await of('versions=1&from=2020-01-01')).toHaveLength(12)
    expect(await of('to=2020-01-01')).toHaveLength(0)
    expect((await of('columns=age&limit=1')).map(({ answers }) => Object.keys(answers))).toEqual([['age']])
  })

  test.each([
    'states=x',
    'versions=7',
    'channels=zzz',
    'from=2026-02-30',
    'limit=0',
    'limit=1001',
    'columns=nix',
  ])('?%s is refused and not left aside', async (query) => {
    const reply = await ask(await tokenFor('analyst'), at(`/records?${query}`))
    expect(reply.status).toBe(422)
    expect((reply.body as { message: string }).message).not.toBe('')
  })

  test('carry a tag, and nothing is sent again while nothing changed', async () => {
    const token = await tokenFor('analyst')
    for (const path of ['/records', '/summary', '/variables', '/export/csv', '']) {
      const first = await ask(token, at(path))
      const etag = first.headers['etag'] ?? ''
      expect(etag).toMatch(/^"[\w-]{27}"$/)
      expect((await ask(token, at(path), { 'if-none-match': etag })).status).toBe(304)
      expect((await ask(await tokenFor('analyst'), at(path), { 'if-none-match': etag })).status).toBe(200)
    }
    const before = (await ask(token, at('/records'))).headers['etag'] ?? ''
    await send(world, { sex: 'm', age: '50' })
    expect((await ask(token, at('/records'), { 'if-none-match': before })).status).toBe(200)
  })

  test('that are read are in the history, personal ones each time', async () => {
    const token = await tokenFor('analyst')
    const count = async (kind: string) =>
      (await world.store.history.list('ledger', { limit: 5000 })).filter((event) => event.kind === kind)
        .length
    const [read, personal, exported] = [
      await count('records.read'),
      await count('personal.read'),
      await count('export.file'),
    ]
    await ask(token, at('/records?limit=1'))
    await ask(token, at('/records?limit=2'))
    await ask(token, at('/records?personal=1'))
    await ask(token, at('/records?personal=1'))
    await ask(token, at('/export/jsonl'))
    expect([await count('records.read'), await count('personal.read'), await count('export.file')]).toEqual([
      read + 1,
      personal + 2,
      exported + 1,
    ])
  })
})

test('a leader reads the same figures by token as on the page, and nothing below five', async () => {
  const token = await tokenFor('leader')
  const { body } = await ask(token, at('/summary'))
  const summary = body as {
    n: number
    sections: { variable: string; tables: { rows: { cells: unknown[] }[] }[] }[]
  }
  const page = await (await world.signIn('leader')).get(`/collections/${world.collection.id}/summary`)
  const shown = elements(parseHtml(page.text), 'section').filter(({ attributes }) =>
    attributes['id']?.startsWith('q-'),
  )
  expect(summary.sections.map(({ variable }) => `q-${variable}`)).toEqual(
    shown.map(({ attributes }) => attributes['id']),
  )
  // Fewer than five more do not show.
  await send(world, { sex: 'm', age: '51' })
  await send(world, { sex: 'm', age: '52' })
  expect((await ask(token, at('/summary'))).body).toEqual(body)
  expect(((await ask(await tokenFor('analyst'), at('/summary'))).body as { n: number }).n).toBe(summary.n + 2)
  for (const path of [
    '/records',
    '/export/csv',
    '/export/jsonl',
    '/records/00000000-0000-4000-8000-000000000000',
  ])
    expect((await ask(token, at(path))).status).toBe(403)
  expect((await ask(token, at('/summary?where=age%3D20'))).status).toBe(422)
})

describe('the page of tokens', () => {
  test('makes one against the password, shows it once, and takes it back', async () => {
    const person = await world.signIn('organiser')
    const fields = {
      _csrf: person.csrf,
      label: 'R 脚本',
      scopes: ['records'],
      topic: world.topic.id,
      days: '30',
    }
    const refused = await person
      .post('/account/tokens')
      .type('form')
      .send({ ...fields, password: 'wrong' })
    expect(refused.status).toBe(422)
    const made = await person
      .post('/account/tokens')
      .type('form')
      .send({ ...fields, password })
    const token = /dyt_[\w-]{43}/.exec(made.text)?.[0] ?? ''
    expect((await ask(token, at('/records'))).status).toBe(200)
    const page = await person.get('/account/tokens')
    expect(page.text).not.toContain(token)
    const row = elements(parseHtml(page.text), 'tr').find((each) => textOf(each).includes('R 脚本'))!
    const id = elements(row, 'button')[0]!.attributes['value'] ?? ''
    expect(
      (await person.post('/account/tokens').type('form').send({ _csrf: person.csrf, revoke: id })).status,
    ).toBe(303)
    expect((await ask(token, at('/records'))).status).toBe(401)
    const other = await world.signIn('otherLead')
    expect(
      (await other.post('/account/tokens').type('form').send({ _csrf: other.csrf, revoke: id })).status,
    ).toBe(404)
  })

  test('refuses a topic out of sight, days that are not offered and an empty label', async () => {
    const person = await world.signIn('lead')
    for (const wrong of [{ label: '' }, { days: '9999' }, { topic: world.otherTopic.id }]) {
      const fields = { label: 'x', scopes: 'read', topic: '', days: '30', password, ...wrong }
      const reply = await person
        .post('/account/tokens')
        .type('form')
        .send({ ...fields, _csrf: person.csrf })
      expect([reply.status, /dyt_/.test(reply.text)]).toEqual([422, false])
    }
  })
})

test('one token asks at most 600 times in a minute', async () => {
  const token = await tokenFor('lead')
  clock += 120_000
  let last = 200
  for (let k = 0; k < 601 && last === 200; k++) last = (await ask(token, '/api/v1/me')).status
  expect(last).toBe(429)
})

test('nothing here was a mistake of ours', () => expect(world.mistakes).toEqual([]))
