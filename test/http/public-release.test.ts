/** A public release through the real app: every combination shared by five, nothing in it that was not chosen, and all of it told in the codebook. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elements, textOf } from '../../server/commands/html.ts'
import type { FormSource } from '../../server/form/form.ts'
import { open, send } from '../support/answers.ts'
import { bytesOf } from '../support/downloads.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one sex', name: 'sex', label: '性别' }),
    cells(3, { type: 'integer', name: 'age', label: '年龄' }),
    cells(4, { type: 'select_one town', name: 'town', label: '=乡镇' }),
    cells(5, { type: 'select_one yesno', name: 'content', label: '满意' }),
    cells(6, { type: 'text', name: 'wish', label: '建议' }),
    cells(7, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
    cells(8, { type: 'geopoint', name: 'spot', label: '地点' }),
  ],
  choices: [
    cells(2, { list_name: 'sex', name: 'm', label: '男' }),
    cells(3, { list_name: 'sex', name: 'f', label: '女' }),
    cells(4, { list_name: 'town', name: '330106001', label: '@一镇' }),
    cells(5, { list_name: 'town', name: '330106002', label: '二镇' }),
    cells(6, { list_name: 'town', name: '330109001', label: '三镇' }),
    cells(7, { list_name: 'yesno', name: 'yes', label: '是' }),
    cells(8, { list_name: 'yesno', name: 'no', label: '否' }),
  ],
  settings: [],
}

const towns = ['330106001', '330106002', '330109001']
let world: World
let analyst: SignedInAgent
let folder: string
beforeAll(async () => {
  world = await makeWorld({ source })
  analyst = await world.signIn('analyst')
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-release-'))
  for (let k = 0; k < 40; k++)
    await send(world, {
      sex: k % 2 ? 'm' : 'f',
      age: String(20 + ((k * 7) % 50)),
      town: towns[k % 3 === 2 && k > 30 ? 2 : k % 2],
      content: k % 5 ? 'yes' : 'no',
      wish: `希望${k}`,
      phone: `1390000${1000 + k}`,
      spot: '30.27 120.15 0 0',
    })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await world.close()
})

const at = (rest = '') => `/collections/${world.collection.id}/release${rest}`
const chosen = 'v.sex=key-keep&v.age=key-bands-10&v.town=key-prefix-6&v.content=open'

async function download(query: string): Promise<Record<string, string>> {
  const file = join(folder, 'release.zip')
  writeFileSync(file, await bytesOf(analyst, at(`.zip?${query}`)))
  execFileSync('unzip', ['-oq', file, '-d', folder])
  return Object.fromEntries(
    ['data.csv', 'codebook.csv', 'choices.json'].map((name) => [
      name,
      readFileSync(join(folder, name), 'utf8'),
    ]),
  )
}

const rowsOf = (text: string) =>
  Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), { header: true, skipEmptyLines: true }).data

describe.each(['cells', 'rows'])('where rare %s are suppressed', (mode) => {
  test.each([5, 8])('every combination is shared by %i', async (k) => {
    const wide = mode === 'rows' ? chosen.replace('bands-10', 'bands-50') : chosen
    const files = await download(`${wide}&mode=${mode}&k=${k}`)
    const rows = rowsOf(files['data.csv'] ?? '')
    expect(rows.length).toBeGreaterThan(0)
    expect(Object.keys(rows[0] ?? {})).toEqual(['sex', 'age', 'town', 'content'])
    const counts = new Map<string, number>()
    for (const { sex, age, town } of rows) {
      const key = JSON.stringify([sex, age, town])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(k)
    for (const { age } of rows) expect(age).toMatch(/^(|\d+–\d+)$/)
    for (const { town } of rows) expect(town).toMatch(/^(|3301\d\d)$/)
    if (mode === 'cells') expect(rows).toHaveLength(40)
    expect(files['codebook.csv']).toContain(`至少 ${k} 人`)
    expect(files['codebook.csv']).toContain(mode === 'rows' ? '每 50 一档' : '每 10 一档')
  })
})

test('nothing is in it but what was chosen', async () => {
  const files = await download(chosen)
  const all = Object.values(files).join('\n')
  for (const trace of ['希望', '1390000', '30.27', '120.15', new Date().toISOString().slice(0, 10)])
    expect(all).not.toContain(trace)
  const rows = await world.store.submissions.rows(world.collection.id, 0, 100)
  for (const { instanceId, receipt } of rows) {
    expect(all).not.toContain(instanceId)
    expect(all).not.toContain(receipt)
  }
})

test('labels that a spreadsheet would run are guarded, and the same choices give the same bytes', async () => {
  const query = 'v.sex=key-keep&v.town=open&cells=labels'
  const files = await download(query)
  expect(rowsOf(files['data.csv'] ?? '').map(({ town }) => town)).toContain("'@一镇")
  expect(files['codebook.csv']).toContain("'=乡镇")
  expect(await download(query)).toEqual(files)
})

test('the page says the risk in words, before and after', async () => {
  const page = await open(analyst, at(`?${chosen}`))
  const [table] = elements(page, 'table')
  const lines = elements(table!, 'tr').map((row) => textOf(row))
  expect(lines[1]).toMatch(/独一无二|不足/)
  expect(lines[3]).toContain('每种组合至少有')
  expect(textOf(page)).toContain('抹去了')
})

test.each(['v.content=open', 'v.wish=open', 'v.phone=open', 'v.spot=open'])(
  '?%s alone gives no file',
  async (query) => {
    expect((await analyst.get(at(`.zip?${query}`))).status).toBe(422)
  },
)

test.each(['k=4', 'k=1', 'k=x', 'v.sex=key-bands-10', 'v.age=key-bands-7', 'v.sex=raw'])(
  '?%s is refused',
  async (query) => {
    expect((await analyst.get(at(`.zip?v.town=key-keep&${query}`))).status).toBe(422)
  },
)

test('more people than there are leave nothing, and that is said', async () => {
  expect((await analyst.get(at(`.zip?${chosen}&k=41`))).status).toBe(422)
  const page = await open(analyst, at(`?${chosen}&k=41`))
  expect(textOf(page)).toContain('没有剩下可以公开的行')
})

test('each file is in the history', async () => {
  await download(chosen)
  const events = await world.store.history.list('ledger', { limit: 5000 })
  const last = events.findLast(({ kind }) => kind === 'export.public')
  expect(JSON.parse(last?.detail ?? '{}')).toEqual({ rows: 40, k: 5 })
})

test('no page has made a mistake on the way', () => expect(world.mistakes).toEqual([]))
