/** `npm run export`: what it lists and writes, and the plain words it has for what makes no sense. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cancelled, createProgress } from '../../server/commands/progress.ts'
import type { FormSource } from '../../server/form/form.ts'
import { openStore } from '../../server/store/open.ts'
import { send } from '../support/answers.ts'
import { temporaryStore } from '../support/store.ts'
import { makeWorld, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'integer', name: 'age', label: '年龄' }),
    cells(3, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
    cells(4, { type: 'begin repeat', name: 'child', label: '孩子' }),
    cells(5, { type: 'integer', name: 'years', label: '岁数' }),
    cells(6, { type: 'end repeat' }),
  ],
  choices: [],
  settings: [],
}

const command = join(import.meta.dirname, '../../build/server/commands/export.js')
let world: World
let dataDir: string
let folder: string
beforeAll(async () => {
  const temporary = await temporaryStore({ onDisk: true })
  world = await makeWorld({ source, temporary })
  dataDir = temporary.folder
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-command-'))
  await send(world, { age: '41', phone: '13800000001' })
  await send(world, { age: '42', phone: '13800000002' })
  await world.intake.close()
  await world.store.close()
})
afterAll(() => {
  for (const each of [dataDir, folder]) rmSync(each, { recursive: true, force: true })
})

function run(...words: readonly string[]) {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], {
    encoding: 'utf8',
    env,
    cwd: folder,
  })
  return { status, stdout, stderr }
}

const exported = (...words: readonly string[]) => run('--collection', world.collection.id, ...words)

test('--list names collections, topics and formats', () => {
  const { status, stdout } = run('--list')
  expect(status).toBe(0)
  expect(stdout).toContain(`${world.collection.id}\topen\tn = 2\t${world.collection.title}`)
  expect(stdout).toContain(`topic ${world.topic.id}\tKT-01\t${world.topic.title}`)
  expect(stdout).toContain('Formats: csv, xlsx, sav, dta, r, jsonl, ddi, xlsform; of a topic: sqlite')
})

test('a file is written whole, with its progress, and again with the same bytes', () => {
  const written = (name: string, ...words: readonly string[]) => {
    const { status, stderr } = exported('--out', name, ...words)
    expect(status).toBe(0)
    return { bytes: readFileSync(join(folder, name)), stderr }
  }
  const csv = written('csv', '--format', 'csv', '--encoding', 'plain')
  expect(csv.bytes.toString()).toMatch(/^instance_id,.*,age,child,KEY\r\n/)
  expect(csv.stderr).toMatch(/^2 of 2 answers read \(100%/)
  const once = written('once', '--format', 'sav', '--all')
  expect(once.stderr).toContain('8 of 8 answers read (100%')
  expect(written('twice', '--format', 'sav', '--all').bytes.equals(once.bytes)).toBe(true)
  const form = xlsx.read(written('form', '--format', 'xlsform').bytes)
  expect(form.SheetNames).toContain('survey')
  expect(readdirSync(folder).toSorted()).toEqual(['csv', 'form', 'once', 'twice'])
})

test('choices narrow it, personal answers come only where they are asked for, and the history knows', async () => {
  exported('--format', 'jsonl', '--out', 'plain')
  expect(readFileSync(join(folder, 'plain'), 'utf8')).not.toContain('13800000001')
  exported('--format', 'jsonl', '--out', 'personal', '--personal')
  expect(readFileSync(join(folder, 'personal'), 'utf8')).toContain('13800000001')
  exported('--format', 'jsonl', '--out', 'none', '--states', 'approved')
  expect(readFileSync(join(folder, 'none'), 'utf8')).toBe('')
  exported('--format', 'xlsx', '--out', 'book', '--all')
  expect(xlsx.read(readFileSync(join(folder, 'book'))).SheetNames).toEqual([
    'data',
    'child',
    'codebook',
    'results',
  ])
  const topic = run('--topic', world.topic.id, '--format', 'sqlite', '--out', 'topic', '--from', '2000-01-01')
  expect([topic.status, topic.stdout]).toEqual([0, 'topic: 1 collections, n = 2\n'])
  const store = await openStore({
    database: join(dataDir, 'diaoyan.sqlite'),
    filesDir: join(dataDir, 'files'),
  })
  const kinds = (await store.history.list('ledger', { limit: 5000 })).map(({ kind }) => kind)
  await store.close()
  expect(kinds.filter((kind) => kind === 'personal.exported')).toHaveLength(1)
})

test.each([
  [['--format', 'exe', '--out', 'x'], 1, 'There is no format exe for a collection: csv, xlsx'],
  [['--format', 'csv', '--out', 'nowhere/x'], 1, 'There is no folder nowhere.'],
  [['--format', 'csv', '--out', 'x', '--from', '2026-02-30'], 1, '--from 2026-02-30 makes no sense here.'],
  [
    ['--format', 'csv', '--out', 'x', '--encoding', 'latin1'],
    1,
    '--encoding is one of marked, plain, gb18030',
  ],
  [['--format', 'sav', '--out', 'x', '--table', 'nothing'], 1, 'The form has no repeat named nothing.'],
  [['--format', 'r', '--out', 'x', '--weights', 'nothing'], 1, 'The data have no column named nothing.'],
  [['--format', 'csv', '--out', 'x', '--nonsense'], 1, "Unknown option '--nonsense'"],
  [['--format', 'csv'], 2, 'Usage: npm run export'],
] as const)('%j is refused in words, and leaves no file', (words, status, said) => {
  const before = readdirSync(folder)
  const refused = exported(...words)
  expect(refused.status).toBe(status)
  expect(refused.stderr).toContain(said)
  expect(refused.stderr).not.toMatch(/\n {4}at /)
  expect(readdirSync(folder)).toEqual(before)
})

test('a collection or topic that is not there is told so', () => {
  expect(run('--collection', 'nothing', '--format', 'csv', '--out', 'x').stderr).toBe(
    'There is no such collection; --list names them.\n',
  )
  expect(run('--topic', 'nothing', '--format', 'sqlite', '--out', 'x').stderr).toBe(
    'There is no such topic; --list names them.\n',
  )
  expect(existsSync(join(folder, 'x'))).toBe(false)
})

test('progress is a line that moves on a terminal, and ends with Ctrl-C', () => {
  const written: string[] = []
  let clock = 0
  const output = { isTTY: true, write: (text: string) => written.push(text) > 0 }
  const progress = createProgress(output, () => clock)
  progress.of(1000)
  clock = 10_000
  progress.heard(500)
  progress.heard(1)
  expect(written).toEqual(['\r\u001b[K500 of 1,000 answers read (50%, 10 s left)'])
  process.emit('SIGINT')
  let thrown: unknown
  try {
    progress.heard(1)
  } catch (error) {
    thrown = error
  }
  expect(cancelled(thrown)).toBe(true)
  progress.end()
})
