/** How answers came about on pages and in files: chosen by the organiser, shown with the record, exported as a table of its own. */

import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textOf } from '../../server/commands/html.ts'
import type { FormSource } from '../../server/form/form.ts'
import { open } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const row = (n: number, cells: Readonly<Record<string, string>>) => ({ row: n, cells })
const source: FormSource = {
  survey: [
    row(2, { type: 'audit', name: 'audit' }),
    row(3, { type: 'integer', name: 'age', label: '年龄' }),
    row(4, { type: 'begin_repeat', name: 'children', label: '孩子' }),
    row(5, { type: 'text', name: 'nick', label: '小名' }),
    row(6, { type: 'end_repeat' }),
    row(7, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
  ],
  choices: [],
  settings: [],
}

let world: World
let analyst: SignedInAgent
let lead: SignedInAgent
let versionId = ''
beforeAll(async () => {
  world = await makeWorld()
  analyst = await world.signIn('analyst')
  lead = await world.signIn('lead')
  const formId = await world.store.forms.add({
    topicId: world.topic.id,
    kind: 'questionnaire',
    title: '孩子',
    source,
  })
  versionId = (await world.store.forms.publish(formId)).id
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

async function fielded(paradata: 'off' | 'questions', anonymous = false) {
  const id = await world.store.collections.add({
    topicId: world.topic.id,
    formVersionId: versionId,
    title: `孩子 ${paradata}`,
    sampleType: 'open',
    anonymous,
    pilot: false,
    paradata,
    state: 'open',
  })
  const { slug } = await world.store.collections.addChannel({ collectionId: id, kind: 'link', label: '链接' })
  const send = async (told: object) => {
    const instanceId = randomUUID()
    const reply = await analyst.post(`/f/${slug}/submissions`).send({
      instanceId,
      formVersion: versionId,
      locale: 'zh-CN',
      answers: {
        age: '40',
        children: [{ nick: '毛毛' }, { nick: '豆豆' }],
        phone: '13800000000',
        audit: 'log.csv',
      },
      paradata: told,
    })
    expect([reply.status, reply.text]).toEqual([201, expect.any(String)])
    return instanceId
  }
  return { id, slug, send }
}

const told = {
  start: '2026-11-25T01:00:00.000Z',
  span: 90_000,
  active: 61_000,
  away: 29_000,
  longest: 20_000,
  pauses: 2,
  backs: 3,
  questions: {
    'children[2]/nick': [21_500, 1, 1, 0],
    age: [9_000, 2, 3, 1],
    phone: [12_000, 1, 1, 0],
  },
}

describe('setting up a collection', () => {
  test('an audit question asks for it, is answered by the setting, and stores nothing itself', async () => {
    const { text } = await lead
      .get(`/topics/${world.topic.id}/collections/new?version=${versionId}`)
      .expect(200)
    expect(text).toMatch(/name="paradata" value="questions" checked/)
    const { id, send } = await fielded('questions')
    await send(told)
    expect((await world.store.submissions.rows(id, 0, 1))[0]?.answers).not.toContain('log.csv')
    expect(textOf(await open(lead, `/collections/${id}`))).toContain('“audit”题保持空白')
    const draft = await world.store.collections.add({
      topicId: world.topic.id,
      formVersionId: versionId,
      title: '草稿',
      sampleType: 'open',
      anonymous: true,
      pilot: false,
    })
    expect(textOf(await open(lead, `/collections/${draft}`))).toContain('本次投放不记录作答过程')
  })

  test('is chosen with words on what it means, kept in the settings, and told to respondents and investigators', async () => {
    const page = await lead.get(`/topics/${world.topic.id}/collections/new`).expect(200)
    expect(page.text).toContain('设备即使送来，也一律丢弃')
    const made = await lead.post(`/topics/${world.topic.id}/collections/new`).type('form').send({
      _csrf: lead.csrf,
      form: versionId,
      name: '带用时',
      sampleType: 'open',
      identity: 'anonymous',
      paradata: 'times',
      retainUntil: '2099-12-31',
      asker: '市办',
      purpose: '了解情况',
    })
    expect(made.status).toBe(303)
    const id = /collections\/([^/?]+)/.exec(made.headers['location'] as string)?.[1] ?? ''
    expect(await world.store.collections.find(id)).toMatchObject({ paradata: 'times' })
    await world.store.collections.change(id, { state: 'open' })
    const [link] = await world.store.collections.channels(id)
    expect((await lead.get(`/f/${link?.slug}`)).text).toContain('填写一共用了多久，取整到 5 秒')
    expect((await lead.get(`/f/${link?.slug}?l=en`)).text).toContain('No time of day is stored')
    const investigator = await world.signIn('investigator')
    expect((await investigator.get(`/collections/${id}/fill`)).text).toContain('不与您的姓名对应')
    const bad = await lead
      .post(`/topics/${world.topic.id}/collections/new`)
      .type('form')
      .send({ _csrf: lead.csrf, paradata: 'everything' })
    expect([bad.status, bad.text.includes('请选择作答过程记录到什么程度')]).toEqual([422, true])
  })
})

describe('the page of a record', () => {
  test('shows how it was filled in, in the order of the form', async () => {
    const { id, send } = await fielded('questions')
    const instance = await send(told)
    const page = textOf(await open(analyst, `/collections/${id}/records/${instance}`))
    expect(page).toContain('实际作答 61 秒')
    expect(page).toContain('停顿 2 次共 29 秒，最长 20 秒')
    expect(page).toContain('往回翻页 3 次')
    expect(page.indexOf('年龄 9.0')).toBeGreaterThan(0)
    expect(page.indexOf('2. 小名 21.5')).toBeGreaterThan(page.indexOf('年龄 9.0'))
    const english = await world.signIn('analyst')
    await english.get('/language?locale=en&next=/')
    expect(textOf(await open(english, `/collections/${id}/records/${instance}`))).toContain(
      '61 s of attention',
    )
  })

  test('shows none of it to who collects or leads, nor where nothing is kept', async () => {
    const { id, send } = await fielded('questions')
    const instance = await send(told)
    for (const role of ['leader', 'investigator', 'guidance'] as const) {
      const reply = await (await world.signIn(role)).get(`/collections/${id}/records/${instance}`)
      expect(reply.text).not.toContain('填写过程')
    }
    const off = await fielded('off')
    const without = await off.send(told)
    expect(textOf(await open(analyst, `/collections/${off.id}/records/${without}`))).not.toContain('填写过程')
  })
})

describe('the file', () => {
  test('has a row for the answer and one for each question, joined by the answer’s id', async () => {
    const { id, send } = await fielded('questions')
    const first = await send(told)
    await send({ ...told, questions: { age: [3_000, 1, 1, 0] } })
    const { text } = await analyst.get(`/collections/${id}/paradata/csv?encoding=plain`).expect(200)
    const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
    const mine = data.filter((line) => line['PARENT_KEY'] === first)
    expect(mine).toHaveLength(4)
    expect(mine[0]).toMatchObject({
      question: '',
      seconds: '61',
      started: '2026-11-25T01:00:00.000Z',
      ended: '2026-11-25T01:01:30.000Z',
      away_seconds: '29',
      longest_pause: '20',
      pauses: '2',
      pages_back: '3',
    })
    expect(mine.find(({ at }) => at === 'children[2]/nick')).toMatchObject({
      question: 'nick',
      label: '小名',
      seconds: '21.5',
      visits: '1',
    })
    expect(data).toHaveLength(6)
    const last = (await world.store.history.list('ledger', { limit: 5_000 })).at(-1)
    expect(last).toMatchObject({ kind: 'export.file', subject: id })
    expect(last?.detail).toContain('paradata.csv')
  })

  test('comes in every format, and with the archive of CSV files together with what its columns mean', async () => {
    const { id, send } = await fielded('questions')
    await send(told)
    for (const format of ['xlsx', 'sav', 'dta', 'r', 'jsonl', 'ddi']) {
      const reply = await analyst.get(`/collections/${id}/paradata/${format}`).buffer(true)
      expect([format, reply.status]).toEqual([format, 200])
    }
    const { text } = await analyst.get(`/collections/${id}/export`).expect(200)
    expect(text).toContain(`/collections/${id}/paradata/csv`)
    const bytes = async (path: string) => {
      const { body } = await analyst
        .get(`/collections/${id}/${path}`)
        .buffer(true)
        .parse((res, done) => {
          const parts: Buffer[] = []
          res.on('data', (part: Buffer) => parts.push(part))
          res.on('end', () => done(null, Buffer.concat(parts)))
        })
      return (body as Buffer).toString('latin1')
    }
    const mark = 'How answers come about'
    expect(await bytes('export-csv.zip?language=en&paradata=1')).toContain(mark)
    expect(await bytes('export-csv.zip?language=en')).not.toContain(mark)
    expect(await bytes('export/sav?language=en&all=1&paradata=1')).toContain(`${mark} (paradata).sav`)
    const sheets = async (query: string) => {
      const folder = mkdtempSync(join(tmpdir(), 'diaoyan-paradata-'))
      try {
        const file = join(folder, 'answers.xlsx')
        writeFileSync(file, Buffer.from(await bytes(`export/xlsx?all=1${query}`), 'latin1'))
        return execFileSync('unzip', ['-p', file, 'xl/workbook.xml'], { encoding: 'utf8' })
      } finally {
        rmSync(folder, { recursive: true })
      }
    }
    expect(await sheets('&paradata=1')).toContain('name="paradata"')
    expect(await sheets('')).not.toContain('name="paradata"')
  })

  test('is for analysts and leads, is coarse where answers are anonymous, and is empty where nothing is kept', async () => {
    const { id, send } = await fielded('questions', true)
    await send(told)
    for (const role of ['leader', 'investigator', 'guidance', 'admin'] as const)
      expect([403, 404]).toContain(
        (await (await world.signIn(role)).get(`/collections/${id}/paradata/csv`)).status,
      )
    const { text } = await analyst.get(`/collections/${id}/paradata/csv`).expect(200)
    expect(text).not.toContain('2026-11-25T')
    const { data } = Papa.parse<Record<string, string>>(text.replace('\uFEFF', ''), {
      header: true,
      skipEmptyLines: true,
    })
    for (const line of data) expect(Number(line['seconds']) % 5).toBe(0)
    const off = await fielded('off')
    await off.send(told)
    const none = await analyst.get(`/collections/${off.id}/paradata/csv?encoding=plain`).expect(200)
    expect(none.text.trim().split('\r\n')).toHaveLength(1)
    await analyst.get(`/collections/${id}/paradata/doc`).expect(404)
    expect((await analyst.get(`/collections/${off.id}/export`)).text).not.toContain('/paradata/csv')
  })
})
