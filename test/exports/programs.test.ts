/** Files for statistical programs, made through the real app and read by those programs. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { send } from '../support/answers.ts'
import { bytesOf, fromR, hasPspp, hasR, inCi } from '../support/downloads.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const longLabel = '这是一道题目文字特别长的题'.repeat(30)
const everyKind: FormSource = {
  survey: [
    cells(2, { type: 'select_one level', name: 'service', label: '您对服务满意吗？', appearance: 'likert' }),
    cells(3, { type: 'select_one sex', name: 'sex', label: '性别' }),
    cells(4, { type: 'select_one town', name: 'town', label: longLabel }),
    cells(5, { type: 'select_multiple places', name: 'places', label: '去过哪里' }),
    cells(6, { type: 'rank places', name: 'order', label: '排序' }),
    cells(7, { type: 'decimal', name: 'income', label: '收入' }),
    cells(8, { type: 'text', name: '意见', label: '意见' }),
    cells(9, { type: 'date', name: 'day', label: '日期' }),
    cells(10, { type: 'text', name: 'phone', label: '电话', personal: 'yes' }),
    cells(11, { type: 'integer', name: 'with', label: '同住人数' }),
    cells(12, { type: 'text', name: 'Income', label: '收入来源' }),
  ],
  choices: [
    cells(2, { list_name: 'level', name: '1', label: '不满意' }),
    cells(3, { list_name: 'level', name: '2', label: '满意' }),
    cells(4, { list_name: 'level', name: '98', label: '不清楚', missing: 'dont_know' }),
    cells(5, { list_name: 'level', name: '99', label: '拒答', missing: 'refused' }),
    cells(6, { list_name: 'sex', name: 'male', label: '男' }),
    cells(7, { list_name: 'sex', name: 'female', label: '女' }),
    cells(8, { list_name: 'sex', name: 'na', label: '拒答', missing: 'refused' }),
    cells(9, { list_name: 'town', name: 'a_long_code_1', label: '东镇' }),
    cells(10, { list_name: 'town', name: 'a_long_code_2', label: '西镇' }),
    cells(11, { list_name: 'town', name: 'dk', label: '不清楚', missing: 'dont_know' }),
    cells(12, { list_name: 'places', name: 'park', label: '公园' }),
    cells(13, { list_name: 'places', name: 'library', label: '图书馆' }),
  ],
  settings: [cells(2, { form_title: '各种题型' })],
}
const essay = '很长的意见，第一段。\n第二段 "引号" 🙂，'.repeat(120)

let world: World
let analyst: SignedInAgent
let folder: string
beforeAll(async () => {
  world = await makeWorld({ source: everyKind })
  analyst = await world.signIn('analyst')
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-export-'))
  await send(world, {
    service: '2',
    sex: 'female',
    town: 'a_long_code_2',
    places: ['library'],
    order: ['library', 'park'],
    income: '1234.5',
    意见: essay,
    day: '2026-05-01',
    phone: '13800000000',
    with: '3',
    Income: '=1+1',
  })
  await send(world, { service: '99', sex: 'na', town: 'dk', income: '-7', 意见: '好', with: '0' })
  await send(world, { service: '1', places: ['park', 'library'], day: '1999-12-31', Income: '工资' })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await world.close()
})

const fileOf = (format: string, query = '') =>
  bytesOf(analyst, `/collections/${world.collection.id}/export/${format}${query}`)

async function saved(format: string, query = ''): Promise<string> {
  const path = join(folder, `answers.${format}`)
  writeFileSync(path, await fileOf(format, query))
  return path
}

const r = (script: string) => fromR(script, folder)

describe.skipIf(!hasR && !inCi)('R', () => {
  test('reads values, labels and declared missing codes of the SPSS file as they were answered', async () => {
    const path = await saved('sav')
    const seen = r(`
      d <- read_sav("${path}", user_na = TRUE)
      d <- d[order(d$received_on, d$service), ]
      column <- function(name) {
        x <- d[[name]]
        list(values = as.vector(unclass(x)), label = attr(x, "label"), labels = as.list(attr(x, "labels")),
          missing = attr(x, "na_values"))
      }
      names <- c("service", "sex", "town", "places_park", "places_library", "order_park", "income", "意见", "v_with", "Income_2")
      cat(toJSON(c(sapply(names, column, simplify = FALSE),
        list(days = format(d$day), names = names(d))), auto_unbox = TRUE, digits = NA, na = "null"))`) as Record<
      string,
      { values: unknown[]; label: string; labels: Record<string, unknown>; missing?: unknown }
    > & { days: unknown; names: string[] }
    expect(seen['service']).toEqual({
      values: [1, 2, 99],
      label: '您对服务满意吗？',
      labels: { 不满意: 1, 满意: 2, 不清楚: 98, 拒答: 99 },
      missing: [98, 99],
    })
    expect(seen['sex']).toEqual({
      values: ['', 'female', 'na'],
      label: '性别',
      labels: { 男: 'male', 女: 'female', 拒答: 'na' },
      missing: 'na',
    })
    expect(seen['town']!.values).toEqual(['', 'a_long_code_2', 'dk'])
    expect(seen['town']!.labels).toEqual({ 东镇: 'a_long_code_1', 西镇: 'a_long_code_2', 不清楚: 'dk' })
    expect(seen['town']!.missing).toBe('dk')
    expect(longLabel.startsWith(seen['town']!.label)).toBe(true)
    expect(Buffer.byteLength(seen['town']!.label)).toBeLessThanOrEqual(255)
    expect(seen['places_park']!.values).toEqual([1, 0, null])
    expect(seen['places_library']!.values).toEqual([1, 1, null])
    expect(seen['order_park']!.values).toEqual([null, 2, null])
    expect(seen['income']!.values).toEqual([null, 1234.5, -7])
    expect(seen['意见']!.values).toEqual(['', essay.trimEnd(), '好'])
    expect(seen['v_with']!.values).toEqual([null, 3, 0])
    expect(seen['Income_2']!.values).toEqual(['工资', '=1+1', ''])
    expect(seen.days).toEqual(['1999-12-31', '2026-05-01', null])
    expect(seen.names).not.toContain('phone')
  })

  test('reads the Stata file, with declared missing codes as .a and .b', async () => {
    const path = await saved('dta')
    const seen = r(`
      d <- read_dta("${path}")
      d <- d[order(is_tagged_na(d$service, "b"), d$service), ]
      cat(toJSON(list(service = as.vector(unclass(d$service)), tags = na_tag(d$service),
        labels = names(attr(d$service, "labels")), sex = as.vector(as_factor(d$sex)), town = as.vector(as_factor(d$town)),
        opinion = d[["意见"]], income = d$income, days = format(d$day), names = names(d),
        park = as.vector(unclass(d$places_park))), auto_unbox = TRUE, digits = NA, na = "null"))`)
    expect(seen).toMatchObject({
      service: [1, 2, null],
      tags: [null, null, 'b'],
      labels: ['不满意', '满意', '不清楚', '拒答'],
      sex: [null, '女', '拒答'],
      town: [null, '西镇', '不清楚'],
      opinion: ['', essay, '好'],
      income: [null, 1234.5, -7],
      days: ['1999-12-31', '2026-05-01', null],
      park: [1, 0, null],
    })
  })

  test('runs the script beside the data and gets labelled answers and a design', async () => {
    const path = await saved('r', '?weights=with')
    execFileSync('unzip', ['-oq', path, '-d', folder])
    const seen = r(`
      source("read.R", encoding = "UTF-8")
      cat(toJSON(list(n = nrow(answers), service = levels(answers$service), label = attr(answers$service, "label"),
        opinion = sort(nchar(answers[["意见"]])), days = class(answers$day), weights = sort(1 / design$prob)),
        auto_unbox = TRUE, digits = NA))`)
    expect(seen).toMatchObject({
      n: 3,
      service: ['不满意', '满意'],
      label: '您对服务满意吗？',
      opinion: [1, [...essay].length],
      days: 'Date',
    })
  })
})

describe.skipIf(!hasPspp && !inCi)('PSPP', () => {
  test('reads the dictionary, the missing codes and the multiple-response set', async () => {
    const path = await saved('sav')
    const syntax = join(folder, 'read.sps')
    writeFileSync(
      syntax,
      `GET FILE='${path}'.\nDISPLAY DICTIONARY.\nMRSETS /DISPLAY NAME=ALL.\nFREQUENCIES service.\nLIST town v_with.\n`,
    )
    const printed = execFileSync('pspp', ['-O', 'format=csv', syntax], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    expect(printed).not.toMatch(/error|warning/i)
    expect(printed).toMatch(/service,1?\d*,?您对服务满意吗？|service,\d+,您对服务满意吗？/)
    expect(printed).toContain('98; 99')
    expect(printed).toMatch(/\$places,去过哪里,Dichotomies,1,/)
    expect(printed).toContain('places_park')
    // Measures, declared missing codes and the labels of the set, line by line.
    for (const line of [
      'service,6,您对服务满意吗？,Ordinal,Input,8,Right,F8.0,F8.0,98; 99',
      'sex,7,性别,Nominal,Input,6,Left,A6,A6,"""na    """',
      'order_park,11,排序/公园,Ordinal,Input,8,Right,F8.0,F8.0,',
      'income,13,收入,Scale,Input,8,Right,F12.4,F12.4,',
      ',98[a],不清楚',
      ',na[a],拒答',
      ',dk[a],不清楚',
    ])
      expect(printed.split(/\r?\n/)).toContain(line)
    expect(printed).toContain('$places,去过哪里,Dichotomies,1,"places_park\nplaces_library"')
    // Of three answers two count and one is declared missing.
    expect(printed).toMatch(/Missing,拒答\[?a?\]?,1|Missing,.*99.*1/)
  })
})

test('the Excel workbook holds text as text, numbers as numbers and dates as dates', async () => {
  const book = xlsx.read(await fileOf('xlsx', '?cells=labels'), { cellDates: true })
  expect(book.SheetNames).toEqual(['data', 'codebook', 'results'])
  const rows = xlsx.utils.sheet_to_json<Record<string, unknown>>(book.Sheets['data']!)
  const row = rows.find((each) => each['with'] === 3)
  expect(row).toMatchObject({
    service: '满意',
    income: 1234.5,
    Income: '=1+1',
    意见: essay,
    'places/park': '没选',
  })
  expect(row!['day']).toBeInstanceOf(Date)
  const [names] = xlsx.utils.sheet_to_json<string[]>(book.Sheets['data']!, { header: 1 })
  const codebook = xlsx.utils.sheet_to_json<string[]>(book.Sheets['codebook']!, { header: 1 })
  expect(codebook.slice(1).map(([name]) => name)).toEqual(names)
  const cell = Object.values(book.Sheets['data']!).find((each: { v?: unknown }) => each.v === '=1+1') as {
    t: string
    f?: string
  }
  expect([cell.t, cell.f]).toEqual(['s', undefined])
})

test('JSON Lines hold an object an answer, without keys for what was not answered', async () => {
  const lines = (await fileOf('jsonl')).toString().trimEnd().split('\n')
  const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(objects).toHaveLength(3)
  expect(objects.find((each) => each['with'] === 0)).toEqual({
    instance_id: expect.any(String) as string,
    channel: '公众号',
    received_on: expect.any(String) as string,
    form_version: 1,
    state: 'received',
    service: 99,
    sex: 'na',
    town: 'dk',
    income: -7,
    意见: '好',
    with: 0,
  })
})

test('the DDI codebook counts every value, the missing ones marked', async () => {
  const xml = (await fileOf('ddi')).toString()
  const service = /<var ID="V\d+" name="service".*?<\/var>/s.exec(xml)?.[0] ?? ''
  expect(service).toContain('<invalrng><item VALUE="98"/><item VALUE="99"/></invalrng>')
  expect(service).toContain('<sumStat type="vald">2</sumStat><sumStat type="invd">1</sumStat>')
  expect(service).toContain(
    '<catgry missing="Y"><catValu>99</catValu><labl>拒答</labl><catStat type="freq">1</catStat></catgry>',
  )
  expect(xml).toMatch(/<varGrp ID="G1" type="multipleResp" name="places" var="V\d+ V\d+">/)
})

test('the same answers give the same bytes', async () => {
  for (const format of ['sav', 'dta', 'xlsx', 'r', 'jsonl', 'ddi'])
    expect((await fileOf(format)).equals(await fileOf(format))).toBe(true)
})

test('personal columns go only to the entitled who ask, and every file is in the history', async () => {
  expect((await fileOf('jsonl')).toString()).not.toContain('13800000000')
  expect((await fileOf('jsonl', '?personal=1')).toString()).toContain('13800000000')
  const organiser = await world.signIn('organiser')
  const at = `/collections/${world.collection.id}/export`
  expect((await organiser.get(`${at}/sav?personal=1`)).status).toBe(403)
  const kinds = (await world.store.history.list('ledger', {})).map(({ kind }) => kind)
  expect(kinds).toContain('export.file')
  expect(kinds).toContain('personal.exported')
})

test('an unknown format or design column is refused in words', async () => {
  const at = `/collections/${world.collection.id}/export`
  expect((await analyst.get(`${at}/exe`)).status).toBe(404)
  const refused = await analyst.get(`${at}/r?weights=nothing`)
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('数据中没有名为“nothing”的列')
})

test('an anonymous file has neither times nor receipts, and a collection without answers gives whole files', async () => {
  const text = (await fileOf('jsonl')).toString()
  for (const name of ['received_at', 'receipt', 'collector']) expect(text).not.toContain(`"${name}"`)
  const empty = await makeWorld({ source: everyKind })
  const agent = await empty.signIn('analyst')
  for (const format of ['sav', 'dta', 'xlsx', 'r', 'jsonl', 'ddi'])
    expect((await agent.get(`/collections/${empty.collection.id}/export/${format}`)).status).toBe(200)
  await empty.close()
})

test('the rows of a repeat are a table of their own, joined by keys, and a point is four numbers', async () => {
  const roster: FormSource = {
    survey: [
      cells(2, { type: 'geopoint', name: 'place', label: '位置' }),
      cells(3, { type: 'begin_repeat', name: 'members', label: '家庭成员' }),
      cells(4, { type: 'integer', name: 'age', label: '年龄' }),
      cells(5, { type: 'select_one yesno', name: 'works', label: '是否就业' }),
      cells(6, { type: 'end_repeat' }),
    ],
    choices: [
      cells(2, { list_name: 'yesno', name: '1', label: '是' }),
      cells(3, { list_name: 'yesno', name: '0', label: '否' }),
    ],
    settings: [cells(2, { form_title: '家庭' })],
  }
  const family = await makeWorld({ source: roster })
  const agent = await family.signIn('analyst')
  const id = crypto.randomUUID()
  const one = {
    collectionId: family.collection.id,
    formVersionId: family.versionId,
    channelId: family.channel.id,
    contentHash: 'a'.repeat(64),
    personal: null,
    locale: '',
    collectorId: null,
    receivedAt: '2026-05-01T02:00:00.000Z',
    receivedOn: '2026-05-01',
  }
  const members = [
    { age: 41, works: '1' },
    { age: 12, works: null },
  ]
  await family.store.submissions.receive([
    { ...one, instanceId: id, answers: { place: '30.5 114.3 20 5', members } },
    { ...one, instanceId: crypto.randomUUID(), answers: { place: null, members: [] } },
  ])
  const at = `/collections/${family.collection.id}/export/jsonl`
  const table = async (query: string) =>
    (await agent.get(at + query).buffer(true)).text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect((await table('')).find(({ instance_id }) => instance_id === id)).toMatchObject({
    'place/latitude': 30.5,
    'place/longitude': 114.3,
    'place/altitude': 20,
    'place/accuracy': 5,
    members: 2,
    KEY: id,
  })
  expect((await table('?table=members')).filter((row) => row['PARENT_KEY'] === id)).toEqual([
    { PARENT_KEY: id, KEY: `${id}/members[1]`, age: 41, works: 1 },
    { PARENT_KEY: id, KEY: `${id}/members[2]`, age: 12 },
  ])
  expect((await agent.get(`${at}?table=nothing`)).status).toBe(404)
  if (hasR || inCi) {
    // The same link in the files of the statistical programs, one by one and all in one archive.
    for (const format of ['sav', 'dta']) {
      for (const [name, query] of [
        ['main', ''],
        ['rows', '?table=members'],
      ])
        writeFileSync(
          join(folder, `${name}.${format}`),
          await bytesOf(agent, `${at.replace('jsonl', format)}${query}`),
        )
    }
    writeFileSync(join(folder, 'all.zip'), await bytesOf(agent, `${at.replace('jsonl', 'sav')}?all=1`))
    mkdirSync(join(folder, 'all'), { recursive: true })
    execFileSync('unzip', ['-oq', join(folder, 'all.zip'), '-d', join(folder, 'all')])
    const names = readdirSync(join(folder, 'all'))
    const [rows, main] = [true, false].map((inside) =>
      names.find((name) => name.includes('members') === inside),
    )
    const seen = r(`
      joined <- function(main, rows) {
        both <- merge(rows, main[c("KEY", "members")], by.x = "PARENT_KEY", by.y = "KEY")
        both <- both[order(both$KEY), ]
        list(age = both$age, works = as.character(as_factor(both$works)), members = both$members)
      }
      cat(toJSON(list(sav = joined(read_sav("main.sav"), read_sav("rows.sav")),
        dta = joined(read_dta("main.dta"), read_dta("rows.dta")),
        all = joined(read_sav("all/${main}"), read_sav("all/${rows}"))), na = "null"))`) as object
    const joined = { age: [41, 12], works: ['是', null], members: [2, 2] }
    expect(seen).toEqual({ sav: joined, dta: joined, all: joined })
  }
  await family.close()
})
