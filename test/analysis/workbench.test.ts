/** The workbench gives what R gives of the city survey and of the students, and says why where it gives nothing. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Frame } from '../../analysis/frame.ts'
import type { Table } from '../../analysis/table.ts'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { datePart } from '../../analysis/workbench/recode.ts'
import { readScript } from '../../analysis/workbench/read-script.ts'
import { runTable } from '../../analysis/workbench/run.ts'
import type { Recode, Script, TableStep } from '../../analysis/workbench/script.ts'
import { emptyScript, emptyTable } from '../../analysis/workbench/script.ts'
import { cityFrame, cityRows } from '../support/city-survey.ts'
import { coded, frame, number, set, words } from './frames.ts'

interface Case {
  readonly id: string
  readonly args: Readonly<Record<string, unknown>>
  readonly expected: Readonly<Record<string, never>>
}
const cases = (
  JSON.parse(readFileSync(new URL('../reference/cases/city_survey.json', import.meta.url), 'utf8')) as {
    readonly cases: readonly Case[]
  }
).cases
const expectedOf = (id: string) => cases.find((each) => each.id === id)!.expected as never

const city = cityFrame()
const twoStage: Partial<Script> = {
  weights: { column: 'w_final', rake: [], population: null, lower: null, upper: null },
  design: {
    strata: ['district'],
    clusters: ['street', 'community'],
    populations: ['fpc_street', 'fpc_comm'],
    lonely: 'fail',
  },
}
const oneStage: Partial<Script> = {
  ...twoStage,
  design: { strata: ['district'], clusters: ['street'], populations: [], lonely: 'fail' },
}

function run(
  data: Frame,
  script: Partial<Script>,
  step: Partial<TableStep>,
  sampleType = 'complex' as const,
) {
  const prepared = prepare(data, { ...emptyScript, ...script }, { sampleType, words })
  return runTable(prepared, { ...emptyTable, ...step })
}
const tableOf = (tables: readonly Table[], caption: string) =>
  tables.find((table) => table.caption === caption)!
const place = (table: Table, key: string) => table.columns.findIndex((column) => column.key === key)
function close(actual: unknown, wanted: number) {
  expect(typeof actual).toBe('number')
  expect(Math.abs((actual as number) - wanted)).toBeLessThanOrEqual(Math.max(1e-12, 1e-6 * Math.abs(wanted)))
}

describe('the city survey agrees with R', () => {
  test('a mean with the two-stage design', () => {
    const { estimates } = expectedOf('V/svy.mean/47') as {
      estimates: { estimate: number; se: number; ci_t_lower: number; ci_t_upper: number }[]
    }
    const [piece] = run(city, twoStage, { statistic: 'frequencies', rows: ['q1_recommend'] })
    const table = tableOf(piece!.tables, 'mean')
    const cell = (key: string) => table.rows[0]!.cells[place(table, key)]
    close(cell('mean'), estimates[0]!.estimate)
    close(cell('standardError'), estimates[0]!.se)
    close(cell('lower'), estimates[0]!.ci_t_lower)
    close(cell('upper'), estimates[0]!.ci_t_upper)
  })

  test('shares of choices with the two-stage design', () => {
    const { estimates } = expectedOf('V/svy.mean/50') as { estimates: { estimate: number; se: number }[] }
    const [piece] = run(city, twoStage, { statistic: 'frequencies', rows: ['q2_channel'] })
    const [table] = piece!.tables
    estimates.forEach(({ estimate, se }, k) => {
      close(table!.rows[k]!.cells[place(table!, 'percent')], 100 * estimate)
      close(table!.rows[k]!.cells[place(table!, 'standardError')], 100 * se)
    })
  })

  test('means by group and their test', () => {
    const { rows } = expectedOf('V/svy.by/08') as { rows: { estimate: number; se: number }[] }
    const [piece] = run(city, twoStage, { statistic: 'means', rows: ['q1_recommend'], columns: ['district'] })
    const table = tableOf(piece!.tables, 'mean')
    rows.forEach(({ estimate, se }, k) => {
      close(table.rows[k]!.cells[place(table, 'mean')], estimate)
      close(table.rows[k]!.cells[place(table, 'standardError')], se)
    })
    const t = expectedOf('V/svy.ttest/03') as { statistic: number; df: number; p: number }
    const [two] = run(city, twoStage, { statistic: 'means', rows: ['q1_recommend'], columns: ['gender'] })
    const [statistic, df, p] = tableOf(two!.tables, 'statistic').rows[0]!.cells
    close(statistic, t.statistic)
    close(df, t.df)
    close(p, t.p)
  })

  test('a weighted crosstab: counts, percentages and Rao and Scott’s test', () => {
    const wanted = expectedOf('V/svy.table/03') as {
      counts: number[][]
      row_totals: number[]
      col_totals: number[]
      col_pct: number[][]
      row_pct: number[][]
    }
    const step = { statistic: 'crosstab', rows: ['q2_channel'], columns: ['age_group'] }
    const [piece] = run(city, oneStage, step)
    const counts = tableOf(piece!.tables, 'weightedCount')
    wanted.counts.forEach((line, r) =>
      [...line, wanted.row_totals[r]!].forEach((count, c) => close(counts.rows[r]!.cells[c + 1], count)),
    )
    const shares = tableOf(piece!.tables, 'columnPercent')
    wanted.col_pct.forEach((line, r) =>
      line.forEach((share, c) => close(shares.rows[r]!.cells[1 + 2 * c], share)),
    )
    const [byRow] = run(city, oneStage, { ...step, options: { percent: 'row' } })
    const rowShares = tableOf(byRow!.tables, 'rowPercent')
    wanted.row_pct.forEach((line, r) =>
      line.forEach((share, c) => close(rowShares.rows[r]!.cells[1 + c], share)),
    )
    const { F, Chisq } = expectedOf('V/svy.chisq/07') as {
      F: { statistic: number; ndf: number; ddf: number; p: number }
      Chisq: { pearson_x2: number; df: number; p: number }
    }
    const [f, chi] = tableOf(piece!.tables, 'statistic').rows
    ;[F.statistic, F.ndf, F.ddf, F.p].forEach((value, k) => close(f!.cells[k + 1], value))
    close(chi!.cells[1], Chisq.pearson_x2)
    close(chi!.cells.at(-1), Chisq.p)
  })

  test('weighted frequencies without a design', () => {
    const { pct_valid } = expectedOf('V/desc.freq/12') as { pct_valid: number[] }
    const [piece] = run(
      city,
      { weights: twoStage.weights! },
      { statistic: 'frequencies', rows: ['q2_channel'] },
    )
    pct_valid.forEach((share, k) => close(piece!.tables[0]!.rows[k]!.cells[2], share))
  })

  test('weights raked to margins meet them, and trimming says what it did', () => {
    const margins = [
      { variable: 'gender', shares: { '1': 49, '2': 51 } },
      { variable: 'district', shares: { '1': 30, '2': 20, '3': 20, '4': 15, '5': 15 } },
    ]
    const weights = { column: 'w_base', rake: margins, population: 5000, lower: null, upper: null }
    const prepared = prepare(city, { ...emptyScript, weights }, { sampleType: 'complex', words })
    expect(prepared.failure).toBeNull()
    const shares = prepared.tables.slice(0, 2).map((table) => table.rows.map((row) => row.cells.slice(3)))
    for (const line of shares.flat()) close(line[1], line[0] as number)
    close(
      prepared.design!.weights.reduce((total, weight) => total + weight, 0),
      5000,
    )
    const trimmed = prepare(
      city,
      { ...emptyScript, weights: { ...weights, lower: 0.5, upper: 2 } },
      { sampleType: 'complex', words },
    )
    const mean = 5000 / city.n
    expect(Math.max(...trimmed.design!.weights)).toBeLessThanOrEqual(2 * mean * (1 + 1e-12))
    expect(Math.min(...trimmed.design!.weights)).toBeGreaterThanOrEqual(0.5 * mean * (1 - 1e-12))
    expect(trimmed.notes.map(({ code }) => code)).toContain('weightsTrimmed')
  })
})

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

describe('letters, ticks and small bases', () => {
  test('ticks as rows are shares of those who answered; ticks as columns overlap and are not tested', () => {
    const data = frame(
      8,
      set(
        'uses',
        [
          ['a', null],
          ['b', null],
          ['none', 'dont_know'],
        ],
        [['a'], ['a', 'b'], ['b'], ['none'], ['a'], [], null, undefined],
      ),
      coded('sex', ['f', 'm'], ['f', 'f', 'm', 'm', 'm', 'f', 'f', 'm']),
    )
    const [rows] = run(data, {}, { rows: ['uses'], columns: ['sex'] })
    expect(rows!.n).toBe(5)
    const shares = tableOf(rows!.tables, 'columnPercent')
    close(shares.rows[0]!.cells[1], (100 * 2) / 3)
    expect(rows!.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['severalChoices', 'smallBases']),
    )
    const [columns] = run(data, {}, { rows: ['sex'], columns: ['uses'] })
    expect(columns!.notes.map(({ code }) => code)).toContain('columnsOverlap')
    expect(columns!.tables.map(({ caption }) => caption)).not.toContain('statistic')
  })

  test('weights of one change no share, no letter and no n', () => {
    const ones = frame(
      city.n,
      ...city.variables.map((variable) => [variable, city.columns.get(variable.name)!] as never),
      number(
        'one',
        Array.from({ length: city.n }, () => 1),
      ),
    )
    const step = { rows: ['q2_channel'], columns: ['age_group'] }
    const [plain] = run(ones, {}, step)
    const [weighted] = run(
      ones,
      { weights: { column: 'one', rake: [], population: null, lower: null, upper: null } },
      step,
    )
    const lines = (piece: typeof plain) => tableOf(piece!.tables, 'columnPercent').rows.slice(0, 6)
    expect(lines(weighted)).toEqual(lines(plain))
  })
})

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

describe('a script', () => {
  test('is read back as it was, and what is no script is named by its place', () => {
    const script = { ...emptyScript, ...twoStage, tables: [{ ...emptyTable, rows: ['a'] }] }
    expect(readScript(JSON.parse(JSON.stringify(script)))).toEqual({ script })
    expect(readScript({ tables: [{ rows: 'a' }] })).toEqual({
      complaint: { code: 'scriptShape', at: 'tables[0].rows' },
    })
    expect(readScript({ recodes: [{ name: 'a b', kind: 'date' }] })).toMatchObject({
      complaint: { at: 'recodes[0].name' },
    })
    expect(readScript(null)).toMatchObject({ complaint: { at: 'script' } })
  })
})

test('a complex sample has limits with its design on, and none while it is off', () => {
  const steps: readonly Partial<TableStep>[] = [
    { statistic: 'waves', rows: ['q1_recommend'], columns: ['district'] },
    { statistic: 'totals', rows: ['q1_recommend'] },
    { statistic: 'totals', rows: ['q1_recommend'], columns: ['age'] },
  ]
  const limitsIn = (script: Partial<Script>, step: Partial<TableStep>) => {
    const [piece] = run(city, script, step)
    const limits = piece!.tables.flatMap((table) => {
      const places = ['lower', 'upper'].map((key) => place(table, key)).filter((at) => at >= 0)
      return table.rows.flatMap(({ cells }) => places.map((at) => cells[at]))
    })
    return {
      limits: limits.filter((cell) => typeof cell === 'number'),
      codes: piece!.notes.map(({ code }) => code),
    }
  }
  for (const step of steps) {
    expect(limitsIn(twoStage, step).limits.length).toBeGreaterThan(0)
    const off = limitsIn({}, step)
    expect(off.limits).toEqual([])
    expect(off.codes).toContain('complexSample')
    expect(off.codes).not.toContain('census')
  }
})
