/**
 * Change between waves against R 4.2.2 with survey 4.1-1.
 *
 * Overlapping: a <- rbind of apistrat with wave 1, y = api99 and wave 2, y = api00, met = awards == "Yes" and then
 * sch.wide == "Yes"; svydesign(ids = ~snum, strata = ~stype, weights = ~pw, fpc = ~fpc, data = a).
 * Independent: y = api00 of apistrat (strata stype), apiclus1 and apiclus2 (clusters dnum), each wave in strata of
 * its own; svydesign(ids = ~c, strata = ~h, weights = ~w, data = x).
 * Then b <- svyby(~y, ~wave, design, svymean, covmat = TRUE); svycontrast(b, c(`1` = -1, `2` = 1)).
 */

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DesignColumns } from '../../analysis/design/design.ts'
import { sampleDesign } from '../../analysis/design/design.ts'
import { DesignError } from '../../analysis/design/design-error.ts'
import { combineWaves, trend } from '../../analysis/design/trend.ts'
import { designTrend } from '../../analysis/statistics/design-comparisons.ts'
import type { ReferenceCase } from '../../server/commands/reference/cases.ts'
import { column, dataReader, numbersOf } from '../../server/commands/reference/cases.ts'

const read = dataReader(join(import.meta.dirname, '../reference'))
const file = (name: string) => read({ data: { file: `data/${name}.csv` }, args: {} } as ReferenceCase)
const strat = file('apistrat')
const clus1 = file('apiclus1')
const clus2 = file('apiclus2')
const close = (actual: number | null, expected: number) =>
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected))

const stacked = (...parts: Float64Array[]) => Float64Array.from(parts.flatMap((part) => [...part]))
const rows = column(strat.columns, 'stype').length
const yes = (name: string) =>
  Float64Array.from(column(strat.columns, name), (cell) => (cell === 'Yes' ? 1 : 0))

const schools: DesignColumns = {
  n: rows,
  clusters: [Array.from({ length: rows }, (_, row) => row)],
  strata: [column(strat.columns, 'stype')],
  weights: numbersOf(strat, 'pw'),
  populations: [numbersOf(strat, 'fpc')],
}
const same = combineWaves([schools, schools], { overlapping: true })

const cluster = (of: typeof clus1): DesignColumns => ({
  n: column(of.columns, 'dnum').length,
  clusters: [column(of.columns, 'dnum')],
  strata: [column(of.columns, 'dnum').map(() => 'all')],
  weights: numbersOf(of, 'pw'),
})
const { populations: _, ...withReplacement } = schools
const three = combineWaves([withReplacement, cluster(clus1), cluster(clus2)], { overlapping: false })
const threeValues = stacked(...[strat, clus1, clus2].map((of) => numbersOf(of, 'api00')))

describe('The change between waves is that of R', () => {
  test('where the same units were asked twice', () => {
    const values = stacked(numbersOf(strat, 'api99'), numbersOf(strat, 'api00'))
    const of = trend(sampleDesign(same.columns), values, same.waves, { count: 2 })
    close(of.waves[0]!.value, 629.394844784)
    close(of.waves[0]!.error, 9.96394729867)
    close(of.waves[1]!.error, 9.40894080278)
    close(of.changes[0]!.value, 32.8925183753596)
    close(of.changes[0]!.error, 2.0511124077106)
    expect(of.df).toBe(197)
    expect(of.test).toBeNull()
  })

  test('for a share', () => {
    const of = trend(sampleDesign(same.columns), stacked(yes('awards'), yes('sch.wide')), same.waves, {
      count: 2,
    })
    const [change] = of.changes
    close(change!.value, 1.8901194736525e-1)
    close(change!.error, 2.9624490257318e-2)
    close(change!.p, 1.2359709427031e-9)
    close(change!.lower, 1.3059011124241e-1)
    close(change!.upper, 2.4743378348808e-1)
  })

  test('where each wave was drawn by itself, with p adjusted over the changes', () => {
    const of = trend(sampleDesign(three.columns), threeValues, three.waves, { count: 3 })
    expect(of.df).toBe(250)
    const expected = [
      [-18.11796425221689, 25.61989793204711, 0.48011123381471],
      [26.64240921097723, 38.84124444798058, 0.49339230530796],
      [8.52444495876034, 32.15802759169455, 0.79116638794894],
    ] as const
    for (const [k, [value, error, p]] of expected.entries()) {
      close(of.changes[k]!.value, value)
      close(of.changes[k]!.error, error)
      close(of.changes[k]!.p, p)
    }
    expect(of.changes.map(({ adjusted }) => adjusted)).toEqual([1, 1, 1])
    // regTermTest(svyglm(y ~ factor(wave), design), ~factor(wave))
    close(of.test!.F, 0.30965151148606)
    close(of.test!.p, 0.73398585279672)
    expect(of.test!.df2).toBe(248)
  })
})

describe('Waves', () => {
  test('of independent samples add their variances; of the same units they do not', () => {
    const values = stacked(numbersOf(strat, 'api99'), numbersOf(strat, 'api00'))
    const apart = combineWaves([schools, schools], { overlapping: false })
    const of = trend(sampleDesign(apart.columns), values, apart.waves, { count: 2 })
    close(of.changes[0]!.error ** 2, of.waves[0]!.error ** 2 + of.waves[1]!.error ** 2)
    expect(of.changes[0]!.error).toBeGreaterThan(5 * 2.05)
    expect(of.df).toBe(2 * 197)
  })

  test('are shown with a sentence that claims no more than the test', () => {
    const design = sampleDesign(three.columns)
    const labels = ['2024', '2025', '2026']
    const input = { values: threeValues, waves: three.waves, labels, share: false }
    const shown = designTrend(design, input, { sampleType: 'complex' })
    expect(shown.findings).toEqual([
      { code: 'trendUnclear', params: { earlier: '2024', later: '2026', p: 1 } },
    ])
    expect(shown.bars.map(({ label }) => label)).toEqual(labels)
    expect(shown.tables[1]!.rows).toHaveLength(3)
    const share = designTrend(
      sampleDesign(same.columns),
      { values: stacked(yes('awards'), yes('sch.wide')), waves: same.waves, labels: ['A', 'B'], share: true },
      { sampleType: 'complex' },
    )
    expect(share.findings[0]!.code).toBe('trendShareRose')
    expect(share.findings[0]!.params['change']).toBeCloseTo(18.9, 1)
    const quota = designTrend(design, input, { sampleType: 'quota' })
    expect(quota.findings).toEqual([])
    expect(quota.tables).toHaveLength(1)
  })

  test('of which one is empty leave the others; one alone has no change', () => {
    const values = threeValues.map((value, row) => (three.waves[row] === 1 ? NaN : value))
    const of = trend(sampleDesign(three.columns), values, three.waves, { count: 3 })
    expect(of.waves.map(({ wave }) => wave)).toEqual([0, 2])
    expect(of.changes).toHaveLength(1)
    expect(of.missing).toBe(183)
    const one = threeValues.map((value, row) => (three.waves[row] === 0 ? value : NaN))
    expect(trend(sampleDesign(three.columns), one, three.waves, { count: 3 }).changes).toEqual([])
  })

  test('that were drawn differently cannot be combined', () => {
    expect(() => combineWaves([schools, cluster(clus1)], { overlapping: false })).toThrow(DesignError)
    expect(() => combineWaves([{ n: 5 }, { n: 5 }], { overlapping: true })).toThrow(DesignError)
  })
})
