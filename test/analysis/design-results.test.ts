/** What a page would show of a sample design: bases, remarks in both languages, and never NaN. */

import { describe, expect, test } from 'vitest'
import type { SampleType } from '../../analysis/cells.ts'
import type { Design, DesignColumns } from '../../analysis/design/design.ts'
import { sampleDesign } from '../../analysis/design/design.ts'
import { postStratify } from '../../analysis/design/post-stratify.ts'
import { jackknife } from '../../analysis/design/replicates.ts'
import {
  designCrosstab,
  designGroupMeans,
  designRegression,
  designTrend,
} from '../../analysis/statistics/design-comparisons.ts'
import { designMeans, designShares, designWeights } from '../../analysis/statistics/design-estimates.ts'
import {
  designAlpha,
  designKappa,
  designQuantiles,
  designRankTest,
  designRatio,
  designTotals,
} from '../../analysis/statistics/design-measures.ts'
import type { Result } from '../../analysis/statistics/result.ts'
import { catalogues, locales, say } from '../../server/locale/index.ts'

const n = 120
const columns: DesignColumns = {
  n,
  clusters: [Array.from({ length: n }, (_, row) => Math.floor(row / 6))],
  strata: [Array.from({ length: n }, (_, row) => `s${Math.floor(row / 30)}`)],
  weights: Float64Array.from({ length: n }, (_, row) => 1 + (row % 7)),
}
const design = sampleDesign(columns)
const values = Float64Array.from({ length: n }, (_, row) => (row % 11 === 0 ? NaN : 40 + ((row * 37) % 23)))
const rising = Float64Array.from({ length: n }, (_, row) => row + ((row * 13) % 7))
const two = Int32Array.from({ length: n }, (_, row) => (row % 13 === 0 ? -1 : (row * 7) % 2))
const three = Int32Array.from({ length: n }, (_, row) => Math.floor(row / 40))
const labels = ['low', 'middle', 'high']
const complex = { sampleType: 'complex' as SampleType }

const results = (
  of: Design,
  column: Float64Array,
  codes: Int32Array,
  options = complex,
): readonly Result[] => [
  designMeans(of, [{ label: 'age', values: column }], options),
  designMeans(
    of,
    [
      { label: 'age', values: column },
      { label: 'row', values: rising },
    ],
    options,
  ),
  designShares(of, { codes, labels }, options),
  designWeights(of),
  designCrosstab(of, { codes, labels }, { codes: three, labels }, options),
  designGroupMeans(of, { label: 'age', values: column }, { codes, labels }, options),
  designRegression(
    of,
    {
      outcome: { label: 'age', values: column },
      variables: [
        { name: 'row', kind: 'number', values: rising },
        { name: 'level', kind: 'factor', codes: three, levels: labels },
      ],
      terms: [['row'], ['level']],
      family: 'gaussian',
    },
    options,
  ),
  designTotals(of, [{ label: 'age', values: column }], options),
  designRatio(of, { label: 'age', values: column }, { label: 'row', values: rising }, options),
  designRatio(of, { label: 'age', values: column }, { label: 'none', values: new Float64Array(n) }, options),
  designQuantiles(of, { label: 'age', values: column }, options),
  designRankTest(of, { label: 'age', values: column }, { codes, labels }, options),
  designRankTest(of, { label: 'age', values: column }, { codes: three, labels }, options),
  designKappa(of, { codes, labels }, { codes: three, labels }, options),
  designAlpha(
    of,
    [
      { label: 'age', values: column },
      { label: 'row', values: rising },
    ],
    options,
  ),
  designTrend(of, { values: column, waves: three, labels, share: false }, options),
  designTrend(of, { values: column, waves: two, labels, share: false }, options),
]

function check(result: Result): void {
  for (const { code, params } of [...result.findings, ...result.notes]) {
    for (const locale of locales) {
      const words = say(catalogues[locale].summary.note, code, params)
      expect(words).not.toMatch(/undefined|NaN|Infinity/)
    }
  }
  for (const table of result.tables) {
    if (table.caption) expect(catalogues.en.summary.heading[table.caption]).toBeTypeOf('string')
    for (const { cells } of table.rows) {
      expect(cells).toHaveLength(table.columns.length)
      for (const cell of cells) if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true)
    }
  }
}

const gone = new Float64Array(n).fill(NaN)
const constant = new Float64Array(n).fill(3)
const none = new Int32Array(n).fill(-1)
const alone = new Int32Array(n)
const oneUnit: DesignColumns = {
  ...columns,
  clusters: [Array.from({ length: n }, (_, row) => Math.floor(row / 60))],
  strata: [Array.from({ length: n }, (_, row) => `s${Math.floor(row / 60)}`)],
}
const designs: readonly (readonly [string, Design])[] = [
  ['linearised', design],
  ['without strata', sampleDesign({ n, weights: columns.weights! })],
  ['jackknife', jackknife(design, { type: 'JKn' })],
  [
    'post-stratified',
    postStratify(design, {
      name: 'third',
      labels: Array.from(three, String),
      population: new Map(['0', '1', '2'].map((level) => [level, 500])),
    }),
  ],
  ['one unit in each stratum, refused', sampleDesign(oneUnit)],
  ['one unit in each stratum, removed', sampleDesign({ ...oneUnit, lonely: 'remove' })],
  ['one unit in each stratum, averaged', sampleDesign({ ...oneUnit, lonely: 'average' })],
]

describe.each(designs)('With a design: %s', (_, of) => {
  test.each([
    ['ordinary values', values, two],
    ['no values', gone, none],
    ['one value throughout', constant, alone],
    ['outcomes that the terms explain', rising, three],
  ] as const)('%s show finite figures or a remark in both languages', (__, column, codes) => {
    for (const result of results(of, column, codes)) {
      check(result)
      expect(result.tables.length + result.notes.length).toBeGreaterThan(0)
    }
    for (const result of results(of, column, codes, { sampleType: 'open' })) check(result)
  })
})

describe('What is said', () => {
  test('the design in words, what is missing and the base', () => {
    const { tables, findings, notes } = designMeans(design, [{ label: 'age', values }], complex)
    const [table] = tables
    expect(table!.rows[0]!.cells.slice(0, 3)).toEqual(['age', 109, 11])
    expect(findings[0]!.code).toBe('designMean')
    expect(notes.map(({ code }) => code)).toEqual([
      'designMissingRows',
      'designStratified',
      'designWithReplacement',
    ])
    expect(notes[1]!.params).toEqual({ psus: 20, strata: 4, df: 16 })
    const chinese = say(catalogues['zh-CN'].summary.note, notes[1]!.code, notes[1]!.params)
    expect(chinese).toBe('抽样设计：4 层共 20 个抽样单位，自由度 16。')
  })

  test('a stratum of one unit is named, not estimated', () => {
    const result = designMeans(sampleDesign(oneUnit), [{ label: 'age', values }], complex)
    expect(result.tables).toEqual([])
    expect(result.notes).toEqual([{ code: 'lonelyPsu', params: { stratum: 's0', stage: 1 } }])
    expect(say(catalogues.en.summary.note, 'lonelyPsu', { stratum: 's0', stage: 1 })).toContain('“s0”')
  })

  test('a sample that is not random gets figures without errors, intervals and tests', () => {
    for (const { findings, tables } of results(design, values, two, { sampleType: 'quota' })) {
      expect(findings.filter(({ code }) => code !== 'designEffective')).toEqual([])
      for (const table of tables)
        expect(table.columns.map(({ key }) => key)).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^(standardError|lower|upper|p)$/)]),
        )
    }
  })

  test('few degrees of freedom are said', () => {
    const few = sampleDesign({
      ...columns,
      strata: [],
      clusters: [Array.from({ length: n }, (_, row) => row % 4)],
    })
    const { notes } = designMeans(few, [{ label: 'age', values }], complex)
    expect(notes).toContainEqual({ code: 'designFewDegrees', params: { df: 3 } })
  })

  test('a difference that is not significant is not called none', () => {
    const { findings } = designGroupMeans(design, { label: 'age', values }, { codes: two, labels }, complex)
    expect(findings[0]!.code).toBe('designMeansAlike')
    const words = say(catalogues['zh-CN'].summary.note, 'designMeansAlike', { p: '= 0.480' })
    expect(words).toBe('平均数的差异在统计上不显著（p = 0.480）。')
  })

  test('every remark of both languages has the same name', () => {
    const [zh, en] = locales.map((locale) => Object.keys(catalogues[locale].summary.note).toSorted())
    expect(zh).toEqual(en)
  })
})
