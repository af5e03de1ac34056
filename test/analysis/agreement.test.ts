import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alpha } from '../../analysis/statistics/alpha.ts'
import { components } from '../../analysis/statistics/components.ts'
import { concordance } from '../../analysis/statistics/concordance.ts'
import { fleissKappa } from '../../analysis/statistics/fleiss.ts'
import { intraclass } from '../../analysis/statistics/intraclass.ts'
import { cohenKappa, pairAgreement, ratingTable } from '../../analysis/statistics/kappa.ts'
import { krippendorffAlpha } from '../../analysis/statistics/krippendorff.ts'
import { coderAgreement } from '../../analysis/text/coder-agreement.ts'
import { codeCooccurrence } from '../../analysis/text/code-cooccurrence.ts'
import { codeFrequencies } from '../../analysis/text/code-frequencies.ts'

const codes = (raters: number, k: number, lowest = 0) =>
  fc.integer({ min: 3, max: 25 }).chain((rows) =>
    fc.array(fc.array(fc.integer({ min: lowest, max: k - 1 }), { minLength: rows, maxLength: rows }), {
      minLength: raters,
      maxLength: raters,
    }),
  )
const numbers = (columns: readonly (readonly number[])[]) => columns.map((c) => Float64Array.from(c))

describe('Cohen’s kappa', () => {
  it('does not depend on who is first, nor unweighted on the order of categories', () => {
    fc.assert(
      fc.property(codes(2, 4, -1), ([a, b]) => {
        const table = ratingTable(a!, b!, 4)
        const turned = ratingTable(b!, a!, 4)
        const shuffled = ratingTable(
          a!.map((code) => (code < 0 ? code : (code + 3) % 4)),
          b!.map((code) => (code < 0 ? code : (code + 3) % 4)),
          4,
        )
        const of = cohenKappa(table)
        if (!of) {
          expect(cohenKappa(turned)).toBeNull()
          return
        }
        for (const other of [turned, shuffled]) {
          expect(cohenKappa(other)!.kappa).toBeCloseTo(of.kappa, 10)
          expect(cohenKappa(other)!.error).toBeCloseTo(of.error, 10)
        }
        expect(cohenKappa(turned, 'quadratic')!.kappa).toBeCloseTo(cohenKappa(table, 'quadratic')!.kappa, 10)
      }),
    )
  })

  it('of two categories is the same with any weights, and 1 where raters always agree', () => {
    const table = [
      [20, 5],
      [3, 12],
    ]
    expect(cohenKappa(table, 'linear')!.kappa).toBeCloseTo(cohenKappa(table)!.kappa, 12)
    expect(cohenKappa(table, 'quadratic')!.kappa).toBeCloseTo(cohenKappa(table)!.kappa, 12)
    expect(cohenKappa([[5, 0], [0, 3]])!.kappa).toBe(1) // prettier-ignore
  })

  it('is undefined where there is nothing, one category, or chance agrees fully', () => {
    for (const table of [
      [],
      [[3]],
      [
        [0, 0],
        [0, 0],
      ],
      [
        [4, 0],
        [0, 0],
      ],
    ])
      // prettier-ignore
      expect(cohenKappa(table)).toBeNull()
    expect(pairAgreement([])).toBeNull()
    expect(pairAgreement([[4]])).toMatchObject({ percent: 100, scottPi: null, gwetAc1: null, bennettS: null })
    expect(() => cohenKappa([[1, 2]])).toThrow('columns')
    expect(() => cohenKappa([[1, -2], [0, 1]])).toThrow('negative') // prettier-ignore
  })
})

describe('Ten thousand categories', () => {
  it('are refused by name where they would fill the memory, and counted elsewhere', () => {
    const many = Int32Array.from({ length: 10_000 }, (_, k) => k)
    expect(() => ratingTable(many, many, 10_000)).toThrow('10000 categories')
    expect(fleissKappa([many, many], 10_000)!.kappa).toBeCloseTo(1, 12)
    expect(() => codeCooccurrence(numbers(Array.from({ length: 1001 }, () => [1])))).toThrow('1001 codes')
    const wide = Array.from({ length: 10_000 }, (_, k) => Float64Array.from([k, 2 * k, 5]))
    expect(concordance(wide)!.items).toBe(10_000)
    expect(() => alpha(wide)).toThrow('10000 columns')
    expect(() => components(wide, 2)).toThrow('10000 columns')
  })
})

describe('Krippendorff’s alpha', () => {
  it('nominal of two observers without gaps is Scott’s pi with a small-sample correction', () => {
    fc.assert(
      fc.property(codes(2, 3), ([a, b]) => {
        const pi = pairAgreement(ratingTable(a!, b!, 3))!.scottPi
        const of = krippendorffAlpha(numbers([a!, b!]), 'nominal')
        if (pi === null || typeof of === 'string') {
          expect(of).toBe('unvarying')
          return
        }
        expect(1 - of.alpha).toBeCloseTo((1 - pi) * (1 - 1 / (2 * a!.length)), 10)
      }),
    )
  })

  it('does not change with unit and origin (interval), unit (ratio), any rising scale (ordinal), or names (nominal)', () => {
    fc.assert(
      fc.property(codes(3, 5, 0), (columns) => {
        // A gap wherever the first observer gave 0.
        const given = numbers(columns.map((c, k) => (k === 0 ? c.map((v) => (v === 0 ? NaN : v)) : c)))
        const positive = given.map((values) => values.map((v) => v + 1))
        const alphaOf = (
          data: readonly Float64Array[],
          metric: 'nominal' | 'ordinal' | 'interval' | 'ratio',
        ) => {
          const of = krippendorffAlpha(data, metric)
          return typeof of === 'string' ? of : expect.closeTo(of.alpha, 9)
        }
        const value = (
          data: readonly Float64Array[],
          metric: 'nominal' | 'ordinal' | 'interval' | 'ratio',
        ) => {
          const of = krippendorffAlpha(data, metric)
          return typeof of === 'string' ? of : of.alpha
        }
        expect(
          value(
            given.map((c) => c.map((v) => 3 * v - 20)),
            'interval',
          ),
        ).toEqual(alphaOf(given, 'interval'))
        expect(
          value(
            positive.map((c) => c.map((v) => 7 * v)),
            'ratio',
          ),
        ).toEqual(alphaOf(positive, 'ratio'))
        expect(
          value(
            given.map((c) => c.map((v) => v ** 3)),
            'ordinal',
          ),
        ).toEqual(alphaOf(given, 'ordinal'))
        expect(
          value(
            given.map((c) => c.map((v) => (v * 7) % 5)),
            'nominal',
          ),
        ).toEqual(alphaOf(given, 'nominal'))
      }),
    )
  })

  it('says why there is none, and stays quick with ten thousand categories', () => {
    const gaps = Float64Array.from([NaN, NaN])
    expect(krippendorffAlpha([], 'nominal')).toBe('tooFew')
    expect(krippendorffAlpha([gaps, Float64Array.from([1, 2])], 'nominal')).toBe('tooFew')
    expect(krippendorffAlpha([Float64Array.from([1, 1]), Float64Array.from([1, 1])], 'interval')).toBe(
      'unvarying',
    )
    expect(krippendorffAlpha([Float64Array.from([1, 2]), Float64Array.from([-1, 2])], 'ratio')).toBe(
      'undefined',
    )
    const many = Float64Array.from({ length: 10_000 }, (_, k) => k + 1)
    expect(krippendorffAlpha([many, many.toReversed()], 'ratio')).toBe('tooMany')
    for (const metric of ['nominal', 'ordinal', 'interval'] as const)
      expect(krippendorffAlpha([many, many], metric)).toMatchObject({ alpha: 1, pairable: 20_000 })
  })
})

describe('Fleiss’ kappa', () => {
  it('of two raters is Scott’s pi', () => {
    fc.assert(
      fc.property(codes(2, 3), ([a, b]) => {
        const pi = pairAgreement(ratingTable(a!, b!, 3))!.scottPi
        const of = fleissKappa([a!, b!], 3)
        if (pi === null) {
          expect(of).toBeNull()
          return
        }
        expect(of!.kappa).toBeCloseTo(pi, 10)
      }),
    )
  })

  it('weighs its categories’ kappas by p(1 - p), and leaves out incomplete units', () => {
    fc.assert(
      fc.property(codes(4, 3, -1), (raters) => {
        const of = fleissKappa(raters, 3)
        if (!of) return
        expect(of.n + of.missing).toBe(raters[0]!.length)
        const used = of.categories.filter(({ kappa }) => kappa !== null)
        const weight = (p: number) => p * (1 - p)
        const mean =
          used.reduce((total, c) => total + weight(c.proportion) * c.kappa!, 0) /
          used.reduce((total, c) => total + weight(c.proportion), 0)
        expect(mean).toBeCloseTo(of.kappa, 9)
      }),
    )
  })

  it('is undefined without raters or variety', () => {
    expect(fleissKappa([], 2)).toBeNull()
    expect(fleissKappa([[0, 1]], 2)).toBeNull()
    expect(fleissKappa([[0, 0], [0, 0]], 2)).toBeNull() // prettier-ignore
  })
})

describe('Intraclass correlation', () => {
  it('of judges who differ by a constant is 1 where they are fixed, and does not change with the unit', () => {
    const a = Float64Array.from([1, 4, 2, 5, 3])
    const same = intraclass([a, a.map((v) => v + 2)])!
    expect(same.rows.find(({ type }) => type === 'ICC3')!.icc).toBeCloseTo(1, 12)
    expect(same.rows.find(({ type }) => type === 'ICC1')!.icc).toBeLessThan(1)
    const b = Float64Array.from([2, 3, 2, 6, 3])
    const one = intraclass([a, b])!
    const other = intraclass([a.map((v) => 10 * v), b.map((v) => 10 * v)])!
    other.rows.forEach((row, k) => {
      expect(row.icc).toBeCloseTo(one.rows[k]!.icc, 10)
      expect(row.lower).toBeCloseTo(one.rows[k]!.lower!, 9)
    })
  })

  it('never shows a number that is none', () => {
    const a = Float64Array.from([1, 4, 2, 5, 3])
    expect(JSON.stringify(intraclass([a, a]))).not.toMatch(/NaN|Infinity/)
    for (const row of intraclass([a, a])!.rows)
      for (const value of [row.statistic, row.p, row.lower, row.upper])
        expect(value === null || Number.isFinite(value)).toBe(true)
    expect(intraclass([a])).toBeNull()
    expect(intraclass([])).toBeNull()
    expect(intraclass([a, a.map(() => NaN)])).toBeNull()
    const flat = a.map(() => 3)
    expect(intraclass([flat, flat])).toBeNull()
  })
})

describe('Kendall’s W', () => {
  it('is 1 where all judges agree, and is Friedman’s chi-square over m(n - 1)', () => {
    const agree = concordance(numbers([[1, 2, 1], [5, 7, 3], [9, 8, 4]]))! // prettier-ignore
    expect(agree.w).toBe(1)
    // R 4.2.2: friedman.test(matrix(c(5,3,4,2, 2,4,4,1, 1,1,2,3), 4))
    const of = concordance(numbers([[5, 3, 4, 2], [2, 4, 4, 1], [1, 1, 2, 3]]))! // prettier-ignore
    expect([of.statistic, of.p]).toEqual([expect.closeTo(1.733333333333, 11), expect.closeTo(0.420350385, 9)])
  })

  it('does not depend on each judge’s own scale', () => {
    fc.assert(
      fc.property(codes(4, 6), (columns) => {
        const of = concordance(numbers(columns))
        const other = concordance(numbers(columns.map((c) => c.map((v, row) => (row + 1) * v - 3 * row))))
        if (!of) {
          expect(other).toBeNull()
          return
        }
        expect(other!.w).toBeCloseTo(of.w, 12)
      }),
    )
  })

  it('is undefined where every judge ties everything, for one item, and for no judge', () => {
    expect(concordance(numbers([[1, 2], [1, 2]]))).toBeNull() // prettier-ignore
    expect(concordance(numbers([[1, 2]]))).toBeNull()
    expect(concordance(numbers([[], []]))).toBeNull()
  })
})

describe('Codes of text', () => {
  it('stand with themselves as often as they occur; unused codes have no index', () => {
    const of = codeCooccurrence(numbers([[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])) // prettier-ignore
    expect(of.counts).toEqual([[2, 1, 0], [1, 1, 0], [0, 0, 0]]) // prettier-ignore
    expect(of.jaccard[2]).toEqual([0, 0, null])
    expect(of.lift[2]).toEqual([null, null, null])
    expect(codeCooccurrence([]).segments).toBe(0)
    expect(codeFrequencies([[]], [])).toEqual([{ segments: 0, percent: null, documents: 0 }])
  })

  it('agree fully with themselves, and say where kappa is undefined', () => {
    const marks = numbers([[1, 1, 0, 0], [1, 0, 0, NaN]]) // prettier-ignore
    const same = coderAgreement(marks, marks)
    expect([same.pooledKappa, same.meanKappa, same.holsti]).toEqual([1, 1, 1])
    const never = numbers([[0, 0, 0]])
    expect(coderAgreement(never, never)).toMatchObject({ meanKappa: null, pooledKappa: null, holsti: null })
    expect(coderAgreement([], [])).toMatchObject({ pooledObserved: null, holsti: null })
    expect(() => coderAgreement(never, [])).toThrow('codes')
  })
})
