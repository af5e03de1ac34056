import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelMatrix } from '../../analysis/model-matrix.ts'
import type { Predictor } from '../../analysis/model-matrix.ts'
import { describeIndex, describeNumber, describePromoters } from '../../analysis/results/describe.ts'
import { compareGroups } from '../../analysis/results/compare-groups.ts'
import {
  comparePairs,
  compareRatings,
  compareTicks,
  compareTimes,
} from '../../analysis/results/compare-pairs.ts'
import type { ChartedResult } from '../../analysis/results/parts.ts'
import { explainNumber, explainYes, relateMany, relatePair } from '../../analysis/results/relate.ts'
import {
  showMultipleCrosstab,
  testCrosstab,
  testLayers,
  testTrend,
} from '../../analysis/results/test-crosstab.ts'
import { multipleCrosstab } from '../../analysis/statistics/multiple-crosstab.ts'
import { catalogues, locales } from '../../server/locale/index.ts'

const words = catalogues['zh-CN'].summary.heading
const plain = { sampleType: 'probability', words } as const

/** What must hold of everything that a page may show. */
function sound(of: ChartedResult): ChartedResult {
  const cells = of.tables.flatMap(({ rows }) => rows.flatMap((line) => line.cells))
  expect(cells.filter((cell) => Number.isNaN(cell))).toEqual([])
  for (const table of of.tables)
    for (const line of table.rows) expect(line.cells).toHaveLength(table.columns.length)
  const sentences = [...of.findings, ...of.notes, ...of.tables.flatMap(({ notes }) => notes)]
  for (const locale of locales) {
    const { heading, note } = catalogues[locale].summary
    for (const { code, params } of sentences) {
      expect(Object.keys(note)).toContain(code)
      const entry = (note as Readonly<Record<string, unknown>>)[code]
      const said = typeof entry === 'function' ? (entry as (p: object) => string)(params) : String(entry)
      expect(said).not.toMatch(/undefined|NaN/)
    }
    for (const { caption, columns } of of.tables)
      for (const { key } of [...columns, ...(caption ? [{ key: caption }] : [])])
        expect(Object.keys(heading)).toContain(key)
  }
  expect(JSON.stringify(of.chart ?? null)).not.toContain('NaN')
  return of
}

const codes = (of: ChartedResult) => [...of.findings, ...of.notes].map(({ code }) => code)
const group = (label: string, ...values: number[]) => ({ label, values: Float64Array.from(values) })
const methods = ['welch', 'equal', 'ranks'] as const

describe('Groups', () => {
  const groups = [group('甲', 4, 5, 6, 7, 5), group('乙', 8, 9, 7, 9, 10), group('丙', 1, 2, 2, 3, 1)]

  it('are compared with a test, sizes, pairs, a sentence and a chart', () => {
    for (const method of methods) {
      const of = sound(compareGroups(groups, { ...plain, method }))
      expect(of.tables.length).toBeGreaterThan(3)
      expect(of.findings).toHaveLength(1)
      expect(of.chart).not.toBeNull()
      const two = sound(compareGroups(groups.slice(0, 2), { ...plain, method }))
      expect(two.findings[0]?.params['higher']).toBe('乙')
    }
  })

  it('say plainly that a difference is not significant, with p', () => {
    const of = compareGroups([group('甲', 1, 2, 3), group('乙', 2, 1, 3.1)], { ...plain, method: 'welch' })
    const [finding] = of.findings
    expect(finding?.code).toBe('differenceNotSignificant')
    expect(catalogues['zh-CN'].summary.note.differenceNotSignificant({ p: '= 0.48' })).toBe(
      '差异在统计上不显著（p = 0.48）。',
    )
  })

  it('have no limits in samples that are not random', () => {
    const of = sound(compareGroups(groups, { ...plain, sampleType: 'quota', method: 'equal' }))
    expect(of.tables.flatMap(({ columns }) => columns.map(({ key }) => key))).not.toContain('lower')
    expect(codes(of)).toContain('assumesRandomSample')
  })

  it('that cannot be compared leave a remark and never a figure that is not one', () => {
    const hard: Readonly<Record<string, ReturnType<typeof group>[]>> = {
      empty: [],
      'one row': [group('甲', 1)],
      'all missing': [group('甲', NaN, NaN), group('乙', NaN)],
      constant: [group('甲', 2, 2, 2), group('乙', 2, 2)],
      'constant and different': [group('甲', 1, 1, 1), group('乙', 2, 2), group('丙', 3, 3)],
      infinite: [group('甲', 1, Infinity, 2), group('乙', 3, -Infinity, 5)],
      'one value each': [group('甲', 1), group('乙', 2), group('丙', 3)],
    }
    for (const given of Object.values(hard))
      for (const method of methods) {
        const of = sound(compareGroups(given, { ...plain, method }))
        expect(of.notes.length).toBeGreaterThan(0)
      }
    const many = Array.from({ length: 10_000 }, (_, k) => group(`${k}`, k, k + 1))
    expect(codes(sound(compareGroups(many, { ...plain, method: 'welch' })))).toEqual(['tooManyGroups'])
    const some = many.slice(0, 100)
    expect(codes(sound(compareGroups(some, { ...plain, method: 'equal' })))).toContain('pairsLeftOut')
  })

  it('never show a figure that is not one, whatever the values', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double(), fc.constantFrom(NaN, Infinity, 0, -0))
    const list = fc.array(value, { maxLength: 6 })
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), fc.constantFrom(...methods), (lists, method) => {
        sound(
          compareGroups(
            lists.map((values, k) => group(`${k}`, ...values)),
            { ...plain, method },
          ),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('The same people', () => {
  it('are compared between two numbers, several ratings, ticks and times', () => {
    const x = group('前', 5, 6, 7, 4, NaN, 8)
    const y = group('后', 6, 8, 8, 6, 3, 7)
    expect(codes(sound(comparePairs(x, y, plain)))).toContain('rowsLeftOut')
    sound(compareRatings([x, y, group('再后', 9, 9, 9, 8, 9, 9)], plain))
    sound(compareTicks([group('一', 1, 0, 1, 1), group('二', 0, 0, 0, 1)], plain))
    expect(codes(sound(compareTimes(['是', '否'], [[10, 3], [12, 8]], plain)))).toContain('answersMoved') // prettier-ignore
    sound(compareTimes(['一', '二', '三'], [[1, 2, 3], [0, 4, 5], [1, 0, 2]], plain)) // prettier-ignore
  })

  it('without anything to compare leave a remark', () => {
    const nobody = group('前')
    const all = [
      comparePairs(nobody, nobody, plain),
      comparePairs(group('前', 3, 3), group('后', 3, 3), plain),
      compareRatings([nobody, nobody], plain),
      compareRatings([group('前', 1, 1), group('后', 1, 1)], plain),
      compareTicks([nobody, nobody], plain),
      compareTicks([group('前', 1, 1), group('后', 1, 1)], plain),
      compareTimes(['是', '否'], [[3, 0], [0, 4]], plain), // prettier-ignore
      compareTimes(['是', '否'], [[0, 0], [0, 0]], plain), // prettier-ignore
    ]
    for (const of of all) expect(sound(of).findings).toEqual([])
  })
})

describe('Crosstabs', () => {
  const options = { ...plain, adjustment: 'holm', ordered: true } as const
  const table = (counts: number[][]) => ({
    rows: counts.map((_, r) => `行${r}`),
    columns: (counts[0] ?? []).map((_, c) => `列${c}`),
    counts,
  })

  it('are tested for relation, order, cells and columns', () => {
    const of = sound(testCrosstab(table([[20, 5, 3], [8, 9, 12], [2, 7, 20]]), options)) // prettier-ignore
    expect(of.tables.map(({ caption }) => caption)).toEqual([
      'statistic',
      'effectSize',
      'adjustedResidual',
      'letters',
    ])
    expect(codes(of)[0]).toBe('relatedStrongly')
    const square = sound(testCrosstab(table([[3, 1], [1, 3]]), { ...options, ordered: false })) // prettier-ignore
    expect(codes(square)[0]).toBe('relationNotSignificant')
  })

  it('with nothing to test leave a remark', () => {
    expect(codes(sound(testCrosstab(table([]), options)))).toEqual(['noAnswers'])
    expect(codes(sound(testCrosstab(table([[0, 0], [0, 0]]), options)))).toEqual(['noAnswers']) // prettier-ignore
    expect(codes(sound(testCrosstab(table([[3, 4], [0, 0]]), options)))).toEqual(['oneCategory']) // prettier-ignore
    const wide = Array.from({ length: 2 }, () => Array.from({ length: 10_000 }, (_, c) => c % 3))
    expect(codes(sound(testCrosstab(table(wide), options)))).toEqual(['tooManyCategories'])
    sound(testCrosstab(table([[1, 0], [0, 1]]), options)) // prettier-ignore
  })

  it('in layers are tested within them', () => {
    const layers = [[[10, 3], [4, 9]], [[7, 2], [3, 8]]].map((counts, k) => ({ label: `${k}`, counts })) // prettier-ignore
    expect(codes(sound(testLayers(layers, plain)))).toContain('relatedWithin')
    const wide = [[[10, 3, 1], [4, 9, 2]], [[7, 2, 0], [3, 8, 0]]].map((counts, k) => ({ label: `${k}`, counts })) // prettier-ignore
    sound(testLayers(wide, plain))
    expect(codes(sound(testLayers([], plain)))).toEqual(['noAnswers'])
    sound(testLayers([{ label: '一', counts: [[3, 0], [1, 0]] }], plain)) // prettier-ignore
  })

  it('of several answers show shares, bases and letters; trends show their direction', () => {
    const of = multipleCrosstab(
      {
        chosen: [Uint8Array.of(1, 1, 1, 0, 0, 0), Uint8Array.of(0, 1, 0, 1, 0, 1)],
        answered: new Uint8Array(6).fill(2),
        groups: [0, 0, 0, 1, 1, 1],
        groupCount: 2,
      },
      { adjustment: 'holm' },
    )
    sound(showMultipleCrosstab(of, { choices: ['甲', '乙'], groups: ['男', '女'] }, plain))
    const rising = [5, 15, 30].map((x, k) => ({ label: `${k}`, x, n: 40 }))
    expect(codes(sound(testTrend(rising, plain)))).toContain('sharesRise')
    expect(codes(sound(testTrend([{ label: '一', x: 0, n: 0 }], plain)))).toContain('noVariation')
  })
})

describe('Relations', () => {
  const x = group('年龄', 1, 2, 3, 4, 5, 6, 7, 8)
  const y = group('收入', 2, 1, 4, 3, 7, 5, 8, 9)
  const predictors = (lists: Record<string, number[]>): Map<string, Predictor> =>
    new Map(
      Object.entries(lists).map(([name, list]) => [
        name,
        { kind: 'number', values: Float64Array.from(list) },
      ]),
    )
  const matrix = (lists: Record<string, number[]>) => {
    const n = Object.values(lists)[0]!.length
    return modelMatrix(Object.keys(lists), predictors(lists), new Uint8Array(n).fill(1))
  }

  it('of pairs and of many come with a sentence that claims no cause', () => {
    for (const ranks of [true, false]) {
      const of = sound(relatePair(x, y, { ...plain, ranks }))
      expect(codes(of)).toEqual(expect.arrayContaining(['correlatedUp', 'noCause']))
    }
    sound(
      relateMany([x, y, group('常数', 3, 3, 3, 3, 3, 3, 3, 3)], {
        ...plain,
        use: 'pairwise',
        method: 'spearman',
      }),
    )
    expect(
      codes(sound(relatePair(group('甲', 1, 2), group('乙', 2, 3), { ...plain, ranks: false }))),
    ).toEqual(['needsThreePairs'])
    expect(
      codes(sound(relatePair(x, group('乙', 2, 2, 2, 2, 2, 2, 2, 2), { ...plain, ranks: true }))),
    ).toEqual(['noVariation'])
    sound(relatePair(x, x, { ...plain, ranks: false }))
    sound(relatePair(x, group('乙', 1, Infinity, NaN, 4, 2, 3, 9, 1), { ...plain, ranks: false }))
  })

  it('of a number to several are a regression', () => {
    const of = sound(
      explainNumber(y.values, matrix({ a: [...x.values], b: [3, 1, 4, 1, 5, 9, 2, 6] }), {
        ...plain,
        outcome: '收入',
      }),
    )
    expect(codes(of)[0]).toBe('numberExplained')
    expect(of.chart).not.toBeNull()
  })

  it('that cannot be estimated name the variables', () => {
    const options = { ...plain, outcome: '结果' }
    const a = [...x.values]
    const twice = sound(explainNumber(y.values, matrix({ a, b: a.map((v) => 2 * v + 1) }), options))
    expect(twice.notes[0]).toEqual({ code: 'regressionDependent', params: { names: 'b' } })
    expect(codes(sound(explainNumber(y.values.subarray(0, 2), matrix({ a: [1, 2] }), options)))).toEqual([
      'regressionTooFew',
    ])
    expect(codes(sound(explainNumber(new Float64Array(8), matrix({ a }), options)))).toEqual([
      'regressionNoVariation',
    ])
    const yes = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1)
    const split = sound(explainYes(yes, matrix({ a, b: [3, 1, 4, 1, 5, 9, 2, 6] }), options))
    expect(split.notes[0]?.code).toBe('regressionSeparated')
    expect(String(split.notes[0]?.params['names'])).toContain('a')
    const partly = sound(
      explainYes(
        Float64Array.of(0, 1, 0, 1, 1, 1, 0, 1),
        matrix({ flag: [0, 0, 0, 0, 1, 1, 0, 1] }),
        options,
      ),
    )
    expect(partly.notes[0]).toEqual({ code: 'regressionSeparated', params: { names: 'flag' } })
    expect(codes(sound(explainYes(new Float64Array(8), matrix({ a }), options)))).toEqual([
      'regressionNoVariation',
    ])
    sound(explainYes(Float64Array.of(0, 1, 0, 1, 0, 1, 1, 1), matrix({ a }), options))
  })
})

describe('Descriptions', () => {
  const scores = Float64Array.of(9, 10, 7, NaN, 3, 6, 10, Infinity, 8)

  it('say their base, what is missing, and one sentence', () => {
    const number = sound(describeNumber(scores, plain))
    expect(codes(number)).toEqual(['numberSummary', 'normalNotRejected', 'missingValues', 'infiniteLeftOut'])
    const net = sound(describePromoters(scores, plain))
    // 3 promoters and 2 detractors of 7.
    expect(net.findings[0]?.params['score']).toBeCloseTo(100 / 7, 12)
    const index = sound(describeIndex(scores, { low: 0, high: 10 }, { ...plain, sampleType: 'open' }))
    expect(index.findings[0]?.params['index']).toBeCloseTo(530 / 7, 10)
    expect(codes(index)).toContain('nonProbability')
    expect(codes(sound(describeIndex(scores, { low: 1, high: 5 }, plain)))).toContain('outsideScale')
  })

  it('of nothing, of one value and of equal values leave a remark or no figure', () => {
    for (const values of [[], [NaN], [3], [3, 3, 3], [Infinity]]) {
      const given = Float64Array.from(values)
      for (const of of [
        describeNumber(given, plain),
        describePromoters(given, plain),
        describeIndex(given, { low: 1, high: 5 }, plain),
      ])
        sound(of)
    }
  })
})
