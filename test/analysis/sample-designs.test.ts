/** Estimates from sample designs: identities that hold whatever the numbers, and what bad input is told. */

import { describe, expect, test } from 'vitest'
import { surveyAssociation } from '../../analysis/design/association.ts'
import { calibrate } from '../../analysis/design/calibrate.ts'
import { degreesOfFreedom } from '../../analysis/design/degrees-of-freedom.ts'
import { simpleRandomVariance } from '../../analysis/design/design-effect.ts'
import { DesignError } from '../../analysis/design/design-error.ts'
import type { Design, DesignColumns, LonelyPsu } from '../../analysis/design/design.ts'
import { sampleDesign } from '../../analysis/design/design.ts'
import { domain } from '../../analysis/design/domain.ts'
import { complete, estimate, standardErrors } from '../../analysis/design/estimate.ts'
import { contrast } from '../../analysis/design/intervals.ts'
import { cells, covariances, groupStatistics, means, ratios, totals } from '../../analysis/design/means.ts'
import { postStratify, rake } from '../../analysis/design/post-stratify.ts'
import { surveyProportion } from '../../analysis/design/proportion.ts'
import { surveyQuantiles } from '../../analysis/design/quantile.ts'
import { surveyGroupTest } from '../../analysis/design/group-tests.ts'
import { surveyRegression } from '../../analysis/design/regression.ts'
import { balancedReplicates, bootstrapReplicates } from '../../analysis/design/resampled.ts'
import { jackknife, replicateDesign } from '../../analysis/design/replicates.ts'
import { trimmed } from '../../analysis/design/trim.ts'
import { adjustNonResponse } from '../../analysis/design/weighting.ts'
import { oneSampleT } from '../../analysis/statistics/t-tests.ts'
import { moments, sum } from '../../analysis/sums.ts'

/** A repeatable stream of numbers in (0, 1): Lehmer's generator. */
function stream(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

const n = 600
const next = stream(20261125)
const stratum = Array.from({ length: n }, (_, row) => `s${row % 5}`)
const psu = Array.from({ length: n }, (_, row) => `s${row % 5}-${Math.floor(row / 40)}`)
const weights = Float64Array.from({ length: n }, () => 10 + 90 * next())
const y = Float64Array.from({ length: n }, (_, row) => 50 + (row % 5) * 4 + 20 * next())
const x = Float64Array.from({ length: n }, (_, row) => y[row]! * 2 + 30 * next())
const group = Int32Array.from({ length: n }, () => Math.floor(3 * next()))
const ones = new Float64Array(n).fill(1)
const columns: DesignColumns = { n, clusters: [psu], strata: [stratum], weights }
const design = sampleDesign(columns)

const mean = (of: Design, column: Float64Array) => {
  const { values, covariance } = estimate(of, means([column]))
  return { value: values[0]!, error: standardErrors(covariance)[0]! }
}
const close = (actual: number, expected: number, digits = 1e-11) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(digits * Math.max(1, Math.abs(expected)))
const problem = (action: () => unknown) => {
  try {
    action()
  } catch (error) {
    if (error instanceof DesignError) return { code: error.code, ...error.params }
    throw error
  }
  return null
}

describe('Identities', () => {
  test('a mean of independent rows of one weight is that of the t test', () => {
    const of = mean(sampleDesign({ n, weights: new Float64Array(n).fill(7) }), y)
    const plain = oneSampleT(moments(y), 0)!
    close(of.value, plain.estimate)
    close(of.error, plain.error)
  })

  test('a domain mean is a ratio of totals, a regression coefficient and a mean by group', () => {
    const inside = Float64Array.from(group, (code) => (code === 1 ? 1 : 0))
    const of = mean(domain(design, Uint8Array.from(inside)), y)
    const numerator = y.map((value, row) => value * inside[row]!)
    const ratio = estimate(design, ratios([{ numerator, denominator: inside }]))
    close(of.value, ratio.values[0]!)
    close(of.error, standardErrors(ratio.covariance)[0]!)
    const { coefficients } = surveyRegression(design, {
      outcome: y,
      columns: [0, 1, 2].map((code) => ({
        name: `g${code}`,
        term: 'g',
        values: Float64Array.from(group, (own) => (own === code ? 1 : 0)),
      })),
      family: 'gaussian',
    })
    close(of.value, coefficients[1]!.estimate)
    close(of.error, coefficients[1]!.error)
    const groups = estimate(design, groupStatistics(y, group, 3))
    close(of.value, groups.values[1]!)
    close(of.error, standardErrors(groups.covariance)[1]!)
  })

  test('a t test between groups is the contrast of their means', () => {
    const two = group.map((code) => (code === 2 ? -1 : code))
    const test = surveyGroupTest(design, y, two)!
    const of = contrast(estimate(design, groupStatistics(y, group, 3)), [-1, 1, 0])
    close(test.estimate, of.value)
    close(test.error, of.error)
  })

  test('group totals add up to the total, in their errors too', () => {
    const of = contrast(estimate(design, groupStatistics(y, group, 3, 'total')), [1, 1, 1])
    const whole = estimate(design, totals([y]))
    close(of.value, whole.values[0]!)
    close(of.error, standardErrors(whole.covariance)[0]!)
  })

  test('the total of a mean ratio with a constant is the mean; shares sum to one without error', () => {
    const ratio = estimate(design, ratios([{ numerator: y, denominator: ones }]))
    close(ratio.values[0]!, mean(design, y).value)
    close(standardErrors(ratio.covariance)[0]!, mean(design, y).error)
    const shares = contrast(estimate(design, cells(group, 3)), [1, 1, 1])
    close(shares.value, 1)
    expect(shares.error).toBeLessThan(1e-8)
  })

  test('the jackknife of a total is the linearised one with replacement, of a mean nearly so', () => {
    const jack = jackknife(design, { type: 'JKn' })
    const linear = standardErrors(estimate(design, totals([y])).covariance)[0]!
    close(standardErrors(estimate(jack, totals([y])).covariance)[0]!, linear, 1e-9)
    expect(Math.abs(mean(jack, y).error / mean(design, y).error - 1)).toBeLessThan(0.02)
    expect(degreesOfFreedom(jack)).toBe(degreesOfFreedom(design))
    // The rank of the weights says the same as counting units.
    expect(degreesOfFreedom({ ...jack, df: null })).toBe(degreesOfFreedom(jack))
    expect(
      degreesOfFreedom(
        domain(
          jack,
          Uint8Array.from(stratum, (own) => (own === 's1' ? 1 : 0)),
        ),
      ),
    ).toBe(14)
    const single = sampleDesign({ n, clusters: [psu], weights })
    const equal = jackknife(sampleDesign({ n: 60 }), { type: 'JK1' })
    close(mean(equal, y.slice(0, 60)).error, mean(sampleDesign({ n: 60 }), y.slice(0, 60)).error)
    const one = jackknife(single, { type: 'JK1' })
    close(
      standardErrors(estimate(one, totals([y])).covariance)[0]!,
      standardErrors(estimate(single, totals([y])).covariance)[0]!,
      1e-9,
    )
  })

  test('balanced half samples give totals exactly the linearised error, Fay’s too', () => {
    const pairs = sampleDesign({
      n,
      clusters: [Array.from({ length: n }, (_, row) => row % 22)],
      strata: [Array.from({ length: n }, (_, row) => `h${Math.floor((row % 22) / 2)}`)],
      weights,
    })
    const error = (of: Design) => standardErrors(estimate(of, totals([y])).covariance)[0]!
    for (const rho of [0, 0.3, 0.7]) {
      const half = balancedReplicates(pairs, { rho })
      close(error(half), error(pairs), 1e-9)
      expect(half.replicates).toHaveLength(16)
      expect(degreesOfFreedom(half)).toBe(11)
      expect(Math.abs(mean(half, y).error / mean(pairs, y).error - 1)).toBeLessThan(0.05)
    }
    expect(problem(() => balancedReplicates(design))).toEqual({
      code: 'pairsNeeded',
      stratum: 's0',
      units: 15,
    })
  })

  test('the bootstrap comes near the linearised error, and the same from the same seed', () => {
    const boot = bootstrapReplicates(design, { replicates: 800, seed: 11 })
    expect(Math.abs(mean(boot, y).error / mean(design, y).error - 1)).toBeLessThan(0.1)
    const again = bootstrapReplicates(design, { replicates: 800, seed: 11 })
    expect(mean(again, y).error).toBe(mean(boot, y).error)
    expect(mean(bootstrapReplicates(design, { replicates: 800, seed: 12 }), y).error).not.toBe(
      mean(boot, y).error,
    )
    for (const replicate of boot.replicates.slice(0, 20))
      expect(Math.min(...replicate)).toBeGreaterThanOrEqual(0)
  })

  test('the whole population drawn has no error; a larger population has more', () => {
    const sizes = (factor: number) =>
      Float64Array.from(stratum, (own) => factor * new Set(psu.filter((_, row) => stratum[row] === own)).size)
    const error = (factor: number) =>
      mean(sampleDesign({ ...columns, populations: [sizes(factor)] }), y).error
    expect(error(1)).toBe(0)
    close(error(4) ** 2, 0.75 * mean(design, y).error ** 2)
  })

  test('rows in another order, another unit of weights and of values change nothing but the unit', () => {
    const order = Array.from({ length: n }, (_, row) => row).toSorted(
      (a, b) => ((a * 7919) % n) - ((b * 7919) % n),
    )
    const turned = sampleDesign({
      n,
      clusters: [order.map((row) => psu[row]!)],
      strata: [order.map((row) => stratum[row]!)],
      weights: Float64Array.from(order, (row) => weights[row]! * 1000),
    })
    const of = mean(
      turned,
      Float64Array.from(order, (row) => y[row]! * 1e6),
    )
    close(of.value / 1e6, mean(design, y).value)
    close(of.error / 1e6, mean(design, y).error)
    const shifted = mean(
      design,
      y.map((value) => value + 1e9),
    )
    close(shifted.error, mean(design, y).error, 1e-6)
  })

  test('the design effect of independent rows of one weight is the share of the population left', () => {
    const simple = sampleDesign({ n, weights: new Float64Array(n).fill(5) })
    const variance = mean(simple, y).error ** 2
    close(variance / simpleRandomVariance(simple, y, 'mean', 'with replacement')!, 1)
    close(variance / simpleRandomVariance(simple, y, 'mean', 'without replacement')!, 1 / (1 - 1 / 5))
  })

  test('a proportion of a 0/1 column is its mean by every method, its limits within 0 and 1 and in order', () => {
    const binary = Float64Array.from(y, (value) => (value > 70 ? 1 : 0))
    for (const method of ['logit', 'xlogit', 'beta', 'asin', 'mean', 'likelihood'] as const) {
      const of = surveyProportion(design, binary, { method })
      close(of.estimate!, mean(design, binary).value)
      const { lower, upper } = of.interval!
      expect(lower > 0 && lower < of.estimate! && of.estimate! < upper && upper < 1).toBe(true)
    }
  })

  test('the weighted median of one weight is the value in the middle', () => {
    const small = Float64Array.from([5, 3, 9, 1, 7])
    const of = surveyQuantiles(sampleDesign({ n: 5 }), small, { probabilities: [0.5] })
    expect(of.quantiles[0]!.quantile).toBe(5)
  })

  test('association does not depend on which variable stands in the rows', () => {
    const other = Int32Array.from(y, (value) => (value > 66 ? 1 : 0))
    const a = surveyAssociation(design, { row: group, rowLevels: 3, column: other, columnLevels: 2 })
    const b = surveyAssociation(design, { row: other, rowLevels: 2, column: group, columnLevels: 3 })
    close(a.f!.statistic, b.f!.statistic, 1e-9)
    close(a.wald!.statistic, b.wald!.statistic, 1e-9)
    close(a.chiSquare!.p, b.chiSquare!.p, 1e-9)
  })

  test('the variance of the population is that of its covariance with itself', () => {
    const of = estimate(design, covariances([y, y], n))
    for (const value of of.values) close(value, of.values[0]!)
  })
})

describe('Weights fitted to known totals', () => {
  const counts = new Map([
    ['0', 9000],
    ['1', 12000],
    ['2', 11000],
  ])
  const labels = Array.from(group, String)
  const high = Array.from(y, (value) => (value > 66 ? 'high' : 'low'))
  const share = new Map([
    ['low', 15000],
    ['high', 17000],
  ])

  test('post-stratified totals hit the population and have no error', () => {
    const fitted = postStratify(design, { name: 'group', labels, population: counts })
    const of = estimate(fitted, cells(group, 3, 'total'))
    of.values.forEach((value, k) => close(value, [...counts.values()][k]!))
    for (const error of standardErrors(of.covariance)) expect(error).toBeLessThan(1e-6)
  })

  test('raked margins hit the population, and the order of the margins does not matter', () => {
    const margins = [
      { name: 'group', labels, population: counts },
      { name: 'high', labels: high, population: share },
    ]
    const fitted = rake(design, margins)
    const other = rake(design, margins.toReversed())
    const total = (weight: Float64Array, of: readonly string[], level: string) =>
      sum(weight.filter((_, row) => of[row] === level))
    for (const [level, count] of counts) close(total(fitted.weights, labels, level), count, 1e-9)
    for (const [level, count] of share) close(total(fitted.weights, high, level), count, 1e-9)
    close(mean(fitted, x).value, mean(other, x).value, 1e-9)
    close(mean(fitted, x).error, mean(other, x).error, 1e-6)
  })

  test('calibration on the categories is post-stratification, by every distance', () => {
    const fitted = postStratify(design, { name: 'group', labels, population: counts })
    const variables = [...counts].map(([level, total]) => ({
      name: level,
      values: Float64Array.from(labels, (label) => (label === level ? 1 : 0)),
      total,
    }))
    for (const distance of ['linear', 'raking', 'logit'] as const) {
      const of = calibrate(design, variables, {
        distance,
        ...(distance === 'logit' ? { bounds: [0.2, 6] as const } : {}),
        tolerance: 1e-13,
        iterations: 200,
      })
      close(mean(of, x).value, mean(fitted, x).value, 1e-9)
      close(mean(of, x).error, mean(fitted, x).error, 1e-9)
    }
  })

  test('calibrated totals hit, bounded weights stay within their bounds', () => {
    const variables = [
      { name: 'count', values: ones, total: 33000 },
      { name: 'y', values: y, total: 33000 * 66 },
    ]
    const of = calibrate(design, variables, { distance: 'linear', bounds: [0.5, 1.5], tolerance: 1e-12 })
    close(estimate(of, totals([ones])).values[0]!, 33000, 1e-9)
    close(estimate(of, totals([y])).values[0]!, 33000 * 66, 1e-9)
    for (const [row, weight] of of.weights.entries()) {
      const g = weight / weights[row]!
      expect(g >= 0.5 - 1e-12 && g <= 1.5 + 1e-12).toBe(true)
    }
  })

  test('trimming keeps the sum, strictly within the limits', () => {
    const cut = trimmed(weights, { lower: 20, upper: 80, strict: true })
    close(sum(cut), sum(weights))
    expect(Math.max(...cut)).toBeLessThanOrEqual(80)
    expect(Math.min(...cut)).toBeGreaterThanOrEqual(20)
  })

  test('those who answered take over the weight of their class', () => {
    const responded = Array.from(y, (value) => (value > 55 ? 1 : 0))
    const of = adjustNonResponse(weights, labels, responded)
    close(of.after, of.before)
    expect(of.weights.filter((_, row) => responded[row] === 0).every((weight) => weight === 0)).toBe(true)
  })
})

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
