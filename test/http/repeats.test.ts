/** Answers of repeats and of every further type, from the post to the record, the summary, the CSV files and the codebook. */

import { randomUUID } from 'node:crypto'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { elements, parseHtml } from '../../server/commands/html.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const survey: readonly Readonly<Record<string, string>>[] = [
  { type: 'geopoint', name: 'spot', label: '地点' },
  { type: 'image', name: 'photo', label: '照片' },
  { type: 'datetime', name: 'seen', label: '看到的时间' },
  { type: 'acknowledge', name: 'read', label: '已读说明' },
  { type: 'barcode', name: 'code', label: '编号' },
  { type: 'begin_repeat', name: 'home', label: '住户' },
  { type: 'integer', name: 'rooms', label: '几间房' },
  { type: 'begin_repeat', name: 'child', label: '孩子' },
  { type: 'select_one sex', name: 'sex', label: '性别' },
  { type: 'select_multiple likes', name: 'likes', label: '爱好' },
  { type: 'text', name: 'nick', label: '小名', personal: 'yes' },
  { type: 'end_repeat' },
  { type: 'end_repeat' },
]
const everyType: FormSource = {
  survey: survey.map((row, i) => cells(i + 2, row)),
  choices: [
    cells(2, { list_name: 'sex', name: 'f', label: '女' }),
    cells(3, { list_name: 'sex', name: 'm', label: '男' }),
    cells(4, { list_name: 'likes', name: 'ball', label: '打球' }),
    cells(5, { list_name: 'likes', name: 'read', label: '读书' }),
  ],
  settings: [cells(2, { form_title: '入户' })],
}

describe('a form with repeats in repeats', () => {
  let world: World
  let analyst: SignedInAgent
  let at: string
  const first = randomUUID()
  const second = randomUUID()
  beforeAll(async () => {
    world = await makeWorld({ source: everyType })
    analyst = await world.signIn('analyst')
    at = `/collections/${world.collection.id}`
    const child = (sex: string, likes: readonly string[]) => ({ sex, likes })
    await receive(
      first,
      {
        spot: '31.23 121.47 4.5 12',
        photo: '0123456789abcdef0123456789abcdef.jpg',
        seen: '2026-05-01T08:30:00.000+08:00',
        read: 'OK',
        code: '6901234567892',
        home: [
          { rooms: 3, child: [child('f', ['ball']), child('m', ['ball', 'read'])] },
          { rooms: 1, child: [] },
        ],
      },
      { home: [{ child: [{ nick: '豆豆' }, { nick: '=1+1' }] }, {}] },
    )
    await receive(
      second,
      {
        spot: null,
        photo: null,
        seen: null,
        read: null,
        code: null,
        home: [{ rooms: 2, child: [child('f', [])] }],
      },
      null,
    )
  })
  afterAll(async () => {
    await world.close()
    expect(world.mistakes).toEqual([])
  })

  async function receive(instanceId: string, answers: object, personal: object | null) {
    await world.store.submissions.receive([
      {
        collectionId: world.collection.id,
        formVersionId: world.versionId,
        channelId: world.channel.id,
        instanceId,
        contentHash: instanceId,
        answers: answers as never,
        personal: personal as never,
        locale: 'zh-CN',
        collectorId: null,
        receivedAt: '2026-05-02T01:00:00.000Z',
        receivedOn: '2026-05-02',
        attachments: [],
      },
    ])
  }

  const tableOf = async (query: string) => {
    const { text, status } = await analyst.get(`${at}/export.csv?encoding=plain&${query}`)
    expect(status).toBe(200)
    return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data
  }

  test('gives a main file with points in four columns, file names and numbers of rows', async () => {
    const rows = await tableOf('')
    expect(rows.find(({ KEY }) => KEY === first)).toMatchObject({
      instance_id: first,
      'spot/latitude': '31.23',
      'spot/longitude': '121.47',
      'spot/altitude': '4.5',
      'spot/accuracy': '12',
      photo: '0123456789abcdef0123456789abcdef.jpg',
      seen: '2026-05-01T08:30:00.000+08:00',
      read: 'OK',
      code: '6901234567892',
      home: '2',
    })
    expect(rows.find(({ KEY }) => KEY === second)).toMatchObject({
      'spot/latitude': '',
      photo: '',
      home: '1',
    })
  })

  test('gives a file for each repeat, joined by keys, with personal columns only for who asks', async () => {
    const homes = await tableOf('table=home')
    expect(homes.filter(({ PARENT_KEY }) => PARENT_KEY === first)).toEqual([
      { PARENT_KEY: first, KEY: `${first}/home[1]`, rooms: '3', child: '2' },
      { PARENT_KEY: first, KEY: `${first}/home[2]`, rooms: '1', child: '0' },
    ])
    const children = await tableOf('table=child&personal=1&status=1')
    expect(children.find(({ KEY }) => KEY === `${first}/home[1]/child[2]`)).toEqual({
      PARENT_KEY: `${first}/home[1]`,
      KEY: `${first}/home[1]/child[2]`,
      sex: 'm',
      'sex/status': 'answered',
      'likes/ball': '1',
      'likes/read': '1',
      'likes/status': 'answered',
      nick: "'=1+1",
      'nick/status': 'answered',
    })
    const keys = new Set(homes.map(({ KEY }) => KEY))
    expect(children.every(({ PARENT_KEY }) => keys.has(PARENT_KEY))).toBe(true)
    expect(Object.keys((await tableOf('table=child'))[0]!)).not.toContain('nick')
    expect((await analyst.get(`${at}/export.csv?table=nothing`)).status).toBe(404)
  })

  test('packs all files and the codebook, which names every column of each', async () => {
    const reply = await analyst
      .get(`${at}/export-csv.zip`)
      .buffer(true)
      .parse((res, done) => {
        const pieces: Buffer[] = []
        res.on('data', (piece: Buffer) => pieces.push(piece))
        res.on('end', () => done(null, Buffer.concat(pieces)))
      })
    const bytes = reply.body as Buffer
    expect(bytes.subarray(0, 2).toString()).toBe('PK')
    for (const name of ['-住户-home.csv', '-孩子-child.csv', '编码簿.csv'])
      expect(bytes.includes(Buffer.from(name))).toBe(true)
    const { text } = await analyst.get(`${at}/codebook.csv`)
    const named = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
      header: true,
      skipEmptyLines: true,
    }).data
    for (const table of ['', 'table=home', 'table=child'])
      for (const column of Object.keys((await tableOf(table))[0]!))
        expect(
          named.some(({ name }) => name === column),
          column,
        ).toBe(true)
    expect(named.find(({ name }) => name === 'rooms')?.['n']).toBe('3')
    expect(named.find(({ name }) => name === 'photo')?.['type']).toBe('附件的文件名')
    expect((await analyst.get(`${at}/export`)).text).toContain('下载全部')
  })

  test('is shown in the record row by row, with the file to open', async () => {
    const { text } = await analyst.get(`${at}/records/${first}`)
    for (const words of [
      '31.23, 121.47 (±12 m)',
      '住户 1 · 孩子 2',
      '打球, 读书',
      '2026-05-01 08:30',
      '已确认',
      'attachments',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('豆豆')
    const shown = await analyst.post(`${at}/records/${first}`).type('form').send({ _csrf: analyst.csrf })
    expect(shown.text).toContain('豆豆')
  })

  test('is counted by rows for analysts, and as numbers of rows for everybody', async () => {
    const sections = (text: string) =>
      elements(parseHtml(text)).flatMap(({ attributes }) => attributes['data-variable'] ?? [])
    const { text } = await analyst.get(`${at}/summary`)
    expect(sections(text)).toEqual(
      expect.arrayContaining(['spot', 'seen', 'read', 'home', 'rooms', 'sex', 'likes']),
    )
    expect(text).toContain('孩子 · 性别')
    expect(text).toContain('按“孩子”的每一条计数')
    expect(text).not.toContain(`${at}/texts/photo`)
    const leader = await (await world.signIn('leader')).get(`${at}/summary`)
    expect(sections(leader.text)).not.toContain('sex')
  })
})
