import { describe, expect, it } from 'vitest'
import { tTwoSided } from '../../analysis/distributions.ts'
import { studentizedRangeQuantile, studentizedRangeTail } from '../../analysis/studentized-range.ts'

function agrees(actual: number, wanted: number, relative: number) {
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted))
}

describe('The studentised range', () => {
  it('agrees with R where R is exact to ten digits', () => {
    // R 4.2.2: ptukey(q, k, df, lower.tail = FALSE)
    agrees(studentizedRangeTail(3.5, 3, 20), 0.05589184908205935, 1e-9)
    agrees(studentizedRangeTail(0.1, 3, 20), 0.9972475623504614, 1e-9)
    agrees(studentizedRangeTail(4.5, 6, 66), 0.02597259030179255, 1e-8)
    agrees(studentizedRangeTail(8, 100, 1000), 9.271926088849636e-5, 1e-8)
    agrees(studentizedRangeTail(3.5, 3, 20, 'lower'), 0.9441081509179406, 1e-9)
    // R 4.2.2: qtukey(0.95, k, df)
    agrees(studentizedRangeQuantile(0.95, 6, 66), 4.150850727469214, 1e-8)
    agrees(studentizedRangeQuantile(0.95, 3, 10), 3.876776749191559, 1e-8)
  })

  it('agrees with integrals over the spread where R loses its tail', () => {
    // R 4.2.2: the density of the spread times k ∫ φ(z) (Φ(z)^(k-1) - (Φ(z) - Φ(z-w))^(k-1)) dz, by integrate() to
    // 1e-12 and the trapezoidal rule; ptukey() gives 0.00044 for the first and 4.6e-14 for the third.
    agrees(studentizedRangeTail(20, 10, 5), 0.000431901452840696, 1e-10)
    agrees(studentizedRangeTail(3, 3, 2.3), 0.267680275807408, 1e-10)
    agrees(studentizedRangeTail(25, 5, 30), 2.04111706572704e-16, 1e-8)
    agrees(studentizedRangeTail(12, 4, 20), 2.63766245530199e-7, 1e-10)
    agrees(studentizedRangeTail(8, 20, 40), 0.000222139344054145, 1e-10)
    agrees(studentizedRangeTail(60, 4, 3), 8.84685829159139e-5, 1e-10)
  })

  it('of two groups is the two-sided t, however far out', () => {
    for (const [q, df] of [
      [5, 3],
      [50, 10],
      [500, 100],
      [30, 1000],
      [52, 5000],
      [0.001, 7],
      [20, 1.3],
    ] as const)
      // prettier-ignore
      agrees(studentizedRangeTail(q, 2, df), tTwoSided(q / Math.SQRT2, df), 1e-11)
  })

  it('has tails that sum to one and quantiles that lead back', () => {
    for (const [q, k, df] of [
      [0.5, 3, 4],
      [3, 12, 30],
      [6, 50, 9],
      [9, 4, Infinity],
    ] as const)
      // prettier-ignore
      expect(studentizedRangeTail(q, k, df) + studentizedRangeTail(q, k, df, 'lower')).toBeCloseTo(1, 12)
    for (const p of [1e-12, 1e-4, 0.05, 0.5, 0.99])
      agrees(studentizedRangeTail(studentizedRangeQuantile(p, 4, 20, 'upper'), 4, 20), p, 1e-10)
  })

  it('is defined at the ends and nowhere outside', () => {
    expect(studentizedRangeTail(0, 3, 5)).toBe(1)
    expect(studentizedRangeTail(Infinity, 3, 5)).toBe(0)
    expect(studentizedRangeTail(3, 1, 5)).toBeNaN()
    expect(studentizedRangeTail(3, 3, 0)).toBeNaN()
    expect(studentizedRangeQuantile(1, 3, 5)).toBe(Infinity)
  })
})
