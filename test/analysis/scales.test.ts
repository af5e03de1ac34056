import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alpha, rawAlpha } from '../../analysis/statistics/alpha.ts'
import { components, varimax } from '../../analysis/statistics/components.ts'
import { convergence } from '../../analysis/statistics/convergence.ts'
import { itemDiscrimination } from '../../analysis/statistics/item-discrimination.ts'
import { completeRows, covariances } from '../../analysis/statistics/items.ts'
import { samplingAdequacy } from '../../analysis/statistics/sampling-adequacy.ts'
import { reversed, scaleScores } from '../../analysis/statistics/scale-score.ts'
import { splitHalf } from '../../analysis/statistics/split-half.ts'
import { sum } from '../../analysis/sums.ts'

/** Columns of answers 1 to 5, as many rows in each. */
const answers = (items: number) =>
  fc
    .integer({ min: 4, max: 30 })
    .chain((rows) =>
      fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: rows, maxLength: rows }), {
        minLength: items,
        maxLength: items,
      }),
    )
    .map((columns) => columns.map((values) => Float64Array.from(values)))

const close = (value: number) => expect.closeTo(value, 9) as number

describe('Alpha', () => {
  it('of items that are all the same is 1', () => {
    const one = Float64Array.from([1, 4, 2, 5, 3, 3])
    const of = alpha([one, one, one])!
    expect(of.raw).toBeCloseTo(1, 12)
    expect(of.standardised).toBeCloseTo(1, 12)
    expect([of.feldt.lower, of.feldt.upper, of.error]).toEqual([close(1), close(1), expect.closeTo(0, 6)])
  })

  it('does not change with the unit of all items, their order, or the order of rows', () => {
    fc.assert(
      fc.property(answers(4), (columns) => {
        const of = alpha(columns)
        const other = alpha(columns.toReversed().map((values) => values.map((v) => 3 * v + 7).toReversed()))
        if (!of) {
          expect(other).toBeNull()
          return
        }
        expect(other!.raw).toBeCloseTo(of.raw, 8)
        expect(other!.items.map(({ withRest }) => withRest)).toEqual(
          of.items.toReversed().map(({ withRest }) => (withRest === null ? null : close(withRest))),
        )
      }),
    )
  })

  it('of two items with equal spread is Spearman and Brown’s step up of their correlation', () => {
    const a = Float64Array.from([1, 2, 3, 4, 5, 2])
    const b = Float64Array.from([2, 1, 3, 5, 4, 2])
    expect(alpha([a, b])!.raw).toBeCloseTo(splitHalf([a], [b])!.spearmanBrown!, 12)
    expect(splitHalf([a], [b])!.horst).toBeCloseTo(splitHalf([a], [b])!.spearmanBrown!, 12)
    expect(splitHalf([a], [b])!.guttman).toBeCloseTo(alpha([a, b])!.raw, 12)
  })

  it('leaves out rows with a missing item, and says how many', () => {
    const columns = [
      Float64Array.from([1, 2, NaN, 4, 5, Infinity]),
      Float64Array.from([2, 2, 3, 5, 4, 1]),
      Float64Array.from([1, 3, 3, 4, 5, 2]),
    ]
    const of = alpha(columns)!
    expect([of.n, of.missing]).toEqual([4, 2])
    expect(of.raw).toBe(
      alpha(columns.map((values) => values.filter((_, row) => row !== 2 && row !== 5)))!.raw,
    )
  })

  it('is undefined for one item, one row, nothing, and items that cancel or do not vary', () => {
    const a = Float64Array.from([1, 2, 3])
    for (const columns of [[], [a], [a.slice(0, 1), a.slice(1, 2)], [a, a.map((v) => -v)], [a, a.fill(NaN)]])
      expect(alpha(columns)).toBeNull()
    const flat = Float64Array.from([2, 2, 2, 2])
    expect(alpha([flat, flat])).toBeNull()
    const of = alpha([flat, Float64Array.from([1, 2, 3, 5]), Float64Array.from([2, 2, 3, 4])])!
    expect([of.standardised, of.items[0]!.withTotal, of.items[0]!.withRest]).toEqual([null, null, null])
    expect(of.items[0]!.alphaWithout).not.toBeNull()
    expect(rawAlpha([[1]])).toBeNull()
  })
})

describe('Components', () => {
  it('carry the whole variance, and their squares are the communalities', () => {
    fc.assert(
      fc.property(answers(4), (columns) => {
        const of = components(columns, 4)
        if (typeof of === 'string') {
          expect(of).toBe('unvarying')
          return
        }
        expect(sum(of.eigenvalues)).toBeCloseTo(4, 9)
        for (const communality of of.communalities) expect(communality).toBeCloseTo(1, 8)
        const rotated = varimax(of.loadings.map((line) => line.slice(0, 2)))
        rotated.loadings.forEach((line, i) =>
          expect(sum(line.map((x) => x * x))).toBeCloseTo(
            sum(of.loadings[i]!.slice(0, 2).map((x) => x * x)),
            9,
          ),
        )
        expect(rotated.squares[0]! + 1e-9).toBeGreaterThanOrEqual(rotated.squares[1]!)
      }),
    )
  })

  it('rotate to simple structure where there is one, whatever turn it comes in', () => {
    const simple = [
      [0.8, 0],
      [0.7, 0],
      [0.6, 0],
      [0, 0.5],
      [0, 0.4],
    ]
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)]
    const turned = simple.map(([x, y]) => [c * x! - s * y!, s * x! + c * y!])
    const { loadings } = varimax(turned)
    loadings.forEach((line, i) => line.forEach((x, k) => expect(x).toBeCloseTo(simple[i]![k]!, 12)))
  })

  it('say why there are none', () => {
    const a = Float64Array.from([1, 2, 3, 5])
    const b = Float64Array.from([2, 1, 4, 4])
    expect(components([a], 1)).toBe('tooFew')
    expect(components([a, b.fill(3)], 1)).toBe('unvarying')
    expect(samplingAdequacy([a, a])).toBe('dependent')
    expect(samplingAdequacy([])).toBe('tooFew')
    expect(samplingAdequacy([a, a.map(() => NaN)])).toBe('tooFew')
  })
})

describe('KMO', () => {
  it('is 1/2 for two items, whatever their correlation', () => {
    fc.assert(
      fc.property(answers(2), (columns) => {
        const of = samplingAdequacy(columns)
        if (typeof of !== 'string') expect(of.kmo).toBeCloseTo(0.5, 10)
      }),
    )
  })
})

describe('Scores', () => {
  it('turned round twice are what they were, and the prorated sum of full rows is the plain sum', () => {
    fc.assert(
      fc.property(answers(3), (columns) => {
        const twice = reversed(reversed(columns[0]!, 1, 5), 1, 5)
        expect([...twice]).toEqual([...columns[0]!])
        const scores = scaleScores(columns, { method: 'sum', minimum: 3 })
        scores.forEach((score, row) =>
          expect(score).toBeCloseTo(sum(columns.map((values) => values[row]!)), 9),
        )
      }),
    )
  })

  it('are missing below the least number of answers', () => {
    const columns = [Float64Array.from([1, NaN, NaN]), Float64Array.from([3, 5, NaN])]
    expect([...scaleScores(columns, { method: 'mean', minimum: 2 })]).toEqual([2, NaN, NaN])
    expect([...scaleScores(columns, { method: 'sum', minimum: 0 })]).toEqual([4, 10, NaN])
  })
})

describe('Discrimination and convergence', () => {
  it('split the whole at the middle when half is asked for', () => {
    const columns = [Float64Array.from([1, 2, 3, 4, 5, 6]), Float64Array.from([1, 1, 2, 2, 3, 3])]
    const of = itemDiscrimination(columns, 0.5)!
    expect([of.low, of.high, of.lowCut]).toEqual([3, 3, of.highCut])
    expect(of.items[0]!.meanHigh - of.items[0]!.meanLow).toBe(3)
    expect(() => itemDiscrimination(columns, 0)).toThrow('share 0')
    expect(itemDiscrimination([], 0.27)).toBeNull()
  })

  it('have no t where nothing varies, but means', () => {
    const flat = Float64Array.from([2, 2, 2, 2])
    const of = itemDiscrimination([flat, flat])!
    expect(of.items[0]).toEqual({ meanHigh: 2, meanLow: 2, pooled: null, welch: null })
  })

  it('AVE of equal loadings is their square', () => {
    expect(convergence([0.6, 0.6, 0.6])!.averageVariance).toBeCloseTo(0.36, 12)
    expect(convergence([])).toBeNull()
    expect(() => convergence([0.5, NaN])).toThrow('loading 2')
  })
})

describe('Several columns', () => {
  it('of unequal length are refused by name', () => {
    expect(() => completeRows([new Float64Array(2), new Float64Array(3)])).toThrow('column 2')
  })

  it('have covariances that add up to the variance of the total', () => {
    fc.assert(
      fc.property(answers(3), (columns) => {
        const total = columns[0]!.map((_, row) => sum(columns.map((values) => values[row]!)))
        expect(sum(covariances(columns).flat())).toBeCloseTo(covariances([total])[0]![0]!, 8)
      }),
    )
  })
})
