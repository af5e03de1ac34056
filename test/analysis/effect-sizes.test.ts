import { describe, expect, it } from 'vitest'
import { logitInterval } from '../../analysis/intervals.ts'
import { chiSquare } from '../../analysis/statistics/crosstab.ts'
import {
  cramersVInterval,
  differenceSizes,
  meanSize,
  oddsRatio,
  pairedRankBiserialInterval,
  rankBiserialInterval,
  riskRatio,
} from '../../analysis/statistics/effect-sizes.ts'
import { indexScore } from '../../analysis/statistics/index-score.ts'
import { multipleCrosstab } from '../../analysis/statistics/multiple-crosstab.ts'
import { etaSquaredInterval } from '../../analysis/statistics/one-way-anova.ts'
import { threeWay } from '../../analysis/statistics/three-way.ts'
import { trimmedMean } from '../../analysis/statistics/trimmed-mean.ts'
import { moments } from '../../analysis/sums.ts'

// R 4.2.2 `sleep`
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

function near(actual: number | null | undefined, wanted: number, digits = 9) {
  expect(actual).toBeCloseTo(wanted, digits)
}

describe('Standardised differences', () => {
  it('have limits that leave 2.5 per cent of the noncentral t beyond the observed one', () => {
    // R 4.2.2: uniroot(function(n) pt(t, 18, n, lower.tail = FALSE) - 0.025, c(-8, 8), tol = 1e-14)$root / sqrt(5), ...
    const { d, g } = differenceSizes(moments(first), moments(second))!
    near(d.value, -0.8321810813495396, 12)
    near(d.lower, -1.738816899103422)
    near(d.upper, 0.09545039821142287)
    expect(Math.abs(g.value)).toBeLessThan(Math.abs(d.value))
    near(g.lower / d.lower, g.value / d.value, 12)
  })

  it('of pairs rest on the spread of the differences', () => {
    // R 4.2.2: the same with pt(t, 9, n) / sqrt(10)
    const dz = meanSize(moments(first.map((value, k) => value - second[k]!)))!
    near(dz.value, -1.284557562591055, 12)
    near(dz.lower, -2.118016513977067, 8)
    near(dz.upper, -0.4146277563801441, 8)
  })

  it('change sign with the order of the groups and not with the unit', () => {
    const forth = differenceSizes(moments(first), moments(second))!.d
    const back = differenceSizes(moments(second.map((x) => 60 * x)), moments(first.map((x) => 60 * x)))!.d
    near(back.value, -forth.value, 12)
    near(back.lower, -forth.upper)
    expect(differenceSizes(moments([1, 1]), moments([2, 2]))).toBeNull()
    expect(meanSize(moments([3]))).toBeNull()
  })
})

describe('Sizes of association', () => {
  it('Cramér’s V has limits from the noncentral chi-square', () => {
    // R 4.2.2: t <- table(mtcars$cyl, mtcars$gear); sqrt((uniroot(function(n) pchisq(X, 4, n, lower.tail = FALSE) - 0.025, c(0, 100))$root + 4) / 64)
    const test = chiSquare([[1, 8, 2], [2, 4, 1], [12, 0, 2]])! // prettier-ignore
    const v = cramersVInterval(test, 3)
    near(v.value, 0.5308655025693249, 12)
    near(v.lower, 0.3318996405251974)
    near(v.upper, 0.7794929374236745)
    const nothing = chiSquare([[10, 10], [11, 10]])! // prettier-ignore
    expect(cramersVInterval(nothing, 2).lower).toBe(0)
  })

  it('eta squared has limits from the noncentral F', () => {
    // R 4.2.2: F of lm(count ~ spray, InsectSprays); n <- uniroot(function(n) pf(F, 5, 66, n) - 0.05, c(0, 900))$root; n / (n + 72)
    const { lower, upper } = etaSquaredInterval(34.70228205549169, 5, 66)
    near(lower, 0.6030327420827709)
    near(upper, 0.7695339367864312)
  })

  it('odds and risk ratios have limits on the log scale, and turn over with the rows', () => {
    // R 4.2.2: exp(log(12 * 16 / (7 * 5)) + c(-1, 1) * qnorm(0.975) * sqrt(1/12 + 1/7 + 1/5 + 1/16))
    const of = oddsRatio([[12, 7], [5, 16]])! // prettier-ignore
    near(of.value, 5.485714285714286, 12)
    near(of.lower, 1.393762671044606, 12)
    near(of.upper, 21.59123776929358, 10)
    const turned = oddsRatio([[5, 16], [12, 7]])! // prettier-ignore
    near(turned.lower * of.upper, 1, 12)
    expect(Number.isFinite(oddsRatio([[0, 7], [5, 16]])!.upper)).toBe(true) // prettier-ignore
    expect(riskRatio([[0, 7], [5, 16]])).toBeNull() // prettier-ignore
    near(riskRatio([[12, 7], [5, 16]])!.value, 12 / 19 / (5 / 21), 12) // prettier-ignore
    expect(oddsRatio([[0, 0], [0, 0]])).toBeNull() // prettier-ignore
  })

  it('rank-biserial limits stay within -1 and 1 around the value', () => {
    for (const of of [rankBiserialInterval(0.4, 12, 9), pairedRankBiserialInterval(-0.9, 15)]) {
      expect(of.lower).toBeGreaterThan(-1)
      expect(of.upper).toBeLessThan(1)
      expect(of.lower < of.value && of.value < of.upper).toBe(true)
    }
  })
})

describe('Further descriptives', () => {
  it('trimmed means agree with R', () => {
    // R 4.2.2: mean(c(1,2,3,4,100), trim = 0.2); mean(sleep$extra, trim = 0.15)
    near(trimmedMean(Float64Array.of(1, 2, 3, 4, 100), 0.2)?.mean, 3, 12)
    near(trimmedMean(Float64Array.from([...first, ...second]), 0.15)?.mean, 1.378571428571429, 12)
    const whole = trimmedMean(Float64Array.from(first), 0)!
    near(whole.error, Math.sqrt(moments(first).squares / 9 / 10), 12)
    expect(trimmedMean(new Float64Array(), 0.1)).toBeNull()
    expect(() => trimmedMean(Float64Array.of(1), 0.5)).toThrow('share')
  })

  it('logit intervals agree with R', () => {
    // R 4.2.2: plogis(qlogis(0.3) + c(-1, 1) * qnorm(0.975) / sqrt(50 * 0.3 * 0.7))
    const of = logitInterval(15, 50)!
    near(of.lower, 0.1896699960782239, 12)
    near(of.upper, 0.439685177627382, 12)
    expect(logitInterval(0, 9)).toEqual({ lower: 0, upper: 1 })
    expect(logitInterval(1, 0)).toBeNull()
  })

  it('an index runs from 0 to 100, and the other way round where low is good', () => {
    const of = moments([1, 2, 5, 4])
    near(indexScore(of, { low: 1, high: 5 })?.index, 50, 12)
    const forth = indexScore(moments([1, 1, 2]), { low: 1, high: 5 })!
    const back = indexScore(moments([1, 1, 2]), { low: 1, high: 5, reversed: true })!
    near(forth.index + back.index, 100, 12)
    near(forth.upper! + back.lower!, 100, 10)
    expect(indexScore(moments([]), { low: 1, high: 5 })).toBeNull()
    expect(() => indexScore(of, { low: 3, high: 3 })).toThrow('equal')
  })
})

describe('Several answers and several layers', () => {
  const groups = [0, 0, 0, 1, 1, 1, -1, 1]
  const chosen = [Uint8Array.of(1, 1, 0, 0, 0, 1, 1, 0), Uint8Array.of(0, 1, 1, 1, 1, 1, 0, 0)]
  const answered = Uint8Array.of(2, 2, 2, 2, 2, 2, 2, 0)

  it('per cent are of those who answered in each group; weights of one change nothing', () => {
    const input = { chosen, answered, groups, groupCount: 2 }
    const plain = multipleCrosstab(input, { adjustment: 'none' })
    expect(plain.groups.map(({ n }) => n)).toEqual([3, 3])
    near(plain.choices[0]!.percents[0], 200 / 3, 10)
    near(plain.choices[1]!.totalPercent, 500 / 6, 10)
    const weighted = multipleCrosstab(
      { ...input, weights: new Float64Array(8).fill(1) },
      { adjustment: 'none' },
    )
    expect(weighted.choices.map(({ percents, letters }) => [percents, letters])).toEqual(
      plain.choices.map(({ percents, letters }) => [percents, letters]),
    )
    expect(weighted.choices[0]!.p).toBeNull()
  })

  it('the generalised test of layers agrees with R', () => {
    // R 4.2.2: mantelhaen.test(HairEyeColor)
    const men = [[32, 11, 10, 3], [53, 50, 25, 15], [10, 10, 7, 7], [3, 30, 5, 8]] // prettier-ignore
    const women = [[36, 9, 5, 2], [66, 34, 29, 14], [16, 7, 7, 7], [4, 64, 5, 8]] // prettier-ignore
    const of = threeWay([men, women])
    near(of.within?.statistic, 140.2833320513838, 10)
    expect(of.within?.df).toBe(9)
    expect(of.within!.p / 9.016374039808296e-26).toBeCloseTo(1, 9)
    expect(of.layers.map(({ n }) => n)).toEqual([279, 313])
    near(of.together.test?.n, 592, 12)
    expect(threeWay([]).within).toBeNull()
    expect(threeWay([[[1, 0], [2, 0]]]).within).toBeNull() // prettier-ignore
  })
})
