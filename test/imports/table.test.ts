import { describe, expect, test } from 'vitest'
import iconv from 'iconv-lite'
import * as xlsx from '@e965/xlsx'
import { readTable } from '../../server/imports/table.ts'

const csv = (text: string, encoding = 'utf8') => readTable({ bytes: iconv.encode(text, encoding) })
const people = '姓名,单位,序号\r\n张伟,大兴区统计局,1\r\n\r\n"李,娜",民政局,2\r\n'
const expected = {
  ok: true,
  header: ['姓名', '单位', '序号'],
  rows: [
    { row: 2, cells: ['张伟', '大兴区统计局', '1'] },
    { row: 4, cells: ['李,娜', '民政局', '2'] },
  ],
}

function book(rows: readonly (readonly unknown[])[], type: 'xlsx' | 'biff8' = 'xlsx'): Buffer {
  const workbook = xlsx.utils.book_new()
  xlsx.utils.book_append_sheet(workbook, xlsx.utils.aoa_to_sheet(rows as unknown[][]), '名单')
  return xlsx.write(workbook, { type: 'buffer', bookType: type }) as Buffer
}

describe('a table of people', () => {
  test('reads the same from UTF-8, UTF-8 with BOM, GB18030 and UTF-16', async () => {
    expect(await csv(people)).toEqual(expected)
    expect(await csv('\ufeff' + people)).toEqual(expected)
    expect(await csv(people, 'gb18030')).toEqual(expected)
    expect(await readTable({ bytes: iconv.encode(people, 'utf16le', { addBOM: true }) })).toEqual(expected)
  })

  test('reads rare characters that only GB18030 has', async () => {
    const read = await csv('姓名\n㛃𠮷\n', 'gb18030')
    expect(read).toMatchObject({ ok: true, rows: [{ row: 2, cells: ['㛃𠮷'] }] })
  })

  test('reads tabs and semicolons as separators', async () => {
    expect(await csv(people.replace('"李,娜"', '李娜').replaceAll(',', '\t'))).toMatchObject({
      ok: true,
      header: expected.header,
    })
    expect(await csv('a;b\n1;2\n')).toMatchObject({
      ok: true,
      header: ['a', 'b'],
      rows: [{ row: 2, cells: ['1', '2'] }],
    })
  })

  test.each(['xlsx', 'biff8'] as const)(
    'reads the first filled sheet of an Excel file (%s) under a title row',
    async (type) => {
      const read = await readTable({
        bytes: book([['大兴区人员名单'], ['姓名', '单位', '序号'], ['张伟', '统计局', 1]], type),
      })
      expect(read).toEqual({
        ok: true,
        header: ['姓名', '单位', '序号'],
        rows: [{ row: 3, cells: ['张伟', '统计局', '1'] }],
      })
    },
  )
})

describe('a table that cannot be read says why', () => {
  const code = async (bytes: Buffer) => {
    const read = await readTable({ bytes })
    return read.ok ? read : read.complaint
  }
  test('nothing chosen, nothing in it', async () => {
    expect(await readTable(undefined)).toEqual({ ok: false, complaint: { code: 'emptyFile', params: {} } })
    expect(await code(Buffer.from('\n \n'))).toEqual({ code: 'noRows', params: {} })
  })
  test('a picture, a half character, an unpaired quote', async () => {
    expect(await code(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))).toMatchObject({ code: 'notTable' })
    expect(await code(Buffer.concat([Buffer.from('a,b\n1,'), Buffer.from([0xff, 0xff])]))).toEqual({
      code: 'badEncoding',
      params: { row: 2 },
    })
    expect(await code(Buffer.from('a,b\n1,"2\n3,4\n'))).toMatchObject({
      code: 'badQuotes',
      params: { row: 2 },
    })
  })
  test('headings that are blank or stand twice, rows longer than the header', async () => {
    expect(await code(Buffer.from('a,,c\n1,2,3\n'))).toEqual({ code: 'blankHeader', params: { column: 'B' } })
    expect(await code(Buffer.from('a,a\n1,2\n'))).toEqual({
      code: 'duplicateHeader',
      params: { name: 'a', column: 'B' },
    })
    expect(await code(Buffer.from('a,b\n1,2,3\n'))).toEqual({
      code: 'extraCells',
      params: { row: 2, column: 'C' },
    })
  })
  test('more rows than 20,000', async () => {
    expect(await code(Buffer.from('a,b\n' + '1,2\n'.repeat(20_001)))).toMatchObject({ code: 'tooManyRows' })
  })
})
