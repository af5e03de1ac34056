import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { assetUrl, staticDir } from '../../server/render.ts'
import type { CollectionChange } from '../../server/store/store.ts'
import { longQuestionnaire } from '../support/questionnaire.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(async () => {
  expect(world.mistakes).toEqual([])
  await world.close()
})

interface Fielded {
  readonly id: string
  readonly slug: string
  readonly version: string
}

/** One more open collection of the world's form or of another. */
async function field(change: CollectionChange = {}, source?: FormSource): Promise<Fielded> {
  let version = world.versionId
  if (source) {
    const formId = await world.store.forms.add({
      topicId: world.topic.id,
      kind: 'questionnaire',
      title: '表',
      source,
    })
    version = (await world.store.forms.publish(formId)).id
  }
  const id = await world.store.collections.add({
    topicId: world.topic.id,
    formVersionId: version,
    title: '一次投放',
    sampleType: 'open',
    anonymous: true,
    pilot: false,
    state: 'open',
    ...change,
  })
  const channel = await world.store.collections.addChannel({
    collectionId: id,
    kind: 'link',
    label: '公众号',
  })
  return { id, slug: channel.slug ?? '', version }
}

const given = { owns_car: 'yes', parks: ['street'], age: '４０', wish: '多划车位' }

function submission(fielded: Fielded, change: object = {}) {
  return {
    instanceId: randomUUID(),
    formVersion: fielded.version,
    locale: 'zh-CN',
    answers: given,
    ...change,
  }
}

const send = (fielded: Fielded, body: object) =>
  request(world.app).post(`/f/${fielded.slug}/submissions`).send(body)
const countOf = async (id: string) => (await world.store.collections.find(id))?.received

describe('the JSON post of an answer', () => {
  test('is answered with a receipt once it is stored, full-width digits understood', async () => {
    const fielded = await field()
    const reply = await send(fielded, submission(fielded))
    expect(reply.status).toBe(201)
    expect(reply.body).toMatchObject({ outcome: 'stored', receipt: expect.stringMatching(/^[2-9A-Z-]{19}$/) })
    const stored = await world.store.submissions.byReceipt(reply.body.receipt)
    expect(JSON.parse(stored?.answers ?? '')).toEqual({
      owns_car: 'yes',
      parks: ['street'],
      age: 40,
      wish: '多划车位',
    })
    expect(stored?.receivedAt).toBeNull()
  })

  test('sent again is the same answer with the same receipt', async () => {
    const fielded = await field()
    const body = submission(fielded)
    const first = await send(fielded, body)
    const second = await send(fielded, body)
    expect([second.status, second.body.receipt]).toEqual([200, first.body.receipt])
    expect(await countOf(fielded.id)).toBe(1)
  })

  test('with other content under the same id: the first stands, unless corrections are allowed', async () => {
    const strict = await field()
    const body = submission(strict)
    const first = await send(strict, body)
    const other = await send(strict, { ...body, answers: { ...given, age: '41' } })
    expect([other.status, other.body.outcome, other.body.receipt]).toEqual([
      409,
      'different',
      first.body.receipt,
    ])
    expect(other.body.words).toContain('第一次')

    const lenient = await field({ allowsCorrection: true })
    const again = submission(lenient)
    const one = await send(lenient, again)
    const two = await send(lenient, { ...again, answers: { ...given, age: '41' } })
    expect([two.status, two.body.outcome, two.body.receipt]).toEqual([200, 'corrected', one.body.receipt])
    expect(await countOf(lenient.id)).toBe(1)
  })

  test('is refused question by question, and nothing is stored', async () => {
    const fielded = await field()
    const reply = await send(fielded, submission(fielded, { answers: { age: '7', owns_car: 'maybe' } }))
    expect(reply.status).toBe(422)
    const refusals = reply.body.refusals as { name: string; code: string; words: string }[]
    expect(refusals.map(({ name, code }) => `${name} ${code}`).toSorted()).toEqual([
      'age constraint',
      'owns_car notChoice',
    ])
    expect(refusals.find(({ name }) => name === 'age')?.words).toBe('年龄应在 18 到 120 岁之间')
    expect(await countOf(fielded.id)).toBe(0)
  })

  test('of a skipped question leaves no trace of it', async () => {
    const fielded = await field()
    const reply = await send(fielded, submission(fielded, { answers: { ...given, owns_car: 'no' } }))
    const stored = await world.store.submissions.byReceipt(reply.body.receipt)
    expect(JSON.parse(stored?.answers ?? '')).not.toHaveProperty('parks')
  })

  test.each([
    ['draft', { state: 'draft' }, 403, 'notOpen'],
    ['not yet open', { opensAt: '2999-01-01T00:00:00.000Z' }, 403, 'notOpen'],
    ['paused', { state: 'paused' }, 403, 'paused'],
    ['closed', { state: 'closed' }, 410, 'closed'],
    ['past its end', { closesAt: '2001-01-01T00:00:00.000Z' }, 410, 'closed'],
  ] as const)('to a collection that is %s is refused in words', async (_, change, status, outcome) => {
    const fielded = await field(change)
    const reply = await send(fielded, submission(fielded))
    expect([reply.status, reply.body.outcome]).toEqual([status, outcome])
    expect(reply.body.words).not.toBe('')
    const welcome = await request(world.app).get(`/f/${fielded.slug}`)
    expect(welcome.status).toBe(status)
    expect(welcome.text).toContain('一次投放')
  })

  test('beyond the limit is refused, and the page says that all answers are in', async () => {
    const fielded = await field({ answerLimit: 1 })
    expect((await send(fielded, submission(fielded))).status).toBe(201)
    const reply = await send(fielded, submission(fielded))
    expect([reply.status, reply.body.outcome]).toEqual([403, 'full'])
    expect((await request(world.app).get(`/f/${fielded.slug}`)).text).toContain('答卷已经收满')
  })

  test('an answer withdrawn by its receipt is not stored again by a late re-send', async () => {
    const fielded = await field()
    const body = submission(fielded)
    const { receipt } = (await send(fielded, body)).body
    const typed = ` ${String(receipt).toLowerCase().replaceAll('-', ' ')} `
    const withdraw = (step: string) =>
      request(world.app).post('/withdraw').type('form').send({ receipt: typed, step })
    const asked = await withdraw('find')
    expect(asked.text).toContain('一次投放')
    expect(await countOf(fielded.id)).toBe(1)
    expect((await withdraw('erase')).text).toContain('已撤回')
    expect(await countOf(fielded.id)).toBe(0)
    expect((await withdraw('find')).status).toBe(422)
    expect((await send(fielded, body)).status).toBe(410)
    expect(await countOf(fielded.id)).toBe(0)
  })
})

describe('malformed posts are told so, and nothing is stored by halves', () => {
  let fielded: Fielded
  beforeAll(async () => {
    fielded = await field()
  })
  afterAll(async () => {
    expect(await countOf(fielded.id)).toBe(0)
  })

  const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown
  test.each([
    ['no instance id', { instanceId: undefined }, 400],
    ['an instance id that is no UUID', { instanceId: "1'; drop table submissions;--" }, 400],
    ['no answers', { answers: undefined }, 400],
    ['a list of answers', { answers: ['yes'] }, 400],
    ['an unknown question', { answers: { ...given, is_admin: 'yes' } }, 400],
    ['an answer that is an object', { answers: { ...given, wish: { $gt: '' } } }, 400],
    ['a list of lists', { answers: { ...given, parks: [['street']] } }, 400],
    ['deep JSON', { answers: { ...given, wish: deep } }, 400],
    ['very many values', { answers: { ...given, parks: Array.from({ length: 60_000 }, () => 'x') } }, 400],
    ['a tampered version', { formVersion: 'another' }, 409],
    ['NUL in a text', { answers: { ...given, wish: 'a\0b' } }, 422],
    ['a lone surrogate', { answers: { ...given, wish: 'a\ud800b' } }, 422],
    ['a list where one choice is asked', { answers: { ...given, owns_car: ['yes', 'no'] } }, 422],
    ['a choice that is not offered', { answers: { ...given, parks: ['street', 'moon'] } }, 422],
  ])('%s', async (_, change, status) => {
    const reply = await send(fielded, submission(fielded, change))
    expect(reply.status).toBe(status)
    expect(reply.text).not.toMatch(/\bat .*\.(ts|js):/)
  })

  test('wrong content type, broken JSON, 10 MB, an unknown link', async () => {
    const path = `/f/${fielded.slug}/submissions`
    const post = () => request(world.app).post(path)
    expect((await post().type('form').send('a=b')).status).toBe(415)
    expect((await post().type('json').send('{"a":')).status).toBe(400)
    expect(
      (
        await post()
          .type('json')
          .send(`"${'x'.repeat(10_000_000)}"`)
      ).status,
    ).toBe(413)
    expect((await request(world.app).post('/f/nobody/submissions').send(submission(fielded))).status).toBe(
      404,
    )
    expect((await request(world.app).get("/f/x'--/form")).status).toBe(404)
  })

  test('fields of the page: no id, a tampered version, a page that is not there', async () => {
    const post = (fields: object) =>
      request(world.app).post(`/f/${fielded.slug}/form`).type('form').send(fields)
    expect((await post({ _version: fielded.version, _do: 'next' })).status).toBe(400)
    expect((await post({ _version: 'x', _instance: randomUUID(), _do: 'submit' })).status).toBe(409)
    const odd = await post({ _version: fielded.version, _instance: randomUUID(), _page: '99', _do: 'submit' })
    expect(odd.text).toContain('您家有汽车吗？')
    expect(odd.text).not.toContain('提交成功')
  })
})

test('SQL and HTML in every field come back as text', async () => {
  const fielded = await field()
  const evil = `"'><script>alert(1)</script>'); drop table submissions;--`
  const fields = {
    _version: fielded.version,
    _instance: randomUUID(),
    _l: evil,
    _page: '1',
    _seen: evil,
    _do: 'next',
    'q.owns_car': evil,
    'q.age': evil,
    'q.wish': evil,
  }
  const reply = await request(world.app).post(`/f/${fielded.slug}/form`).type('form').send(fields)
  expect(reply.status).toBe(422)
  expect(reply.text).not.toContain('<script>alert')
  const stored = await send(fielded, submission(fielded, { answers: { ...given, wish: evil } }))
  const found = await world.store.submissions.byReceipt(stored.body.receipt)
  expect(JSON.parse(found?.answers ?? '').wish).toBe(evil)
})

describe('the welcome page says what is stored', () => {
  test('in an anonymous collection only the date', async () => {
    const fielded = await field({
      asker: '市住建局',
      contact: '0571-1234',
      retainUntil: '2027-12-31',
      minutes: 4,
    })
    const { text } = await request(world.app).get(`/f/${fielded.slug}`)
    for (const words of [
      '市住建局',
      '大约 4 分钟',
      '不保存姓名',
      '2027-12-31',
      '0571-1234',
      '自愿',
      '涉密',
    ]) {
      expect(text).toContain(words)
    }
  })

  test('in a named one the time and the personal questions', async () => {
    const source: FormSource = {
      survey: [
        { row: 2, cells: { type: 'text', name: 'who', label: '您的姓名', personal: 'yes' } },
        { row: 3, cells: { type: 'text', name: 'wish', label: '您的建议' } },
      ],
      choices: [],
      settings: [],
    }
    const fielded = await field({ anonymous: false }, source)
    const { text } = await request(world.app).get(`/f/${fielded.slug}`)
    expect(text).toContain('提交时间')
    expect(text).toContain('您的姓名')
    const reply = await send(fielded, submission(fielded, { answers: { who: '王芳', wish: '修路' } }))
    const stored = await world.store.submissions.byReceipt(reply.body.receipt)
    expect(stored?.answers).not.toContain('王芳')
    const personal = await world.store.submissions.personal(fielded.id, [stored?.seq ?? 0])
    expect(personal.get(stored?.seq ?? 0)).toEqual({ who: '王芳' })
  })

  test('speaks the language asked for', async () => {
    const fielded = await field({}, longQuestionnaire)
    const { text } = await request(world.app).get(`/f/${fielded.slug}?l=English%20(en)`)
    expect(text).toContain('<html lang="en">')
    expect(text).toContain('Public services')
  })
})

describe('an investigator', () => {
  let investigator: SignedInAgent
  let fielded: Fielded
  beforeAll(async () => {
    investigator = await world.signIn('investigator')
    fielded = await field({ anonymous: false })
  })

  test('fills for a respondent under a channel of its own, and is known in a named collection', async () => {
    const path = `/collections/${fielded.id}/fill`
    expect((await investigator.get(path)).status).toBe(200)
    const body = submission(fielded)
    expect((await investigator.post(`${path}/submissions`).send(body)).status).toBe(403)
    const reply = await investigator
      .post(`${path}/submissions`)
      .set('X-CSRF-Token', investigator.csrf)
      .send(body)
    expect(reply.status).toBe(201)
    const stored = await world.store.submissions.byReceipt(reply.body.receipt)
    const channels = await world.store.collections.channels(fielded.id)
    const own = channels.filter(({ kind }) => kind === 'investigator')
    expect(own).toHaveLength(1)
    expect(stored).toMatchObject({ channelId: own[0]?.id, collectorId: world.people.investigator.id })
  })

  test('of another topic, and a respondent, are kept out', async () => {
    const path = `/collections/${fielded.id}/fill`
    expect((await (await world.signIn('otherLead')).get(path)).status).toBe(404)
    expect((await request(world.app).post(`${path}/submissions`).send(submission(fielded))).status).toBe(401)
  })
})

test('one link takes only so many posts a minute', async () => {
  // Limits count whole minutes; this one is nobody else's.
  const now = () => new Date('2030-01-01T00:00:30Z')
  const small = await makeWorld({ now, env: { ANSWERS_PER_MINUTE: '10' } })
  const post = () => request(small.app).post(`/f/${small.channel.slug}/submissions`).send({})
  expect((await post()).status).toBe(400)
  await post()
  expect((await post()).status).toBe(429)
  await small.close()
})

test('a form of thirty questions weighs at most 15 kB to the first question, and 30 kB with all of its script', async () => {
  const survey = Array.from({ length: 30 }, (_, i) => ({
    row: i + 2,
    cells: {
      type: ['select_one five', 'integer', 'text', 'select_multiple five', 'range'][i % 5] ?? '',
      name: `question_${i + 1}`,
      label: `第 ${i + 1} 题：您对本社区第 ${i + 1} 项公共服务的总体看法是怎样的？`,
      required: i % 2 ? 'yes' : '',
      relevant: i > 20 ? "${question_1} != ''" : '',
    },
  }))
  const labels = ['非常满意', '比较满意', '一般', '不太满意', '很不满意']
  const choices = labels.map((label, i) => ({
    row: i + 2,
    cells: { list_name: 'five', name: `${i + 1}`, label },
  }))
  const fielded = await field({}, { survey, choices, settings: [] })
  const { text } = await request(world.app).get(`/f/${fielded.slug}/form`)
  const weigh = (name: string) =>
    gzipSync(readFileSync(join(staticDir, assetUrl(name).replace('/static/', '')))).length
  const source = (file: string) => readFileSync(join(staticDir, file), 'utf8')
  const entry = source(assetUrl('form.js').replace('/static/', ''))
  const imports = [...new Set(entry.match(/(?<=\bfrom\s*"\.\/)[^"]+(?=")/g))]
  const script = entry + imports.map(source).join('')
  const weight = {
    html: gzipSync(text).length,
    css: weigh('form.css'),
    script: weigh('form.js') + imports.reduce((sum, file) => sum + gzipSync(source(file)).length, 0),
  }
  if (process.env['SHOW']) process.stdout.write(`${JSON.stringify(weight)}\n`)
  // To the first question, and with the script, which runs when the page is there.
  expect(weight.html + weight.css).toBeLessThan(15_000)
  expect(weight.html + weight.css + weight.script).toBeLessThan(30_000)
  expect(weigh('later.js')).toBeLessThan(15_000)
  const references = text.match(/(src|href)="\/static\/[^"]+"/g) ?? []
  expect(references.length + imports.length).toBeLessThanOrEqual(3)
  expect(script).not.toMatch(/[\w)\]]\?\.[a-zA-Z_[(]/)
})
