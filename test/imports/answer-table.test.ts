/** Tables of answers: days in many spellings, headings of other programs, cells with labels instead of codes. */

import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import type { FormSource, Surroundings } from '../../server/form/form.ts'
import { checkTable, type Checking } from '../../server/imports/answers/check.ts'
import { dayOrderOf, isAmbiguousDay, readDay } from '../../server/imports/answers/dates.ts'
import { suggestedMapping } from '../../server/imports/answers/mapping.ts'
import { readAnswerFile } from '../../server/imports/answers/table.ts'
import { refuse } from '../../server/imports/file.ts'
import { readSav } from '../../server/imports/sav.ts'

describe('a day', () => {
  test.each([
    '2026-03-05',
    '2026/3/5',
    '2026.3.5',
    '2026年3月5日',
    '２０２６年３月５日',
    '20260305',
    '26-3-5',
    '二〇二六年三月五日',
    '5 Mar 2026',
    '5-Mar-2026',
    'March 5, 2026',
    'Mar 5th 2026',
    '2026-03-05 14:30:00',
    '2026-03-05T14:30:00+08:00',
    '46086',
    '46086.604',
  ])('%s is the fifth of March', (text) => {
    expect(readDay(text, null)).toBe('2026-03-05')
  })

  test('3/5/2026 is one of two days until somebody says which', () => {
    expect(readDay('3/5/2026', null)).toBeNull()
    expect(readDay('3/5/2026', 'month')).toBe('2026-03-05')
    expect(readDay('3/5/2026', 'day')).toBe('2026-05-03')
    expect(isAmbiguousDay('3/5/2026')).toBe(true)
    expect(isAmbiguousDay('5/5/2026')).toBe(false)
    expect(readDay('5/5/2026', null)).toBe('2026-05-05')
    expect(readDay('25/3/2026', null)).toBe('2026-03-25')
  })

  test('a column tells its order by a part that is no month, and not if it tells both', () => {
    expect(dayOrderOf(['3/5/2026', '25/3/2026'])).toBe('day')
    expect(dayOrderOf(['3/5/2026', '3/25/2026'])).toBe('month')
    expect(dayOrderOf(['3/5/2026', '25/3/2026', '3/25/2026'])).toBeNull()
    expect(dayOrderOf(['3/5/2026'])).toBeNull()
  })

  test.each(['2026-02-30', '31/31/2026', '昨天', '12', '2026-03-05 abc', '第三天', '1/2'])(
    '%s is none',
    (text) => {
      expect(readDay(text, null)).toBeNull()
    },
  )
})

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one sex', name: 'sex', label: '您的性别', required: 'yes' }),
    cells(3, {
      type: 'integer',
      name: 'age',
      label: '您的年龄',
      constraint: '. >= 18 and . <= 100',
      constraint_message: '年龄应在18到100之间',
    }),
    cells(4, { type: 'select_multiple places', name: 'places', label: '去过哪里' }),
    cells(5, { type: 'date', name: 'since', label: '何时入住', constraint: '. <= today()' }),
    cells(6, { type: 'text', name: 'why', label: '为什么', relevant: "${sex} = 'f'" }),
    cells(7, { type: 'geopoint', name: 'spot', label: '地点' }),
    cells(8, { type: 'calculate', name: 'older', calculation: '${age} + 1' }),
    cells(9, { type: 'start', name: 'began' }),
    cells(10, { type: 'image', name: 'photo', label: '照片' }),
  ],
  choices: [
    cells(2, { list_name: 'sex', name: 'm', label: '男' }),
    cells(3, { list_name: 'sex', name: 'f', label: '女' }),
    cells(4, { list_name: 'places', name: '1', label: '公园' }),
    cells(5, { list_name: 'places', name: '2', label: '图书馆' }),
  ],
  settings: [],
}
const form = compileForm(source).form!

function checking(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  more: Partial<Checking> = {},
): Checking {
  const table = { header, rows: rows.map((each, k) => ({ row: k + 2, cells: each })) }
  return {
    form,
    table,
    mapping: suggestedMapping(form, table, more.anonymous ?? false),
    anonymous: false,
    collectionId: 'c',
    blanks: ['(跳过)'],
    order: null,
    identical: 'keep',
    today: '2026-11-25',
    surroundings: (day): Surroundings => ({ today: day, now: `${day}T00:00:00+08:00`, matches: () => true }),
    ...more,
  }
}

test('columns are found by name, by label with a number before it, and by choice', () => {
  const header = [
    'sex',
    '2、您的年龄',
    '去过哪里(公园)',
    '去过哪里（图书馆）',
    '4.何时入住?',
    'spot/latitude',
    'spot/longitude',
    '姓名',
    '提交答卷时间',
    '答卷编号',
  ]
  const { sources, day, id } = suggestedMapping(form, { header }, true)
  expect(sources.get('sex')).toEqual({ kind: 'column', column: 0 })
  expect(sources.get('age')).toEqual({ kind: 'column', column: 1 })
  expect(sources.get('places')).toEqual({
    kind: 'choices',
    columns: new Map([
      ['1', 2],
      ['2', 3],
    ]),
  })
  expect(sources.get('since')).toEqual({ kind: 'column', column: 4 })
  expect(sources.get('spot')).toEqual({ kind: 'place', columns: [5, 6, null, null] })
  expect([day, id]).toEqual([8, 9])
  expect([...sources.keys()]).not.toContain('older')
})

test('labels become codes, several choices a list, and the form works out its calculations itself', async () => {
  const checked = await checkTable(
    checking(
      ['sex', 'age', 'places', 'since', 'why', 'older', 'photo'],
      [
        ['女', '３０', '公园┋图书馆', '2020年1月2日', '近', '999', 'x.jpg'],
        ['m', '41.0', '图书馆', '', '(跳过)', '', ''],
      ],
    ),
  )
  expect(checked.complaints).toEqual([])
  expect(checked.rows.map(({ answers }) => answers)).toEqual([
    {
      sex: 'f',
      age: 30,
      places: ['1', '2'],
      since: '2020-01-02',
      why: '近',
      spot: null,
      older: 31,
      began: null,
      photo: null,
    },
    { sex: 'm', age: 41, places: ['2'], since: null, spot: null, older: 42, began: null, photo: null },
  ])
})

test('every slip is named with its row and column, and one row is not complained of twice for the same cell', async () => {
  const checked = await checkTable(
    checking(
      ['sex', 'age', 'places/1', 'places/2', 'since', 'received_on', 'instance_id'],
      [
        ['男', '17', '1', '0', '2020-01-01', '2026-03-05', 'a'],
        ['无', 'abc', '2', '0', '3/5/2020', '2027-01-01', 'b'],
        ['', '30', '', '', '2026-11-26', 'x', 'a'],
        ['f', '30', '', '', '锟斤拷', '', 'c'],
      ],
    ),
  )
  expect(checked.rows).toEqual([])
  expect(
    checked.complaints.map(({ row, column, code, refusal }) => [row, column, refusal?.code ?? code]),
  ).toEqual([
    [2, 1, 'constraint'],
    [3, 2, 'notYesNo'],
    [3, 4, 'ambiguousDay'],
    [3, 5, 'futureDay'],
    [3, 0, 'notChoice'],
    [3, 1, 'notNumber'],
    [4, 5, 'badDay'],
    [4, 6, 'repeatedId'],
    [4, 0, 'required'],
    [4, 4, 'constraint'],
    [5, 4, 'brokenText'],
  ])
})

test('shifted columns do not go in unseen', async () => {
  const shifted = await checkTable(checking(['sex', 'age', 'since'], [['张三', 'f', '30']]))
  expect(shifted.complaints.map(({ column, refusal }) => [column, refusal?.code])).toEqual([
    [0, 'notChoice'],
    [1, 'notNumber'],
    [2, 'notDate'],
  ])
  expect(await readAnswerFile(Buffer.from('sex,age\nm,30,extra\n'), form)).toEqual(
    refuse('extraCells', { row: 2, column: 'C' }),
  )
})

test('cells under a question that is skipped are counted and left out', async () => {
  const checked = await checkTable(
    checking(
      ['sex', 'why'],
      [
        ['m', '因为'],
        ['f', '因为'],
      ],
    ),
  )
  expect([...checked.notAsked]).toEqual([['why', 1]])
  expect(checked.rows.map(({ answers }) => answers['why'])).toEqual([undefined, '因为'])
})

test('the same row twice is told, and left out where that is asked', async () => {
  const rows = [
    ['m', '30'],
    ['f', '30'],
    ['m', '30'],
  ]
  const kept = await checkTable(checking(['sex', 'age'], rows))
  expect(kept.identical).toEqual([{ row: 4, as: 2 }])
  expect(kept.rows).toHaveLength(3)
  const skipped = await checkTable(checking(['sex', 'age'], rows, { identical: 'skip' }))
  expect(skipped.rows.map(({ row }) => row)).toEqual([2, 3])
})

test('a number of its own gives the same id again where answers carry names, and never where they do not', async () => {
  const of = async (anonymous: boolean) =>
    (await checkTable(checking(['sex', '答卷编号'], [['m', '17']], { anonymous }))).rows[0]?.instanceId
  expect(await of(false)).toBe(await of(false))
  expect(await of(true)).not.toBe(await of(true))
})

test('an .sav file that is cut anywhere is a complaint, never a crash', () => {
  const head = Buffer.alloc(400)
  head.write('$FL2', 'latin1')
  head.writeInt32LE(2, 64)
  head.writeInt32LE(1, 72)
  for (let length = 177; length < head.length; length += 13)
    expect(readSav(head.subarray(0, length)).ok).toBe(false)
  head.writeInt32LE(7, 176)
  head.writeInt32LE(3, 180)
  head.writeInt32LE(2_000_000_000, 184)
  head.writeInt32LE(2, 188)
  expect(readSav(head)).toEqual(refuse('brokenFile'))
  expect(readSav(Buffer.concat([Buffer.from('$FL3'), head]))).toEqual(refuse('savPacked'))
})
