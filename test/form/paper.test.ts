/** A questionnaire on paper: its numbers, when a question is answered in words, where to go on, what its checks say. */

import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import type { Form } from '../../server/form/form.ts'
import { conditionWords, questionNamed } from '../../server/form/paper/conditions.ts'
import { jumpsOf, truthGiven } from '../../server/form/paper/jumps.ts'
import { limitsOf } from '../../server/form/paper/limits.ts'
import { optionLetter, paperOutline, type PaperNode } from '../../server/form/paper/outline.ts'
import { parseExpression } from '../../server/form/expression.ts'
import { gallery } from '../support/gallery.ts'

type Cells = Readonly<Record<string, string>>
const rows = (cells: readonly Cells[]) => cells.map((one, i) => ({ row: i + 2, cells: one }))

function formOf(survey: readonly Cells[]): Form {
  const { form, complaints } = compileForm({
    survey: rows(survey),
    choices: rows([
      ...['yes', 'no', 'maybe'].map((name) => ({ list_name: 'answer', name, label: name })),
      ...['1', '2', '3', '4', '5'].map((name) => ({ list_name: 'scale', name, label: name })),
    ]),
    settings: [],
  })
  if (!form) throw new Error(JSON.stringify(complaints))
  return form
}

const ask = (type: string, name: string, more: Cells = {}): Cells => ({ type, name, label: name, ...more })

describe('numbers', () => {
  test('what is asked has a number; a matrix is one, its rows are items; notes and calculations have none', () => {
    const form = formOf([
      ask('note', 'hello'),
      ask('text', 'first'),
      ask('calculate', 'made', { calculation: '1 + 1' }),
      ask('begin_group', 'table', { appearance: 'table-list' }),
      ask('select_one scale', 'row_one'),
      ask('select_one scale', 'row_two'),
      { type: 'end_group' },
      ask('start', 'began'),
      ask('begin_repeat', 'member'),
      ask('text', 'called'),
      { type: 'end_repeat' },
      ask('integer', 'last'),
    ])
    expect(Object.fromEntries(paperOutline(form).places)).toEqual({
      first: { number: 1, item: null, column: null },
      row_one: { number: 2, item: 1, column: null },
      row_two: { number: 2, item: 2, column: null },
      called: { number: 3, item: null, column: null },
      last: { number: 4, item: null, column: null },
    })
  })

  test('a matrix of groups is a table whose cells have an item and a column', () => {
    const form = formOf([
      ask('begin_kobomatrix', 'goods', { 'kobo--matrix_list': 'answer' }),
      ask('integer', 'number'),
      ask('select_one answer', 'wanted'),
      { type: 'end_kobomatrix' },
    ])
    const [grid] = paperOutline(form).nodes
    expect(grid?.kind).toBe('grid')
    expect([...paperOutline(form).places.values()].slice(0, 3)).toEqual([
      { number: 1, item: 1, column: 1 },
      { number: 1, item: 1, column: 2 },
      { number: 1, item: 2, column: 1 },
    ])
  })

  test('options are lettered past Z', () => {
    expect([0, 25, 26, 27, 51, 52].map(optionLetter)).toEqual(['A', 'Z', 'AA', 'AB', 'AZ', 'BA'])
  })

  test('every question of the gallery that is asked has exactly one place', () => {
    const { form } = compileForm(gallery())
    if (!form) throw new Error('the gallery does not compile')
    const { nodes, places } = paperOutline(form)
    const seen: string[] = []
    const walk = (inner: readonly PaperNode[]): void => {
      for (const node of inner) {
        if (node.kind === 'question') seen.push(node.question.name)
        if (node.kind === 'table') seen.push(...node.rows.map(({ name }) => name))
        if (node.kind === 'table') walk(node.rest)
        if (node.kind === 'section' || node.kind === 'repeat') walk(node.nodes)
      }
    }
    walk(nodes)
    expect(seen.toSorted()).toEqual([...places.keys()].toSorted())
    expect(new Set(seen).size).toBe(seen.length)
  })
})

describe('when a question is answered', () => {
  const form = formOf([
    ask('select_one answer', 'one'),
    ask('select_multiple answer', 'many'),
    ask('select_one scale', 'mark'),
    ask('integer', 'age'),
    ask('text', 'word'),
    ask('date', 'day'),
    ask('calculate', 'made', { calculation: '${age} * 2' }),
  ])
  const words = (text: string, language: 'zh-CN' | 'en' = 'zh-CN') => {
    const { expression } = parseExpression(text)
    if (!expression) throw new Error(text)
    return conditionWords(expression, form, language)
  }

  test.each([
    ["${one} = 'yes'", '第 1 题选 A', 'question 1 is A'],
    ["${one} = 'yes' or ${one} = 'maybe'", '第 1 题选 A 或 C', 'question 1 is A or C'],
    ["${one} != 'no'", '第 1 题没有选 B', 'question 1 is not B'],
    ["not(${one} = 'no')", '第 1 题没有选 B', 'question 1 is not B'],
    ["${one} != '' and ${one} != 'no'", '第 1 题选了 B 以外的选项', 'question 1 is answered, other than B'],
    ["selected(${many}, 'maybe')", '第 2 题选 C', 'question 2 is C'],
    [
      "not(selected(${many}, 'yes') or selected(${many}, 'no'))",
      '第 2 题没有选 A、B',
      'question 2 is not A or B',
    ],
    ['count-selected(${many}) > 0', '第 2 题已作答', 'question 2 is answered'],
    [
      'count-selected(${many}) >= 2',
      '第 2 题选的项数不小于 2',
      'the number of options in question 2 is at least 2',
    ],
    ['${mark} >= 4', '第 3 题选 D 或 E', 'question 3 is D or E'],
    ['not(${mark} >= 4)', '第 3 题没有选 D、E', 'question 3 is not D or E'],
    ['${age} < 18', '第 4 题的回答小于 18', 'the answer to question 4 is less than 18'],
    [
      'not(${age} < 18)',
      '不是“第 4 题的回答小于 18”',
      'it is not so that the answer to question 4 is less than 18',
    ],
    ["${word} = ''", '第 5 题没有作答', 'question 5 is not answered'],
    [
      '${day} <= today()',
      '第 6 题的回答不大于填写当天',
      'the answer to question 6 is at most the day of filling in',
    ],
    [
      "${one} = 'yes' and (${age} > 60 or selected(${many}, 'no'))",
      '第 1 题选 A，并且（第 4 题的回答大于 60，或者第 2 题选 B）',
      'question 1 is A, and (the answer to question 4 is more than 60, or question 2 is B)',
    ],
  ])('%s', (expression, chinese, english) => {
    expect(words(expression)).toBe(chinese)
    expect(words(expression, 'en')).toBe(english)
  })

  test('what paper does not show cannot be said', () => {
    expect(words('${made} > 40')).toBeNull()
    expect(words("regex(${word}, 'a')")).toBeNull()
    expect(words("${one} = 'yes' and ${made} > 40")).toBeNull()
  })
})

describe('where to go on', () => {
  const jumps = (survey: readonly Cells[]) => {
    const form = formOf(survey)
    return Object.fromEntries([...jumpsOf(form)].map(([name, found]) => [name, Object.fromEntries(found)]))
  }

  test('past what is surely not asked, and past what hangs on that', () => {
    expect(
      jumps([
        ask('select_one answer', 'has'),
        ask('select_one answer', 'used', { relevant: "${has} = 'yes'" }),
        ask('text', 'why', { relevant: "${used} = 'no'" }),
        ask('text', 'last'),
      ]),
    ).toEqual({ has: { no: 4, maybe: 4 }, used: { yes: 4, maybe: 4 } })
  })

  test('a whole part is passed over, and to the end where nothing is left', () => {
    expect(
      jumps([
        ask('select_one answer', 'has'),
        ask('begin_group', 'part', { relevant: "${has} != 'no'" }),
        ask('text', 'one'),
        ask('text', 'two'),
        { type: 'end_group' },
      ]),
    ).toEqual({ has: { no: 'end' } })
  })

  test('none where another answer may call for the question all the same', () => {
    expect(
      jumps([
        ask('select_one answer', 'has'),
        ask('text', 'why', { relevant: "${has} = 'yes' or ${age} > 60" }),
        ask('integer', 'age'),
      ]),
    ).toEqual({})
  })

  test('never out of the row of a repeat', () => {
    expect(
      jumps([
        ask('begin_repeat', 'member'),
        ask('select_one answer', 'works'),
        ask('text', 'job', { relevant: "${works} = 'yes'" }),
        { type: 'end_repeat' },
        ask('text', 'last'),
      ]),
    ).toEqual({})
  })

  test('a blank is no number', () => {
    const { expression } = parseExpression('${age} = 0')
    expect(expression && truthGiven(expression, new Map([['age', '']]))).toBe(false)
  })
})

describe('what checks say', () => {
  const limits = (type: string, constraint: string) => {
    const form = formOf([ask('integer', 'a'), ask('integer', 'b'), ask(type, 'q', { constraint })])
    const question = questionNamed(form, 'q')
    return question && limitsOf(question)
  }
  test.each([
    ['integer', '. >= 18 and . < 120', { least: 18, most: 119, sum: null }],
    ['decimal', '. > 0 and 9.5 >= .', { least: 0, most: 9.5, sum: null }],
    ['select_multiple answer', 'count-selected(.) <= 2', { least: null, most: 2, sum: null }],
    ['select_multiple answer', 'count-selected(.) = 2', { least: 2, most: 2, sum: null }],
    ['integer', '${a} + ${b} + . = 100', { least: null, most: null, sum: { names: ['a', 'b'], total: 100 } }],
    ['integer', '. >= 18 or . = 0', { least: null, most: null, sum: null }],
    ['text', 'string-length(.) < 20', { least: null, most: null, sum: null }],
  ])('%s: %s', (type, constraint, expected) => {
    expect(limits(type, constraint)).toEqual(expected)
  })
})
