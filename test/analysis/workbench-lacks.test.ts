/** What the workbench cannot give it names. */

import { describe, expect, test } from 'vitest'
import type { Frame } from '../../analysis/frame.ts'
import type { Script, TableStep } from '../../analysis/workbench/script.ts'
import { cityFrame, cityRows } from '../support/city-survey.ts'
import { coded, frame, number } from './frames.ts'
import { city, run } from './workbench-run.ts'

describe('what cannot be had is named', () => {
  const codes = (data: Frame, script: Partial<Script>, step: Partial<TableStep>) =>
    run(data, script, step).flatMap(({ notes }) => notes.map(({ code }) => code))
  const weights = { column: 'w', rake: [], population: null, lower: null, upper: null }
  const withWeights = (given: readonly (number | null)[]) =>
    frame(
      3,
      coded('a', ['x', 'y'], ['x', 'y', 'x']),
      coded('b', ['x', 'y'], ['x', 'y', 'y']),
      number('w', given),
    )
  const step = { rows: ['a'], columns: ['b'] }

  test('weights that are missing, negative or all zero', () => {
    expect(codes(withWeights([1, null, 1]), { weights }, step)).toEqual(['weightsMissing'])
    expect(codes(withWeights([1, -1, 1]), { weights }, step)).toEqual(['weightsNegative'])
    expect(codes(withWeights([0, 0, 0]), { weights }, step)).toEqual(['weightsZero'])
    expect(codes(withWeights([1, 1, 1]), { weights: { ...weights, column: 'a' } }, step)).toEqual([
      'notANumber',
    ])
    expect(codes(withWeights([1, 1, 1]), { weights: { ...weights, column: 'gone' } }, step)).toEqual([
      'variableUnknown',
    ])
    // A missing weight outside of the filter harms nothing.
    const filter = [[{ variable: 'a', is: ['x'] }]]
    expect(codes(withWeights([1, null, 1]), { weights, filter }, step)).not.toContain('weightsMissing')
  })

  test('margins that nobody has, or that do not settle', () => {
    const raked = (shares: Readonly<Record<string, number>>) => ({
      weights: { ...weights, column: null, rake: [{ variable: 'a', shares }] },
    })
    expect(codes(withWeights([1, 1, 1]), raked({ x: 50, y: 50, z: 10 }), step)).toEqual(['marginUnobserved'])
    expect(codes(withWeights([1, 1, 1]), raked({ x: 100 }), step)).toEqual(['marginUnknown'])
  })

  test('no rows, no answers, one answer, unknown variables and statistics', () => {
    const empty = frame(0, coded('a', ['x'], []), coded('b', ['x'], []))
    expect(codes(empty, {}, step)).toEqual(['noRows'])
    const missing = frame(2, coded('a', ['x'], [null, undefined]), coded('b', ['x'], ['x', 'x']))
    expect(codes(missing, {}, step)).toEqual(['noAnswers'])
    const constant = frame(
      3,
      coded('a', ['x', 'y'], ['x', 'x', 'x']),
      coded('b', ['x', 'y'], ['x', 'y', 'y']),
    )
    expect(codes(constant, {}, step)).toContain('oneCategory')
    expect(codes(constant, {}, { ...step, statistic: 'magic' })).toEqual(['statisticUnknown'])
    expect(codes(constant, {}, { rows: [], columns: [] })).toEqual(['needsRows'])
    expect(codes(constant, {}, { rows: ['gone'], columns: ['a'] })).toEqual(['needsChoices'])
    expect(codes(constant, { filter: [[{ variable: 'gone', is: ['x'] }]] }, step)).toEqual(['noRows'])
  })

  test('no cell of any table is not a number', () => {
    const rows = cityRows.slice(0, 3)
    for (const data of [cityFrame(rows), cityFrame(cityRows.slice(0, 1)), city])
      for (const script of [{}, { weights: { ...weights, column: 'w_final' } }])
        for (const statistic of ['frequencies', 'crosstab', 'means'])
          for (const layers of [[], ['gender']])
            for (const { tables } of run(data, script, {
              statistic,
              rows: ['q4_1', 'q1_recommend', 'q9_wait_min', 'age_group'],
              columns: statistic === 'frequencies' ? [] : ['district', 'interview_date'],
              layers,
            }))
              for (const cell of tables.flatMap((table) => table.rows.flatMap(({ cells }) => cells)))
                if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true)
  })
})
