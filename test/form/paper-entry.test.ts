/** What clerks type from paper: read, compared, and held against the form's rules. */

import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import type { Form } from '../../server/form/form.ts'
import { compareEntries } from '../../server/form/paper/comparing.ts'
import { questionNamed } from '../../server/form/paper/conditions.ts'
import { copyCode, copyNumber, readCopyNumber } from '../../server/form/paper/copy-number.ts'
import { paperFields } from '../../server/form/paper/fields.ts'
import { paperMarks, paperStanding } from '../../server/form/paper/standing.ts'
import { readTyped, typedFor } from '../../server/form/paper/typed.ts'
import { gallery } from '../support/gallery.ts'

type Cells = Readonly<Record<string, string>>
const rows = (cells: readonly Cells[]) => cells.map((one, i) => ({ row: i + 2, cells: one }))
const ask = (type: string, name: string, more: Cells = {}): Cells => ({ type, name, label: name, ...more })
const list = (name: string, ...codes: readonly string[]): readonly Cells[] =>
  codes.map((code) => ({ list_name: name, name: code, label: `${code} 号` }))

const { form: compiled, complaints } = compileForm({
  survey: rows([
    ask('select_one fruit', 'one', { required: 'yes' }),
    ask('select_multiple fruit', 'many'),
    ask('select_one coded', 'coded'),
    ask('select_multiple long', 'long'),
    ask('rank fruit', 'order'),
    ask('integer', 'age', { relevant: "${one} = 'pear'", constraint: '. < 120' }),
    ask('date', 'day'),
    ask('date', 'month', { appearance: 'month-year' }),
    ask('time', 'time'),
    ask('datetime', 'moment'),
    ask('acknowledge', 'agreed'),
    ask('text', 'words'),
    ask('image', 'photo', { required: 'yes' }),
    ask('begin_repeat', 'member'),
    ask('integer', 'years'),
    { type: 'end_repeat' },
    ask('integer', 'plots'),
    ask('begin_repeat', 'plot', { repeat_count: '${plots}' }),
    ask('decimal', 'size'),
    { type: 'end_repeat' },
  ]),
  choices: rows([
    ...list('fruit', 'apple', 'pear', 'plum'),
    ...list('coded', '1', '2', '97'),
    ...list('long', ...Array.from({ length: 50 }, (_, n) => `c${n + 1}`)),
  ]),
  settings: [],
})
if (!compiled) throw new Error(JSON.stringify(complaints))
const form: Form = compiled

const surroundings = {
  today: '2026-06-03',
  now: '2026-06-03T00:00:00+08:00',
  matches: () => true,
}

describe('what is typed', () => {
  const read = (name: string, text: string) => {
    const question = questionNamed(form, name)
    if (!question) throw new Error(name)
    const typed = readTyped(question, form, text)
    return typed.kind === 'value' ? typed.raw : typed.kind === 'mark' ? typed.mark : typed.kind
  }
  test.each([
    ['one', 'b', 'pear'],
    ['one', '2', 'pear'],
    ['one', 'Ｂ', 'pear'],
    ['one', 'D', 'slip'],
    ['one', 'AB', 'slip'],
    ['one', '', 'empty'],
    ['one', '-', 'none'],
    ['one', '？', 'illegible'],
    ['many', 'ca', ['apple', 'plum']],
    ['many', '1 3', ['apple', 'plum']],
    ['many', '13', ['apple', 'plum']],
    ['many', 'A、C', ['apple', 'plum']],
    ['many', 'A4', 'slip'],
    // Where all codes are numbers, digits are codes.
    ['coded', '97', '97'],
    ['coded', '3', 'slip'],
    ['coded', 'C', '97'],
    ['long', 'c12、c3 号', ['c3', 'c12']],
    ['long', 'c5', ['c5']],
    ['long', 'c', 'slip'],
    // The numbers in the boxes from top to bottom, or letters from the first on.
    ['order', '231', ['plum', 'apple', 'pear']],
    ['order', 'CAB', ['plum', 'apple', 'pear']],
    ['order', '221', 'slip'],
    ['order', 'AA', 'slip'],
    ['age', '３５', '３５'],
    ['age', '三十', 'slip'],
    ['day', '20260603', '20260603'],
    ['day', '20260631', 'slip'],
    ['month', '202606', '2026-06-01'],
    ['time', '930', '0930'],
    ['time', '2560', 'slip'],
    ['moment', '202606030930', '2026-06-03 09:30'],
    ['agreed', '1', 'OK'],
    ['agreed', '0', 'none'],
    ['words', '路灯不亮', '路灯不亮'],
    ['words', '--', 'none'],
  ])('%s: %s', (name, text, expected) => {
    expect(read(name, text)).toEqual(expected)
  })

  test('what is offered as typed comes back as the same answer', () => {
    for (const [name, text] of [
      ['one', 'B'],
      ['many', 'AC'],
      ['coded', '97'],
      ['order', '231'],
      ['long', 'c12'],
    ] as const) {
      const question = questionNamed(form, name)
      const typed = question && readTyped(question, form, text)
      if (typed?.kind !== 'value') throw new Error(name)
      expect(readTyped(question!, form, typedFor(question!, form, typed.raw))).toEqual(typed)
    }
  })
})

describe('fields', () => {
  test('stand in the order of the sheet, rows as often as they were written on; files have none', () => {
    const ats = paperFields(form, (at) => (at === 'member' ? 2 : at === 'plot' ? 1 : 0)).map(({ at }) => at)
    expect(ats.slice(-6)).toEqual(
      ['member', 'member[1]/years', 'member[2]/years', 'plots', 'plot[1]/size'].toSpliced(0, 0, 'words'),
    )
    expect(ats).not.toContain('photo')
  })

  test('every question of the gallery that can be typed has a field', () => {
    const { form: all } = compileForm(gallery())
    if (!all) throw new Error('the gallery does not compile')
    const ats = paperFields(all, () => 1).map(({ at }) => at)
    expect(new Set(ats).size).toBe(ats.length)
    expect(ats).toContain('row_road')
    expect(ats).toContain('member[1]/job[1]/job_name')
  })
})

describe('two entries', () => {
  const compare = (first: Cells, second: Cells) => {
    const { filled, differences } = compareEntries(form, first, second)
    return [filled.length, differences.map(({ at, first: one, second: two }) => [at, one, two])]
  }
  test('are the same however they were typed, and where nothing is nothing', () => {
    expect(
      compare({ one: 'B', many: 'AC', age: '35', words: '-' }, { one: '2', many: '1,3', age: ' 35' }),
    ).toEqual([4, []])
  })
  test('differ in answers, in what cannot be read, and in rows, in the order of the sheet', () => {
    expect(
      compare(
        { words: '好', one: 'A', member: '1', 'member[1]/years': '4', plots: '1', 'plot[1]/size': '2' },
        { words: '?', one: 'A', member: '2', 'member[1]/years': '4', 'member[2]/years': '7', plots: '1' },
      ),
    ).toEqual([
      7,
      [
        ['words', '好', '?'],
        ['member', '1', '2'],
        ['member[2]/years', '', '7'],
        ['plot[1]/size', '2', ''],
      ],
    ])
  })
})

describe('the rules of the form', () => {
  const stand = (typed: Cells) => paperStanding(form, typed, surroundings)
  test('a blank that was marked is not refused, nor a photo that paper cannot carry; one that was overlooked is', () => {
    expect(stand({ one: '-' }).refusals).toEqual([])
    expect(stand({ one: '?' }).refusals).toEqual([])
    expect(stand({}).refusals.map(({ at, code }) => [at, code])).toEqual([['one', 'required']])
  })
  test('checks hold, rules pass over, and what was answered all the same is marked', () => {
    expect(stand({ one: 'B', age: '200' }).refusals.map(({ at, code }) => [at, code])).toEqual([
      ['age', 'constraint'],
    ])
    const beyond = stand({ one: 'A', age: '40', words: '?' })
    expect(beyond.refusals).toEqual([])
    expect(beyond.answers).not.toHaveProperty('age')
    expect(paperMarks(beyond, form)).toEqual([
      { at: 'words', mark: 'illegible' },
      { at: 'age', mark: 'beyond' },
    ])
  })
})

describe('copy numbers', () => {
  const id = 'abcdefghjkmnpqrs'
  test('come back from a keyboard and from a scanner', () => {
    for (const copy of [1, 42, 999, 100_000]) {
      const number = copyNumber(id, copy)
      expect(number).toMatch(/^\d{6}-[\dX]$/)
      for (const typed of [
        number,
        number.replace('-', ''),
        ` ${number.replace(/^0+/, '')} `,
        copyCode(id, copy),
      ])
        expect(readCopyNumber(id, typed)).toEqual({ kind: 'copy', copy })
    }
    expect(readCopyNumber('another', copyCode(id, 1))).toEqual({ kind: 'other' })
  })
  test('one wrong digit, or two neighbours that changed places, is always found', () => {
    const number = copyNumber(id, 123_457)
    for (let at = 0; at < 6; at++)
      for (const digit of '0123456789') {
        const wrong = number.slice(0, at) + digit + number.slice(at + 1)
        if (wrong !== number) expect(readCopyNumber(id, wrong), wrong).toEqual({ kind: 'wrong' })
      }
    for (let at = 0; at < 5; at++) {
      const [a = '', b = ''] = number.slice(at, at + 2)
      const wrong = number.slice(0, at) + b + a + number.slice(at + 2)
      if (wrong !== number) expect(readCopyNumber(id, wrong), wrong).toEqual({ kind: 'wrong' })
    }
    for (const odd of ['', 'x', '000000-0', '1234567-8', '-1', '12 34 5'])
      expect(readCopyNumber(id, odd).kind).toBe('wrong')
  })
})
