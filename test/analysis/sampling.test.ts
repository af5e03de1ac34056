import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noncentralTTail } from '../../analysis/noncentral.ts'
import { tTail } from '../../analysis/distributions.ts'
import { allocate } from '../../analysis/sampling/allocation.ts'
import type { AllocationRule } from '../../analysis/sampling/allocation.ts'
import { horvitzThompson } from '../../analysis/sampling/horvitz-thompson.ts'
import { inclusionProbabilities } from '../../analysis/sampling/inclusion.ts'
import { intracluster } from '../../analysis/sampling/intracluster.ts'
import { jointInclusion } from '../../analysis/sampling/joint-inclusion.ts'
import { largestRemainder } from '../../analysis/sampling/largest-remainder.ts'
import { outcomeRates } from '../../analysis/sampling/outcome-rates.ts'
import { meansPower, meansSize, twoSharesPower, twoSharesSize } from '../../analysis/sampling/power.ts'
import {
  clusterSize,
  meanSize,
  proportionPrecision,
  proportionSize,
  stratifiedSize,
} from '../../analysis/sampling/sizes.ts'
import { sum } from '../../analysis/sums.ts'

describe('Sample sizes', () => {
  it('give back the precision that was asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        fc.integer({ min: 50, max: 100_000 }),
        (p, halfWidth, population) => {
          const { corrected } = proportionSize(p, halfWidth, { level: 0.95, population })
          const n = Math.max(1, corrected)
          const back = proportionPrecision(p, n, { level: 0.95, population })
          if (n === corrected) expect(back.halfWidth).toBeCloseTo(halfWidth, 9)
          expect(corrected).toBeLessThanOrEqual(population)
        },
      ),
    )
  })

  it('never ask for more than everyone without a design effect, and say so where they do', () => {
    expect(proportionSize(0.5, 0.01, { level: 0.99, population: 100 })).toMatchObject({
      completes: 100,
      beyondPopulation: false,
    })
    const of = proportionSize(0.5, 0.05, { level: 0.95, population: 200, designEffect: 2, responseRate: 0.5 })
    expect(of.beyondPopulation).toBe(true)
    expect(proportionSize(0, 0.05, { level: 0.95 }).completes).toBe(0)
    expect(proportionPrecision(0.5, 1, { level: 0.95, population: 1 }).error).toBe(0)
  })

  it('name what is outside its range', () => {
    const options = { level: 0.95 }
    expect(() => proportionSize(1.2, 0.05, options)).toThrow('p 1.2')
    expect(() => proportionSize(0.5, 0, options)).toThrow('halfWidth 0')
    expect(() => proportionSize(0.5, 0.05, { level: 1 })).toThrow('level 1')
    expect(() => proportionSize(0.5, 0.05, { ...options, population: 0 })).toThrow('population 0')
    expect(() => proportionSize(0.5, 0.05, { ...options, responseRate: 0 })).toThrow('responseRate 0')
    expect(() => meanSize(-1, 1, options)).toThrow('sd -1')
    expect(() => meanSize(NaN, 1, options)).toThrow('sd NaN')
    expect(() => proportionPrecision(0.5, 20, { level: 0.9, population: 10 })).toThrow('population 10')
    expect(() => stratifiedSize([], 1, 'neyman')).toThrow('population 0')
    expect(() => clusterSize(0, 0.1, 100)).toThrow('perCluster 0')
  })

  it('over strata of one spread are those of a simple sample, under either allocation', () => {
    const strata = [{ size: 400, sd: 7 }, { size: 600, sd: 7 }] // prettier-ignore
    const simple = 49 / 0.25 / (1 + 49 / 0.25 / 1000)
    expect(stratifiedSize(strata, 0.5, 'neyman').n).toBeCloseTo(simple, 9)
    expect(stratifiedSize(strata, 0.5, 'proportional').n).toBeCloseTo(simple, 9)
  })
})

describe('Power', () => {
  it('of the size that was found is the power that was asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 2, noNaN: true }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        fc.constantFrom('two.sample', 'one.sample', 'paired' as const),
        (delta, power, design) => {
          const effect = { delta, sd: 1, design: design as 'paired' }
          const { n } = meansSize(effect, { power, significance: 0.05 })
          if (n > 2) expect(meansPower(effect, n, 0.05)).toBeCloseTo(power, 8)
        },
      ),
      { numRuns: 40 },
    )
    const { n } = twoSharesSize(0.3, 0.45, { power: 0.9, significance: 0.01 })
    expect(twoSharesPower(0.3, 0.45, n, 0.01)).toBeCloseTo(0.9, 12)
  })

  it('does not care for the sign of the difference, and refuses none', () => {
    const aim = { power: 0.8, significance: 0.05 }
    expect(meansSize({ delta: -1, sd: 2, design: 'paired' }, aim).n).toBe(
      meansSize({ delta: 1, sd: 2, design: 'paired' }, aim).n,
    )
    expect(() => meansSize({ delta: 0, sd: 1, design: 'paired' }, aim)).toThrow('delta 0')
    expect(() => meansSize({ delta: 1e-6, sd: 1, design: 'paired' }, aim)).toThrow('delta')
    expect(() => twoSharesSize(0.4, 0.4, aim)).toThrow('p2 0.4')
    expect(() => twoSharesSize(0.4, 0.5, { power: 1, significance: 0.05 })).toThrow('power 1')
  })

  it('rests on the noncentral t of R', () => {
    // R 4.2.2: pt(t, df, ncp, lower.tail = FALSE); digits that R has beyond 1e-12 absolute are not compared
    const values: readonly (readonly [number, number, number, number])[] = [
      [2, 10, 1, 0.192388437469689],
      [1.98, 98, 2.8, 0.793020470314092],
      [0.5, 3, 0, 0.325723982424076],
      [2, 10, 8, 0.99999997646299],
      [12, 5, 4, 0.0150730619405456],
      [1.96, 1e6, 30, 1],
      [2.1, 18, 0.3, 0.0469905790705145],
      [40, 30, 20, 1.68758854760531e-5],
    ]
    for (const [t, df, centre, p] of values)
      expect(noncentralTTail(t, df, centre, 'upper')).toBeCloseTo(p, 11)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), fc.integer({ min: 1, max: 200 }), (t, df) => {
        expect(noncentralTTail(t, df, 0, 'upper')).toBeCloseTo(tTail(t, df, 'upper'), 12)
      }),
    )
  })
})

describe('Allocation', () => {
  const stratum = fc.record({
    size: fc.integer({ min: 0, max: 500 }),
    sd: fc.integer({ min: 1, max: 50 }),
    cost: fc.integer({ min: 1, max: 9 }),
    importance: fc.integer({ min: 1, max: 9 }),
    variation: fc.integer({ min: 1, max: 9 }),
  })
  const rules = fc.constantFrom<AllocationRule>('proportional', 'equal', 'neyman', 'cost', 'power')

  it('adds up to n, within each stratum’s size and above the minimum', () => {
    fc.assert(
      fc.property(
        fc.array(stratum, { minLength: 1, maxLength: 12 }),
        rules,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 20 }),
        (strata, rule, part, minimum) => {
          const whole = sum(strata.map(({ size }) => size))
          const least = sum(strata.map(({ size }) => Math.min(size, minimum)))
          const n = Math.round(least + part * (whole - least))
          const of = allocate(strata, { n, rule, minimum })
          expect(sum(of.rounded)).toBe(n)
          expect(sum(of.shares)).toBeCloseTo(n, 6)
          of.rounded.forEach((got, h) => {
            expect(got).toBeLessThanOrEqual(strata[h]!.size)
            expect(got).toBeGreaterThanOrEqual(Math.min(minimum, strata[h]!.size))
          })
        },
      ),
    )
  })

  it('keeps the proportions of strata that are neither full nor at the minimum', () => {
    const strata = [{ size: 10 }, { size: 1000 }, { size: 3000 }, { size: 5 }]
    const of = allocate(strata, { n: 400, rule: 'proportional', minimum: 8 })
    expect(of.raised).toEqual([0, 3])
    expect(of.shares[0]).toBe(8)
    expect(of.shares[3]).toBe(5)
    expect(of.shares[2]! / of.shares[1]!).toBeCloseTo(3, 9)
  })

  it('is proportional where Neyman’s spreads are equal', () => {
    const strata = [{ size: 30, sd: 4 }, { size: 70, sd: 4 }] // prettier-ignore
    expect(allocate(strata, { n: 20, rule: 'neyman' }).shares).toEqual(
      allocate(strata, { n: 20, rule: 'proportional' }).shares,
    )
  })

  it('names what cannot be', () => {
    const strata = [{ size: 10, sd: 0 }, { size: 5, sd: 0 }] // prettier-ignore
    expect(() => allocate([], { n: 1, rule: 'equal' })).toThrow('no stratum')
    expect(() => allocate(strata, { n: 16, rule: 'equal' })).toThrow('16 cannot be drawn from 15')
    expect(() => allocate(strata, { n: 4, rule: 'equal', minimum: 3 })).toThrow('minimum of 3')
    expect(() => allocate(strata, { n: 4, rule: 'neyman' })).toThrow('no measure')
    expect(() => allocate([{ size: 3 }], { n: 1, rule: 'neyman' })).toThrow('sd undefined of stratum 1')
    expect(() => allocate([{ size: NaN }], { n: 1, rule: 'equal' })).toThrow('size NaN')
    expect(allocate(strata, { n: 0, rule: 'neyman' }).rounded).toEqual([0, 0])
  })

  it('rounds to the total, never by more than one', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 }), (shares) => {
        const total = Math.round(sum(shares))
        const rounded = largestRemainder(shares, total)
        rounded.forEach((value, k) => expect(Math.abs(value - shares[k]!)).toBeLessThanOrEqual(1))
        if (total >= sum(shares.map(Math.floor))) expect(sum(rounded)).toBe(total)
      }),
    )
    expect(() => largestRemainder([1, -1], 3)).toThrow('share 2')
    expect(() => largestRemainder([1], 9)).toThrow('9 is too much')
  })
})

describe('Joint inclusion probabilities', () => {
  it('add up over the other units to (n - 1) times the unit’s own, in each design', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 4, maxLength: 9 }),
        fc.integer({ min: 2, max: 3 }),
        (sizes, n) => {
          const p = inclusionProbabilities(sizes, n)
          for (const design of ['sampford', 'midzuno', 'tille', 'systematic'] as const) {
            const joint = jointInclusion(p, design)
            joint.forEach((line, i) => {
              expect(sum(line)).toBeCloseTo(n * p[i]!, 6)
              line.forEach((both, j) => expect(both).toBeCloseTo(joint[j]![i]!, 9))
            })
          }
        },
      ),
    )
  })

  it('of equal probabilities are those of simple random sampling, Sampford’s also by listing all samples', () => {
    const p = [0.2, 0.5, 0.7, 0.6]
    const joint = jointInclusion(p, 'sampford')
    // Two of four: p(s) is proportional to (1 - (p_i + p_j)/2) lambda_i lambda_j.
    const lambda = p.map((x) => x / (1 - x))
    const pairs = p.flatMap((_, i) => p.flatMap((_, j) => (i < j ? [[i, j] as const] : [])))
    const weight = pairs.map(([i, j]) => (1 - (p[i]! + p[j]!) / 2) * lambda[i]! * lambda[j]!)
    pairs.forEach(([i, j], k) => expect(joint[i]![j]).toBeCloseTo(weight[k]! / sum(weight), 12))
    for (const design of ['sampford', 'midzuno', 'tille'] as const)
      expect(jointInclusion([0.5, 0.5, 0.5, 0.5], design)[0]![1]).toBeCloseTo((2 * 1) / (4 * 3), 12)
  })

  it('set certain units aside, and name what does not hold', () => {
    const joint = jointInclusion([1, 0.5, 0.5, 0, 1, 0.5, 0.5], 'sampford')
    expect(joint[0]![1]).toBe(0.5)
    expect(joint[0]![4]).toBe(1)
    expect(joint[3]!.every((both) => both === 0)).toBe(true)
    expect(() => jointInclusion([0.5, 0.2], 'systematic')).toThrow('whole number')
    expect(() => jointInclusion([0.5, 1.5], 'systematic')).toThrow('probability 2')
  })
})

describe('Estimates', () => {
  it('Horvitz and Thompson’s of a simple sample is N times the mean, its variance the textbook one', () => {
    const y = [3, 5, 9]
    const p = y.map(() => 3 / 12)
    const both = (3 * 2) / (12 * 11)
    const joint = y.map((_, i) => y.map((_, j) => (i === j ? 0.25 : both)))
    const of = horvitzThompson(y, p, joint)!
    expect(of.total).toBeCloseTo((12 * 17) / 3, 12)
    expect(of.mean).toBeCloseTo(17 / 3, 12)
    const variance =
      (12 ** 2 * (1 - 0.25) * (((3 - 17 / 3) ** 2 + (5 - 17 / 3) ** 2 + (9 - 17 / 3) ** 2) / 2)) / 3
    expect(of.senYatesGrundy).toBeCloseTo(variance, 9)
    expect(of.variance).toBeCloseTo(variance, 9)
  })

  it('have no value without units and refuse impossible probabilities', () => {
    expect(horvitzThompson([], [])).toBeNull()
    expect(() => horvitzThompson([1], [0])).toThrow('probability 1 is 0')
    expect(() => horvitzThompson([1, 2], [0.5, 0.5], [[0.5, 0], [0, 0.5]])).toThrow('joint') // prettier-ignore
  })

  it('rho of clusters that are all alike inside is 1', () => {
    const of = intracluster(Float64Array.from([1, 1, 5, 5, 9, 9]), [0, 0, 1, 1, 2, 2])!
    expect([of.rho, of.designEffect]).toEqual([1, 2])
    expect(intracluster(Float64Array.from([1, 2]), [0, 1])).toBeNull()
    expect(intracluster(Float64Array.from([3, 3, 3, 3]), [0, 0, 1, 1])).toBeNull()
    expect(intracluster(Float64Array.from([NaN, 2, 3]), [0, 1, -1])).toBeNull()
  })
})

describe('Outcome rates', () => {
  const count = fc.integer({ min: 0, max: 500 })
  const cases = fc.record({
    complete: count,
    partial: count,
    refusal: count,
    nonContact: count,
    other: count,
    unknownHousehold: count,
    unknownOther: count,
    notEligible: count,
  })

  it('lie between 0 and 1 and in AAPOR’s order', () => {
    fc.assert(
      fc.property(cases, (of) => {
        const { rates, eligible } = outcomeRates(of)
        for (const rate of Object.values(rates)) if (rate !== null) expect(rate >= 0 && rate <= 1).toBe(true)
        if (eligible === null || rates.RR1 === null || rates.RR5 === null) return
        expect(rates.RR1).toBeLessThanOrEqual(rates.RR3! + 1e-12)
        expect(rates.RR3).toBeLessThanOrEqual(rates.RR5 + 1e-12)
        if (rates.COOP2 !== null && rates.CON3) expect(rates.COOP2 * rates.CON3).toBeCloseTo(rates.RR6!, 12)
      }),
    )
  })

  it('are undefined of nothing, and refuse what cannot be counted', () => {
    const none = {
      complete: 0,
      partial: 0,
      refusal: 0,
      nonContact: 0,
      other: 0,
      unknownHousehold: 0,
      unknownOther: 0,
    }
    expect(Object.values(outcomeRates(none).rates).every((rate) => rate === null)).toBe(true)
    expect(() => outcomeRates({ ...none, refusal: -1 })).toThrow('refusal is -1')
    expect(() => outcomeRates(none, 1.5)).toThrow('e is 1.5')
  })
})
