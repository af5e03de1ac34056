/** Summaries as their readers open them: analysts see every figure, leaders protected ones, both through the real app. */

import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { textOf } from '../../server/commands/html.ts'
import { createFrames } from '../../server/summary/frames.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'
import { byId, open, rowsOf, send } from '../support/answers.ts'

const plenty = { ANSWERS_PER_MINUTE: '1000000', SUBMISSIONS_PER_MINUTE: '1000000' }

describe('the summary of a small questionnaire', () => {
  let world: World
  let analyst: SignedInAgent
  let leader: SignedInAgent
  let path: string
  beforeAll(async () => {
    world = await makeWorld({ env: plenty })
    analyst = await world.signIn('analyst')
    leader = await world.signIn('leader')
    path = `/collections/${world.collection.id}/summary`
    await send(world, { owns_car: 'yes', parks: ['street', 'yard'], age: '30', wish: '多建车位' })
    await send(world, { owns_car: 'yes', parks: ['street'], age: '40' })
    await send(world, { owns_car: 'no', age: '50' })
  })
  afterAll(() => world.close())

  test('an analyst sees counts, and skipped apart from unanswered', async () => {
    const page = await open(analyst, path)
    expect(rowsOf(byId(page, 'q-owns_car'))).toEqual([
      ['有', 2, (100 * 2) / 3, (100 * 2) / 3],
      ['没有', 1, 100 / 3, 100 / 3],
      ['有效回答', 3, 100, 100],
      ['合计', 3, null, 100],
    ])
    expect(rowsOf(byId(page, 'q-parks'))[0]).toEqual(['路边', 2, 100, (100 * 2) / 3])
    expect(textOf(byId(page, 'q-parks')!)).toContain('跳过（未问到）1')
    expect(rowsOf(byId(page, 'q-age'))[0]).toEqual([3, 40, 10, 30, 35, 40, 45, 50])
    const wish = textOf(byId(page, 'q-wish')!)
    expect(wish).toContain('3 份答卷中有 1 份写了内容')
    expect(wish).toContain('未答 2')
  })

  test('every page of figures says sample, dates, method and the head of the history', async () => {
    const page = await open(analyst, path)
    const text = textOf(page)
    const head = await world.store.history.head(world.collection.id)
    for (const words of ['非概率样本', '匿名', '问卷调查', '未加权', head.hash]) expect(text).toContain(words)
    expect(text).not.toContain('95% 下限')
  })

  test('a leader of three answers sees none of them', async () => {
    const page = await open(leader, path)
    for (const [, ...cells] of rowsOf(byId(page, 'q-owns_car'))) expect(cells.filter(Boolean)).toEqual([])
    expect(textOf(page)).not.toMatch(/多建车位|平均/)
    expect((await leader.get(`/collections/${world.collection.id}/texts/wish`)).status).toBe(403)
  })

  test('open answers are found by their words', async () => {
    const found = await open(analyst, `/collections/${world.collection.id}/texts/wish?q=车位`)
    expect(textOf(found)).toContain('多建车位')
    expect(textOf(found)).toContain('找到 1 条')
    const none = await open(analyst, `/collections/${world.collection.id}/texts/wish?q=公园`)
    expect(textOf(none)).not.toContain('多建车位')
    expect((await analyst.get(`/collections/${world.collection.id}/texts/age`)).status).toBe(404)
  })

  test('a filter keeps what matches it', async () => {
    const page = await open(analyst, `${path}?where=owns_car%3Dyes`)
    expect(rowsOf(byId(page, 'q-age'))[0]?.slice(0, 2)).toEqual([2, 35])
    const none = await open(analyst, `${path}?from=1999-01-01&to=1999-01-02`)
    expect(textOf(byId(none, 'q-age')!)).toContain('还没有有效回答')
  })

  test('a page that has not changed is not sent again, and a new answer makes it new', async () => {
    const first = await analyst.get(path)
    const tag = first.headers['etag'] as string
    expect((await analyst.get(path).set('If-None-Match', tag)).status).toBe(304)
    await send(world, { owns_car: 'no', age: '60' })
    const next = await analyst.get(path).set('If-None-Match', tag)
    expect(next.status).toBe(200)
    expect(next.headers['etag']).not.toBe(tag)
  })

  test('both languages have the whole page', async () => {
    const response = await analyst.get(path).set('Accept-Language', 'en')
    expect(response.text).toContain('In the figures')
    expect(response.text).not.toMatch(/undefined|NaN/)
  })

  test('an unknown collection, an unknown question and nonsense in the query harm nobody', async () => {
    expect((await analyst.get('/collections/abcdefgh/summary')).status).toBe(404)
    for (const query of [
      'where=%00',
      'where=owns_car%3Dnobody',
      'from=yesterday',
      'where=__proto__%3D1',
      'channel=x%3Dy',
    ]) {
      expect((await analyst.get(`${path}?${query}`)).status).toBe(200)
    }
    for (const query of [
      'rows=nothing&columns=age',
      'rows=age&columns=age',
      'rows=owns_car&columns=owns_car',
      'rows=parks/street&columns=age',
      'rows=received_on&columns=channel',
    ]) {
      expect((await analyst.get(`/collections/${world.collection.id}/crosstab?${query}`)).status).toBe(200)
    }
    expect(world.mistakes).toEqual([])
  })
})

describe('an empty collection', () => {
  test('has a summary that says so', async () => {
    const world = await makeWorld()
    for (const role of ['analyst', 'leader', 'guidance'] as const) {
      const agent = await world.signIn(role)
      const page = await open(agent, `/collections/${world.collection.id}/summary`)
      expect(textOf(page)).not.toMatch(/NaN|undefined|Infinity/)
      await open(agent, `/topics/${world.topic.id}/summary`)
    }
    expect(world.mistakes).toEqual([])
    await world.close()
  })
})

interface Expected {
  readonly n: number
  readonly frequency: Readonly<Record<string, { counts: Record<string, number>; missing: number }>>
  readonly crosstabs: readonly {
    rows: string
    columns: string
    chisq: { statistic: number; df: number; p: number }
  }[]
  readonly welch: readonly { variable: string; by: string; t: number; df: number; p: number }[]
  readonly number: Readonly<
    Record<
      string,
      { n: number; mean: number; sd: number; min: number; max: number; quartiles: readonly number[] }
    >
  >
}

describe('the summary of 237 students', () => {
  const folder = new URL('../real/students/', import.meta.url)
  const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Expected
  const rows = Papa.parse<Record<string, string>>(readFileSync(new URL('answers.csv', folder), 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data
  let world: World
  let analyst: SignedInAgent
  let leader: SignedInAgent
  let path: string
  beforeAll(async () => {
    const read = await readXlsform(readFileSync(new URL('questionnaire.xlsx', folder)))
    if (!read.ok) throw new Error('the questionnaire cannot be read')
    world = await makeWorld({ env: plenty, source: read.source })
    analyst = await world.signIn('analyst')
    leader = await world.signIn('leader')
    path = `/collections/${world.collection.id}/summary`
    for (const row of rows) await send(world, answersOf(row))
  })
  afterAll(() => world.close())

  test('counts are exact and figures equal those of R', async () => {
    const page = await open(analyst, path)
    const { form } = compileForm((await world.store.forms.version(world.versionId))!.source)
    for (const [name, { counts, missing }] of Object.entries(expected.frequency)) {
      const shown = rowsOf(byId(page, `q-${name}`))
      const list = form!.lists[Object.values(form!.lists).length > 0 ? listOf(name) : ''] ?? []
      for (const { value, label } of list) {
        expect(shown.find(([head]) => head === label['中文 (zh)'])?.[1], `${name} ${value}`).toBe(
          counts[value],
        )
      }
      const empty = shown
        .filter(([head]) => head === '未答' || head === '跳过（未问到）')
        .reduce((sum, row) => sum + Number(row[1]), 0)
      expect(empty, name).toBe(missing)
    }
    for (const [name, { n, mean, sd, min, max, quartiles }] of Object.entries(expected.number)) {
      const wanted = [n, mean, sd, min, ...quartiles, max]
      const [figures] = rowsOf(byId(page, `q-${name}`))
      wanted.forEach((value, place) => near(figures?.[place], value))
    }

    function listOf(name: string): string {
      const question = form!.nodes
        .flatMap((node) => (node.kind === 'question' ? [node] : []))
        .find((each) => each.name === name)
      return question?.list ?? ''
    }
  })

  test('crosstabs and comparisons equal those of R and say what they assume', async () => {
    for (const { rows, columns, chisq } of expected.crosstabs) {
      const page = await open(
        analyst,
        `/collections/${world.collection.id}/crosstab?rows=${rows}&columns=${columns}`,
      )
      const [figures] = rowsOf(byId(page, 'crossing'), 3)
      ;[chisq.statistic, chisq.df, chisq.p].forEach((value, place) => near(figures?.[place], value))
      expect(textOf(page)).toContain('假定随机样本')
    }
    for (const { variable, by, t, df, p } of expected.welch) {
      const page = await open(
        analyst,
        `/collections/${world.collection.id}/crosstab?rows=${variable}&columns=${by}`,
      )
      const [figures] = rowsOf(byId(page, 'crossing'), 1)
      ;[t, df, p].forEach((value, place) => near(figures?.[place], value))
    }
  })

  test('a leader sees what has been released, no count of one to four and no test on this sample', async () => {
    const page = await open(leader, path)
    expect(textOf(byId(page, 'summary-head')!)).toContain('237')
    for (const name of Object.keys(expected.frequency)) {
      for (const [head, count] of rowsOf(byId(page, `q-${name}`))) {
        expect(count === null || count === 0 || Number(count) >= 5, `${name} ${head} ${count}`).toBe(true)
      }
    }
    for (const { rows, columns } of expected.crosstabs) {
      const cross = await open(
        leader,
        `/collections/${world.collection.id}/crosstab?rows=${rows}&columns=${columns}`,
      )
      expect(textOf(byId(cross, 'crossing')!)).not.toMatch(/p 值|克莱姆/)
    }
  })

  test('a leader filters by one choice at a time, and not by days or by two', async () => {
    const page = await open(leader, `${path}?where=sex%3Dfemale`)
    expect(rowsOf(byId(page, 'q-fold')).length).toBeGreaterThan(0)
    for (const name of Object.keys(expected.frequency)) {
      for (const [head, count] of rowsOf(byId(page, `q-${name}`))) {
        expect(count === null || count === 0 || Number(count) >= 5, `${name} ${head} ${count}`).toBe(true)
      }
    }
    // One student did not say: beside the women, the men alone would give that one away.
    expect((await leader.get(`${path}?where=sex%3Dmale`)).text).toContain('人太少')
    for (const query of [
      'where=sex%3Dmale&where2=smoke%3Dnever',
      'from=2026-01-01',
      `where=sex%3Dmale&to=2030-01-01`,
    ]) {
      const refused = await leader.get(`${path}?${query}`)
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('每次只能按一个选项筛选')
    }
  })

  test('one more answer does not move what a leader sees; five do', async () => {
    const figures = async () => {
      const response = await leader.get(path)
      return {
        tag: response.headers['etag'] as string,
        text: response.text.replace(/<p class="small muted chain">.*?<\/p>/s, ''),
      }
    }
    const before = await figures()
    for (let i = 0; i < 4; i++) {
      await send(world, answersOf(rows[0]!))
      expect(await figures()).toEqual(before)
      expect((await leader.get(path).set('If-None-Match', before.tag)).status).toBe(304)
    }
    await send(world, answersOf(rows[0]!))
    const after = await figures()
    expect(after.tag).not.toBe(before.tag)
    expect(after.text).toContain('242')
  })

  test('a withdrawn answer that a leader has seen takes four others with it out of what a leader sees', async () => {
    const before = await open(leader, path)
    expect(textOf(byId(before, 'summary-head')!)).toContain('242')
    const [row] = await world.store.submissions.rows(world.collection.id, 100, 1)
    await world.store.submissions.erase(row!.receipt, {
      actor: null,
      reason: 'withdrawn',
      right: 'respondent',
    })
    expect(textOf(byId(await open(leader, path), 'summary-head')!)).toContain('237')
    expect(textOf(byId(await open(analyst, path), 'summary-head')!)).toContain('241')
  })

  function answersOf(row: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))
  }
})

function near(seen: unknown, wanted: number): void {
  expect(Math.abs(Number(seen) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1e-300, Math.abs(wanted)))
}

describe('the frame cache', () => {
  test('appends new answers, and reads all again when one was withdrawn', async () => {
    const world = await makeWorld({ env: plenty })
    const frames = createFrames(world.store)
    await send(world, { owns_car: 'no', age: '50' })
    const first = await frames.of(world.collection.id)
    await send(world, { owns_car: 'yes', parks: ['yard'], age: '20' })
    const second = await frames.of(world.collection.id)
    expect([first?.frame.n, second?.frame.n]).toEqual([1, 2])
    const ages = second?.frame.columns.get('age')
    expect(ages?.kind === 'number' && [...ages.values]).toEqual([50, 20])
    const [row] = await world.store.submissions.rows(world.collection.id, 0, 1)
    await world.store.submissions.erase(row!.receipt, {
      actor: null,
      reason: 'withdrawn',
      right: 'respondent',
    })
    const third = await frames.of(world.collection.id)
    expect(third?.frame.n).toBe(1)
    expect(await frames.of('nothing-there')).toBeNull()
    await world.close()
  })

  test('keeps skipped, unanswered and answered apart', async () => {
    const world = await makeWorld({ env: plenty })
    await send(world, { owns_car: 'no' })
    await send(world, { owns_car: 'yes', age: '33' })
    await send(world, { owns_car: 'yes', parks: ['garage'], age: '34' })
    const held = await createFrames(world.store).of(world.collection.id)
    const parks = held?.frame.columns.get('parks')
    expect(parks?.kind === 'set' && [...parks.status]).toEqual([0, 1, 2])
    await world.close()
  })
})

describe('an open summary', () => {
  test('is told within three seconds of a new answer', async () => {
    const world = await makeWorld({ env: plenty })
    const server = createServer(world.app).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    try {
      const analyst = await world.signIn('analyst')
      const port = (server.address() as { port: number }).port
      const cookies = analyst.jar
        .getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false })
        .toValueString()
      const response = await fetch(`http://127.0.0.1:${port}/collections/${world.collection.id}/live`, {
        headers: { cookie: cookies },
      })
      expect(response.headers.get('content-type')).toContain('text/event-stream')
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
      const until = async (words: string) => {
        let text = ''
        while (!text.includes(words)) {
          const { value, done } = await reader.read()
          if (done) throw new Error('the stream ended')
          text += value
        }
      }
      await until('"n":0')
      const began = Date.now()
      await send(world, { owns_car: 'no' })
      await until('"n":1')
      expect(Date.now() - began).toBeLessThan(3000)
      await reader.cancel()
    } finally {
      server.closeAllConnections()
      server.close()
      await world.close()
    }
  })
})
