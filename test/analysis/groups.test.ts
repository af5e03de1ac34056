import { describe, expect, it } from 'vitest'
import { chiSquare } from '../../analysis/statistics/crosstab.ts'
import { welchF, welchT } from '../../analysis/statistics/groups.ts'
import type { QuantileType } from '../../analysis/sums.ts'
import { moments, quantiles, sum } from '../../analysis/sums.ts'

const sprays = {
  A: [10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13],
  B: [11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13],
  C: [0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4],
  D: [3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4],
  E: [3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4],
  F: [11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13],
}

describe('Welch', () => {
  it('compares more than two means as R does', () => {
    // R 4.2.2: oneway.test(count ~ spray, InsectSprays)
    const test = welchF(Object.values(sprays).map((values) => moments(values)))!
    expect(test.statistic).toBeCloseTo(36.0654438935773, 10)
    expect([test.df1, test.df2]).toEqual([5, expect.closeTo(30.0425605087674, 10)])
    expect(test.p / 7.99937945567335e-12).toBeCloseTo(1, 9)
  })

  it('of two groups is the square of t', () => {
    const [a, b] = [moments(sprays.A), moments(sprays.F)]
    const f = welchF([a, b])!
    const t = welchT(a, b)!
    expect(t.statistic ** 2).toBeCloseTo(f.statistic, 12)
    expect([t.df, t.p]).toEqual([expect.closeTo(f.df2, 10), expect.closeTo(f.p, 12)])
  })

  it('has nothing to say of one value or of groups that do not vary', () => {
    expect(welchT(moments([1]), moments([1, 2]))).toBeNull()
    expect(welchT(moments([1, 1]), moments([2, 2]))).toBeNull()
    expect(welchF([moments([1, 1]), moments([1, 2]), moments([3, 4])])).toBeNull()
  })
})

describe('chi-square', () => {
  it('and Cramér’s V agree with R', () => {
    // R 4.2.2: chisq.test(matrix(c(12, 5, 7, 16), 2), correct = FALSE); V = sqrt(statistic / 40)
    const test = chiSquare([[12, 7], [5, 16]])! // prettier-ignore
    expect(test.statistic).toBeCloseTo(6.319891801114041, 12)
    expect(test.p).toBeCloseTo(0.011939091377912265, 12)
    expect(test.cramersV).toBeCloseTo(0.39748873572448695, 12)
  })

  it('leaves out empty rows and columns, and needs two of each', () => {
    expect(chiSquare([[12, 0, 7], [5, 0, 16], [0, 0, 0]])?.df).toBe(1) // prettier-ignore
    expect(chiSquare([[12, 7], [0, 0]])).toBeNull() // prettier-ignore
  })
})

describe('sums and quantiles', () => {
  it('lose no digits', () => {
    expect(sum([1e16, 1, -1e16])).toBe(1)
    const far = moments([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])
    expect([far.mean, far.squares]).toEqual([1e9 + 10, 90])
  })

  it('of all nine types agree with R', () => {
    // R 4.2.2: quantile(c(3,1,4,1,5,9,2,6), c(.1,.25,.5,.9), type = t)
    const wanted: Record<QuantileType, number[]> = {
      1: [1, 1, 3, 9],
      2: [1, 1.5, 3.5, 9],
      3: [1, 1, 3, 6],
      4: [1, 1, 3, 6.6],
      5: [1, 1.5, 3.5, 8.1],
      6: [1, 1.25, 3.5, 9],
      7: [1, 1.75, 3.5, 6.9],
      8: [1, 1.41666666666667, 3.5, 8.5],
      9: [1, 1.4375, 3.5, 8.4],
    }
    for (const [type, values] of Object.entries(wanted)) {
      const found = quantiles([3, 1, 4, 1, 5, 9, 2, 6], [0.1, 0.25, 0.5, 0.9], Number(type) as QuantileType)
      found.forEach((value, k) => expect(value).toBeCloseTo(values[k]!, 12))
    }
  })

  it('do not depend on the order of the values', () => {
    const values = Array.from({ length: 501 }, (_, k) => (k * 7919) % 1009)
    expect(quantiles(values, [0.25, 0.5, 0.75])).toEqual(
      quantiles(
        values.toSorted((a, b) => b - a),
        [0.25, 0.5, 0.75],
      ),
    )
    expect(quantiles([], [0.5])).toEqual([null])
  })
})
