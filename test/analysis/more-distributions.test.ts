import { describe, expect, it } from 'vitest'
import * as discrete from '../../analysis/discrete-distributions.ts'
import * as d from '../../analysis/distributions.ts'
import * as noncentral from '../../analysis/noncentral.ts'

function agrees(actual: number, wanted: number, relative = 1e-10) {
  expect(Math.abs(actual / wanted - 1)).toBeLessThanOrEqual(relative)
}

describe('Tails agree with R to ten digits down to 1e-300', () => {
  it('of continuous distributions', () => {
    // R 4.2.2: pgamma, pbeta, pt, pf, pchisq, pnorm
    agrees(d.gammaTail(2.5, 700, 'upper'), 1.376587514394442e-300)
    agrees(d.gammaTail(3, 1e-40, 'lower'), 1.666666666666666e-121)
    agrees(d.betaTail(1e-30, 4, 7, 'lower'), 2.099999999999962e-118)
    agrees(d.tTail(-60, 30, 'lower'), 4.15565480676612e-33)
    agrees(d.tTail(1e5, 4, 'upper'), 2.999999997999991e-20)
    agrees(d.fTail(500, 8, 60, 'upper'), 6.410077788722248e-52)
    agrees(d.chiSquareTail(1380, 3, 'upper'), 6.441714254785019e-299)
    agrees(d.normalTail(-37, 'lower'), 5.725571222524577e-300)
  })

  it('of discrete distributions', () => {
    // R 4.2.2: pbinom, dbinom, ppois, dpois, phyper, dhyper
    agrees(discrete.binomialTail(3, 1000, 0.5, 'lower'), 1.555447150701664e-293)
    agrees(discrete.binomialProbability(17, 40, 0.3), 0.03136161182701473)
    agrees(discrete.poissonTail(100, 600, 'lower'), 2.225566787279766e-141)
    agrees(discrete.poissonProbability(7, 3.3), 0.03118855489485896)
    agrees(
      discrete.hypergeometricTail(190, { white: 200, black: 1000, drawn: 210 }, 'upper'),
      5.711889126839317e-186,
    )
    agrees(discrete.hypergeometricProbability(5, { white: 20, black: 30, drawn: 12 }), 0.2599928658279315)
  })

  it('of noncentral distributions, to the digits that R has', () => {
    // R 4.2.2: pt(3, 12, 1.2, lower.tail = FALSE), pt(-0.4, 7, 0.9), pf(2.5, 3, 40, 6, ...), pchisq(22, 5, 8, ...)
    agrees(noncentral.noncentralTTail(3, 12, 1.2, 'upper'), 0.06772997306259287, 1e-9)
    agrees(noncentral.noncentralTTail(-0.4, 7, 0.9, 'lower'), 0.100442283363262, 1e-9)
    agrees(noncentral.noncentralFTail(2.5, [3, 40], 6, 'upper'), 0.5481613542631547, 1e-9)
    agrees(noncentral.noncentralChiSquareTail(22, 5, 8, 'upper'), 0.09442772120535634, 1e-9)
  })
})

describe('Distributions', () => {
  it('sum to one over everything that can happen', () => {
    const urn = { white: 7, black: 9, drawn: 6 }
    const sum = (of: (x: number) => number, to: number) =>
      Array.from({ length: to + 1 }, (_, x) => of(x)).reduce((total, p) => total + p, 0)
    expect(sum((x) => discrete.hypergeometricProbability(x, urn), 6)).toBeCloseTo(1, 13)
    expect(sum((x) => discrete.binomialProbability(x, 12, 0.37), 12)).toBeCloseTo(1, 13)
    expect(sum((x) => discrete.poissonProbability(x, 4), 60)).toBeCloseTo(1, 13)
    for (let x = -1; x <= 7; x += 1)
      expect(
        discrete.hypergeometricTail(x, urn, 'lower') + discrete.hypergeometricTail(x, urn, 'upper'),
      ).toBeCloseTo(1, 13)
  })

  it('that are noncentral become central without noncentrality', () => {
    expect(noncentral.noncentralTTail(1.7, 9, 0, 'upper')).toBeCloseTo(d.tTail(1.7, 9, 'upper'), 13)
    expect(noncentral.noncentralFTail(1.7, [3, 9], 0, 'upper')).toBeCloseTo(d.fTail(1.7, 3, 9, 'upper'), 13)
    const limits = noncentral.noncentralTLimits(0, 20)
    expect(limits.lower).toBeCloseTo(-limits.upper, 10)
    expect(noncentral.noncentralFLimits(0.01, [3, 50])).toEqual({ lower: 0, upper: 0 })
  })

  it('with the odds of one are the central ones', () => {
    const urn = { white: 8, black: 5, drawn: 6 }
    const { mean, atMost, atLeast } = discrete.noncentralHypergeometric(3, urn, 1)
    expect(mean).toBeCloseTo((6 * 8) / 13, 13)
    expect(atMost + atLeast - discrete.hypergeometricProbability(3, urn)).toBeCloseTo(1, 13)
  })
})
