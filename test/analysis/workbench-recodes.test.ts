/** Recodes, filters and layers of the workbench. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { datePart } from '../../analysis/workbench/recode.ts'
import type { Recode } from '../../analysis/workbench/script.ts'
import { emptyScript } from '../../analysis/workbench/script.ts'
import { cityRows } from '../support/city-survey.ts'
import { coded, frame, words } from './frames.ts'
import { city, close, place, run, tableOf, twoStage } from './workbench-run.ts'

const cases = (
  JSON.parse(readFileSync(new URL('../reference/cases/city_survey.json', import.meta.url), 'utf8')) as {
    readonly cases: readonly { readonly id: string; readonly expected: unknown }[]
  }
).cases
const expectedOf = (id: string) => cases.find((each) => each.id === id)!.expected as never

describe('recodes and filters', () => {
  const bands: Recode = {
    name: 'age3',
    label: 'Age',
    note: '',
    from: 'age',
    kind: 'bands',
    cuts: [35, 60],
    labels: [],
  }
  const top: Recode = {
    name: 'clinic2',
    label: 'Clinic',
    note: '',
    from: 'q4_4',
    kind: 'top',
    count: 2,
    end: 'high',
  }
  const index: Recode = {
    name: 'clinic100',
    label: 'Clinic',
    note: '',
    from: 'q4_4',
    kind: 'index',
    low: 1,
    high: 5,
    reversed: false,
  }

  test('bands hold their lower end; top boxes leave out what is declared missing', () => {
    const [piece] = run(
      city,
      { recodes: [bands, top] },
      { rows: ['clinic2'], columns: ['age3'], options: { tests: 'none' } },
    )
    const counts = tableOf(piece!.tables, 'count')
    const ages = cityRows.flatMap((row) =>
      ['1', '2', '3', '4', '5'].includes(row['q4_4']!)
        ? [{ age: Number(row['age']), top: Number(row['q4_4']) >= 4 }]
        : [],
    )
    const count = (from: number, to: number, wanted: boolean) =>
      ages.filter(({ age, top: is }) => age >= from && age < to && is === wanted).length
    expect(counts.rows.slice(0, 2).map(({ cells }) => cells.slice(1, 4))).toEqual([
      [count(0, 35, true), count(35, 60, true), count(60, 200, true)],
      [count(0, 35, false), count(35, 60, false), count(60, 200, false)],
    ])
    expect(counts.columns.slice(1, 4).map(({ label }) => label)).toEqual([
      'below 35',
      '[35, 60)',
      '60 and above',
    ])
  })

  test('an index is the mean of scores on another scale, and a recode may rest on another', () => {
    const again: Recode = {
      name: 'high',
      label: 'High',
      note: '',
      from: 'clinic100',
      kind: 'bands',
      cuts: [75],
      labels: ['low', 'high'],
    }
    const [mean] = run(
      city,
      { recodes: [index] },
      { statistic: 'means', rows: ['clinic100'], columns: ['gender'] },
    )
    const [scores] = run(city, {}, { statistic: 'means', rows: ['q4_4'], columns: ['gender'] })
    const of = (piece: typeof mean) =>
      tableOf(piece!.tables, 'mean').rows.map(({ cells }) => cells[2] as number)
    of(mean).forEach((value, k) => close(value, (100 * (of(scores)[k]! - 1)) / 4))
    const [both] = run(city, { recodes: [index, top, again] }, { rows: ['clinic2'], columns: ['high'] })
    expect(tableOf(both!.tables, 'count').rows[0]!.cells[1]).toBe(0)
  })

  test('groups, scores and parts of dates', () => {
    const small = frame(
      5,
      coded('way', ['walk', 'bus', 'car', ['none', 'not_applicable']], ['walk', 'bus', 'car', 'none', null]),
    )
    const groups = (rest: 'missing' | 'keep' | 'other'): Recode => ({
      name: 'g',
      label: 'g',
      note: '',
      from: 'way',
      kind: 'groups',
      groups: [{ label: 'green', values: ['walk', 'bus'] }],
      rest,
      restLabel: 'others',
    })
    const labels = (rest: 'missing' | 'keep' | 'other') =>
      run(
        small,
        { recodes: [groups(rest)] },
        { statistic: 'frequencies', rows: ['g'] },
      )[0]!.tables[0]!.rows.map(({ cells }) => cells.slice(0, 2))
    expect(labels('missing')[0]).toEqual(['green', 2])
    expect(labels('keep').slice(0, 2)).toEqual([
      ['green', 2],
      ['car', 1],
    ])
    expect(labels('other').slice(0, 2)).toEqual([
      ['green', 2],
      ['others', 1],
    ])
    // ISO 8601: 2026-01-01 is a Thursday of week 1, 2027-01-01 a Friday of week 53.
    expect(datePart('2026-01-01', 'week')).toBe('2026-W01')
    expect(datePart('2027-01-01', 'week')).toBe('2026-W53')
    expect(datePart('2026-11-25', 'weekday')).toBe('3')
    expect(datePart('2026-11-25', 'quarter')).toBe('2026-Q4')
  })

  test('a filter is one of its groups, each with all of its conditions; a design keeps all of its units', () => {
    const filter = [
      [
        { variable: 'gender', is: ['1'] },
        { variable: 'age', from: 60, to: null },
      ],
      [{ variable: 'district', isNot: ['1', '2', '3', '4'] }],
    ]
    const wanted = cityRows.filter(
      (row) => (row['gender'] === '1' && Number(row['age']) >= 60) || row['district'] === '5',
    ).length
    const prepared = prepare(city, { ...emptyScript, filter }, { sampleType: 'complex', words })
    expect(prepared.n).toBe(wanted)
    const only = { filter: [[{ variable: 'district', is: ['2'] }]] }
    const [piece] = run(city, { ...twoStage, ...only }, { statistic: 'frequencies', rows: ['q1_recommend'] })
    const { rows } = expectedOf('V/svy.by/08') as { rows: { estimate: number; se: number }[] }
    const table = tableOf(piece!.tables, 'mean')
    close(table.rows[0]!.cells[place(table, 'mean')], rows[1]!.estimate)
    close(table.rows[0]!.cells[place(table, 'standardError')], rows[1]!.se)
  })

  test('layers are the same as filters', () => {
    const layered = run(city, {}, { rows: ['q2_channel'], columns: ['gender'], layers: ['has_car'] })
    const [alone] = run(
      city,
      { filter: [[{ variable: 'has_car', is: ['1'] }]] },
      { rows: ['q2_channel'], columns: ['gender'] },
    )
    expect(layered).toHaveLength(3)
    expect(layered[2]!.tables).toEqual(alone!.tables)
  })
})
