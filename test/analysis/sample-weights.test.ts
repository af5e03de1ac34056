/** Weights fitted to known totals: what they hit, and within which bounds. */

import { describe, expect, test } from 'vitest'
import { calibrate } from '../../analysis/design/calibrate.ts'
import { estimate, standardErrors } from '../../analysis/design/estimate.ts'
import { cells, totals } from '../../analysis/design/means.ts'
import { postStratify, rake } from '../../analysis/design/post-stratify.ts'
import { trimmed } from '../../analysis/design/trim.ts'
import { adjustNonResponse } from '../../analysis/design/weighting.ts'
import { sum } from '../../analysis/sums.ts'
import { weights, y, x, group, ones, design, mean, close } from './design-sample.ts'

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
