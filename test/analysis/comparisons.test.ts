import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelMatrix } from '../../analysis/model-matrix.ts'
import { adjustedP, adjustments } from '../../analysis/statistics/adjusted-p.ts'
import { cochranQ } from '../../analysis/statistics/cochran-q.ts'
import { columnLetter, columnProportions } from '../../analysis/statistics/column-proportions.ts'
import { correlation, correlationTest, partialCorrelation } from '../../analysis/statistics/correlation.ts'
import { chiSquare } from '../../analysis/statistics/crosstab.ts'
import { fisherExact } from '../../analysis/statistics/fisher-exact.ts'
import { fisher } from '../../analysis/statistics/fisher.ts'
import { friedman } from '../../analysis/statistics/friedman.ts'
import { welchF } from '../../analysis/statistics/groups.ts'
import { kendall } from '../../analysis/statistics/kendall.ts'
import { kruskal } from '../../analysis/statistics/kruskal.ts'
import { linearRegression } from '../../analysis/statistics/linear-regression.ts'
import { logisticRegression } from '../../analysis/statistics/logistic-regression.ts'
import { mannWhitney } from '../../analysis/statistics/mann-whitney.ts'
import { mantelHaenszel } from '../../analysis/statistics/mantel-haenszel.ts'
import { mcnemar } from '../../analysis/statistics/mcnemar.ts'
import { medianDifference } from '../../analysis/statistics/median-difference.ts'
import { nominalAssociation } from '../../analysis/statistics/nominal-association.ts'
import { oneWayAnova } from '../../analysis/statistics/one-way-anova.ts'
import { ordinalAssociation } from '../../analysis/statistics/ordinal-association.ts'
import { gamesHowell, pairwiseT, tukey } from '../../analysis/statistics/pairwise-means.ts'
import { proportionTrend } from '../../analysis/statistics/proportion-trend.ts'
import { shapiroWilk } from '../../analysis/statistics/shapiro-wilk.ts'
import { signedRank } from '../../analysis/statistics/signed-rank.ts'
import { spearman } from '../../analysis/statistics/spearman.ts'
import { bartlett, levene } from '../../analysis/statistics/spread.ts'
import { twoSampleT } from '../../analysis/statistics/t-tests.ts'
import { twoWayAnova } from '../../analysis/statistics/two-way-anova.ts'
import { moments, quantiles } from '../../analysis/sums.ts'

const runs = { numRuns: 40 }
const values = (min: number) =>
  fc
    .array(fc.integer({ min: -50, max: 50 }), { minLength: min, maxLength: 12 })
    .map((list) => Float64Array.from(list))
const groups = fc.array(values(2), { minLength: 2, maxLength: 4 })
const table = (rows: number, columns: number) =>
  fc.array(fc.array(fc.nat({ max: 9 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  })

function same(a: number | null | undefined, b: number | null | undefined, scale = 1) {
  if (a === null || b === null || a === undefined || b === undefined) return expect(a).toEqual(b)
  if (a === b) return
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-8 * Math.max(scale, Math.abs(a), Math.abs(b)))
}

describe('Tests of means', () => {
  it('of two groups: F is t squared, and Tukey’s p is that of t', () => {
    fc.assert(
      fc.property(values(2), values(2), (x, y) => {
        const [a, b] = [moments(x), moments(y)]
        const t = twoSampleT(a, b, { equal: true })
        const f = oneWayAnova([a, b])
        if (!t || !f) return
        same(f.statistic, t.statistic ** 2)
        same(f.p, t.p)
        same(tukey([a, b])[0]?.p, t.p)
        same(gamesHowell([a, b])[0]?.p, twoSampleT(a, b)?.p)
        same(pairwiseT([a, b], { pooled: true, adjustment: 'none' })[0]?.p, t.p)
        same(welchF([a, b])?.p, a.squares > 0 && b.squares > 0 ? twoSampleT(a, b)?.p : null)
      }),
      { numRuns: 5 },
    )
  })

  it('do not depend on unit, origin or order of the groups', () => {
    fc.assert(
      fc.property(groups, (given) => {
        const moved = given.map((list) => list.map((x) => 3 * x + 7)).toReversed()
        const [f, g] = [given, moved].map((lists) => oneWayAnova(lists.map((list) => moments(list))))
        same(f?.statistic, g?.statistic)
        same(levene(given, 'median')?.p, levene(moved, 'median')?.p)
        same(bartlett(given.map((list) => moments(list)))?.p, bartlett(moved.map((list) => moments(list)))?.p)
      }),
      runs,
    )
  })

  it('in two ways: parts of a balanced design sum to the total, and types 2 and 3 agree', () => {
    const places = Array.from({ length: 12 }, (_, k) => k)
    const a = { kind: 'factor', levels: ['a', 'b'], places: Int32Array.from(places, (k) => k % 2) } as const
    const b = {
      kind: 'factor',
      levels: ['x', 'y', 'z'],
      places: Int32Array.from(places, (k) => Math.floor(k / 2) % 3),
    } as const
    const y = Float64Array.from(places, (k) => ((k * 37) % 11) + k)
    const [two, three] = ([2, 3] as const).map((type) => twoWayAnova(y, a, b, type))
    same(
      two!.reduce((total, term) => total + term.squares, 0),
      moments(y).squares,
    )
    two!.forEach((term, k) => same(term.squares, three![k]!.squares))
    expect(() =>
      twoWayAnova(
        y.subarray(0, 6),
        { ...a, places: a.places.subarray(0, 6) },
        { ...b, places: b.places.subarray(0, 6) },
        2,
      ),
    ).toThrow('nothing varies')
  })
})

describe('Rank tests', () => {
  it('do not change when values are stretched in order', () => {
    fc.assert(
      fc.property(groups, (given) => {
        const stretched = given.map((list) => list.map((x) => Math.sinh(x / 10)))
        same(kruskal(given)?.statistic, kruskal(stretched)?.statistic)
        same(mannWhitney(given[0]!, given[1]!)?.p, mannWhitney(stretched[0]!, stretched[1]!)?.p)
      }),
      runs,
    )
  })

  it('of two groups are one: H is z squared; U of both groups sum to all pairs', () => {
    fc.assert(
      fc.property(values(1), values(1), (x, y) => {
        const of = mannWhitney(x, y, { correct: false, exact: false })!
        same(of.u1 + of.u2, x.length * y.length)
        if (of.z !== null) same(kruskal([x, y])?.statistic, of.z ** 2)
        same(mannWhitney(y, x, { exact: false })?.p, mannWhitney(x, y, { exact: false })?.p)
      }),
      runs,
    )
  })

  it('Friedman of two is the sign test; exact p of signed ranks counts all signs', () => {
    const x = Float64Array.of(1, 5, 3, 8, 2, 9)
    const y = Float64Array.of(2, 4, 6, 9, 1, 12)
    // Ups and downs: 2 against 4, so chi-square (2 - 4)² / 6.
    same(friedman([x, y])?.statistic, 4 / 6)
    // R 4.2.2: wilcox.test(c(1.1, -2.2, 3.3, 4.4, 5.5))$p.value
    same(signedRank(Float64Array.of(1.1, -2.2, 3.3, 4.4, 5.5)).p, 0.1875)
    expect(signedRank(new Float64Array(3)).p).toBeNull()
  })

  it('the shift found by counting is the median of all differences', () => {
    const x = Float64Array.from({ length: 1500 }, (_, k) => (k * 7919) % 1009)
    const y = Float64Array.from({ length: 1501 }, (_, k) => ((k * 104729) % 2003) / 2)
    const all: number[] = []
    for (const a of x) for (const b of y) all.push(a - b)
    expect(medianDifference(x, y)).toBe(quantiles(all, [0.5])[0])
  })

  it('Shapiro and Wilk do not depend on unit and order', () => {
    const x = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5)
    same(shapiroWilk(x)?.w, shapiroWilk(x.map((value) => 1e6 - 100 * value).toReversed())?.w)
    expect(shapiroWilk(Float64Array.of(1, 1, 1))).toBeNull()
    expect(shapiroWilk(Float64Array.of(1, 2))).toBeNull()
  })
})

describe('Adjusted p', () => {
  it('is never below p, keeps its order and its gaps, and is p for a single test', () => {
    const p = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 9 })
    fc.assert(
      fc.property(p, fc.constantFrom(...adjustments), (given, method) => {
        const adjusted = adjustedP(given, method)
        given.forEach((value, k) => {
          if (value === null) return expect(adjusted[k]).toBeNull()
          expect(adjusted[k]!).toBeGreaterThanOrEqual(value * (1 - 1e-12))
          expect(adjusted[k]!).toBeLessThanOrEqual(1)
          given.forEach((other, j) => {
            if (other !== null && value < other)
              expect(adjusted[k]!).toBeLessThanOrEqual(adjusted[j]! + 1e-12)
          })
        })
      }),
    )
  })
})

describe('Crosstab tests', () => {
  it('of rows and columns exchanged are the same', () => {
    fc.assert(
      fc.property(table(3, 3), (counts) => {
        const turned = counts[0]!.map((_, c) => counts.map((line) => line[c]!))
        same(fisherExact(counts)?.p, fisherExact(turned)?.p)
        same(nominalAssociation(counts)?.lambda.rows, nominalAssociation(turned)?.lambda.columns)
        const [a, b] = [ordinalAssociation(counts), ordinalAssociation(turned)]
        if (a && b && a.concordant + a.discordant > 0) {
          same(a.gamma.value, b.gamma.value)
          same(a.somersRows.value, b.somersColumns.value)
          same(a.tauB.value ** 2, a.somersRows.value * a.somersColumns.value)
        }
      }),
      runs,
    )
  })

  it('of 2 by 2: the network gives the p of the hypergeometric', () => {
    fc.assert(
      fc.property(table(2, 2), (counts) => {
        same(fisherExact(counts)?.p, fisher(counts)?.p)
      }),
    )
  })

  it('ordered measures of counts are those of the people counted', () => {
    const counts = [[4, 2, 1], [1, 5, 3], [0, 2, 6]] // prettier-ignore
    const people = counts.flatMap((line, r) =>
      line.flatMap((n, c) => Array.from({ length: n }, () => [r, c] as const)),
    )
    const [x, y] = [0, 1].map((k) => Float64Array.from(people, (person) => person[k]!))
    const of = ordinalAssociation(counts)!
    const tau = kendall(x!, y!, { exact: false })!
    same(of.tauB.value, tau.tau)
    same(of.kendallP, tau.p)
    same(of.spearman, spearman(x!, y!)?.rho)
    same(of.scores, correlation(x!, y!))
  })

  it('simulated with a seed gives the same p again, near the exact one', () => {
    const counts = [[4, 3, 0, 1], [1, 2, 3, 2], [2, 5, 6, 4]] // prettier-ignore
    const exact = fisherExact(counts)!
    const simulated = fisherExact(counts, { steps: 10, seed: 7 })!
    expect(simulated.method).toBe('simulated')
    expect(fisherExact(counts, { steps: 10, seed: 7 })).toEqual(simulated)
    expect(Math.abs(simulated.p - exact.p)).toBeLessThan(4 * simulated.error!)
  })

  it('letters stand under the larger share; weights of one change nothing', () => {
    const counts = [[30, 5, 20], [10, 35, 20]] // prettier-ignore
    const plain = columnProportions(counts, { adjustment: 'bonferroni' })
    expect(plain[0]!.letters).toEqual(['B', '', 'B'])
    expect(plain[1]!.letters).toEqual(['', 'AC', ''])
    expect(
      columnProportions(counts, { adjustment: 'bonferroni', totals: [40, 40, 40], bases: [40, 40, 40] }),
    ).toEqual(plain)
    expect([0, 25, 26, 51, 52].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA'])
    expect(columnProportions([[0, 0], [0, 3]], { adjustment: 'holm' })[0]!.pairs[0]!.p).toBeNull() // prettier-ignore
  })

  it('Cochran of two is McNemar; trend of two groups is chi-square; one layer is (n - 1) / n of it', () => {
    const x = Float64Array.of(1, 1, 0, 1, 0, 1, 1, 0)
    const y = Float64Array.of(0, 1, 0, 0, 1, 0, 0, 0)
    same(cochranQ([x, y])?.statistic, mcnemar([[2, 1], [4, 1]], false)?.statistic) // prettier-ignore
    const counts = [[12, 7], [5, 16]] // prettier-ignore
    const chi = chiSquare(counts)!.statistic
    same(proportionTrend([{ x: 12, n: 19 }, { x: 5, n: 21 }])?.statistic, chi) // prettier-ignore
    const layer = mantelHaenszel([counts], false)!
    same(layer.statistic, (chi * 39) / 40)
    same(layer.oddsRatio, (12 * 16) / (7 * 5))
  })
})

describe('Relations', () => {
  const column = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3)
  const other = Float64Array.of(2, 7, 1, 8, 2, 8, 1, 8, 2, 8)
  const y = Float64Array.of(1, 6, 1, 8, 0, 3, 3, 9, 8, 8)
  const matrix = (lists: Readonly<Record<string, Float64Array>>, rows = 10) =>
    modelMatrix(
      Object.keys(lists),
      new Map(Object.entries(lists).map(([name, list]) => [name, { kind: 'number' as const, values: list }])),
      new Uint8Array(rows).fill(1),
    )

  it('correlation, its partial without controls, and regression on one number agree', () => {
    const r = correlationTest(column, y)!
    const fit = linearRegression(y, matrix({ x: column }))
    if ('refused' in fit) throw new Error(fit.refused)
    same(partialCorrelation(column, y, [])?.r, r.r)
    same(fit.r2, r.r ** 2)
    same(fit.coefficients[1]?.p, r.p)
    same(fit.coefficients[1]?.standardised, r.r)
    same(fit.f?.statistic, fit.coefficients[1]!.statistic ** 2)
    same(
      spearman(
        column.map((x) => x ** 3),
        y,
      )?.rho,
      spearman(column, y)?.rho,
    )
    expect(() => partialCorrelation(column, y, [other, other])).toThrow('control 2')
  })

  it('a regression does not change with weights of one, units or the order of rows', () => {
    const of = (weights: Float64Array | null, scale: number, turn: boolean) => {
      const order = (list: Float64Array) => (turn ? list.toReversed() : list)
      const fit = linearRegression(
        order(y),
        matrix({ a: order(column.map((x) => scale * x)), b: order(other) }),
        { weights },
      )
      if ('refused' in fit) throw new Error(fit.refused)
      return fit
    }
    const plain = of(null, 1, false)
    for (const fit of [
      of(new Float64Array(10).fill(1), 1, false),
      of(null, 1000, false),
      of(null, 1, true),
    ]) {
      same(fit.r2, plain.r2)
      same(fit.coefficients[1]?.p, plain.coefficients[1]?.p)
      same(fit.coefficients[2]?.robust.hc3, plain.coefficients[2]?.robust.hc3)
    }
    // R 4.2.2: car::hccm(lm(y ~ a + b), type = "hc0" | "hc2"), square root of the third diagonal entry
    same(plain.coefficients[2]?.robust.hc0, 0.2218500831410997)
    same(plain.coefficients[2]?.robust.hc2, 0.2641483716434503)
  })

  it('a logistic regression on one category is the log odds ratio; weights count rows', () => {
    const counts = [[12, 7], [5, 16]] // prettier-ignore
    const rows = counts.flatMap((line, r) =>
      line.flatMap((n, c) => Array.from({ length: n }, () => [1 - r, 1 - c] as const)),
    )
    const x = Float64Array.from(rows, ([a]) => a)
    const yes = Float64Array.from(rows, ([, b]) => b)
    const fit = logisticRegression(yes, matrix({ x }, rows.length))
    const grouped = logisticRegression(
      Float64Array.of(1, 0, 1, 0, 1, 0, 1, 0),
      matrix({ x: Float64Array.of(1, 1, 0, 0, 1, 1, 0, 0) }, 8),
      {
        weights: Float64Array.of(6, 3, 2, 8, 6, 4, 3, 8),
      },
    )
    if ('refused' in fit || 'refused' in grouped) throw new Error('refused')
    same(fit.coefficients[1]?.oddsRatio, (12 * 16) / (7 * 5))
    same(fit.coefficients[1]?.error, Math.sqrt(1 / 12 + 1 / 7 + 1 / 5 + 1 / 16))
    same(grouped.coefficients[1]?.estimate, fit.coefficients[1]?.estimate)
    same(grouped.deviance, fit.deviance)
  })
})
