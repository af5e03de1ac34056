import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authority } from '../../analysis/expert/authority.ts'
import { boundaries } from '../../analysis/expert/boundaries.ts'
import { consensus } from '../../analysis/expert/consensus.ts'
import { contentValidity } from '../../analysis/expert/content-validity.ts'
import { ratedItems } from '../../analysis/expert/items.ts'
import { expertResponse } from '../../analysis/expert/response.ts'
import { stability } from '../../analysis/expert/stability.ts'
import { dataReader, numbersOf } from '../../server/commands/reference/cases.ts'

const options = { fullMark: 5, agreeMinimum: 4 }
const round = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 })

describe('界值法', () => {
  it('draws the boundaries and verdicts of R', () => {
    const data = dataReader(`${import.meta.dirname}/../reference`)({
      id: '', kind: '', args: {}, expected: null, data: { file: 'data/delphi_a.csv' },
    }) // prettier-ignore
    const items = Array.from({ length: 12 }, (_, k) => numbersOf(data, `r1_i${k + 1}`))
    const of = boundaries(ratedItems(items, options))!
    // R 4.2.2, X being r1_i1 to r1_i12: m <- sapply(X, mean); mean(m) - sd(m); likewise the share of 5 and
    // sd/mean, there mean + sd; then m < mean(m) - sd(m) and so on for each item
    expect(of.boundaries.map(({ limit }) => limit)).toEqual([
      expect.closeTo(3.2453862527187329, 12),
      expect.closeTo(0.0434788631864288, 12),
      expect.closeTo(0.2804147427877751, 12),
    ])
    const failing = Object.fromEntries(
      of.items.flatMap(({ fails }, k) => (fails.length > 0 ? [[k + 1, fails]] : [])),
    )
    expect(failing).toEqual({ 4: ['mean', 'cv'], 6: ['cv'], 8: ['mean', 'fullMarkRate'] })
    expect(of.items[3]!.verdict).toBe('discuss')
    expect(of.items[0]!.verdict).toBe('keep')
  })

  it('drops what fails all three, keeps items that are all alike, and leaves the unknown to the team', () => {
    const good = Array.from({ length: 9 }, () => Float64Array.from([5, 5, 4, 5]))
    const bad = Float64Array.from([1, 5, 1, 1]).map((value) => (value === 5 ? 4 : value))
    const unrated = Float64Array.from([NaN, NaN, NaN, NaN])
    const of = boundaries(ratedItems([...good, bad, unrated], options))!
    expect(of.items.map(({ verdict }) => verdict)).toEqual([...good.map(() => 'keep'), 'drop', 'discuss'])
    expect(boundaries(ratedItems(good, options))!.items.every(({ verdict }) => verdict === 'keep')).toBe(true)
    expect(boundaries(ratedItems([good[0]!], options))).toBeNull()
    expect(boundaries([])).toBeNull()
  })
})

describe('Ratings', () => {
  it('of nobody and of one are told without numbers that are none', () => {
    const [none, one] = ratedItems([new Float64Array(0), Float64Array.from([4])], options)
    expect(none).toEqual({
      n: 0, mean: null, sd: null, cv: null, median: null, q1: null, q3: null, iqr: null,
      fullMarkRate: null, agreePercent: null,
    }) // prettier-ignore
    expect(one).toMatchObject({ n: 1, mean: 4, sd: null, cv: null, median: 4, iqr: 0, agreePercent: 100 })
  })

  it('do not depend on the order of experts', () => {
    fc.assert(
      fc.property(round, (ratings) => {
        const [a] = ratedItems([Float64Array.from(ratings)], options)
        const [b] = ratedItems([Float64Array.from(ratings.toReversed())], options)
        expect({ ...b, mean: 0, sd: 0, cv: 0 }).toEqual({ ...a, mean: 0, sd: 0, cv: 0 })
        expect(b!.mean).toBeCloseTo(a!.mean!, 12)
      }),
    )
  })

  it('reach consensus by the rules that were given', () => {
    const [item] = ratedItems([Float64Array.from([5, 5, 4, 3])], options)
    expect(consensus(item!, { agreePercent: 75, iqr: 1.25 })).toEqual({
      reached: true,
      broken: [],
      unknown: [],
    })
    expect(consensus(item!, { agreePercent: 80, cv: 0.25, mean: 4.5 }).broken).toEqual([
      'agreePercent',
      'mean',
    ])
    const [none] = ratedItems([new Float64Array(0)], options)
    expect(consensus(none!, { iqr: 1 })).toEqual({ reached: false, broken: [], unknown: ['iqr'] })
    expect(() => consensus(item!, {})).toThrow('no rule')
  })
})

describe('Rounds', () => {
  it('that are the same changed nothing', () => {
    fc.assert(
      fc.property(round, (ratings) => {
        const values = Float64Array.from(ratings)
        const of = stability(values, values)!
        expect(of.changedPercent).toBe(0)
        expect(of.cvChange).toBe(ratings.length > 1 ? 0 : null)
        expect(of.first).toEqual(of.second)
      }),
    )
    expect(stability(Float64Array.from([NaN]), Float64Array.from([1]))).toBeNull()
  })
})

describe('Experts', () => {
  it('have the authority of those who told both Ca and Cs', () => {
    const of = authority([Float64Array.from([0.9, NaN, 0.7])], Float64Array.from([1, 0.8, 0.5]))!
    expect([of.n, of.missing]).toEqual([2, 1])
    expect(of.authority).toBeCloseTo((0.95 + 0.6) / 2, 12)
    expect(of.each[1]).toBeNaN()
    expect(authority([Float64Array.from([NaN])], Float64Array.from([1]))).toBeNull()
  })

  it('take part in shares that can be', () => {
    expect(expertResponse({ sent: 0, returned: 0, suggesting: 0 })).toEqual({
      positive: null,
      suggestions: null,
    })
    expect(() => expertResponse({ sent: 5, returned: 6, suggesting: 0 })).toThrow('6 of 5')
  })

  it('who all agree make a validity of 1, however many they are', () => {
    const all = new Float64Array(2000).fill(4)
    const of = contentValidity([all, all], 3)!
    expect([of.average, of.universal, of.items[0]!.kappa]).toEqual([1, 1, 1])
    const half = all.map((_, k) => (k % 2 === 0 ? 4 : 1))
    // R 4.2.2: dbinom(1000, 2000, 0.5)
    expect(contentValidity([half], 3)!.items[0]!.chance).toBeCloseTo(0.0178390111458532, 12)
    expect(contentValidity([], 3)).toBeNull()
  })
})
