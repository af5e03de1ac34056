/** The workbench gives what R gives of the city survey. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { readScript } from '../../analysis/workbench/read-script.ts'
import type { Script, TableStep } from '../../analysis/workbench/script.ts'
import { emptyScript, emptyTable } from '../../analysis/workbench/script.ts'
import { words } from './frames.ts'
import { city, close, oneStage, place, run, tableOf, twoStage } from './workbench-run.ts'

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
