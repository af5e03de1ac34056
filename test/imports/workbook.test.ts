import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  dictionary,
  integer,
  property,
  record,
  string,
  tuple,
} from 'fast-check'
import * as xlsx from '@e965/xlsx'
import { parseWorkbook } from '../../server/imports/workbook.ts'
import { formFromSheets, normalHeader, readXlsform } from '../../server/imports/xlsform.ts'
import { writeXlsform } from '../../server/exports/xlsform.ts'
import type { FormSource } from '../../server/form/form.ts'
import { readFileSync } from 'node:fs'
import { effort } from '../support/effort.ts'

type Rows = readonly (readonly unknown[])[]

function book(
  sheets: Readonly<Record<string, Rows | xlsx.WorkSheet>>,
  type: 'xlsx' | 'biff8' = 'xlsx',
): Buffer {
  const workbook = xlsx.utils.book_new()
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = Array.isArray(rows)
      ? xlsx.utils.aoa_to_sheet(rows as unknown[][])
      : (rows as xlsx.WorkSheet)
    xlsx.utils.book_append_sheet(workbook, sheet, name)
  }
  return xlsx.write(workbook, { type: 'buffer', bookType: type, compression: true }) as Buffer
}

function cells(bytes: Buffer): readonly (readonly string[])[] {
  const read = parseWorkbook(bytes)
  if (!read.ok) throw new Error(read.complaint.code)
  return read.sheets[0]?.rows.map((row) => row.cells) ?? []
}

/** The workbook with one of its XML parts changed. */
function changed(bytes: Buffer, part: string, change: (xml: string) => string): Buffer {
  const container = xlsx.CFB.read(bytes, { type: 'buffer' })
  const entry = xlsx.CFB.find(container, part)
  if (!entry) throw new Error(`changed: no ${part}`)
  const xml = change(Buffer.from(entry.content as Uint8Array).toString('utf8'))
  entry.content = Buffer.from(xml)
  entry.size = entry.content.length
  return Buffer.from(xlsx.CFB.write(container, { type: 'buffer', fileType: 'zip' }))
}

/** A zip with one entry, whose directory may lie about the size. */
function zip(name: string, content: Buffer, declared = content.length): Buffer {
  const packed = deflateRawSync(content)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(declared, 22)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(declared, 24)
  entry.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end])
}

describe('cells are read as the writer of a form meant them', () => {
  test.each(['xlsx', 'biff8'] as const)('numbers, truth values, dates and formulas (%s)', (type) => {
    const sheet = xlsx.utils.aoa_to_sheet([['a', 1, 1.5, true, false, 0.1 + 0.2, 13_800_000_000]])
    sheet['H1'] = { t: 'n', v: 46350, z: 'yyyy-mm-dd' }
    sheet['I1'] = { t: 'n', v: 0.5, z: 'hh:mm' }
    sheet['J1'] = { t: 'n', v: 5, f: 'SUM(2,3)' }
    sheet['K1'] = { t: 's', v: '是', f: 'IF(TRUE,"是","否")' }
    sheet['!ref'] = 'A1:K1'
    expect(cells(book({ s: sheet }, type))).toEqual([
      ['a', '1', '1.5', 'TRUE', 'FALSE', '0.3', '13800000000', '2026-11-24', '12:00', '5', '是'],
    ])
  })

  test('a merged cell has its text once; blank rows are counted but left out', () => {
    const sheet = xlsx.utils.aoa_to_sheet([['题目', null, 'x'], [], ['  '], ['第二行']])
    sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 1 } }]
    expect(parseWorkbook(book({ s: sheet }))).toMatchObject({
      ok: true,
      sheets: [
        {
          rows: [
            { row: 1, cells: ['题目', '', 'x'] },
            { row: 4, cells: ['第二行'] },
          ],
        },
      ],
    })
  })

  test('a declared range of a million rows and a thousand columns costs nothing', () => {
    const small = book({
      survey: [
        ['type', 'name'],
        ['text', 'a'],
      ],
    })
    const wide = changed(small, '/xl/worksheets/sheet1.xml', (xml) =>
      xml.replace(/<dimension ref="[^"]*"/, '<dimension ref="A1:ALL1048576"'),
    )
    const spent = effort()
    expect(cells(wide)).toEqual([
      ['type', 'name'],
      ['text', 'a'],
    ])
    expect(spent()).toBeLessThan(2000)
  }, 10_000)
})

describe('a file that cannot be read says why', () => {
  const code = (bytes: Buffer) => {
    const read = parseWorkbook(bytes)
    return read.ok ? 'read' : read.complaint
  }
  const good = book({
    survey: [
      ['type', 'name'],
      ['text', 'a'],
    ],
  })

  test('empty, no spreadsheet, a Word document, cut in the middle', () => {
    expect(code(Buffer.alloc(0))).toMatchObject({ code: 'emptyFile' })
    expect(code(Buffer.from('<html><table></table></html>'))).toMatchObject({ code: 'notSpreadsheet' })
    expect(code(zip('word/document.xml', Buffer.from('<w/>')))).toMatchObject({ code: 'notSpreadsheet' })
    expect(code(good.subarray(0, good.length / 2))).toMatchObject({ code: 'brokenFile' })
    expect(code(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]))).toMatchObject({
      code: 'brokenFile',
    })
  })

  test('every cut and every flipped byte is a complaint or a reading, never an exception', () => {
    assert(
      property(
        integer({ min: 0, max: good.length - 1 }),
        integer({ min: 1, max: 255 }),
        boolean(),
        (at, flip, cut) => {
          const bytes = Buffer.from(cut ? good.subarray(0, at) : good)
          if (!cut) bytes[at] = (bytes[at] ?? 0) ^ flip
          expect(typeof parseWorkbook(bytes).ok).toBe('boolean')
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a zip bomb is found in the directory, and a lying directory by unpacking within its own claim', () => {
    const large = Buffer.alloc(130 * 1024 * 1024)
    const spent = effort()
    expect(code(zip('xl/workbook.xml', large))).toMatchObject({
      code: 'unpacksTooLarge',
      params: { limit: 120 },
    })
    expect(code(zip('xl/workbook.xml', large, 1000))).toMatchObject({ code: 'unpacksTooLarge' })
    expect(spent()).toBeLessThan(5000)
  })

  test('too large, too many sheets, rows, columns, too long a cell: with the sheet and the place', () => {
    expect(code(Buffer.concat([good, Buffer.alloc(11 * 1024 * 1024)]))).toEqual({
      code: 'fileTooLarge',
      params: { limit: 10 },
    })
    const sheets = Object.fromEntries(Array.from({ length: 61 }, (_, i) => [`s${i}`, [['x']]]))
    expect(code(book(sheets))).toMatchObject({ code: 'tooManySheets' })
    expect(code(book({ survey: Array.from({ length: 20_001 }, () => ['x']) }))).toMatchObject({
      code: 'tooManyRows',
      params: { sheet: 'survey' },
    })
    expect(code(book({ survey: [Array.from({ length: 301 }, () => 'x')] }))).toMatchObject({
      code: 'tooManyColumns',
      params: { sheet: 'survey' },
    })
  })
})

describe('a workbook becomes a form', () => {
  test('sheets are found whatever their case, headers are normalised, rows keep their numbers', () => {
    const bytes = book({
      Survey: [['Type', 'NAME', 'Label : 中文 (zh)', 'myColumn'], [], ['text', 'a', '您好', 'x']],
      CHOICES: [
        ['List Name', 'name', 'label', 'Province'],
        ['l', 1, '甲', '北京'],
      ],
      说明: [['请勿修改']],
    })
    const read = parseWorkbook(bytes)
    expect(read.ok && formFromSheets(read.sheets)).toMatchObject({
      ok: true,
      complaints: [],
      ignored: ['说明'],
      source: {
        survey: [{ row: 3, cells: { type: 'text', name: 'a', 'label::中文 (zh)': '您好', myColumn: 'x' } }],
        choices: [{ row: 2, cells: { list_name: 'l', name: '1', label: '甲', Province: '北京' } }],
        settings: [],
        columns: { survey: ['type', 'name', 'label::中文 (zh)', 'myColumn'] },
      },
    })
  })

  test('no survey sheet is a complaint; a heading that stands twice names sheet and column', async () => {
    expect(await readXlsform(book({ Sheet1: [['type', 'name']] }))).toMatchObject({
      ok: true,
      complaints: [{ code: 'missingSheet', sheet: 'survey' }],
    })
    expect(await readXlsform(book({ survey: [['type', 'name', 'Name']] }))).toEqual({
      ok: false,
      complaint: { code: 'duplicateHeader', params: { sheet: 'survey', name: 'name', column: 'C' } },
    })
  })

  test.each([
    ['label::English (en)', 'label::English (en)'],
    ['Label:English', 'label::English'],
    ['media::Image::English (en)', 'media::image::English (en)'],
    ['bind::Relevant', 'bind::relevant'],
    ['Constraint Message::中文', 'constraint_message::中文'],
    ['Form Title', 'form_title'],
    ['myFilter', 'myFilter'],
  ])('the header %s reads %s', (given, wanted) => {
    expect(normalHeader(given)).toBe(wanted)
    expect(normalHeader(wanted)).toBe(wanted)
  })

  test('the real questionnaire of the students reads with all rows', async () => {
    const read = await readXlsform(
      readFileSync(new URL('../real/students/questionnaire.xlsx', import.meta.url)),
    )
    expect(read.ok && read.source.survey.length).toBe(14)
    expect(read.ok && read.source.choices.length).toBe(19)
    expect(read.ok && read.source.settings[0]?.cells['form_title']).toBe('学生身体与习惯调查')
  })
})

describe('a form goes out as XLSForm and comes back the same', () => {
  const text = string({
    unit: constantFrom('a', '1', '=', '题', '"', ' ', '<', '.', '🙂'),
    minLength: 1,
    maxLength: 12,
  }).map((words) => `x${words.trim()}x`)
  const rows = (columns: readonly string[]) =>
    array(tuple(integer({ min: 1, max: 4 }), dictionary(constantFrom(...columns), text, { minKeys: 1 })), {
      maxLength: 8,
    }).map((list) => {
      let row = 1
      return list.map(([step, given]) => ({ row: (row += step), cells: { ...given } }))
    })
  const survey = ['type', 'name', 'label::中文 (zh)', 'relevant', 'myColumn']
  const choices = ['list_name', 'name', 'label', 'constructor']
  const settings = ['form_title', 'form_id']

  test('rows, their numbers, columns and their order, whatever the words', async () => {
    const sources = record({ survey: rows(survey), choices: rows(choices), settings: rows(settings) })
    await assert(
      asyncProperty(sources, async (given) => {
        const source: FormSource = { ...given, columns: { survey, choices, settings } }
        const read = await readXlsform(writeXlsform(source))
        expect(read.ok && read.source).toEqual(source)
      }),
      { numRuns: 40 },
    )
  })

  test('what looks like a formula stays words', () => {
    const bytes = writeXlsform({
      survey: [{ row: 2, cells: { type: 'text', name: '=1+1' } }],
      choices: [],
      settings: [],
    })
    const sheet = xlsx.read(bytes).Sheets['survey']
    expect(sheet?.['B2']).toMatchObject({ t: 's', v: '=1+1' })
    expect(sheet?.['B2']).not.toHaveProperty('f')
  })
})
