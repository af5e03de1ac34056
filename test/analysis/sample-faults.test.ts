/** What bad input to sample designs is told. */

import { describe, expect, test } from 'vitest'
import { calibrate } from '../../analysis/design/calibrate.ts'
import { degreesOfFreedom } from '../../analysis/design/degrees-of-freedom.ts'
import type { LonelyPsu } from '../../analysis/design/design.ts'
import { sampleDesign } from '../../analysis/design/design.ts'
import { complete } from '../../analysis/design/estimate.ts'
import { postStratify, rake } from '../../analysis/design/post-stratify.ts'
import { surveyProportion } from '../../analysis/design/proportion.ts'
import { surveyQuantiles } from '../../analysis/design/quantile.ts'
import { surveyRegression } from '../../analysis/design/regression.ts'
import { jackknife, replicateDesign } from '../../analysis/design/replicates.ts'
import { trimmed } from '../../analysis/design/trim.ts'
import { adjustNonResponse } from '../../analysis/design/weighting.ts'
import { n, weights, y, group, ones, design, mean, problem } from './design-sample.ts'

describe('Bad input names its cause', () => {
  test('weights that are missing, negative, infinite or all zero', () => {
    const weighed = (weight: number) => () => sampleDesign({ n: 2, weights: Float64Array.of(1, weight) })
    expect(problem(weighed(NaN))).toEqual({ code: 'weightsMissing', row: 2 })
    expect(problem(weighed(-1))).toEqual({ code: 'weightsNegative', row: 2 })
    expect(problem(weighed(Infinity))).toEqual({ code: 'weightsInfinite', row: 2 })
    expect(problem(() => sampleDesign({ n: 2, weights: new Float64Array(2) }))).toEqual({
      code: 'weightsZero',
    })
  })

  test('no rows, one sampling unit, a missing cluster, clusters across strata', () => {
    expect(problem(() => sampleDesign({ n: 0 }))).toEqual({ code: 'designEmpty' })
    expect(problem(() => sampleDesign({ n: 1 }))).toEqual({ code: 'onePsu' })
    expect(problem(() => sampleDesign({ n: 2, clusters: [['a', null]] }))?.code).toBe('designMissing')
    const crossed = { n: 4, clusters: [[1, 2, 1, 2]], strata: [['a', 'a', 'b', 'b']] }
    expect(problem(() => sampleDesign(crossed))).toEqual({
      code: 'clustersNotNested',
      cluster: '1',
      stratum: 'b',
      other: 'a',
    })
    expect(degreesOfFreedom(sampleDesign({ ...crossed, nested: true }))).toBe(2)
  })

  test('populations smaller than the sample, sizes and fractions mixed, of fewer stages', () => {
    const of =
      (...populations: Float64Array[]) =>
      () =>
        sampleDesign({ n: 4, clusters: [[1, 2, 3, 4]], populations })
    expect(problem(of(Float64Array.of(3, 3, 3, 3)))?.code).toBe('fpcTooSmall')
    expect(problem(of(Float64Array.of(0.5, 3, 3, 3)))?.code).toBe('fpcMixed')
    expect(problem(of(ones.slice(0, 4), ones.slice(0, 4)))?.code).toBe('fpcStages')
    expect(problem(() => sampleDesign({ n: 4, pps: 'brewer' }))?.code).toBe('ppsFractions')
    const sizes = [Float64Array.of(3, 3, 3, 3)]
    expect(problem(() => sampleDesign({ n: 4, pps: 'brewer', populations: sizes }))?.code).toBe(
      'ppsFractions',
    )
    const stages = [
      [1, 2, 3, 4],
      [1, 1, 1, 1],
    ]
    expect(
      problem(() => sampleDesign({ n: 4, pps: 'overton', clusters: stages, populations: sizes }))?.code,
    ).toBe('ppsStages')
  })

  test('a stratum of one unit is refused by name, unless the design says what to do', () => {
    const alone = (lonely?: LonelyPsu) =>
      sampleDesign({
        n: 5,
        clusters: [[1, 2, 3, 4, 5]],
        strata: [['a', 'a', 'b', 'b', 'east']],
        ...(lonely ? { lonely } : {}),
      })
    const values = Float64Array.of(1, 2, 4, 7, 20)
    expect(problem(() => mean(alone(), values))).toEqual({ code: 'lonelyPsu', stratum: 'east', stage: 1 })
    for (const lonely of ['remove', 'certainty', 'adjust', 'average'] as const)
      expect(Number.isFinite(mean(alone(lonely), values).error)).toBe(true)
  })

  test('margins: a level nobody has, a level the population lacks, a missing value, no fit', () => {
    const labels = ['m', 'f', 'm', 'f']
    const four = sampleDesign({ n: 4 })
    const margin = (
      population: readonly (readonly [string, number])[],
      of: readonly (string | null)[] = labels,
    ) => ({
      name: 'sex',
      labels: of,
      population: new Map(population),
    })
    const fit =
      (...of: Parameters<typeof margin>) =>
      () =>
        rake(four, [margin(...of)])
    expect(
      problem(
        fit([
          ['m', 5],
          ['f', 5],
          ['x', 1],
        ]),
      ),
    ).toEqual({ code: 'marginUnobserved', margin: 'sex', level: 'x' })
    expect(problem(fit([['m', 5]]))).toEqual({ code: 'marginUnknown', margin: 'sex', level: 'f' })
    expect(
      problem(
        fit([
          ['m', 5],
          ['f', 0],
        ]),
      ),
    ).toEqual({ code: 'marginZero', margin: 'sex', level: 'f' })
    expect(
      problem(
        fit(
          [
            ['m', 5],
            ['f', 5],
          ],
          ['m', 'f', null, 'f'],
        ),
      ),
    ).toEqual({
      code: 'marginMissing',
      margin: 'sex',
      row: 3,
    })
    const opposed = [
      margin([
        ['m', 5],
        ['f', 5],
      ]),
      {
        ...margin([
          ['m', 2],
          ['f', 8],
        ]),
        name: 'again',
      },
    ]
    expect(problem(() => rake(four, opposed, { cycles: 50 }))).toMatchObject({
      code: 'rakingContradiction',
      margin: 'sex',
    })
    expect(
      problem(() =>
        postStratify(
          four,
          margin([
            ['m', 5],
            ['f', 5],
            ['x', 1],
          ]),
        ),
      )?.code,
    ).toBe('marginUnobserved')
    const margins = [
      {
        name: 'group',
        labels: Array.from(group, String),
        population: new Map(['0', '1', '2'].map((k) => [k, 100])),
      },
      {
        name: 'high',
        labels: Array.from(y, (value) => (value > 66 ? 'high' : 'low')),
        population: new Map([
          ['low', 250],
          ['high', 50],
        ]),
      },
    ]
    expect(problem(() => rake(design, margins, { cycles: 1 }))).toMatchObject({
      code: 'rakingFailed',
      cycles: 1,
    })
  })

  test('calibration: dependent columns, impossible bounds, totals out of reach', () => {
    const four = sampleDesign({ n: 4 })
    const column = Float64Array.of(1, 2, 3, 4)
    const twice = [
      { name: 'a', values: column, total: 12 },
      { name: 'b', values: column.map((value) => 2 * value), total: 24 },
    ]
    expect(problem(() => calibrate(four, twice))).toEqual({ code: 'calibrationDependent', variable: 'b' })
    const one = [{ name: 'a', values: column, total: 100 }]
    expect(problem(() => calibrate(four, one, { distance: 'logit' }))?.code).toBe('calibrationBounds')
    expect(problem(() => calibrate(four, one, { distance: 'logit', bounds: [0.5, 2] }))).toEqual({
      code: 'calibrationFailed',
      variable: 'a',
    })
  })

  test('regression: separation, dependent terms, an outcome that is not 0/1', () => {
    const intercept = { name: '(Intercept)', term: null, values: ones.slice(0, 8) }
    const slope = { name: 'x', term: 'x', values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) }
    const eight = sampleDesign({ n: 8 })
    const outcome = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1)
    const family = 'quasibinomial'
    expect(
      problem(() => surveyRegression(eight, { outcome, columns: [intercept, slope], family }))?.code,
    ).toBe('separation')
    const again = { ...slope, name: 'again', values: slope.values.map((value) => 3 * value - 1) }
    expect(
      problem(() =>
        surveyRegression(eight, { outcome, columns: [intercept, slope, again], family: 'gaussian' }),
      ),
    ).toEqual({ code: 'termsDependent', term: 'again' })
    expect(
      problem(() => surveyRegression(eight, { outcome: slope.values, columns: [intercept], family }))?.code,
    ).toBe('outcomeNotBinary')
  })

  test('values all missing or infinite, trimming and classes that cannot be met, replicates without a scale', () => {
    const none = new Float64Array(n).fill(NaN)
    expect(surveyProportion(design, none, { method: 'logit' })).toMatchObject({ estimate: null, n: 0 })
    expect(surveyQuantiles(design, none, { probabilities: [0.5] }).quantiles).toEqual([])
    expect(complete(design, [none]).missing).toBe(n)
    expect(problem(() => complete(design, [y.map((value, row) => (row === 4 ? Infinity : value))]))).toEqual({
      code: 'infiniteValue',
      row: 5,
    })
    expect(problem(() => trimmed(weights, { lower: 200, upper: 300, strict: true }))?.code).toBe(
      'trimImpossible',
    )
    expect(problem(() => adjustNonResponse(Float64Array.of(1, 1), ['a', 'b'], [1, 0]))).toEqual({
      code: 'classWithoutResponse',
      class: 'b',
    })
    const given = {
      n: 2,
      weights: Float64Array.of(1, 1),
      replicates: [Float64Array.of(1, 0)],
      combined: true,
    }
    expect(problem(() => replicateDesign({ ...given, type: 'JKn' }))?.code).toBe('replicateScale')
    expect(problem(() => replicateDesign({ ...given, type: 'other', replicates: [] }))?.code).toBe(
      'replicatesNone',
    )
    expect(problem(() => jackknife(sampleDesign({ n: 20000 }), { type: 'JK1' }))?.code).toBe('replicatesMany')
  })
})
