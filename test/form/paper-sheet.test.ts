/** What is printed of a form: blanks of a fitting size, words for limits, tables for what repeats. */

import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import type { FormSource } from '../../server/form/form.ts'
import { printedSheet } from '../../server/pages/paper/sheet.ts'
import type { PrintedNode, PrintedSheet } from '../../server/pages/paper/views.ts'

type Cells = Readonly<Record<string, string>>
const rows = (cells: readonly Cells[]) => cells.map((one, i) => ({ row: i + 2, cells: one }))
const ask = (type: string, name: string, label: string, more: Cells = {}): Cells => ({
  type,
  name,
  label,
  ...more,
})

function printed(survey: readonly Cells[], more: { readonly rows?: number } = {}): PrintedSheet {
  const source: FormSource = {
    survey: rows(survey),
    choices: rows([
      ...['yes', 'no'].map((name) => ({ list_name: 'answer', name, label: name === 'yes' ? '是' : '否' })),
      ...Array.from({ length: 300 }, (_, n) => ({ list_name: 'towns', name: `t${n}`, label: `第 ${n} 镇` })),
    ]),
    settings: rows([{ form_title: '测试问卷' }]),
  }
  const { form, complaints } = compileForm(source)
  if (!form) throw new Error(JSON.stringify(complaints))
  return printedSheet(form, source, {
    language: '',
    locale: 'zh-CN',
    lang: 'zh-CN',
    codes: true,
    guidance: true,
    rows: 3,
    lines: 4,
    media: '',
    ...more,
  })
}

const named = (sheet: PrintedSheet, name: string): PrintedNode => {
  const found = sheet.nodes.find((node) => node.name === name)
  if (!found) throw new Error(name)
  return found
}

describe('blanks', () => {
  test('numbers have as many boxes as their check allows, with sign, decimals and unit', () => {
    const sheet = printed([
      ask('integer', 'age', '年龄（岁）', { constraint: '. >= 0 and . <= 120' }),
      ask('decimal', 'income', '月收入（单位：万元）'),
      ask('integer', 'warmth', '气温', { constraint: '. >= -40 and . <= 50' }),
      ask('range', 'share', '比例', { parameters: 'start=0 end=100 step=1' }),
      ask('range', 'mark', '打分', { parameters: 'start=0 end=10 step=1' }),
    ])
    const digits = { kind: 'digits', sign: false, fraction: 0, unit: '' }
    expect(named(sheet, 'age')).toMatchObject({ how: '0 至 120', blank: { ...digits, whole: 3, unit: '岁' } })
    expect(named(sheet, 'income')).toMatchObject({
      how: '',
      blank: { ...digits, whole: 6, fraction: 2, unit: '万元' },
    })
    expect(named(sheet, 'warmth')).toMatchObject({ blank: { ...digits, sign: true, whole: 2 } })
    expect(named(sheet, 'share')).toMatchObject({ blank: { ...digits, whole: 3 } })
    expect(named(sheet, 'mark')).toMatchObject({
      blank: { kind: 'steps', steps: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] },
    })
  })

  test('a list of hundreds is one line to write on; a short one has boxes, letters and codes', () => {
    const sheet = printed([
      ask('select_one towns', 'town', '住在哪里'),
      ask('select_multiple answer', 'both', '选吧', { constraint: 'count-selected(.) <= 1' }),
    ])
    expect(named(sheet, 'town')).toMatchObject({
      how: '写出名称，共有 300 项可选',
      blank: { kind: 'lines', count: 1 },
    })
    expect(named(sheet, 'both')).toMatchObject({
      how: '可多选，最多选 1 项',
      blank: {
        kind: 'options',
        mark: '□',
        options: [{ letter: 'A', html: '是', code: 'yes' }, { letter: 'B' }],
      },
    })
  })

  test('numbers that share out a total say so, earlier answers say where they are', () => {
    const sheet = printed([
      ask('integer', 'food', '食品'),
      ask('integer', 'rent', '房租'),
      ask('integer', 'rest', '其他', { constraint: '${food} + ${rent} + . = 100' }),
      ask('note', 'told', '您说食品占 ${food}。'),
      ask('calculate', 'double', '', { calculation: '${food} * 2' }),
      ask('text', 'why', '为什么是 ${double}？', { relevant: '${double} > 10' }),
      ask('text', 'odd', '请说明', { relevant: "regex(${why}, 'x')" }),
    ])
    expect(named(sheet, 'rest')).toMatchObject({ how: '第 1 题、第 2 题与本题之和应为 100' })
    expect(named(sheet, 'told')).toMatchObject({ html: '您说食品占 （您在第 1 题的回答）。' })
    // Paper has no number for a calculation: the rule is said as a sentence, and one that cannot be said is named as such.
    expect(named(sheet, 'why')).toMatchObject({
      html: '为什么是 （前面的回答）？',
      skip: '仅当「double」大于10时回答',
    })
    expect(named(sheet, 'odd')).toMatchObject({
      skip: '本题只在前面的回答符合条件时才问；拿不准时请照实回答',
    })
    expect(sheet.nodes.map(({ name }) => name)).not.toContain('double')
  })
})

describe('what repeats', () => {
  test('is a table where its questions are few and short, else as many copies as asked', () => {
    const sheet = printed(
      [
        ask('begin_repeat', 'member', '家庭成员'),
        ask('text', 'called', '称呼'),
        ask('integer', 'age', '年龄', { constraint: '. < 120' }),
        ask('select_one answer', 'works', '是否工作'),
        { type: 'end_repeat' },
        ask('begin_repeat', 'job', '工作'),
        ask('text', 'what', '做什么', { appearance: 'multiline' }),
        { type: 'end_repeat' },
      ],
      { rows: 5 },
    )
    const table = named(sheet, 'member')
    if (table.kind !== 'grid') throw new Error(table.kind)
    expect(table.rows).toHaveLength(5)
    expect(table.columns.map(({ html }) => html)).toEqual(['1. 称呼', '2. 年龄', '3. 是否工作'])
    expect(table.columns[2]?.legend.map(({ letter, html }) => `${letter} ${html}`)).toEqual(['A 是', 'B 否'])
    const copies = named(sheet, 'job')
    if (copies.kind !== 'repeat') throw new Error(copies.kind)
    expect(copies.copies.map(({ title }) => title)).toEqual([
      '第 1 份',
      '第 2 份',
      '第 3 份',
      '第 4 份',
      '第 5 份',
    ])
  })

  test('a number of rows that the form itself says is kept to', () => {
    const sheet = printed([
      ask('begin_repeat', 'quarter', '季度', { repeat_count: '4' }),
      ask('text', 'what', '做了什么', { appearance: 'multiline' }),
      { type: 'end_repeat' },
    ])
    const copies = named(sheet, 'quarter')
    expect(copies.kind === 'repeat' && copies.copies.length).toBe(4)
  })
})

test('the lines of a statistics form stand apart from its questions', () => {
  const sheet = printed([
    ask('note', 'statistics', '表号：T101　制定机关：市统计局　批准文号：＿＿＿　有效期至：2027年6月'),
    ask('note', 'hello', '请如实填写'),
    ask('text', 'q', '问题'),
  ])
  expect(sheet.official).toEqual([
    { name: '表号', value: 'T101' },
    { name: '制定机关', value: '市统计局' },
    { name: '批准文号', value: '' },
    { name: '有效期至', value: '2027年6月' },
  ])
  expect(sheet.nodes.map(({ name }) => name)).toEqual(['hello', 'q'])
})
