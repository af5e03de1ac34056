/** Estimates from sample designs: identities that hold whatever the numbers. */

import { describe, expect, test } from 'vitest'
import { surveyAssociation } from '../../analysis/design/association.ts'
import { degreesOfFreedom } from '../../analysis/design/degrees-of-freedom.ts'
import { simpleRandomVariance } from '../../analysis/design/design-effect.ts'
import type { Design } from '../../analysis/design/design.ts'
import { sampleDesign } from '../../analysis/design/design.ts'
import { domain } from '../../analysis/design/domain.ts'
import { estimate, standardErrors } from '../../analysis/design/estimate.ts'
import { contrast } from '../../analysis/design/intervals.ts'
import { cells, covariances, groupStatistics, ratios, totals } from '../../analysis/design/means.ts'
import { surveyProportion } from '../../analysis/design/proportion.ts'
import { surveyQuantiles } from '../../analysis/design/quantile.ts'
import { surveyGroupTest } from '../../analysis/design/group-tests.ts'
import { surveyRegression } from '../../analysis/design/regression.ts'
import { balancedReplicates, bootstrapReplicates } from '../../analysis/design/resampled.ts'
import { jackknife } from '../../analysis/design/replicates.ts'
import { oneSampleT } from '../../analysis/statistics/t-tests.ts'
import { moments } from '../../analysis/sums.ts'
import {
  n,
  stratum,
  psu,
  weights,
  y,
  group,
  ones,
  columns,
  design,
  mean,
  close,
  problem,
} from './design-sample.ts'

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
