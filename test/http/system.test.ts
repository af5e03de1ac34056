/** Watching the server: health, measures, the admin's page, and a log that tells nothing of respondents. */

import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import type { Intake } from '../../server/intake/intake.ts'
import { keepLastBackup, type LastBackup } from '../../server/upkeep/last-backup.ts'
import { eraseDue } from '../../server/upkeep/retention.ts'
import type { Entry, Log } from '../../server/watching/log.ts'
import { createWatching } from '../../server/watching/watching.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

/** The world's site with other settings, and with what it would log. */
function site({ env = {}, intake }: { env?: Readonly<Record<string, string>>; intake?: Intake } = {}) {
  const entries: Entry[] = []
  const log: Log = { write: (entry) => entries.push(entry), dropped: () => 0, close: () => undefined }
  const now = () => new Date()
  const app = createApp({
    store: world.store,
    intake: intake ?? world.intake,
    config: readConfig({ DATA_DIR: world.config.dataDir, ...env }, []),
    now,
    watching: createWatching({ now, log }),
    log: (line) => entries.push({ event: 'mistake', what: line }),
  })
  return { app, entries }
}

const answer = () => ({
  instanceId: crypto.randomUUID(),
  formVersion: world.versionId,
  locale: 'zh-CN',
  answers: { owns_car: 'no', age: '44', wish: '少收停车费' },
})

describe('/healthz', () => {
  test('says that all is well', async () => {
    const { body } = await request(world.app).get('/healthz').expect(200)
    expect(body).toEqual({ status: 'ok', database: 'ok', writing: 'ok' })
  })

  test('is 503 while answers cannot be written', async () => {
    const trouble = { since: new Date(), words: 'the disk is full' }
    const intake = { ...world.intake, state: () => ({ ...world.intake.state(), trouble }) }
    const { body } = await request(site({ intake }).app).get('/healthz').expect(503)
    expect(body).toEqual({ status: 'failing', database: 'ok', writing: 'failing' })
  })

  test('is 503 when the database does not answer', async () => {
    const store = {
      ...world.store,
      system: { ...world.store.system, ping: () => Promise.reject(new Error('gone')) },
    }
    const app = createApp({ store, intake: world.intake, config: world.config, now: () => new Date() })
    const { body } = await request(app).get('/healthz').expect(503)
    expect(body).toMatchObject({ status: 'failing', database: 'failing' })
  })
})

describe('/metrics', () => {
  test('is Prometheus text for this machine', async () => {
    const { text, type } = await request(world.app).get('/metrics').expect(200)
    expect(type).toBe('text/plain')
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(
        /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [-+.\de]+(Inf)?)$/,
      )
    expect(text).toContain('diaoyan_database_up 1')
    expect(text).toContain('diaoyan_intake_waiting 0')
  })

  test.each([{ 'x-forwarded-for': '10.0.0.9' }, { forwarded: 'for=10.0.0.9' }, { 'x-real-ip': '10.0.0.9' }])(
    'is closed to what a proxy passes on: %j',
    async (headers) => {
      const { text } = await request(world.app).get('/metrics').set(headers).expect(403)
      expect(text).toContain('METRICS_TOKEN')
    },
  )

  test('is open to whoever carries the token', async () => {
    const { app } = site({ env: { METRICS_TOKEN: 'a-long-token' } })
    const asked = (token: string) =>
      request(app).get('/metrics').set('x-forwarded-for', '10.0.0.9').set('authorization', `Bearer ${token}`)
    await asked('a-long-token').expect(200)
    await asked('another').expect(403)
  })

  test('counts answers in steps of five', async () => {
    const { app } = site()
    const stored = async () => {
      const { text } = await request(app).get('/metrics').expect(200)
      return /diaoyan_requests_total\{kind="respondent",status="2xx"\} (\d+)/.exec(text)?.[1]
    }
    const post = () => request(app).post(`/f/${world.channel.slug}/submissions`).send(answer()).expect(201)
    for (let n = 0; n < 4; n++) await post()
    expect(await stored()).toBe(undefined)
    await post()
    expect(await stored()).toBe('5')
    await post()
    expect(await stored()).toBe('5')
  })
})

describe('the log', () => {
  test('has nothing of respondents, and of staff no address and no query', async () => {
    const { app, entries } = site()
    const { slug } = world.channel
    await request(app).get(`/f/${slug}`).expect(200)
    await request(app).get(`/f/${slug}/form`).expect(200)
    await request(app).post(`/f/${slug}/submissions`).send(answer()).expect(201)
    await request(app).get('/withdraw').expect(200)
    await request(app).get('/healthz').expect(200)
    expect(entries).toEqual([])
    const { cookie } = await world.session('organiser')
    await request(app).get('/people?search=secret-word').set('cookie', cookie).expect(200)
    await request(app).get(`/topics/${world.topic.id}`).set('cookie', cookie).expect(200)
    await new Promise((resolve) => setImmediate(resolve))
    const person = world.people.organiser.id
    expect(entries.map(({ ms, ...rest }) => [rest, typeof ms])).toEqual([
      [{ event: 'request', method: 'GET', route: '/people', status: 200, person }, 'number'],
      [{ event: 'request', method: 'GET', route: '/topics/:topic', status: 200, person }, 'number'],
    ])
  })

  test('has slow queries without their parameters', () => {
    const entries: Entry[] = []
    const log: Log = { write: (entry) => entries.push(entry), dropped: () => 0, close: () => undefined }
    const watching = createWatching({ now: () => new Date(), log, slowQueryMs: 100 })
    watching.query('select 1', 99)
    watching.query('select *\n  from people\n  where id = ?', 120.4)
    expect(entries).toEqual([
      { event: 'slowQuery', level: 'warning', ms: 120, sql: 'select * from people where id = ?' },
    ])
    expect(watching.slowQueries()).toBe(1)
  })
})

const done: LastBackup = {
  endedAt: '2026-11-25T01:00:00.000Z',
  ok: true,
  name: '20261125T010000Z',
  folder: '/mnt/backup',
  seal: 'c'.repeat(64),
  bytes: 5_000_000,
  seconds: 1.25,
  answers: 42,
  faults: 0,
  brokenChains: 0,
  chains: 3,
  problem: null,
}

describe("the admin's page", () => {
  const page = async (locale: 'zh-CN' | 'en') => {
    const { cookie } = await world.session('admin')
    return (
      await request(world.app).get('/system').set('cookie', `${cookie}; diaoyan_locale=${locale}`).expect(200)
    ).text
  }

  test('shows a good backup, its seal and the chains, in both languages', async () => {
    await keepLastBackup(world.config.dataDir, done)
    const chinese = await page('zh-CN')
    for (const words of [
      '运行状况',
      '一切正常',
      '成功：答卷 42 份',
      'c'.repeat(64),
      '校验了 3 条链',
      '没有 https 证书',
    ])
      expect(chinese).toContain(words)
    const english = await page('en')
    for (const words of ['All is well', 'Done: 42 answers', 'verified 3 chains', 'no https certificate'])
      expect(english).toContain(words)
    for (const text of [chinese, english]) expect(text).not.toMatch(/undefined|NaN|\[object/)
  })

  test('says why a backup failed', async () => {
    const problem = { code: 'diskFull', params: { folder: '/mnt/backup' } } as const
    await keepLastBackup(world.config.dataDir, { ...done, ok: false, name: null, seal: null, problem })
    expect(await page('zh-CN')).toContain('/mnt/backup 所在的磁盘已满')
    expect(await page('en')).toContain('The disk of /mnt/backup is full')
  })

  test('says that chains were found broken', async () => {
    await keepLastBackup(world.config.dataDir, { ...done, faults: 2, brokenChains: 2 })
    expect(await page('zh-CN')).toContain('发现 2 条链被改动或不完整')
    await keepLastBackup(world.config.dataDir, done)
  })

  test('lets an admin confirm a clock that has jumped, and only then is anything destroyed', async () => {
    const { store } = world
    const due = await store.collections.add({
      topicId: world.topic.id,
      formVersionId: world.versionId,
      title: '到期的投放',
      sampleType: 'open',
      anonymous: true,
      pilot: false,
      state: 'open',
      retainUntil: '2027-06-30',
    })
    const { id: channelId } = await store.collections.addChannel({
      collectionId: due,
      kind: 'link',
      label: '',
    })
    await store.submissions.receive([
      {
        collectionId: due,
        channelId,
        formVersionId: world.versionId,
        instanceId: crypto.randomUUID(),
        contentHash: 'a'.repeat(64),
        answers: { owns_car: 'no', age: 40, wish: null },
        personal: null,
        locale: 'zh-CN',
        collectorId: null,
        receivedAt: '2026-11-25T02:00:00.000Z',
        receivedOn: '2026-11-25',
      },
    ])
    const now = new Date()
    expect(await eraseDue(store, now, now.toISOString().slice(0, 10))).toEqual({
      outcome: 'erased',
      count: 0,
    })
    const ahead = new Date(now.getTime() + 400 * 86_400_000)
    const held = await eraseDue(store, ahead, '2099-01-01')
    expect(held).toEqual({ outcome: 'held', seen: now.toISOString() })
    expect((await store.collections.find(due))?.received).toBe(1)
    const back = new Date(now.getTime() - 2 * 86_400_000)
    expect((await eraseDue(store, back, '2026-01-01')).outcome).toBe('back')

    expect(await page('zh-CN')).toContain('时钟正确，恢复到期销毁')
    const admin = await world.signIn('admin')
    await admin.post('/system').type('form').send({ _csrf: admin.csrf }).expect(303)
    expect(await page('zh-CN')).not.toContain('时钟正确，恢复到期销毁')
    const events = await store.history.list('ledger', {
      after: (await store.history.head('ledger')).number - 1,
    })
    expect(events.map(({ kind, actor }) => [kind, actor])).toEqual([
      ['clock.believed', world.people.admin.id],
    ])
    expect(await eraseDue(store, new Date(), '2027-07-01')).toEqual({ outcome: 'erased', count: 1 })
  })
})

test('nothing of all this was a mistake', () => {
  expect(world.mistakes).toEqual([])
})
