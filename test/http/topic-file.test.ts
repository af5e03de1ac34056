/** The topic as one SQLite file, the archive with the files of answers, and the sheet of figures in the workbook. */

import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as xlsx from '@e965/xlsx'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archive } from '../../server/exports/archive.ts'
import type { FormSource } from '../../server/form/form.ts'
import { bytesOf } from '../support/downloads.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one sex', name: 'sex', label: '性别' }),
    cells(3, { type: 'integer', name: 'age', label: '年龄' }),
    cells(4, { type: 'integer', name: 'Age', label: '年龄（自报）' }),
    cells(5, { type: 'text', name: 'wish', label: '=1+1 的建议' }),
    cells(6, { type: 'file', name: 'paper', label: '材料' }),
    cells(7, { type: 'file', name: 'card', label: '证件', personal: 'yes' }),
    cells(8, { type: 'begin repeat', name: 'child', label: '孩子' }),
    cells(9, { type: 'integer', name: 'years', label: '岁数' }),
    cells(10, { type: 'end repeat' }),
  ],
  choices: [
    cells(2, { list_name: 'sex', name: '1', label: '男' }),
    cells(3, { list_name: 'sex', name: '2', label: '女' }),
  ],
  settings: [],
}

const nameOf = (words: string) => `${createHash('sha256').update(words).digest('hex').slice(0, 32)}.txt`
const paper = nameOf('材料的内容')
const card = nameOf('证件的内容')
let world: World
let analyst: SignedInAgent
let folder: string
const instanceId = crypto.randomUUID()
beforeAll(async () => {
  world = await makeWorld({ source })
  analyst = await world.signIn('analyst')
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-topic-file-'))
  for (const [name, words] of [
    [paper, '材料的内容'],
    [card, '证件的内容'],
  ] as const) {
    const path = join(folder, name)
    writeFileSync(path, words)
    const to = {
      collectionId: world.collection.id,
      instanceId,
      name,
      type: 'text/plain',
      originalName: '',
      path,
    }
    await world.store.attachments.keep(to, { count: 5, bytes: 1000 })
  }
  const answer = (id: string, answers: object, more: object) => ({
    collectionId: world.collection.id,
    formVersionId: world.versionId,
    channelId: world.channel.id,
    instanceId: id,
    contentHash: 'a'.repeat(64),
    answers: answers as Readonly<Record<string, string>>,
    personal: null,
    locale: 'zh-CN',
    collectorId: null,
    receivedAt: '2026-04-01T02:00:00.000Z',
    receivedOn: '2026-04-01',
    ...more,
  })
  await world.store.submissions.receive([
    answer(
      instanceId,
      { sex: '2', age: 40, Age: 41, wish: '=2+2', paper, child: [{ years: 3 }, { years: 7 }] },
      { personal: { card }, attachments: [paper, card] },
    ),
    answer(crypto.randomUUID(), { sex: '1', age: 50, Age: null, wish: null, paper: null, child: [] }, {}),
  ])
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await world.close()
})

const fetched = (path: string) => bytesOf(analyst, path)

test('one file holds every collection of the topic, its repeats and what they mean, and is gone from here', async () => {
  const path = `/topics/${world.topic.id}/export.sqlite`
  const bytes = await fetched(path)
  expect(await fetched(path)).toEqual(bytes)
  expect(readdirSync(join(world.config.dataDir, 'exports'))).toEqual([])
  const file = join(folder, 'topic.sqlite')
  writeFileSync(file, bytes)
  const sqlite = new Sqlite(file, { readonly: true })
  const all = (query: string) => sqlite.prepare(query).all()
  expect(all('select table_name, title, answers from collections')).toEqual([
    { table_name: 'answers_1', title: world.collection.title, answers: 2 },
  ])
  expect(all('select sex, age, Age_2 as other, wish, child from answers_1 order by age')).toEqual([
    { sex: 2, age: 40, other: 41, wish: '=2+2', child: 2 },
    { sex: 1, age: 50, other: null, wish: null, child: 0 },
  ])
  expect(
    all(
      'select years from answers_1_1 join answers_1 on answers_1_1.PARENT_KEY = answers_1.KEY order by years',
    ),
  ).toEqual([{ years: 3 }, { years: 7 }])
  expect(all(`select label from value_labels where column_name = 'sex' order by value`)).toEqual([
    { label: '男' },
    { label: '女' },
  ])
  expect(all(`select question from variables where column_name = 'Age_2'`)).toEqual([{ question: 'Age' }])
  expect(all(`select count(*) as n from variables where column_name = 'card'`)).toEqual([{ n: 0 }])
  sqlite.close()
})

test('a file of the topic is narrowed as all others are, in the language and with the personal columns that were asked for', async () => {
  const path = `/topics/${world.topic.id}/export.sqlite`
  const read = async (query: string, ask: string) => {
    const file = join(folder, 'narrowed.sqlite')
    writeFileSync(file, await fetched(path + query))
    const sqlite = new Sqlite(file, { readonly: true })
    const rows = sqlite.prepare(ask).pluck().all()
    sqlite.close()
    return rows
  }
  for (const [query, n] of [
    ['?states=approved', 0],
    ['?states=all', 2],
    ['?from=2026-04-01&to=2026-04-01', 2],
    ['?from=2026-04-02', 0],
    ['?versions=1', 2],
  ] as const)
    expect(await read(query, 'select count(*) from answers_1')).toEqual([n])
  const label = `select label from variables where column_name = 'state'`
  expect(await read('?language=en', label)).not.toEqual(await read('?language=zh-CN', label))
  expect(await read('?personal=1', 'select card from answers_1 where card is not null')).toEqual([card])
  for (const query of ['?states=x', '?versions=9', '?from=2026-02-30'])
    expect((await analyst.get(path + query)).status).toBe(422)
  const organiser = await world.signIn('organiser')
  expect((await organiser.get(`${path}?personal=1`)).status).toBe(403)
})

test('a reader who breaks off leaves no file of the topic behind', async () => {
  const server = createServer(world.app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { cookie } = await world.session('analyst')
  const abort = new AbortController()
  const reply = await fetch(`http://127.0.0.1:${port}/topics/${world.topic.id}/export.sqlite`, {
    headers: { cookie },
    signal: abort.signal,
  })
  expect(reply.status).toBe(200)
  // Its name is gone before the first byte is sent, so nothing can be left.
  expect(readdirSync(join(world.config.dataDir, 'exports'))).toEqual([])
  abort.abort()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('the archive brings the files that answers name, personal ones only where they are asked for', async () => {
  const namesIn = async (query: string) => {
    const file = join(folder, 'answers.zip')
    writeFileSync(file, await fetched(`/collections/${world.collection.id}/export-csv.zip${query}`))
    const names = execFileSync('unzip', ['-Z1', file], { encoding: 'utf8' }).trim().split('\n')
    const into = join(folder, 'unpacked')
    rmSync(into, { recursive: true, force: true })
    execFileSync('unzip', ['-oq', file, '-d', into])
    return { attached: names.filter((name) => name.startsWith('attachments/')).toSorted(), into }
  }
  expect((await namesIn('')).attached).toEqual([])
  const { attached, into } = await namesIn('?files=1')
  expect(attached).toEqual([`attachments/${instanceId}/${paper}`])
  expect(readFileSync(join(into, attached[0]!), 'utf8')).toBe('材料的内容')
  expect((await namesIn('?files=1&personal=1')).attached).toEqual(
    [paper, card].map((name) => `attachments/${instanceId}/${name}`).toSorted(),
  )
  expect((await namesIn('?files=1&states=approved')).attached).toEqual([])
})

test('the workbook has the figures of the summary on a sheet of its own, as numbers, and no formula', async () => {
  const path = `/collections/${world.collection.id}/export/xlsx`
  const bytes = await fetched(path)
  expect(await fetched(path)).toEqual(bytes)
  const book = xlsx.read(bytes, { cellFormula: true })
  expect(book.SheetNames).toEqual(['data', 'codebook', 'results'])
  const rows = xlsx.utils.sheet_to_json<readonly unknown[]>(book.Sheets['results']!, { header: 1 })
  const at = rows.findIndex((row) => row[0] === '性别')
  expect(
    rows
      .slice(at)
      .find((row) => row[0] === '女')
      ?.slice(0, 2),
  ).toEqual(['女', 1])
  for (const sheet of Object.values(book.Sheets))
    for (const [place, cell] of Object.entries(sheet))
      if (!place.startsWith('!')) expect((cell as { f?: string }).f).toBeUndefined()
  // A part of the answers has no sheet with the figures of all of them.
  const part = xlsx.read(await fetched(`${path}?states=approved`))
  expect(part.SheetNames).toEqual(['data', 'codebook'])
})

test('a part of an archive that fails ends it with an error, and nothing else', async () => {
  const parts = [
    { name: 'whole', pieces: () => [Buffer.from('whole')] },
    {
      name: 'cut',
      async *pieces() {
        yield Buffer.from('begun')
        await Promise.resolve()
        throw new Error('the part fails')
      },
    },
  ]
  const read = async () => {
    let bytes = 0
    for await (const piece of archive(parts, '2026-01-01')) bytes += piece.length
    return bytes
  }
  await expect(read()).rejects.toThrow('the part fails')
})

test('no page has made a mistake on the way', () => expect(world.mistakes).toEqual([]))
