/** Tables of the workbench as Excel and Word files: figures as numbers, with what they rest on; one table and a whole set. */

import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { encoded } from '../../server/workbench/state.ts'
import { readScript } from '../../analysis/workbench/read-script.ts'
import { emptyTable } from '../../analysis/workbench/script.ts'
import { send } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'
import { readWord } from '../support/word.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one way', name: 'way', label: '怎么来的' }),
    cells(3, { type: 'integer', name: 'age', label: '年龄' }),
    cells(4, { type: 'decimal', name: 'weight', label: '权重' }),
  ],
  choices: [
    cells(2, { list_name: 'way', name: 'walk', label: '=1+1 步行' }),
    cells(3, { list_name: 'way', name: 'bus', label: '公交' }),
  ],
  settings: [cells(2, { form_title: '出行' })],
}
const script = {
  title: '出行：按年龄/每周',
  recodes: [{ name: 'age2', label: '两段年龄', note: '按退休', kind: 'bands', from: 'age', cuts: [40] }],
  weights: { column: 'weight' },
  filter: [[{ variable: 'age', from: 20 }]],
  tables: [
    { statistic: 'crosstab', rows: ['way'], columns: ['age2'] },
    { statistic: 'frequencies', rows: ['age', 'way'] },
  ],
}

let world: World
let analyst: SignedInAgent
let base: string
let set: string
beforeAll(async () => {
  world = await makeWorld({ source })
  analyst = await world.signIn('analyst')
  base = `/collections/${world.collection.id}/workbench`
  for (let k = 0; k < 60; k++)
    await send(world, {
      way: k % 30 < 20 === k < 30 ? 'walk' : 'bus',
      age: String(k < 30 ? 25 : 65),
      weight: k % 2 === 0 ? '2' : '1.3',
    })
  set = await world.store.workbench.save({
    collectionId: world.collection.id,
    id: null,
    name: script.title,
    script: JSON.stringify(script),
    authorId: world.people.analyst.id,
  })
})
afterAll(() => world.close())

async function bytesOf(address: string, language = 'zh-CN'): Promise<Buffer> {
  const { body, headers } = await analyst
    .get(address)
    .set('accept-language', language)
    .expect(200)
    .buffer(true)
    .parse((res, done) => {
      const pieces: Buffer[] = []
      res.on('data', (piece: Buffer) => pieces.push(piece))
      res.on('end', () => done(null, Buffer.concat(pieces)))
    })
  expect(headers['cache-control']).toBe('private, no-store')
  return body as Buffer
}

const openAt = () => {
  const read = readScript(script)
  if ('complaint' in read) throw new Error(read.complaint.at)
  const table = { ...emptyTable, rows: ['way'], columns: ['age2'] }
  return encoded({ now: { script: read.script, table, set: null }, before: [], after: [] })!
}

/** The figures of the page: what is shown, with its full number. */
async function figuresOf(address: string): Promise<ReadonlySet<string>> {
  const { text } = await analyst.get(address).expect(200)
  return new Set(
    [...text.matchAll(/<data value="([^"]+)">/g)].map(([, value]) => Number(value).toPrecision(12)),
  )
}

describe('as an Excel workbook', () => {
  test('a set has a sheet for each result, and one that says what they rest on', async () => {
    const book = xlsx.read(await bytesOf(`${base}/${set}/tables.xlsx`), { cellNF: true })
    const [first, ...others] = book.SheetNames
    expect(first).toBe('目录')
    expect(others).toHaveLength(4)
    for (const name of others) expect(name).not.toMatch(/[\\/?*:[\]]/)
    const facts = xlsx.utils.sheet_to_json<string[]>(book.Sheets[first!]!, { header: 1 })
    const said = new Map(facts.map(([label, words]) => [label, words]))
    expect(facts[0]).toEqual([script.title])
    expect(said.get('加权')).toBe('权重：权重')
    expect(said.get('筛选')).toBe('年龄 ≥ 20')
    expect(said.get('重编码')).toBe('两段年龄（age2），由“年龄”：按退休')
    expect([...said.values()]).toContain('60 份')
    expect(said.get('数据记录链')).toMatch(/^\d+ [0-9a-f]{64}$/)
    const crossed = book.Sheets[others[0]!]!
    const rows = xlsx.utils.sheet_to_json<(string | number)[]>(crossed, { header: 1 })
    const walk = rows.find(([head]) => head === '=1+1 步行')!
    expect(typeof walk[1]).toBe('number')
    expect(rows.flat().join(' ')).toContain('加权基数')
    expect(rows.flat().join(' ')).toContain('字母')
    expect(Object.values(crossed).every((cell: xlsx.CellObject) => cell.f === undefined)).toBe(true)
    // Per cent as Excel has it, and every figure of the page with all its digits.
    const figures = await figuresOf(`${base}/${set}`)
    const numbers = others.flatMap((name) =>
      Object.values(book.Sheets[name]!).flatMap((cell: xlsx.CellObject) => (cell.t === 'n' ? [cell] : [])),
    )
    expect(numbers.length).toBeGreaterThan(40)
    for (const { v, z } of numbers) {
      const number = String(z).endsWith('%') ? (v as number) * 100 : (v as number)
      expect(figures, `${number} ${z}`).toContain(number.toPrecision(12))
    }
    expect(numbers.some(({ z }) => z === '0.0%')).toBe(true)
    expect(numbers.some(({ z }) => z === '#,##0')).toBe(true)
  })

  test('the open table comes by itself, in English too', async () => {
    const book = xlsx.read(await bytesOf(`${base}.xlsx?s=${openAt()}`, 'en'))
    expect(book.SheetNames[0]).toBe('Contents')
    expect(book.SheetNames).toHaveLength(3)
    await analyst.get(`${base}.xlsx`).expect(303)
    await analyst.get(`${base}.docx?s=nonsense`).expect(303)
  })
})

describe('as a Word document', () => {
  test('a set has its title, what it rests on, and each table with caption, letters and remarks', async () => {
    const read = readWord(await bytesOf(`${base}/${set}/tables.docx`))
    const text = JSON.stringify(read)
    for (const words of [
      script.title,
      '权重：权重',
      '年龄 ≥ 20',
      '按退休',
      '=1+1 步行',
      '加权基数',
      'Rao–Scott F',
    ])
      expect(text).toContain(words)
    const { text: page } = await analyst.get(`${base}/${set}`).expect(200)
    // Letters stand behind the shares that they belong to.
    expect(text).toMatch(/\d+\.\d% B"/)
    const share = /(\d+\.\d%)<\/data>/.exec(page)![1]!
    expect(text).toContain(share)
  })

  test('the open table comes by itself', async () => {
    const read = JSON.stringify(readWord(await bytesOf(`${base}.docx?s=${openAt()}`, 'en')))
    expect(read).toContain('Weight: 权重')
    expect(read).toContain('=1+1 步行')
  })
})

test('no page has made a mistake on the way', () => expect(world.mistakes).toEqual([]))
