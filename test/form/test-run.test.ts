/** A test run reaches every branch that answers can reach, says which none can, and its answers are those of a real one. */

import { describe, expect, test } from 'vitest'
import { checkAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import { openTestRun } from '../../server/form/design/test-run.ts'
import type { Form, FormSource } from '../../server/form/form.ts'
import { smallQuestionnaire } from '../support/world.ts'
import { surroundings } from './rows.ts'

const run = (source: FormSource, most = 300) => {
  const form = compileForm(source).form!
  const run = openTestRun(form, surroundings)
  while (run.tries() < most && run.attempt());
  return { form, run }
}
const survey = (...rows: Record<string, string>[]): FormSource => ({
  survey: rows.map((cells, index) => ({ row: index + 2, cells })),
  choices: [
    { row: 2, cells: { list_name: 'yn', name: 'yes', label: '是' } },
    { row: 3, cells: { list_name: 'yn', name: 'no', label: '否' } },
  ],
  settings: [],
})

describe('a test run', () => {
  test('takes every choice and goes both ways at every rule', () => {
    const { form, run: made } = run(smallQuestionnaire)
    expect(made.missed()).toEqual([])
    expect(made.cases().every(({ refusals }) => refusals.length === 0)).toBe(true)
    const reached = made.cases().flatMap(({ reached }) => reached)
    expect(reached).toContainEqual({ kind: 'hidden', name: 'parks' })
    expect(reached).toContainEqual({ kind: 'choice', name: 'parks', value: 'yard' })
    expect(new Set(reached.map((branch) => JSON.stringify(branch))).size).toBe(reached.length)
    for (const { answers } of made.cases())
      expect(checkAnswers(form, answers, surroundings)).toMatchObject({ answers, refusals: [] })
  })

  test('finds the numbers at which a rule turns', () => {
    const { run: made } = run(
      survey(
        { type: 'integer', name: 'age', label: '年龄', required: 'yes', constraint: '. >= 18 and . <= 120' },
        { type: 'text', name: 'old', label: '八十八岁', relevant: '${age} = 88' },
        { type: 'text', name: 'older', label: '百岁以上', relevant: '${age} > 100' },
      ),
    )
    expect(made.missed()).toEqual([])
  })

  test('says what no answer reaches', () => {
    const { run: made } = run(
      survey(
        { type: 'select_one yn', name: 'a', label: '甲', required: 'yes' },
        { type: 'text', name: 'never', label: '乙', relevant: "${a} = 'yes' and ${a} = 'no'" },
      ),
      60,
    )
    expect(made.missed()).toEqual([{ kind: 'shown', name: 'never' }])
    expect(made.tries()).toBe(60)
  })

  test('fills rows of repeats, and is the same every time', () => {
    const source = survey(
      { type: 'begin_repeat', name: 'people', label: '家人' },
      { type: 'select_one yn', name: 'works', label: '上班吗', required: 'yes' },
      { type: 'text', name: 'where', label: '在哪里', relevant: "${works} = 'yes'" },
      { type: 'end_repeat' },
    )
    const { run: made } = run(source)
    expect(made.missed()).toEqual([])
    expect(made.cases()).toEqual(run(source).run.cases())
  })

  test('of a form without questions that ask ends', () => {
    const form: Form = compileForm(survey({ type: 'note', name: 'n', label: '说明' })).form!
    const made = openTestRun(form, surroundings)
    expect(made.attempt()).toBe(false)
    expect(made.cases()).toHaveLength(1)
  })
})
