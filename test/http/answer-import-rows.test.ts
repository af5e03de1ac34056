/** Rows of repeats, files that stay behind, packed SPSS files, large files with progress and a way out: imports of every shape. */

import { deflateSync } from 'node:zlib'
import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
import type { FormSource } from '../../server/form/form.ts'
import type { Checked } from '../../server/imports/answers/check.ts'
import { readSav } from '../../server/imports/sav.ts'
import { begun, runningOf } from '../../server/pages/importing/running.ts'
import { send } from '../support/answers.ts'
import { zipOf } from '../support/word-file.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'text', name: 'street', label: '街道' }),
    cells(3, { type: 'image', name: 'door', label: '门牌照片' }),
    cells(4, { type: 'begin_repeat', name: 'members', label: '家庭成员' }),
    cells(5, { type: 'text', name: 'called', label: '称呼' }),
    cells(6, { type: 'integer', name: 'age', label: '年龄', constraint: '. < 120', required: 'yes' }),
    cells(7, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
    cells(8, { type: 'begin_repeat', name: 'jobs', label: '做过的工作' }),
    cells(9, { type: 'text', name: 'job', label: '工作' }),
    cells(10, { type: 'end_repeat' }),
    cells(11, { type: 'end_repeat' }),
  ],
  choices: [],
  settings: [cells(2, { form_title: '住户' })],
}

let world: World
let lead: SignedInAgent
beforeAll(async () => {
  world = await makeWorld({ source })
  lead = await world.signIn('lead')
})
afterAll(() => world.close())

let made = 0
const collectionOf = (anonymous: boolean) =>
  world.store.collections.add({
    topicId: world.topic.id,
    formVersionId: world.versionId,
    title: `导入 ${++made}`,
    sampleType: 'open',
    anonymous,
    pilot: false,
    state: 'closed',
  })
const pathOf = (collection: string) => `/collections/${collection}/import`

async function upload(collection: string, bytes: Buffer, name = '住户.zip') {
  return lead
    .post(pathOf(collection))
    .field('_csrf', lead.csrf)
    .field('action', 'upload')
    .attach('file', bytes, name)
}

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

const confirm = (collection: string, html: string, more: Readonly<Record<string, string>> = {}) =>
  lead
    .post(pathOf(collection))
    .type('form')
    .send({ ...fieldsOf(html), action: 'import', ...more, _csrf: lead.csrf })

async function content(collection: string): Promise<readonly string[]> {
  const rows = await world.store.submissions.rows(collection, 0, 1000)
  const personal = await world.store.submissions.personal(
    collection,
    rows.map(({ seq }) => seq),
  )
  return rows.map(({ seq, answers }) => JSON.stringify([JSON.parse(answers), personal.get(seq)])).toSorted()
}

const main = 'KEY,street,门牌照片\na,解放路,1.jpg\nb,人民路,\n'
const members =
  'PARENT_KEY,KEY,称呼,年龄,电话\na,a1,父亲,60,13900000001\nb,b1,女儿,8,\na,a2,母亲,58,13900000002\n'
const jobs = 'PARENT_KEY,工作\na2,教师\na1,钳工\na1,门卫\n'

describe('rows of repeats', () => {
  test('come from the files of an archive, nested ones too, each led to its answer', async () => {
    const zip = await zipOf({
      '住户.csv': main,
      '住户 - 家庭成员.csv': members,
      'jobs.csv': jobs,
      'attachments/a/1.jpg': 'not a picture',
    })
    const id = await collectionOf(false)
    const preview = await upload(id, zip)
    expect(preview.status, preview.text).toBe(200)
    expect(preview.text).toContain('“家庭成员”的各条，来自 住户 - 家庭成员.csv')
    expect(preview.text).toContain('3 行，由 PARENT_KEY 一列')
    expect(preview.text).toContain('“门牌照片”在 1 行里写有文件名')
    expect(preview.text).toContain('压缩包里有 1 个文件')
    expect(await content(id)).toEqual([])
    expect((await confirm(id, preview.text)).status).toBe(303)
    const [second, first] = await content(id)
    expect(JSON.parse(first!)).toEqual([
      {
        street: '解放路',
        door: null,
        members: [
          { called: '父亲', age: 60, jobs: [{ job: '钳工' }, { job: '门卫' }] },
          { called: '母亲', age: 58, jobs: [{ job: '教师' }] },
        ],
      },
      expect.objectContaining({ members: [{ phone: '13900000001' }, { phone: '13900000002' }] }),
    ])
    expect(second).toContain('女儿')
  })

  test('come from further sheets of a workbook, and a sheet that holds something else harms nothing', async () => {
    const sheetOf = (csv: string) =>
      xlsx.utils.aoa_to_sheet(
        csv
          .trim()
          .split('\n')
          .map((line) => line.split(',')),
      )
    const book = xlsx.utils.book_new()
    xlsx.utils.book_append_sheet(book, sheetOf(main), '答卷')
    xlsx.utils.book_append_sheet(book, sheetOf('说明\n这是去年的数据\n'), '说明')
    xlsx.utils.book_append_sheet(book, sheetOf(members), 'members')
    xlsx.utils.book_append_sheet(book, sheetOf('PARENT_KEY,x\na,1\n'), '别的')
    const id = await collectionOf(true)
    const preview = await upload(
      id,
      xlsx.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer,
      'a.xlsx',
    )
    expect(preview.text).toContain('“家庭成员”的各条，来自 members')
    expect(preview.text).toContain('没有用到：别的')
    expect((await confirm(id, preview.text)).status).toBe(303)
    expect((await content(id)).join(' ')).toContain('父亲')
    // Nothing of the keys is kept of somebody anonymous.
    expect((await content(id)).join(' ')).not.toContain('a1')
  })

  test('are complained of by table, row and column, and nothing is stored', async () => {
    const wrong = members
      .replace('58', '五十八')
      .replace(',60,', ',,')
      .replace('b,b1', 'z,b1')
      .replace(',8,', ',800,')
    const zip = await zipOf({ '住户.csv': main, '家庭成员.csv': wrong })
    const id = await collectionOf(false)
    const preview = await upload(id, zip)
    expect(preview.status).toBe(422)
    const lines = elements(elements(parseHtml(preview.text), 'table')[0]!, 'tr').map((row) =>
      elements(row, 'td').map((cell) => textOf(cell).replace(/\s+/g, ' ').trim()),
    )
    expect(lines).toContainEqual([
      '家庭成员.csv · D 年龄',
      '年龄',
      '请填写数字，例如 12.5',
      '1',
      '第 4 行 五十八',
    ])
    expect(lines).toContainEqual([
      '家庭成员.csv · A PARENT_KEY',
      '',
      '文件里没有一份答卷是这个编号',
      '1',
      '第 3 行 z',
    ])
    expect(lines.some(([place, , , , rows]) => place === '家庭成员.csv · D 年龄' && rows === '第 2 行')).toBe(
      true,
    )
    expect((await confirm(id, preview.text)).status).toBe(422)
    expect(await content(id)).toEqual([])
    // Mended on the page: the wrong column is taken out, and the form says what is then missing.
    const fields = fieldsOf(preview.text)
    expect(Object.keys(fields).filter((name) => name.startsWith('l0q'))).toHaveLength(3)
  })

  test('what was exported with its repeats comes in again as the same answers', async () => {
    const id = world.collection.id
    await send(world, {
      street: '建设路 "一" 号',
      members: [
        { called: '甲', age: '30', phone: '1', jobs: [{ job: '司机' }] },
        { called: '乙', age: '31', phone: '2', jobs: [] },
      ],
    })
    await send(world, { street: '新华路', members: [] })
    const analyst = await world.signIn('analyst')
    const file = await analyst
      .get(`/collections/${id}/export-csv.zip?personal=1`)
      .buffer()
      .parse((res, done) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('end', () => done(null, Buffer.concat(chunks)))
      })
    const target = await collectionOf(true)
    const preview = await upload(target, file.body as Buffer)
    expect(preview.status, preview.text).toBe(200)
    expect((await confirm(target, preview.text)).status).toBe(303)
    expect(await content(target)).toEqual(await content(id))
  })

  test.each([
    ['an archive without a table', { 'a.jpg': 'x', 'b.txtx': 'y' }],
    ['an archive with a broken table', { 'a.xlsx': 'PK\u0003\u0004 nothing' }],
    ['an archive whose table has an encoding that is none', { 'a.csv': '\u0000\u0001' }],
  ])('%s is refused with a sentence', async (_what, files) => {
    const reply = await upload(await collectionOf(false), await zipOf(files))
    expect(reply.status).toBe(422)
    expect(reply.text).not.toContain('name="ticket"')
  })
})

test('a .zsav is read as the .sav it packs, and a lying block is a complaint', async () => {
  const id = world.collection.id
  const analyst = await world.signIn('analyst')
  const { body } = await analyst
    .get(`/collections/${id}/export/sav`)
    .buffer()
    .parse((res, done) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => done(null, Buffer.concat(chunks)))
    })
  const plain = body as Buffer
  const read = readSav(plain)
  if (!read.ok) throw new Error(read.complaint.code)
  const packed = zsavOf(plain)
  expect(readSav(packed)).toEqual(read)
  expect(read.rows.length).toBeGreaterThan(0)
  for (let at = packed.length - 30; at < packed.length; at += 7)
    expect(readSav(packed.subarray(0, at)).ok).toBe(false)
  const lying = Buffer.from(packed)
  lying.writeInt32LE(2_000_000_000, packed.length - 8)
  expect(readSav(lying).ok).toBe(false)
})

/** A .sav of byte codes or of plain cases as a .zsav, by the format's description. */
function zsavOf(sav: Buffer): Buffer {
  let at = 176
  // Records end with 999; their lengths are not needed to find it in these files.
  at = sav.indexOf(Buffer.from([0xe7, 0x03, 0, 0, 0, 0, 0, 0]), at) + 8
  const compression = sav.readInt32LE(72)
  const cases = sav.subarray(at)
  const codes = compression === 1 ? cases : codedPlain(cases)
  const head = Buffer.from(sav.subarray(0, at))
  head.write('$FL3', 'latin1')
  head.writeInt32LE(2, 72)
  const half = Math.floor(codes.length / 16) * 8
  const blocks = [codes.subarray(0, half), codes.subarray(half)].map((raw) => ({
    raw,
    packed: deflateSync(raw),
  }))
  const packedBytes = blocks.reduce((sum, { packed }) => sum + packed.length, 0)
  const header = Buffer.alloc(24)
  header.writeBigInt64LE(BigInt(at), 0)
  header.writeBigInt64LE(BigInt(at + 24 + packedBytes), 8)
  header.writeBigInt64LE(BigInt(24 + 24 * blocks.length), 16)
  const trailer = Buffer.alloc(24 + 24 * blocks.length)
  trailer.writeBigInt64LE(-100n, 0)
  trailer.writeInt32LE(0x3f_f000, 16)
  trailer.writeInt32LE(blocks.length, 20)
  let [loose, tight] = [at, at + 24]
  for (const [k, { raw, packed }] of blocks.entries()) {
    trailer.writeBigInt64LE(BigInt(loose), 24 + 24 * k)
    trailer.writeBigInt64LE(BigInt(tight), 32 + 24 * k)
    trailer.writeInt32LE(raw.length, 40 + 24 * k)
    trailer.writeInt32LE(packed.length, 44 + 24 * k)
    loose += raw.length
    tight += packed.length
  }
  return Buffer.concat([head, header, ...blocks.map(({ packed }) => packed), trailer])
}

function codedPlain(cases: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < cases.length; at += 64) {
    const chunk = cases.subarray(at, at + 64)
    const codes = Buffer.alloc(8)
    codes.fill(253, 0, chunk.length / 8)
    parts.push(codes, chunk)
  }
  return Buffer.concat(parts)
}

describe('a large file', () => {
  const many = (rows: number) =>
    Buffer.from(`street\n${Array.from({ length: rows }, (_, k) => `${k} 路`).join('\n')}\n`)

  test('of more rows than are taken is refused, one of as many is not', async () => {
    const id = await collectionOf(false)
    const refused = await upload(id, many(50_001), 'a.csv')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('50000')
  })

  test('says how far its check has come, goes on with what was chosen, and can be given up', async () => {
    const id = await collectionOf(false)
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const checked: Checked = { rows: [], complaints: [], identical: [], notAsked: new Map(), warnings: 0 }
    const who = world.people.lead.id
    const run = begun(
      {
        who,
        of: 3,
        run: async (told, signal) => {
          told(2)
          await held
          signal.throwIfAborted()
          return checked
        },
      },
      Date.now(),
    )!
    expect(runningOf(run.id, who)?.done()).toBe(2)
    expect(runningOf(run.id, world.people.analyst.id)).toBeNull()
    const preview = await upload(id, many(3), 'a.csv')
    const wait = (more: Readonly<Record<string, string>>) =>
      lead
        .post(pathOf(id))
        .type('form')
        .send({ ...fieldsOf(preview.text), ...more, _csrf: lead.csrf })
    const waiting = await wait({ action: 'check', run: run.id })
    expect(waiting.status).toBe(200)
    expect(waiting.text).toContain('已检查 2 行，共 3 行')
    const fields = fieldsOf(waiting.text)
    expect(fields).toMatchObject({ run: run.id, next: 'check', q0: '0' })
    // Once it is there, the page that waited shows it: nothing of these rows could be stored.
    release()
    await run.outcome
    const there = await wait({ ...fields, action: 'wait' })
    expect(there.text).toContain('0 行全部符合')
    expect(runningOf(run.id, who)).toBeNull()
    // Given up: the work ends, and the file is gone.
    const other = begun(
      {
        who,
        of: 9,
        run: (_, signal) =>
          new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(new Error('given up'))),
          ),
      },
      Date.now(),
    )!
    const gone = await wait({ action: 'cancel', run: other.id })
    expect(gone.status).toBe(303)
    await expect(other.outcome).rejects.toThrow('given up')
    expect((await wait({ action: 'check' })).text).toContain('请重新上传')
    expect(await content(id)).toEqual([])
  })
})

test('no page has made a mistake on the way', () => expect(world.mistakes).toEqual([]))
