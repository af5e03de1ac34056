/** Questions moved, grouped, deleted and found together, and carried from form to form. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import { draftOf, readingOf, sourceOf, type Draft } from '../../server/form/design/draft.ts'
import { blocksOf } from '../../server/form/design/editing.ts'
import { foundBlocks } from '../../server/form/design/finding.ts'
import { allBlocks } from '../../server/form/design/outline.ts'
import { inserted, pieceOf } from '../../server/form/design/pieces.ts'
import {
  allGrouped,
  allMoved,
  allRemoved,
  allRequired,
  chosenBlocks,
  destinations,
  endOf,
} from '../../server/form/design/several.ts'
import type { FormSource } from '../../server/form/form.ts'

const rows = (all: readonly Readonly<Record<string, string>>[]) =>
  all.map((cells, index) => ({ row: index + 2, cells }))
let keys = 0
const newKey = () => `k${++keys}`
const source: FormSource = {
  survey: rows([
    { type: 'text', name: 'a', label: '甲' },
    { type: 'begin_group', name: 'g', label: '部分' },
    { type: 'select_one yn', name: 'b', label: '乙' },
    { type: 'integer', name: 'c', label: '丙', relevant: "${b} = 'y'", required: '${b} = 1' },
    { type: 'end_group' },
    { type: 'text', name: 'd', label: '丁' },
  ]),
  choices: rows([
    { list_name: 'yn', name: 'y', label: '来过' },
    { list_name: 'yn', name: 'n', label: '没有来过' },
  ]),
  settings: [],
}
const open = (from = source) => draftOf(from, newKey)
const keyOf = (draft: Draft, name: string) =>
  draft.survey.find((row) => readingOf(draft.columns).cell(row, 'name') === name)?.key ?? ''
const keysOf = (draft: Draft, ...names: string[]) => new Set(names.map((name) => keyOf(draft, name)))
/** Names in their order; a section in brackets. */
const shape = (draft: Draft) => {
  const { cell } = readingOf(draft.columns)
  return draft.survey
    .map((row) =>
      cell(row, 'type').startsWith('end')
        ? ')'
        : cell(row, 'name') + (cell(row, 'type').startsWith('begin') ? '(' : ''),
    )
    .join(' ')
}

describe('several at once', () => {
  test('move to the beginning, to the end and into a section, in the order of the form', () => {
    const draft = open()
    expect(shape(allMoved(draft, keysOf(draft, 'd', 'a'), endOf(draft, keyOf(draft, 'g'))))).toBe(
      'g( b c a d )',
    )
    expect(shape(allMoved(draft, keysOf(draft, 'c', 'd'), { parent: null, place: 0 }))).toBe('c d a g( b )')
    expect(shape(allMoved(draft, keysOf(draft, 'a', 'b'), endOf(draft, null)))).toBe('g( c ) d a b')
    // A section takes along what is chosen in it, and does not go into itself.
    expect(shape(allMoved(draft, keysOf(draft, 'g', 'c'), endOf(draft, null)))).toBe('a d g( b c )')
    expect(allMoved(draft, keysOf(draft, 'g'), endOf(draft, keyOf(draft, 'g')))).toBe(draft)
    expect(destinations(draft, keysOf(draft, 'a')).map(({ key }) => key)).toEqual([keyOf(draft, 'g')])
    expect(destinations(draft, keysOf(draft, 'g'))).toEqual([])
  })

  test('go into a section of their own, are deleted with their lists, and made required', () => {
    const draft = open()
    const grouped = allGrouped(draft, keysOf(draft, 'd', 'a'), newKey)
    expect(grouped && shape(grouped.draft)).toBe('s1( a d ) g( b c )')
    expect(allGrouped(draft, new Set(), newKey)).toBeNull()
    const removed = allRemoved(draft, keysOf(draft, 'g', 'b', 'd'))
    expect([shape(removed), removed.choices]).toEqual(['a', []])
    const required = allRequired(draft, keysOf(draft, 'a', 'g'), true)
    const { cell } = readingOf(required.columns)
    expect(required.survey.map((row) => cell(row, 'required'))).toEqual([
      'yes',
      '',
      'yes',
      '${b} = 1',
      '',
      '',
    ])
    const optional = allRequired(required, keysOf(required, 'a', 'g'), false)
    expect(optional.survey.map((row) => cell(row, 'required'))).toEqual(['', '', '', '${b} = 1', '', ''])
  })

  test('whatever is chosen and wherever it goes, no row is lost and every section keeps its end', () => {
    const draft = open()
    const all = allBlocks(blocksOf(draft)).map(({ key }) => key)
    fc.assert(
      fc.property(fc.subarray(all), fc.nat(3), fc.boolean(), (chosen, place, inside) => {
        const parent = inside ? keyOf(draft, 'g') : null
        const next = allMoved(draft, new Set(chosen), { parent, place })
        expect(next.survey.map(({ key }) => key).toSorted()).toEqual(
          draft.survey.map(({ key }) => key).toSorted(),
        )
        expect(compileForm(sourceOf(next)).complaints.filter(({ code }) => code === 'strayEnd')).toEqual([])
        expect(chosenBlocks(next, new Set(chosen)).length).toBe(chosenBlocks(draft, new Set(chosen)).length)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a piece', () => {
  test('goes into the same form under new names, and rules among its questions follow', () => {
    const draft = open()
    const piece = pieceOf(draft, [keyOf(draft, 'g'), keyOf(draft, 'b')])
    const made = inserted(draft, { parent: null, place: 3 }, piece, { newKey, locale: 'zh-CN' })
    expect(shape(made.draft)).toBe('a g( b c ) d g_2( b_2 c_2 )')
    const { cell } = readingOf(made.draft.columns)
    expect(made.draft.survey.map((row) => cell(row, 'relevant')).at(-2)).toBe("${b_2} = 'y'")
    expect(made.draft.choices).toHaveLength(2)
    expect(compileForm(sourceOf(made.draft)).form).not.toBeNull()
  })

  test('goes into another form in its languages and headers, without rules of what is not there', () => {
    const draft = open()
    const piece = pieceOf(draft, [keyOf(draft, 'c')])
    const other = open({
      survey: rows([{ type: 'text', name: 'c', 'label::中文 (zh)': '问', 'label::English (en)': 'Q' }]),
      choices: [],
      settings: [],
    })
    const made = inserted(other, { parent: null, place: 0 }, piece, { newKey, locale: 'zh-CN' })
    expect(made.draft.survey[0]?.cells).toEqual({
      type: 'integer',
      name: 'c_2',
      'label::中文 (zh)': '丙',
      'label::English (en)': '丙',
    })
    expect(compileForm(sourceOf(made.draft)).complaints.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('finding', () => {
  const where = (search: string) => {
    const draft = open()
    const { cell } = readingOf(draft.columns)
    return foundBlocks(draft, search).map(({ key, where: place }) => {
      const row = draft.survey.find((one) => one.key === key)
      return `${row ? cell(row, 'name') : ''} ${place}`
    })
  }
  test.each([
    ['2', ['b number']],
    ['丙', ['c text']],
    ['部分', ['g text']],
    ['没有', ['b choice']],
    ['d', ['d name', 'c rule']],
    ['${b}', ['c rule']],
    ['没有这样的词', []],
    ['  ', []],
  ])('%s', (search, expected) => {
    if (search === 'd') expect(where(search)[0]).toBe(expected[0])
    else expect(where(search)).toEqual(expected)
  })
})
