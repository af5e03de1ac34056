/** Importing a survey done elsewhere, through the real app: preview, all or nothing, and the same answers out again. */

import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
import type { FormSource } from '../../server/form/form.ts'
import { open, rowsOf, send } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one sex', name: 'sex', label: '您的性别', required: 'yes' }),
    cells(3, { type: 'integer', name: 'age', label: '您的年龄', constraint: '. >= 18' }),
    cells(4, { type: 'select_multiple places', name: 'places', label: '去过哪里' }),
    cells(5, { type: 'rank places', name: 'order', label: '排序' }),
    cells(6, { type: 'date', name: 'since', label: '何时入住' }),
    cells(7, { type: 'text', name: 'why', label: '为什么' }),
    cells(8, { type: 'decimal', name: 'income', label: '收入' }),
    cells(9, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
    cells(10, { type: 'geopoint', name: 'spot', label: '地点' }),
  ],
  choices: [
    cells(2, { list_name: 'sex', name: '1', label: '男' }),
    cells(3, { list_name: 'sex', name: '2', label: '女' }),
    cells(4, { list_name: 'places', name: 'park', label: '公园' }),
    cells(5, { list_name: 'places', name: 'library', label: '图书馆' }),
  ],
  settings: [],
}

let world: World
let lead: SignedInAgent
let named: string
let empty: string
beforeAll(async () => {
  world = await makeWorld({ source })
  lead = await world.signIn('lead')
  const add = (title: string, anonymous: boolean) =>
    world.store.collections.add({
      topicId: world.topic.id,
      formVersionId: world.versionId,
      title,
      sampleType: 'quota',
      anonymous,
      pilot: false,
      state: 'closed',
    })
  named = await add('入户调查', false)
  empty = await add('回收的数据', true)
})
afterAll(() => world.close())

const pathOf = (collection: string) => `/collections/${collection}/import`

async function upload(collection: string, bytes: Buffer, name = '答卷.csv') {
  return lead
    .post(pathOf(collection))
    .field('_csrf', lead.csrf)
    .field('action', 'upload')
    .attach('file', bytes, name)
}

/** What the page of a preview carries, as a browser would send it back. */
function fieldsOf(html: string): Record<string, string> {
  const form = elements(parseHtml(html), 'form').find((each) =>
    elements(each, 'input').some(({ attributes }) => attributes['name'] === 'ticket'),
  )
  if (!form) throw new Error('no preview on the page')
  const fields: Record<string, string> = {}
  for (const { attributes } of elements(form, 'input'))
    if (attributes['type'] !== 'checkbox') fields[attributes['name'] ?? ''] = attributes['value'] ?? ''
  for (const select of elements(form, 'select')) {
    const chosen = elements(select, 'option').find(({ attributes }) => 'selected' in attributes)
    fields[select.attributes['name'] ?? ''] = chosen?.attributes['value'] ?? ''
  }
  return fields
}

async function confirm(collection: string, html: string, more: Readonly<Record<string, string>> = {}) {
  const fields = { ...fieldsOf(html), action: 'import', ...more }
  return lead
    .post(pathOf(collection))
    .type('form')
    .send({ ...fields, _csrf: lead.csrf })
}

const stored = async (collection: string) =>
  (await world.store.submissions.rows(collection, 0, 100)).map((row) => ({
    ...row,
    answers: JSON.parse(row.answers) as Record<string, unknown>,
  }))

describe('a file in GB18030 from a survey service', () => {
  const table =
    '序号,提交答卷时间,1、您的性别,2、您的年龄,3、去过哪里(公园),3、去过哪里(图书馆),5、何时入住,6、为什么,电话,姓名\r\n' +
    '1,2026/3/5 14:02:11,男,35,1,0,2019年6月1日,=1+1,13800000001,欧阳克\r\n' +
    '2,2026/3/6 9:00:00,女,42,1,1,2020/1/2,近,13800000002,上官云\r\n'

  test('is understood, previewed and stored in one go, marked as imported', async () => {
    const preview = await upload(named, iconv.encode(table, 'gb18030'))
    expect(preview.status).toBe(200)
    expect(preview.text).toContain('2 行全部符合表单的规则')
    expect(preview.text).toContain('姓名')
    expect(await stored(named)).toEqual([])
    const done = await confirm(named, preview.text)
    expect([done.status, done.headers['location']]).toEqual([303, pathOf(named)])
    const rows = await stored(named)
    expect(rows.map(({ answers, receivedOn }) => [answers, receivedOn])).toEqual([
      [
        {
          sex: '1',
          age: 35,
          places: ['park'],
          order: null,
          since: '2019-06-01',
          why: '=1+1',
          income: null,
          spot: null,
        },
        '2026-03-05',
      ],
      [
        {
          sex: '2',
          age: 42,
          places: ['park', 'library'],
          order: null,
          since: '2020-01-02',
          why: '近',
          income: null,
          spot: null,
        },
        '2026-03-06',
      ],
    ])
    const personal = await world.store.submissions.personal(
      named,
      rows.map(({ seq }) => seq),
    )
    expect([...personal.values()]).toEqual([{ phone: '13800000001' }, { phone: '13800000002' }])
    const channels = await world.store.collections.channels(named)
    expect(channels.map(({ kind }) => kind)).toEqual(['import'])
    expect(rows.every(({ channelId }) => channelId === channels[0]?.id)).toBe(true)
    expect((await world.store.history.verify(named)).ok).toBe(true)
    const events = await world.store.history.list('ledger', { limit: 1000 })
    expect(
      events
        .filter(({ kind }) => kind === 'answers.imported')
        .map(({ detail }) => JSON.parse(detail) as object),
    ).toEqual([{ added: 2, duplicates: 0, withdrawn: 0 }])
  })

  test('comes a second time only if somebody says so, and then its answers are duplicates', async () => {
    const preview = await upload(named, iconv.encode(table, 'gb18030'))
    expect(preview.text).toContain('已经导入过')
    expect((await confirm(named, preview.text)).status).toBe(422)
    const done = await confirm(named, preview.text, { again: '1' })
    expect(done.status).toBe(303)
    expect(await stored(named)).toHaveLength(2)
  })

  test('a number that stands with other content stops the whole file', async () => {
    const changed = table.replace('女,42', '女,43').replace('1,2026/3/5', '3,2026/3/5')
    const preview = await upload(named, Buffer.from(changed))
    const refused = await confirm(named, preview.text)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('1 份答卷的编号已经存在而内容不同')
    expect(await stored(named)).toHaveLength(2)
  })
})

describe('a file with slips', () => {
  const table =
    '您的性别,您的年龄,何时入住\n男,17,2020-01-01\n无所谓,30,3/5/2020\n女,30,31/12/2019\n女,三十,\n'

  test('is complained of by row and column in the language of the reader, and nothing is stored', async () => {
    const before = (await stored(empty)).length
    const preview = await upload(empty, Buffer.from(table))
    expect(preview.status).toBe(422)
    const seen = elements(parseHtml(preview.text), 'table')[0]
    const lines = elements(seen!, 'tr').map((row) => elements(row, 'td').map((cell) => textOf(cell).trim()))
    expect(lines).toContainEqual(['A 您的性别', '您的性别', '请从列出的选项中选择', '1', '第 3 行 无所谓'])
    expect(lines).toContainEqual(['B 您的年龄', '您的年龄', '请填写数字，例如 12.5', '1', '第 5 行 三十'])
    expect(preview.text).toContain('4 行中有 3 行不符合')
    expect((await confirm(empty, preview.text)).status).toBe(422)
    expect(await stored(empty)).toHaveLength(before)
    const english = await lead
      .post(pathOf(empty))
      .set('accept-language', 'en')
      .field('_csrf', lead.csrf)
      .field('action', 'upload')
      .attach('file', Buffer.from(table), 'a.csv')
    expect(english.text).toContain('3 of 4 rows break the rules')
    expect(english.text).toContain('row 3: 无所谓')
  })

  test('a day of two meanings is read as the column tells, or as the person says', async () => {
    const preview = await upload(empty, Buffer.from('您的性别,何时入住\n男,3/5/2020\n女,6/7/2020\n'))
    expect(preview.text).toContain('日期可以有两种读法')
    const fields = { ...fieldsOf(preview.text), action: 'check', order: 'month' }
    const again = await lead
      .post(pathOf(empty))
      .type('form')
      .send({ ...fields, _csrf: lead.csrf })
    expect(again.status).toBe(200)
    expect(again.text).toContain('2020-03-05')
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 1, 2, 3])],
    ['bytes of no encoding', Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0xff, 0xff, 0x81, 0x0a])],
    ['a broken workbook', Buffer.from('PK\u0003\u0004 and then nothing')],
    ['a broken .sav', Buffer.concat([Buffer.from('$FL2'), Buffer.alloc(300)])],
  ])('%s is refused with a sentence', async (_what, bytes) => {
    const reply = await upload(empty, bytes)
    expect(reply.status).toBe(422)
    expect(reply.text).not.toContain('name="ticket"')
  })

  test('a ticket that is none, or of a file that is gone, asks for the file again', async () => {
    for (const ticket of ['', '../../etc/passwd', `${'a'.repeat(22)}.${'b'.repeat(43)}`]) {
      const fields = { _csrf: lead.csrf, action: 'import', ticket }
      const reply = await lead.post(pathOf(empty)).type('form').send(fields)
      expect(reply.status).toBe(422)
      expect(reply.text).toContain('请重新上传')
    }
  })
})

test.each([
  'export.csv',
  'export.csv?cells=labels&headings=labels',
  'export/xlsx',
  'export/sav',
  'export/sav?language=en',
])('what was exported as %s comes in again as the same answers', async (way) => {
  const origin = world.collection.id
  const before = await stored(origin)
  if (before.length === 0) {
    await send(world, {
      sex: '2',
      age: '30',
      places: ['park', 'library'],
      order: ['library', 'park'],
      since: '2020-05-06',
      why: '一段 "引号"，\n两行 🙂',
      income: '1234.5',
      phone: '13900000000',
      spot: '30.27 120.15 5 10',
    })
    await send(world, { sex: '1', age: '18', why: '很长的意见'.repeat(100) })
  }
  const analyst = await world.signIn('analyst')
  const address = `/collections/${origin}/${way}${way.includes('?') ? '&' : '?'}personal=1`
  const file = await analyst
    .get(address)
    .buffer()
    .parse((res, done) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => done(null, Buffer.concat(chunks)))
    })
  const target = await world.store.collections.add({
    topicId: world.topic.id,
    formVersionId: world.versionId,
    title: way,
    sampleType: 'open',
    anonymous: true,
    pilot: false,
    state: 'closed',
  })
  const preview = await upload(target, file.body as Buffer, 'x')
  expect(preview.status).toBe(200)
  expect((await confirm(target, preview.text)).status).toBe(303)
  const content = async (collection: string) => {
    const rows = await stored(collection)
    const personal = await world.store.submissions.personal(
      collection,
      rows.map(({ seq }) => seq),
    )
    return rows
      .map(({ seq, answers, receivedOn }) => JSON.stringify([answers, personal.get(seq), receivedOn]))
      .toSorted()
  }
  expect(await content(target)).toEqual(await content(origin))
})

test('a draft takes nothing in, and only who manages the topic may import', async () => {
  const draft = await world.store.collections.add({
    topicId: world.topic.id,
    formVersionId: world.versionId,
    title: '草稿',
    sampleType: 'open',
    anonymous: true,
    pilot: false,
  })
  expect((await upload(draft, Buffer.from('sex\n1\n'))).status).toBe(409)
  const analyst = await world.signIn('analyst')
  const refused = await analyst
    .post(pathOf(empty))
    .field('_csrf', analyst.csrf)
    .field('action', 'upload')
    .attach('file', Buffer.from('sex\n1\n'), 'a.csv')
  expect(refused.status).toBe(403)
})

test('more than the collection takes is refused whole', async () => {
  const limited = await world.store.collections.add({
    topicId: world.topic.id,
    formVersionId: world.versionId,
    title: '限额',
    sampleType: 'open',
    anonymous: true,
    pilot: false,
    state: 'open',
    answerLimit: 2,
  })
  const preview = await upload(limited, Buffer.from('sex\n1\n2\n1\n'))
  const refused = await confirm(limited, preview.text)
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('上限（2 份）')
  expect(await stored(limited)).toEqual([])
})

test('the page lists earlier imports', async () => {
  const page = await open(lead, pathOf(named))
  expect(rowsOf(page).map((row) => row.slice(1))).toEqual([['2', '梁牵头']])
})

test('no page has made a mistake on the way', () => expect(world.mistakes).toEqual([]))
