/** The data view and narrowed exports through the real app: the same answers on the page, in every format and by the command's choices. */

import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
import type { FormSource } from '../../server/form/form.ts'
import { open, send } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one sex', name: 'sex', label: '性别' }),
    cells(3, { type: 'integer', name: 'age', label: '年龄', relevant: "${sex} = 'm'" }),
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
let analyst: SignedInAgent
const ids: string[] = []
beforeAll(async () => {
  world = await makeWorld({ source })
  analyst = await world.signIn('analyst')
  for (let k = 0; k < 6; k++)
    ids.push(
      await send(world, {
        sex: k % 2 ? 'm' : 'f',
        age: '30',
        wish: k === 1 ? '<b>多修</b>车位' : '',
        phone: '13900000000',
      }),
    )
  await world.store.reviews.decide(world.collection.id, {
    instanceIds: [ids[0]!, ids[1]!],
    to: 'approved',
    reason: '',
    comment: '',
    actor: world.people.analyst.id,
  })
  await world.store.reviews.decide(world.collection.id, {
    instanceIds: [ids[2]!],
    to: 'rejected',
    reason: 'duplicate',
    comment: '',
    actor: world.people.analyst.id,
  })
})
afterAll(() => world.close())

const at = (rest: string) => `/collections/${world.collection.id}${rest}`

async function rowsOn(query: string): Promise<readonly (readonly string[])[]> {
  const page = await open(analyst, at(`/data${query}`))
  const [table] = elements(page, 'table')
  return table
    ? elements(table, 'tr').map((row) => elements(row, 'td').map((cell) => textOf(cell).trim()))
    : []
}
const idsOn = async (query: string) => {
  const page = await open(analyst, at(`/data${query}`))
  return elements(page, 'a')
    .map(({ attributes }) => /records\/([\w-]{36})$/.exec(attributes['href'] ?? '')?.[1])
    .filter((id) => id !== undefined)
}

test('rows stand in words or codes, and a skipped question is told from one left blank', async () => {
  const words = await rowsOn('?q=车位')
  expect(words.slice(1)).toEqual([['已通过', '男', '30', '<b>多修</b>车位']])
  expect((await rowsOn('?q=车位&cells=codes')).slice(1)).toEqual([['已通过', 'm', '30', '<b>多修</b>车位']])
  const women = (await rowsOn('?states=all')).filter((row) => row[1] === '女')
  expect(women.map((row) => row.slice(2))).toEqual(Array.from({ length: 3 }, () => ['·', '—']))
})

test('columns are chosen, personal ones cannot be', async () => {
  const page = await open(analyst, at('/data?column.age=1&column.phone=1'))
  expect(
    elements(page, 'th')
      .map((each) => textOf(each).trim())
      .slice(0, 3),
  ).toEqual(['答卷', '审核状态', '年龄'])
  expect(textOf(page)).not.toContain('13900000000')
  expect(await idsOn('?q=13900000000')).toEqual([])
})

test.each([
  ['', [0, 1, 3, 4, 5]],
  ['?states=approved', [0, 1]],
  ['?states=all', [0, 1, 2, 3, 4, 5]],
  ['?states=rejected', [2]],
  ['?rejected=1', [0, 1, 2, 3, 4, 5]],
  ['?versions=1', [0, 1, 3, 4, 5]],
  ['?to=2020-01-01', []],
])('data%s and every export of it hold the same answers', async (query, places) => {
  const wanted = places.map((place) => ids[place]!).toSorted()
  expect((await idsOn(query)).toSorted()).toEqual(wanted)
  const csv = await analyst.get(at(`/export.csv${query}`)).buffer()
  const rows = Papa.parse<Record<string, string>>(csv.text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: true,
  }).data
  expect(rows.map((row) => row['instance_id'] ?? '').toSorted()).toEqual(wanted)
  const lines = (
    await analyst
      .get(at(`/export/jsonl${query}`))
      .buffer()
      .parse((res, done) => {
        let text = ''
        res.on('data', (chunk: Buffer) => (text += chunk.toString()))
        res.on('end', () => done(null, text))
      })
  ).body as string
  const parsed = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, string>)
  expect(parsed.map((row) => row['instance_id'] ?? '').toSorted()).toEqual(wanted)
})

test('a filter that makes no sense is refused with a page, in exports too', async () => {
  for (const path of ['/data?states=x', '/export.csv?versions=9', '/export/sav?from=x', '/export?channels=x'])
    expect((await analyst.get(at(path))).status).toBe(422)
})

test('the export page keeps what the data view was narrowed to', async () => {
  const data = await open(analyst, at('/data?states=approved&from=2020-01-01'))
  const link = elements(data, 'a').find(({ attributes }) => attributes['href']?.includes('/export'))
  expect(link?.attributes['href']).toBe(at('/export?states=approved&from=2020-01-01'))
  const page = await open(analyst, link?.attributes['href'] ?? '')
  // In each of its forms: for spreadsheets, for programs, and for how the answers came about.
  const chosen = elements(page, 'option').filter(
    ({ attributes }) => 'selected' in attributes && attributes['value'] === 'approved',
  )
  expect(chosen).toHaveLength(3)
})

test('markup in an answer stays text', async () => {
  const { text } = await analyst.get(at('/data'))
  expect(text).not.toContain('<b>多修')
  expect(elements(parseHtml(text), 'b')).toEqual([])
})
