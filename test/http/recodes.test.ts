/** A recode that a collection keeps is a variable for everybody: in the workbench, the data view, every file, the interface. */

import * as xlsx from '@e965/xlsx'
import Papa from 'papaparse'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newToken } from '../../server/access/tokens.ts'
import type { Recode } from '../../analysis/workbench/script.ts'
import { emptyScript } from '../../analysis/workbench/script.ts'
import { csvSubject } from '../../server/exports/index.ts'
import { recodeColumns } from '../../server/exports/recode-columns.ts'
import type { FormSource } from '../../server/form/form.ts'
import { framesOf } from '../../server/summary/frames.ts'
import { preparedOf } from '../../server/workbench/results.ts'
import { send } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one level', name: 'service', label: '服务', appearance: 'likert' }),
    cells(3, { type: 'integer', name: 'age', label: '年龄', relevant: "${service} != '1'" }),
    cells(4, { type: 'date', name: 'day', label: '日期' }),
    cells(5, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
  ],
  choices: [
    ...['1', '2', '3', '4'].map((name, k) => cells(2 + k, { list_name: 'level', name, label: `${name}档` })),
    cells(6, { list_name: 'level', name: '9', label: '不清楚', missing: 'dont_know' }),
  ],
  settings: [cells(2, { form_title: '留用' })],
}
const head = (name: string, from: string) => ({ name, from, label: `${name}的说法`, note: '' })
const recodes: readonly Recode[] = [
  { ...head('age2', 'age'), label: '=年龄段', note: '按退休年龄', kind: 'bands', cuts: [60], labels: [] },
  { ...head('low', 'service'), kind: 'top', count: 2, end: 'low' },
  {
    ...head('mixed', 'service'),
    kind: 'groups',
    groups: [
      { label: '差', values: ['1', '2'] },
      { label: '说不清', values: ['9'] },
    ],
    rest: 'other',
    restLabel: '其他',
  },
  { ...head('points', 'service'), kind: 'score', scores: { '1': 0, '2': 25, '4': 99.5 } },
  { ...head('hundred', 'service'), kind: 'index', low: 1, high: 4, reversed: true },
  { ...head('age100', 'age'), kind: 'index', low: 20, high: 80, reversed: false },
  { ...head('half', 'hundred'), kind: 'bands', cuts: [50], labels: ['下', '上'] },
  { ...head('month', 'day'), kind: 'date', part: 'month' },
  { ...head('weekday', 'received_on'), kind: 'date', part: 'weekday' },
  { ...head('steps', 'service'), kind: 'bands', cuts: [2, 4], labels: [] },
]

let world: World
let analyst: SignedInAgent
let id: string
let base: string
beforeAll(async () => {
  world = await makeWorld({ source })
  analyst = await world.signIn('analyst')
  id = world.collection.id
  base = `/collections/${id}/workbench`
  for (let k = 0; k < 24; k++)
    await send(world, {
      ...(k % 7 === 0 ? {} : { service: ['1', '2', '3', '4', '9'][k % 5]! }),
      ...(k % 4 === 0 ? {} : { age: String(18 + k * 3) }),
      ...(k % 3 === 0 ? {} : { day: `2026-0${1 + (k % 5)}-1${k % 10}` }),
      phone: '13900000000',
    })
})
afterAll(() => world.close())

async function step(address: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const reply = await analyst
    .post(address)
    .type('form')
    .send({ _csrf: analyst.csrf, ...fields })
  expect(reply.status).toBe(303)
  return reply.headers['location']!
}
const text = async (address: string) => (await analyst.get(address).expect(200)).text

test('an analyst keeps a recode, and it is there for everybody, also in files', async () => {
  let at = await step(base, {
    do: 'recode',
    recodeFrom: 'age',
    recodeName: 'age2',
    recodeLabel: '=年龄段',
    recodeNote: '按退休年龄',
    recodeKind: 'bands',
    recodeWhat: '60',
  })
  at = await step(at, { do: 'keepRecode:age2' })
  expect(await text(at)).toContain('这次投放留用的')
  // Another one begins from nothing and has it.
  const other = await world.signIn('organiser')
  const page = (await other.get(`${base}?rows=age2`).expect(200)).text
  expect(page).toContain('=年龄段')
  expect(page).toContain('低于 60')
  // In the CSV file in codes and in words, and in the codebook with its note.
  const rows = (words: string) =>
    Papa.parse<Record<string, string>>(words, { header: true, skipEmptyLines: true }).data
  const coded = rows(await text(`/collections/${id}/export.csv?mark=no`))
  for (const row of coded)
    expect(row['age2'], JSON.stringify(row)).toBe(
      row['age'] === '' ? '' : Number(row['age']) < 60 ? '1' : '2',
    )
  const labelled = rows(await text(`/collections/${id}/export.csv?cells=labels&headings=labels&mark=no`))
  for (const row of labelled)
    expect(row["'=年龄段"]).toBe(row['年龄'] === '' ? '' : Number(row['年龄']) < 60 ? '低于 60' : '60 及以上')
  expect(await text(`/collections/${id}/codebook.csv`)).toContain('=年龄段（age2），由“年龄” · 按退休年龄')
  // In the formats of programs: a number with its labels.
  const lines = (await text(`/collections/${id}/export/jsonl`)).trim().split('\n')
  // Without an answer there is no field.
  const said = lines.filter((line) => 'age2' in (JSON.parse(line) as object))
  expect(said).toHaveLength(coded.filter((row) => row['age2'] !== '').length)
  const { body } = await analyst
    .get(`/collections/${id}/export/xlsx`)
    .buffer(true)
    .parse((res, done) => {
      const pieces: Buffer[] = []
      res.on('data', (piece: Buffer) => pieces.push(piece))
      res.on('end', () => done(null, Buffer.concat(pieces)))
    })
  const book = xlsx.read(body as Buffer)
  const data = xlsx.utils.sheet_to_json<Record<string, unknown>>(book.Sheets['data']!)
  expect(data.filter(({ age2 }) => age2 === 2).length).toBe(coded.filter((row) => row['age2'] === '2').length)
  // In the crosstab of the summary for its analysts, and not for protected readers.
  const crossed = `/collections/${id}/crosstab?rows=age2&columns=service`
  expect(await text(crossed)).toContain('60 及以上')
  const leader = await world.signIn('leader')
  const protectedPage = (await leader.get(crossed).expect(200)).text
  expect(protectedPage).not.toContain('=年龄段')
  expect(protectedPage).not.toContain('60 及以上')
  // In the data view, in words.
  const view = await text(`/collections/${id}/data?column.age2=1`)
  expect(view).toContain('=年龄段')
  expect(view).toContain('60 及以上')
})

test('every kind of recode says of each answer what the workbench says', async () => {
  for (const recode of recodes.slice(1))
    expect(
      await world.store.workbench.keepRecode({
        collectionId: id,
        name: recode.name,
        recode: JSON.stringify(recode),
        authorId: world.people.analyst.id,
      }),
    ).toBe(true)
  const subject = await csvSubject(world.store, id)
  expect(subject.recodes.map(({ name }) => name)).toEqual(recodes.map(({ name }) => name))
  const columns = recodeColumns(subject, 'zh-CN')
  expect(columns).toHaveLength(recodes.length)
  const held = (await framesOf(world.store).of(id))!
  const { frame } = preparedOf(held, { script: { ...emptyScript, recodes }, tables: [], locale: 'zh-CN' })
  const stored = await world.store.submissions.rows(id, 0, 100)
  const seqs = Array.from(held.seqs)
  let seen = 0
  for (const row of stored) {
    const at = seqs.indexOf(row.seq)
    const answers = JSON.parse(row.answers) as never
    for (const { variable, read } of columns) {
      const column = frame.columns.get(variable.name)!
      const of = frame.variables.find(({ name }) => name === variable.name)!
      const value = read({ row, answers })
      const where = `${variable.name} of ${row.seq}`
      if (column.kind === 'coded') {
        const code = column.codes[at]!
        expect(value ?? null, where).toBe(code < 2 ? null : of.categories[code - 2]!.value)
        expect(value === undefined, where).toBe(code === 0)
      } else if (column.kind === 'number') {
        expect(value === null || value === undefined ? NaN : Number(value), where).toBe(column.values[at])
      } else throw new Error(variable.name)
      if (value !== null && value !== undefined) seen++
    }
  }
  expect(seen).toBeGreaterThan(100)
  // Codes of declared missing answers stay what they were, so that a column of numbers stays one.
  expect(columns.find(({ variable }) => variable.name === 'low')!.variable.categories).toEqual([
    { value: '1', label: '1档、2档', missing: null },
    { value: '0', label: '3档、4档', missing: null },
    { value: '9', label: '不清楚', missing: 'dont_know' },
  ])
})

test('a saved set holds the kept recodes that it uses, so that it stays when one goes', async () => {
  const saved = await step(`${base}?rows=half&columns=age2`, { do: 'save', saveName: '两半' })
  const script = JSON.parse(await text(`${saved}/script.json`)) as { recodes: { name: string }[] }
  expect(script.recodes.map(({ name }) => name)).toEqual(['age2', 'hundred', 'half'])
  const refused = await analyst
    .post(base)
    .type('form')
    .send({ _csrf: analyst.csrf, do: 'dropRecode:hundred' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('请先不再留用那一个')
  let at = await step(base, { do: 'dropRecode:half' })
  at = await step(at, { do: 'dropRecode:hundred' })
  expect(await text(at)).toContain('value="keepRecode:half"')
  expect(await text(saved)).toContain('half的说法')
  expect(await text(`/collections/${id}/export.csv`)).not.toContain('hundred')
  // One that rests on another of the script can only be kept after it.
  const early = await analyst.post(at).type('form').send({ _csrf: analyst.csrf, do: 'keepRecode:half' })
  expect(early.text).toContain('请先留用那一个')
})

test('the interface for programs names them, and knows that its files changed', async () => {
  const { token, hash } = newToken()
  await world.store.tokens.add(
    {
      personId: world.people.analyst.id,
      label: '脚本',
      scopes: ['read', 'records'],
      topicId: null,
      createdAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    },
    hash,
  )
  const ask = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    request(world.app)
      .get(`/api/v1/collections/${id}/${path}`)
      .set({ authorization: `Bearer ${token}`, ...headers })
  const named = async () =>
    ((await ask('variables')).body as { items: { name: string }[] }).items.map(({ name }) => name)
  expect(await named()).toContain('age2')
  const file = await ask('export/csv')
  expect(file.text).toContain('age2')
  const etag = file.headers['etag']!
  expect((await ask('export/csv', { 'if-none-match': etag })).status).toBe(304)
  await world.store.workbench.dropRecode(id, 'age2')
  expect((await ask('export/csv', { 'if-none-match': etag })).status).toBe(200)
  expect(await named()).not.toContain('age2')
  expect(world.mistakes).toEqual([])
})
