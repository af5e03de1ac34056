/** Files that take a while, through the real app: a page with progress, a cancel, a file for a day, and nothing left behind. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keepExports, sweepExports } from '../../server/export-jobs/keeping.ts'
import { stopExports } from '../../server/export-jobs/runners.ts'
import type { FormSource } from '../../server/form/form.ts'
import { send } from '../support/answers.ts'
import { download } from '../support/downloads.ts'
import { temporaryStore } from '../support/store.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'integer', name: 'age', label: '年龄' }),
    cells(3, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
  ],
  choices: [],
  settings: [],
}

/** Closed, it holds every reading of answers until it is opened again. */
let gate: { readonly open: () => void; readonly passed: Promise<void> } | null = null
function closeGate(): () => void {
  let open = () => undefined as void
  const passed = new Promise<void>((resolve) => (open = resolve))
  gate = { open, passed }
  return () => {
    open()
    gate = null
  }
}

let world: World
let analyst: SignedInAgent
let folder: string
let clock = Date.parse('2026-06-01T02:00:00.000Z')
const now = () => new Date(clock)
beforeAll(async () => {
  const temporary = await temporaryStore({ now })
  const { submissions } = temporary.store
  const held = {
    ...temporary.store,
    submissions: {
      ...submissions,
      rowsByInstance: async (...asked: Parameters<typeof submissions.rowsByInstance>) => {
        await gate?.passed
        return submissions.rowsByInstance(...asked)
      },
    },
  }
  world = await makeWorld({
    source,
    now,
    env: { EXPORT_AT_ONCE: '1' },
    temporary: { ...temporary, store: held },
  })
  folder = join(world.config.dataDir, 'exports')
  for (let k = 0; k < 3; k++) await send(world, { age: String(20 + k), phone: `1380000000${k}` })
})
beforeEach(async () => {
  // Sessions end while the clock is moved on.
  analyst = await world.signIn('analyst')
})
afterAll(() => world.close())

const kinds = async () => (await world.store.history.list('ledger', { limit: 5000 })).map(({ kind }) => kind)

async function start(fields: object, agent = analyst, at = `/collections/${world.collection.id}/exports`) {
  return agent
    .post(at)
    .type('form')
    .send({ _csrf: agent.csrf, ...fields })
}

async function begun(fields: object): Promise<string> {
  const reply = await start(fields)
  expect(reply.status).toBe(303)
  const place = reply.headers['location'] ?? ''
  expect(place).toMatch(/^\/topics\/\w+\/exports\/\w{16}$/)
  return place
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

/** The page once the file is no longer being made. */
async function settled(place: string): Promise<string> {
  for (;;) {
    const { text, status } = await analyst.get(place)
    expect(status).toBe(200)
    if (!/data-state="(waiting|running)"/.test(text)) return text
    await turn()
  }
}

const fetched = (place: string) => download(analyst, `${place}/file`)

const post = (place: string, agent = analyst) => agent.post(place).type('form').send({ _csrf: agent.csrf })

test('a file that is soon made is sent at once', async () => {
  const small = await makeWorld({ source })
  await send(small, { age: '20' })
  const agent = await small.signIn('analyst')
  const at = `/collections/${small.collection.id}`
  for (const [format, address] of [
    ['csv', `${at}/export.csv?encoding=plain`],
    ['csv-all', `${at}/export-csv.zip?encoding=plain`],
    ['sav', `${at}/export/sav?encoding=plain`],
  ]) {
    const reply = await start({ format, encoding: 'plain', from: '' }, agent, `${at}/exports`)
    expect([reply.status, reply.headers['location']]).toEqual([303, address])
    expect((await agent.get(address!)).status).toBe(200)
  }
  await small.close()
})

describe('a file that takes a while', () => {
  test.each(['csv', 'csv-all', 'xlsx', 'sav', 'dta', 'r', 'jsonl', 'ddi'])(
    'as %s is made behind a page, and its bytes are those of the file that is sent at once',
    async (format) => {
      const place = await begun({ format, language: 'zh-CN' })
      const page = await settled(place)
      expect(page).toContain('data-state="done"')
      expect(page).toContain('下载（')
      const made = await fetched(place)
      expect(made.status).toBe(200)
      const direct =
        format === 'csv' ? 'export.csv' : format === 'csv-all' ? 'export-csv.zip' : `export/${format}`
      const sent = await download(analyst, `/collections/${world.collection.id}/${direct}?language=zh-CN`)
      expect(made.bytes.equals(sent.bytes)).toBe(true)
      expect(made.headers['content-disposition']).toBe(sent.headers['content-disposition'])
      await post(place)
    },
  )

  test('says how far it is, without script too, and ends when it is cancelled', async () => {
    const open = closeGate()
    const place = await begun({ format: 'sav' })
    const { text } = await analyst.get(place)
    expect(text).toMatch(/data-state="(waiting|running)"/)
    expect(text).toContain('<noscript><meta http-equiv="refresh" content="3"></noscript>')
    // Whoever cancels waits until nothing is left, and the reading has to go on to notice it.
    const cancelling = post(place).then(({ status }) => status)
    const id = place.split('/').at(-1)!
    while ((await world.store.exportJobs.find(id))?.state !== 'cancelled') await turn()
    open()
    expect(await cancelling).toBe(303)
    expect(await settled(place)).toContain('data-state="cancelled"')
    expect(readdirSync(folder)).toEqual([])
    expect((await fetched(place)).status).toBe(410)
  })

  test('is on the list of whoever asked, and nobody else sees it', async () => {
    const place = await begun({ format: 'jsonl' })
    await settled(place)
    const list = place.slice(0, place.lastIndexOf('/'))
    expect((await analyst.get(list)).text).toContain(place)
    const lead = await world.signIn('lead')
    expect((await lead.get(list)).text).not.toContain(place)
    for (const path of [place, `${place}/file`]) expect((await lead.get(path)).status).toBe(404)
    expect((await post(place, lead)).status).toBe(404)
    const elsewhere = place.replace(world.topic.id, world.otherTopic.id)
    expect((await (await world.signIn('organiser')).get(elsewhere)).status).toBe(404)
    await post(place)
  })

  test('with personal columns is logged once, asks for the right again, and its disk tells nothing', async () => {
    const before = (await kinds()).filter((kind) => kind === 'personal.exported').length
    const organiser = await world.signIn('organiser')
    expect((await start({ format: 'csv', personal: '1' }, organiser)).status).toBe(403)
    const place = await begun({ format: 'csv', personal: '1', encoding: 'plain' })
    expect(await settled(place)).toContain('含个人信息列')
    expect((await fetched(place)).bytes.toString()).toContain('13800000001')
    await fetched(place)
    expect((await kinds()).filter((kind) => kind === 'personal.exported').length).toBe(before + 1)
    const [file] = readdirSync(folder)
    const sealed = readFileSync(join(folder, file!))
    expect(sealed.includes('13800000001')).toBe(false)
    expect(sealed.includes('instance_id')).toBe(false)
    // A byte that is not what was written breaks the file off.
    sealed[30]! ^= 1
    writeFileSync(join(folder, file!), sealed)
    expect((await fetched(place)).status).toBe(500)
    // Who left the team gets nothing more.
    const team = await world.store.topics.team(world.topic.id)
    const without = team.filter(({ role }) => role !== 'analyst')
    await world.store.topics.setTeam(world.topic.id, without)
    expect((await analyst.get(`${place}/file`)).status).toBe(404)
    await world.store.topics.setTeam(world.topic.id, team)
    await post(place)
    expect(readdirSync(folder)).toEqual([])
  })

  test('goes after a day, on the disk and in the database', async () => {
    const place = await begun({ format: 'csv' })
    await settled(place)
    clock += 24 * 3_600_000 + 1
    analyst = await world.signIn('analyst')
    expect((await fetched(place)).status).toBe(410)
    await sweepExports({ store: world.store, folder, now }, 0)
    expect(readdirSync(folder)).toEqual([])
    const job = await world.store.exportJobs.find(place.split('/').at(-1)!)
    expect([job?.state, job?.fileKey]).toEqual(['removed', null])
    expect((await analyst.get(place)).text).toContain('data-state="removed"')
  })

  test('is destroyed when an answer that it may hold is withdrawn', async () => {
    const id = await send(world, { age: '66' })
    const topicFile = await start({}, analyst, `/topics/${world.topic.id}/exports`)
    const places = [await begun({ format: 'csv' }), topicFile.headers['location'] ?? '']
    for (const place of places) expect(await settled(place)).toContain('data-state="done"')
    const answer = await world.store.submissions.find(world.collection.id, id)
    await world.store.submissions.erase(answer!.receipt, {
      actor: null,
      reason: 'withdrawn',
      right: 'consent',
    })
    for (const place of places) {
      expect((await fetched(place)).status).toBe(410)
      expect((await analyst.get(place)).text).toContain('data-state="erased"')
      expect((await world.store.exportJobs.find(place.split('/').at(-1)!))?.fileKey).toBeNull()
    }
    await sweepExports({ store: world.store, folder, now }, 0)
    expect(readdirSync(folder)).toEqual([])
  })

  test('is not finished when an answer is withdrawn while it is made', async () => {
    const id = await send(world, { age: '67' })
    const open = closeGate()
    const place = await begun({ format: 'csv' })
    const answer = await world.store.submissions.find(world.collection.id, id)
    await world.store.submissions.erase(answer!.receipt, {
      actor: null,
      reason: 'withdrawn',
      right: 'consent',
    })
    open()
    expect(await settled(place)).toContain('data-state="erased"')
    for (;;) {
      if (readdirSync(folder).length === 0) break
      await turn()
    }
  })

  test('waits its turn: two are made at once, and a person has five at most', async () => {
    const open = closeGate()
    const places: string[] = []
    for (let k = 0; k < 5; k++) places.push(await begun({ format: 'csv' }))
    const refused = await start({ format: 'csv' })
    expect(refused.status).toBe(429)
    expect(refused.text).toContain('每人同时最多 5 个')
    const last = (await analyst.get(places[4]!)).text
    expect(last).toContain('data-state="waiting"')
    await post(places[4]!)
    open()
    for (const place of places.slice(0, 4)) expect(await settled(place)).toContain('data-state="done"')
    expect(await settled(places[4]!)).toContain('data-state="cancelled"')
    for (const place of places) await post(place)
    expect(readdirSync(folder)).toEqual([])
  })
})

test('what makes no sense is refused before anything begins', async () => {
  const before = (await kinds()).length
  for (const [fields, status] of [
    [{}, 422],
    [{ format: 'exe' }, 404],
    [{ format: 'r', weights: 'nothing' }, 422],
    [{ format: 'csv', states: 'x' }, 422],
    [{ format: 'csv', table: 'nothing' }, 404],
    [{ format: 'csv', from: '2026-02-30' }, 422],
  ] as const)
    expect((await start(fields)).status).toBe(status)
  expect((await kinds()).length).toBe(before)
  const leader = await world.signIn('leader')
  expect((await start({ format: 'csv' }, leader)).status).toBe(403)
})

test('a start clears away what the last run left, and says so', async () => {
  const { store } = world
  const job = {
    topicId: world.topic.id,
    collectionId: world.collection.id,
    personId: world.people.analyst.id,
    format: 'csv',
    choices: '',
    personal: true,
    title: '旧文件',
    toRead: 3,
  }
  const id = await store.exportJobs.add(job, now().toISOString())
  await store.exportJobs.begin(id, now().toISOString())
  mkdirSync(folder, { recursive: true })
  for (const name of [`${id}.sealed.part`, 'aaaaaaaaaaaaaaaa.sealed', 'bbbbbbbbbbbbbbbb.sqlite'])
    writeFileSync(join(folder, name), '13800000001')
  const failures: unknown[] = []
  const failed = (error: unknown) => failures.push(error)
  const keeping = keepExports({ store, folder, now, alone: true, failed })
  for (;;) {
    if (readdirSync(folder).length === 0) break
    await turn()
  }
  keeping.stop()
  expect(failures).toEqual([])
  const page = (await analyst.get(`/topics/${world.topic.id}/exports/${id}`)).text
  expect(page).toContain('data-state="interrupted"')
  expect(page).toContain('服务器在生成时停止或重启了')
})

test('a server that ends gives up what is under way', async () => {
  const open = closeGate()
  const place = await begun({ format: 'csv' })
  const ending = stopExports(world.store)
  open()
  await ending
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
  expect((await analyst.get(place)).text).toContain('data-state="interrupted"')
})

test('no page has made a mistake on the way, but for the file that was broken by hand', () => {
  expect(world.mistakes.filter((line) => !line.includes('/file'))).toEqual([])
})
