/** Promise 1 under attack: a file with names and times is imported into an anonymous collection. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elements, parseHtml } from '../../server/commands/html.ts'
import type { FormSource } from '../../server/form/form.ts'
import { rowsOf } from '../support/raw.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'start', name: 'start' }),
    cells(3, { type: 'deviceid', name: 'deviceid' }),
    cells(4, { type: 'integer', name: 'age', label: '年龄' }),
  ],
  choices: [],
  settings: [],
}

/** As many as make it certain that a shuffle is none by chance. */
const n = 60
const ages = Array.from({ length: n }, (_, k) => 20 + k)
const lines = ages.map(
  (age, k) =>
    `3f2b8c1e-0000-4000-8000-${String(k).padStart(12, '0')},欧阳锋${k},2026-03-05 13:57:${String(k).padStart(2, '0')},dev-8731,2026-03-05T13:57:09+08:00,${age}`,
)
const table = `instance_id,姓名,提交时间,deviceid,start,age\n${lines.join('\n')}\n`

let temporary: TemporaryStore
let world: World
let lead: SignedInAgent
beforeAll(async () => {
  temporary = await temporaryStore({ onDisk: true })
  world = await makeWorld({ source, temporary })
  lead = await world.signIn('lead')
})
afterAll(() => world.close())

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
}

/** Everything that lies in the data folder, in one. */
const onDisk = () => Buffer.concat(filesIn(temporary.folder).map((path) => readFileSync(path)))

const pathOf = () => `/collections/${world.collection.id}/import`
let preview = ''

describe('between upload and import', () => {
  test('the file lies in the folder, and nothing of it can be read there', async () => {
    const reply = await lead
      .post(pathOf())
      .field('_csrf', lead.csrf)
      .field('action', 'upload')
      .attach('file', Buffer.from(table), '欧阳锋的名单.csv')
    expect(reply.status).toBe(200)
    preview = reply.text
    expect(filesIn(join(temporary.folder, 'imports'))).toHaveLength(1)
    for (const trace of ['欧阳锋', '13:57', 'dev-8731', '3f2b8c1e'])
      expect(onDisk().includes(trace)).toBe(false)
  })
})

describe('after the import', () => {
  beforeAll(async () => {
    const ticket = elements(parseHtml(preview), 'input').find(
      ({ attributes }) => attributes['name'] === 'ticket',
    )
    // As if somebody had changed the page: every column is given to every field.
    const fields: Record<string, string> = { ticket: ticket?.attributes['value'] ?? '', action: 'import' }
    for (const [place, column] of [
      ['q0', '5'],
      ['q1', '1'],
      ['q2', '4'],
      ['day', '2'],
      ['id', '0'],
    ])
      fields[place!] = column!
    const reply = await lead
      .post(pathOf())
      .type('form')
      .send({ ...fields, _csrf: lead.csrf })
    expect(reply.status).toBe(303)
  })

  test('no name, number, device or time of the file is stored anywhere', async () => {
    const rows = await rowsOf<Record<string, unknown>>(temporary.database, 'select * from submissions')
    const events = await rowsOf<Record<string, unknown>>(
      temporary.database,
      `select * from events where chain = '${world.collection.id}'`,
    )
    expect(rows).toHaveLength(n)
    for (const value of [...rows, ...events].flatMap((row) => Object.values(row))) {
      if (typeof value !== 'string') continue
      expect(value).not.toMatch(/欧阳锋|dev-8731|3f2b8c1e|13:57/)
      expect(value).not.toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d/)
    }
    for (const trace of ['欧阳锋', 'dev-8731', '3f2b8c1e', '13:57:'])
      expect(onDisk().includes(trace)).toBe(false)
  })

  test('only the day is kept, and the order of the rows is not that of the file', async () => {
    const rows = await world.store.submissions.rows(world.collection.id, 0, 100)
    expect(new Set(rows.map(({ receivedOn }) => receivedOn))).toEqual(new Set(['2026-03-05']))
    expect(rows.every(({ receivedAt, collectorId }) => receivedAt === null && collectorId === null)).toBe(
      true,
    )
    const order = rows.map(({ answers }) => (JSON.parse(answers) as { age: number }).age)
    expect(order.toSorted((a, b) => a - b)).toEqual(ages)
    expect(order).not.toEqual(ages)
  })

  test('the file is gone', () => {
    expect(filesIn(join(temporary.folder, 'imports'))).toEqual([])
  })
})
