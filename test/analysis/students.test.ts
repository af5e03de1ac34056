/** The real survey in test/real/students: every figure that R gives for it. */

import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { crossing, summarise } from '../../analysis/summarise.ts'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { runTable } from '../../analysis/workbench/run.ts'
import { emptyScript, emptyTable } from '../../analysis/workbench/script.ts'
import { coded, frame, number, words } from './frames.ts'

const folder = new URL('../real/students/', import.meta.url)
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  n: number
  frequency: Record<string, { counts: Record<string, number>; missing: number }>
  number: Record<
    string,
    { n: number; mean: number; sd: number; min: number; max: number; quartiles: number[] }
  >
  crosstabs: {
    rows: string
    columns: string
    counts: Record<string, Record<string, number>>
    chisq: { statistic: number; df: number; p: number }
  }[]
  welch: { variable: string; by: string; first: string; t: number; df: number; p: number }[]
}
const rows = Papa.parse<Record<string, string>>(
  readFileSync(new URL('answers.csv', folder), 'utf8').replace(/^\uFEFF/, ''),
  {
    header: true,
    skipEmptyLines: true,
  },
).data
const data = frame(
  rows.length,
  ...Object.entries(expected.frequency).map(([name, { counts }]) =>
    coded(
      name,
      Object.keys(counts),
      rows.map((row) => row[name] || null),
    ),
  ),
  ...Object.keys(expected.number).map((name) =>
    number(
      name,
      rows.map((row) => (row[name] ? Number(row[name]) : null)),
    ),
  ),
)
const options = { sampleType: 'open', viewer: 'full', words } as const
const sections = new Map(summarise(data, options).map((section) => [section.variable, section]))
const close = (actual: unknown, wanted: number) => {
  expect(typeof actual).toBe('number')
  expect(Math.abs((actual as number) - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted))
}

describe('the students’ survey agrees with R', () => {
  it('in every count', () => {
    expect(rows).toHaveLength(expected.n)
    for (const [name, { counts, missing }] of Object.entries(expected.frequency)) {
      const { tables, base } = sections.get(name)!
      expect(base.skipped! + base.unanswered!).toBe(missing)
      const shown = tables[0]!.rows
        .filter(({ role }) => role === 'value')
        .map(({ cells }) => [cells[0], cells[1]])
      expect(Object.fromEntries(shown)).toEqual(counts)
    }
  })

  it('in every number', () => {
    for (const [name, of] of Object.entries(expected.number)) {
      const cells = sections.get(name)!.tables[0]!.rows[0]!.cells
      const wanted = [of.n, of.mean, of.sd, of.min, ...of.quartiles, of.max]
      wanted.forEach((value, k) => close(cells[k], value))
    }
  })

  it('in every crosstab and its chi-square', () => {
    for (const cross of expected.crosstabs) {
      const { tables } = crossing(data, cross.rows, cross.columns, options)
      const counts = tables[0]!.rows
        .filter(({ role }) => role === 'value')
        .map(({ cells }) => cells.slice(1, -1))
      expect(counts).toEqual(Object.values(cross.counts).map((line) => Object.values(line)))
      const test = tables.find(({ caption }) => caption === 'statistic')!.rows[0]!.cells
      close(test[0], cross.chisq.statistic)
      close(test[1], cross.chisq.df)
      close(test[2], cross.chisq.p)
    }
  })

  it('in every Welch test', () => {
    for (const welch of expected.welch) {
      const { tables } = crossing(data, welch.variable, welch.by, options)
      const test = tables.find(({ caption }) => caption === 'statistic')!.rows[0]!.cells
      const first = tables[0]!.rows[0]!.cells[0] === welch.first ? 1 : -1
      close((test[0] as number) * first, welch.t)
      close(test[1], welch.df)
      close(test[2], welch.p)
    }
  })
})

describe('the workbench repeats the tables of the students’ survey', () => {
  const prepared = prepare(data, emptyScript, { sampleType: 'open', words })
  const run = (statistic: string, row: string, column?: string) =>
    runTable(prepared, {
      ...emptyTable,
      statistic,
      rows: [row],
      columns: column === undefined ? [] : [column],
    })[0]!
  const cellOf = (piece: ReturnType<typeof run>, caption: string | undefined, key: string, row = 0) => {
    const table = piece.tables.find(
      (each) => each.caption === caption && each.columns.some((of) => of.key === key),
    )!
    return table.rows[row]!.cells[table.columns.findIndex((of) => of.key === key)]
  }

  it('in frequencies and numbers', () => {
    for (const [name, { counts }] of Object.entries(expected.frequency)) {
      const rows = run('frequencies', name).tables[0]!.rows.filter(({ role }) => role === 'value')
      expect(rows.map(({ cells }) => cells[1])).toEqual(Object.values(counts))
    }
    for (const [name, { n, mean, sd }] of Object.entries(expected.number)) {
      const piece = run('frequencies', name)
      expect(cellOf(piece, undefined, 'n')).toBe(n)
      close(cellOf(piece, undefined, 'mean'), mean)
      close(cellOf(piece, undefined, 'sd'), sd)
    }
  })

  it('in crosstabs and their tests', () => {
    for (const { rows, columns, counts, chisq } of expected.crosstabs) {
      const piece = run('crosstab', rows, columns)
      const table = piece.tables.find(({ caption }) => caption === 'count')!
      Object.values(counts).forEach((line, r) =>
        expect(table.rows[r]!.cells.slice(1, -1)).toEqual(Object.values(line)),
      )
      const square = Object.keys(counts).length === 2 && Object.keys(Object.values(counts)[0]!).length === 2
      // Two by two has Yates' correction in the workbench.
      if (square) continue
      close(cellOf(piece, 'statistic', 'statistic'), chisq.statistic)
      close(cellOf(piece, 'statistic', 'p'), chisq.p)
    }
  })

  it('in Welch’s tests', () => {
    for (const { variable, by, t, df, p } of expected.welch) {
      const piece = run('means', variable, by)
      close(Math.abs(cellOf(piece, 'statistic', 'statistic') as number), Math.abs(t))
      close(cellOf(piece, 'statistic', 'df'), df)
      close(cellOf(piece, 'statistic', 'p'), p)
    }
  })
})
