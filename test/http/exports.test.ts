/** The CSV file and its codebook, through the real app, with answers that were really posted. */

import iconv from 'iconv-lite'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { csvText, withoutFormula } from '../../server/exports/rows.ts'
import { send } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

describe('small tables as CSV', () => {
  test('text that would run as a formula gets an apostrophe, numbers do not', () => {
    for (const text of [
      '=1+1',
      '+8613800000000',
      '-cmd',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '＝1',
      '＋1',
      '－1',
      '＠1',
    ]) {
      expect(withoutFormula(text)).toBe(`'${text}`)
    }
    for (const text of ['-1', '-1.5', '12', '张三', 'a=b', '']) expect(withoutFormula(text)).toBe(text)
  })

  test('cells with commas, quotes, line breaks and outer spaces come back as they were', () => {
    const rows = [['a,b', 'say "hi"', 'two\nlines', ' spaced ', '中文']]
    expect(Papa.parse(csvText(rows), { skipEmptyLines: true }).data).toEqual(rows)
    expect(csvText([['a', 'b']])).toBe('a,b\r\n')
  })
})

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const everyKind: FormSource = {
  survey: [
    cells(2, { type: 'select_one yesno', name: 'member', label: '是否党员' }),
    cells(3, {
      type: 'select_multiple places',
      name: 'places',
      label: '去过哪里',
      relevant: "${member} = 'yes'",
    }),
    cells(4, { type: 'rank places', name: 'order', label: '排序' }),
    cells(5, { type: 'decimal', name: 'income', label: '收入' }),
    cells(6, { type: 'text', name: 'remark', label: '意见' }),
    cells(7, { type: 'date', name: 'day', label: '日期' }),
    cells(8, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
    cells(9, {
      type: 'calculate',
      name: 'double',
      label: '',
      calculation: 'if(${income} != "", ${income} * 2, "")',
    }),
    cells(10, { type: 'text', name: 'channel', label: '从哪里知道' }),
  ],
  choices: [
    cells(2, { list_name: 'yesno', name: 'yes', label: '=是' }),
    cells(3, { list_name: 'yesno', name: '-1', label: '不是' }),
    cells(4, { list_name: 'places', name: 'park', label: '公园' }),
    cells(5, { list_name: 'places', name: 'library', label: '图书馆' }),
  ],
  settings: [cells(2, { form_title: '各种题型' })],
}

describe('the export of a questionnaire with every kind of question', () => {
  let world: World
  let analyst: SignedInAgent
  let at: string
  const ids: string[] = []
  beforeAll(async () => {
    world = await makeWorld({ source: everyKind })
    analyst = await world.signIn('analyst')
    at = `/collections/${world.collection.id}`
    ids.push(
      await send(world, {
        member: 'yes',
        places: ['library'],
        order: ['library', 'park'],
        income: '1234.5',
        remark: '=HYPERLINK("http://x","点")',
        day: '2026-05-01',
        phone: '13800000000',
        channel: '邻居, 朋友',
      }),
      await send(world, { member: '-1', remark: '第一行\n第二行 "引"' }),
    )
  })
  afterAll(() => world.close())

  async function table(query = '', agent = analyst): Promise<readonly Record<string, string>[]> {
    const { text, status } = await agent.get(`${at}/export.csv${query}`)
    expect(status).toBe(200)
    return Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
      header: true,
      skipEmptyLines: true,
    }).data
  }

  test('cells are what was posted, with choices split and skipped questions empty', async () => {
    const rows = await table()
    const first = rows.find(({ instance_id }) => instance_id === ids[0])
    const second = rows.find(({ instance_id }) => instance_id === ids[1])
    expect(first).toMatchObject({
      member: 'yes',
      'places/park': '0',
      'places/library': '1',
      'order/park': '2',
      'order/library': '1',
      income: '1234.5',
      double: '2469',
      remark: `'=HYPERLINK("http://x","点")`,
      day: '2026-05-01',
      channel: '邻居, 朋友',
      _channel: '公众号',
      form_version: '1',
      state: 'received',
    })
    expect(second).toMatchObject({
      member: '-1',
      'places/park': '',
      'order/park': '',
      income: '',
      remark: '第一行\n第二行 "引"',
    })
  })

  test('anonymous answers come in the order of their random ids, without time, receipt or collector', async () => {
    const rows = await table()
    expect(rows.map((row) => row['instance_id'])).toEqual(ids.toSorted())
    for (const name of ['received_at', 'receipt', 'collector', 'seq'])
      expect(Object.keys(rows[0]!)).not.toContain(name)
  })

  test('labels, status columns and raw text are there for the asking', async () => {
    const labelled = await table('?cells=labels')
    expect(labelled.find(({ instance_id }) => instance_id === ids[0])?.['member']).toBe("'=是")
    const raw = await table('?raw=1&status=1')
    expect(raw.find(({ instance_id }) => instance_id === ids[0])?.['remark']).toBe(
      '=HYPERLINK("http://x","点")',
    )
    const second = raw.find(({ instance_id }) => instance_id === ids[1])
    expect([second?.['places/status'], second?.['income/status'], second?.['member/status']]).toEqual([
      'skipped',
      'unanswered',
      'answered',
    ])
    const headed = await table('?headings=labels')
    expect(Object.keys(headed[0]!)).toContain('去过哪里/公园')
  })

  test('the file has a byte order mark, ends its lines by CRLF, and comes in GB18030 where asked', async () => {
    const marked = await analyst.get(`${at}/export.csv`)
    expect(marked.text.startsWith('\uFEFF')).toBe(true)
    expect(marked.text.endsWith('\r\n')).toBe(true)
    expect((await analyst.get(`${at}/export.csv?encoding=plain`)).text.startsWith('instance_id')).toBe(true)
    const gb = await analyst
      .get(`${at}/export.csv?encoding=gb18030`)
      .buffer(true)
      .parse((res, done) => {
        const pieces: Buffer[] = []
        res.on('data', (piece: Buffer) => pieces.push(Buffer.from(piece)))
        res.on('end', () => done(null, Buffer.concat(pieces)))
      })
    expect(gb.headers['content-type']).toContain('gb18030')
    expect(iconv.decode(gb.body as Buffer, 'gb18030')).toContain('邻居, 朋友')
  })

  test('personal columns go only to the entitled who ask, and the history knows', async () => {
    expect(Object.keys((await table())[0]!)).not.toContain('phone')
    const asked = await table('?personal=1')
    expect(asked.find(({ instance_id }) => instance_id === ids[0])?.['phone']).toBe('13800000000')
    const kinds = (await world.store.history.list('ledger', {})).map(({ kind }) => kind)
    expect(kinds).toContain('personal.exported')
    expect(kinds).toContain('export.csv')
    const organiser = await world.signIn('organiser')
    expect((await organiser.get(`${at}/export.csv?personal=1`)).status).toBe(403)
    expect((await organiser.get(`${at}/export`)).text).toContain('您没有读取个人信息的权限')
    expect((await analyst.get(`${at}/export`)).text).toContain('name="personal"')
  })

  test('leaders, investigators and strangers get no file', async () => {
    for (const role of ['leader', 'investigator', 'guidance'] as const) {
      const agent = await world.signIn(role)
      for (const door of ['export', 'export.csv', 'codebook.csv'])
        expect((await agent.get(`${at}/${door}`)).status).toBe(403)
    }
    expect((await (await world.signIn('otherLead')).get(`${at}/export.csv`)).status).toBe(404)
  })

  test('the codebook names every column of the file', async () => {
    const { text } = await analyst.get(`${at}/codebook.csv?status=1`)
    const book = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
      header: true,
      skipEmptyLines: true,
    }).data
    const columns = Object.keys((await table('?status=1'))[0]!)
    expect(book.map((row) => row['name']).filter(Boolean)).toEqual(columns)
    const member = book.find(({ name }) => name === 'member')
    expect(member).toMatchObject({ label: '是否党员', type: '单选', categories: 'yes==是; -1=不是', n: '2' })
    expect(book.find(({ name }) => name === 'places/park')).toMatchObject({
      asked_if: "${member} = 'yes'",
      n: '1',
    })
    expect(text).toContain('单引号')
    expect((await analyst.get(`${at}/codebook.csv?raw=1`)).text).toContain('原样文件')
  })
})
