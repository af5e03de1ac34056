/** What comes from Kobo and from files, edited in the designer: lists that their own columns name, rows, levels, matrices. */

import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import { draftOf, readingOf, sourceOf, type Draft } from '../../server/form/design/draft.ts'
import { removed } from '../../server/form/design/editing.ts'
import { listOfRow, usersOf, withListName, withOwnList } from '../../server/form/design/options.ts'
import { inserted, pieceOf } from '../../server/form/design/pieces.ts'
import { scoreAsMatrix, specialOf, withInner } from '../../server/form/design/special.ts'
import { readType } from '../../server/form/question-type.ts'

const rows = (all: readonly Readonly<Record<string, string>>[]) =>
  all.map((cells, index) => ({ row: index + 2, cells }))
let keys = 0
const newKey = () => `k${++keys}`
const open = () =>
  draftOf(
    {
      survey: rows([
        { type: 'begin_score', name: 'quality', label: '质量', 'kobo--score-choices': 'five' },
        { type: 'score__row', name: 'clean', label: '整洁' },
        { type: 'score__row', name: 'quick', label: '快' },
        { type: 'end_score' },
        { type: 'begin_rank', name: 'order', label: '名次', 'kobo--rank-items': 'five' },
        { type: 'rank__level', name: 'first', label: '第一' },
        { type: 'end_rank' },
        { type: 'begin_kobomatrix', name: 'goods', label: '物品', 'kobo--matrix_list': 'things' },
        { type: 'integer', name: 'number', label: '几个' },
        { type: 'end_kobomatrix' },
        { type: 'select_one things', name: 'best', label: '最好的' },
        { type: 'select_one_from_file towns.csv', name: 'town', label: '乡镇' },
      ]),
      choices: rows([
        { list_name: 'five', name: '1', label: '差' },
        { list_name: 'five', name: '2', label: '好' },
        { list_name: 'things', name: 'a', label: '锅' },
        { list_name: 'things', name: 'b', label: '碗' },
      ]),
      settings: [],
      columns: { survey: ['type', 'name', 'label'], choices: ['list_name', 'name', 'label'] },
    },
    newKey,
  )
const errors = (draft: Draft) =>
  compileForm(sourceOf(draft)).complaints.filter(({ level }) => level === 'error')
const keyOf = (draft: Draft, name: string) =>
  draft.survey.find((row) => readingOf(draft.columns).cell(row, 'name') === name)?.key ?? ''
const lists = (draft: Draft) => {
  const reading = readingOf(draft.columns)
  return draft.survey.flatMap((row) => listOfRow(reading, row) ?? [])
}

describe('Kobo’s containers', () => {
  test('are called by what they are', () => {
    const draft = open()
    const { cell } = readingOf(draft.columns)
    expect(draft.survey.map((row) => specialOf(readType(cell(row, 'type'))))).toEqual([
      'score',
      'scoreRow',
      'scoreRow',
      null,
      'rank',
      'rankLevel',
      null,
      'kobomatrix',
      null,
      null,
      null,
      'oneFromFile',
    ])
  })

  test('keep their list when a question that shares it goes, and follow it under a new name', () => {
    const draft = open()
    expect(usersOf(draft, 'things')).toBe(2)
    const without = removed(draft, keyOf(draft, 'best'))
    expect(without.choices).toHaveLength(4)
    const named = withListName(draft, 'things', 'pots')
    expect(lists(named)).toEqual(['five', 'five', 'pots', 'pots'])
    expect(errors(named)).toEqual([])
    const own = withOwnList(draft, keyOf(draft, 'goods'), newKey)
    expect(lists(own)).toEqual(['five', 'five', 'goods', 'things'])
    expect(own.choices).toHaveLength(6)
    // Its list goes with the last that uses it.
    expect(removed(removed(draft, keyOf(draft, 'quality')), keyOf(draft, 'order')).choices).toHaveLength(2)
  })

  test('take further rows and levels at their end', () => {
    const draft = open()
    const row = withInner(draft, keyOf(draft, 'quality'), { inner: 'score__row', newKey })
    const level = row && withInner(row.draft, keyOf(row.draft, 'order'), { inner: 'rank__level', newKey })
    if (!level) throw new Error('nothing was added')
    const { cell } = readingOf(level.draft.columns)
    expect(level.draft.survey.slice(0, 9).map((one) => cell(one, 'type'))).toEqual([
      'begin_score',
      'score__row',
      'score__row',
      'score__row',
      'end_score',
      'begin_rank',
      'rank__level',
      'rank__level',
      'end_rank',
    ])
    expect(errors(level.draft)).toEqual([])
    expect(withInner(draft, keyOf(draft, 'best'), { inner: 'score__row', newKey })).toBeNull()
  })

  test('a score becomes an ordinary matrix that compiles to the same questions', () => {
    const draft = open()
    const before = compileForm(sourceOf(draft)).form?.nodes[0]
    const matrix = scoreAsMatrix(draft, keyOf(draft, 'quality'))
    expect(matrix.survey[0]?.cells).toEqual({
      type: 'begin_group',
      name: 'quality',
      label: '质量',
      appearance: 'table-list',
    })
    expect(compileForm(sourceOf(matrix)).form?.nodes[0]).toEqual(before)
    expect(scoreAsMatrix(draft, keyOf(draft, 'order'))).toBe(draft)
  })

  test('are carried into another form with their lists', () => {
    const draft = open()
    const piece = pieceOf(draft, [keyOf(draft, 'goods'), keyOf(draft, 'quality')])
    expect(piece.choices).toHaveLength(4)
    const other = draftOf(
      { survey: [], choices: rows([{ list_name: 'things', name: 'z', label: '别的' }]), settings: [] },
      newKey,
    )
    const made = inserted(other, { parent: null, place: 0 }, piece, { newKey, locale: 'zh-CN' })
    expect(lists(made.draft)).toEqual(['five', 'things_2'])
    expect(errors(made.draft)).toEqual([])
  })
})
