/** Scales with the weights of a sample, and limits of effect sizes, as R has them. */

import { expect, test } from 'vitest'
import { alpha } from '../../analysis/statistics/alpha.ts'
import { components } from '../../analysis/statistics/components.ts'
import { rankBiserialInterval, riskRatio } from '../../analysis/statistics/effect-sizes.ts'
import { kendall } from '../../analysis/statistics/kendall.ts'
import { mannWhitney } from '../../analysis/statistics/mann-whitney.ts'
import { mantelHaenszel } from '../../analysis/statistics/mantel-haenszel.ts'
import { samplingAdequacy } from '../../analysis/statistics/sampling-adequacy.ts'
import { alphaResult } from '../../analysis/statistics/scale-results.ts'
import { spearman } from '../../analysis/statistics/spearman.ts'
import { splitHalf } from '../../analysis/statistics/split-half.ts'
import { trimmedMean } from '../../analysis/statistics/trimmed-mean.ts'

// R 4.2.2: attitude[, 2:7]
const items = [
  [51, 64, 70, 63, 78, 55, 67, 75, 82, 61, 53, 60, 62, 83, 77, 90, 85, 60, 70, 58, 40, 61, 66, 37, 54, 77, 75, 57, 85, 82],
  [30, 51, 68, 45, 56, 49, 42, 50, 72, 45, 53, 47, 57, 83, 54, 50, 64, 65, 46, 68, 33, 52, 52, 42, 42, 66, 58, 44, 71, 39],
  [39, 54, 69, 47, 66, 44, 56, 55, 67, 47, 58, 39, 42, 45, 72, 72, 69, 75, 57, 54, 34, 62, 50, 58, 48, 63, 74, 45, 71, 59],
  [61, 63, 76, 54, 71, 54, 66, 70, 71, 62, 58, 59, 55, 59, 79, 60, 79, 55, 75, 64, 43, 66, 63, 50, 66, 88, 80, 51, 77, 64],
  [92, 73, 86, 84, 83, 49, 68, 66, 83, 80, 67, 74, 63, 77, 77, 54, 79, 80, 85, 78, 64, 80, 80, 57, 75, 76, 78, 83, 74, 78],
  [45, 47, 48, 35, 47, 34, 35, 41, 31, 41, 34, 41, 25, 35, 46, 36, 63, 60, 46, 52, 33, 41, 37, 49, 33, 72, 49, 38, 55, 39],
].map((values) => Float64Array.from(values)) // prettier-ignore
const weights = Float64Array.from({ length: 30 }, (_, row) => [1, 2, 0.5, 3, 1.5][row % 5]!)
// R 4.2.2: mtcars$mpg, mtcars$wt
const mpg = Float64Array.of(21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4) // prettier-ignore
const wt = Float64Array.of(2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78) // prettier-ignore
// R 4.2.2: sleep$extra by sleep$group
const first = Float64Array.of(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2)
const second = Float64Array.of(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)

test('weighted reliability is that of the weighted covariances', () => {
  // R 4.2.2, survey 4.1.1: svycralpha(~…, svydesign(id = ~1, weights = ~w)); limits: 1 - (1 - a) * qf(…, ne - 1, (ne - 1) * 5)
  const of = alpha(items, 0.95, weights)!
  expect(of.raw).toBeCloseTo(0.7911692699426734, 13)
  expect(of.standardised).toBeCloseTo(0.78867531456281326, 13)
  expect(of.effective).toBeCloseTo(23.272727272727273, 12)
  expect(of.feldt.lower).toBeCloseTo(0.62519844348089082, 10)
  expect(of.feldt.upper).toBeCloseTo(0.89920102753364639, 10)
  // weighted.mean(x[, 1], w); sqrt(cov.wt(x, w, method = "ML")$cov[1, 1] * 30 / 29)
  expect(of.items[0]!.mean).toBeCloseTo(67.916666666666671, 12)
  expect(of.items[0]!.sd).toBeCloseTo(14.149499402216792, 11)
  // r <- cov.wt(…, cor = TRUE)$cor[1, 2] of the sums of three items each; 2 r / (1 + r); 2 * (1 - (v1 + v2) / v)
  const halves = splitHalf(items.slice(0, 3), items.slice(3), weights)!
  expect(halves.correlation).toBeCloseTo(0.57382979861312222, 12)
  expect(halves.spearmanBrown).toBeCloseTo(0.72921455562575821, 12)
  expect(halves.guttman).toBeCloseTo(0.69651177749677595, 12)
})

test('weighted components and adequacy are those of the weighted correlations', () => {
  // R 4.2.2, psych 2.2.9: R <- cov2cor(cov.wt(x, w)$cov); KMO(R); cortest.bartlett(R, n = sum(w)^2 / sum(w^2)); eigen(R)
  const adequacy = samplingAdequacy(items, weights)
  if (typeof adequacy === 'string') throw new Error(adequacy)
  expect(adequacy.kmo).toBeCloseTo(0.64654931713252173, 12)
  expect(adequacy.statistic).toBeCloseTo(53.647046258582577, 9)
  expect(adequacy.p / 3.0086399535457529e-6).toBeCloseTo(1, 9)
  const reduced = components(items, 2, weights)
  if (typeof reduced === 'string') throw new Error(reduced)
  const wanted = [3.04330462970020843, 1.13579991130092761, 0.88523600220685961, 0.52353049341739488]
  for (const [k, value] of wanted.entries()) expect(reduced.eigenvalues[k]).toBeCloseTo(value, 11)
})

test('equal weights change nothing, whole ones count rows, and rows without one are left out', () => {
  const plain = alpha(items)!
  const equal = alpha(items, 0.95, new Float64Array(30).fill(2.5))!
  expect(equal).toEqual(plain)
  expect(alphaResult(['a', 'b', 'c', 'd', 'e', 'f'], equal).notes.map(({ code }) => code)).not.toContain('scaleWeighted') // prettier-ignore
  const twice = weights.map((_, row) => (row < 10 ? 2 : 1))
  const repeated = items.map((values) => Float64Array.of(...values, ...values.subarray(0, 10)))
  expect(alpha(items, 0.95, twice)!.raw).toBeCloseTo(alpha(repeated)!.raw, 12)
  const some = weights.map((weight, row) => (row < 3 ? [0, NaN, -1][row]! : weight))
  const rest = alpha(items, 0.95, some)!
  expect([rest.n, rest.missing]).toEqual([27, 3])
  expect(rest.raw).toBeCloseTo(alpha(items.map((values) => values.subarray(3)), 0.95, weights.subarray(3))!.raw, 12) // prettier-ignore
  expect(alpha(items, 0.95, new Float64Array(30))).toBeNull()
  expect(() => alpha(items, 0.95, new Float64Array(29))).toThrow('30 rows')
  const shown = alphaResult(['a', 'b', 'c', 'd', 'e', 'f'], alpha(items, 0.95, weights))
  expect(shown.notes).toContainEqual({ code: 'scaleWeighted', params: { n: 30, effective: 23 } })
})

test('limits of ranks and ratios', () => {
  // R 4.2.2, effectsize 0.8.3: rank_biserial(x, y)
  const test = mannWhitney(first, second)!
  const of = rankBiserialInterval(test.rankBiserial, 10, 10)
  expect([of.value, of.lower, of.upper].map((value) => value.toFixed(12))).toEqual([
    '-0.490000000000',
    '-0.783595291839',
    '-0.017500821399',
  ])
  // R 4.2.2, epitools 0.5.10.1: riskratio.wald(matrix(c(12, 7, 5, 16), 2, byrow = TRUE), rev = "both"); epiR 2.0.57 gives the same
  const ratio = riskRatio([[12, 7], [5, 16]])! // prettier-ignore
  expect(ratio.lower).toBeCloseTo(1.146735914493423, 12)
  expect(ratio.upper).toBeCloseTo(6.136072137181819, 12)
  // R 4.2.2: r <- cor(mpg, wt, method = "spearman"); tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt((1 + r^2 / 2) / 29))
  const rho = spearman(mpg, wt)!
  expect(rho.lower).toBeCloseTo(-0.9502658823782981, 12)
  expect(rho.upper).toBeCloseTo(-0.751081976970414, 12)
  // the same for "kendall" with sqrt(0.437 / 28)
  const tau = kendall(mpg, wt)!
  expect(tau.lower).toBeCloseTo(-0.8239376441604125, 12)
  expect(tau.upper).toBeCloseTo(-0.5910292952841998, 12)
})

test('the error of a trimmed mean, and whether one odds ratio fits all layers', () => {
  // R 4.2.2: w <- pmin(pmax(x, x[g + 1]), x[n - g]); sqrt((n - 1) * var(w) / (h * (h - 1))) with n = 20, g = 4, h = 12
  const of = trimmedMean(Float64Array.of(...first, ...second), 0.2)!
  expect(of.mean).toBeCloseTo(1.3083333333333333, 12)
  expect(of.error).toBeCloseTo(0.5560241710464382, 12)
  // R 4.2.2: UCBAdmissions; epiR 2.0.57 epi.2by2()$massoc.detail$bOR.homog is 18.8255137 before Tarone's correction,
  // which takes off sum(a - e)^2 / sum(v) with e by uniroot(tol = 1e-13)
  const layers = [[[512, 89], [313, 19]], [[353, 17], [207, 8]], [[120, 202], [205, 391]], [[138, 131], [279, 244]], [[53, 94], [138, 299]], [[22, 24], [351, 317]]] // prettier-ignore
  const { homogeneity } = mantelHaenszel(layers, false)!
  expect(homogeneity?.statistic).toBeCloseTo(18.825501252052749, 8)
  expect(homogeneity?.p).toBeCloseTo(0.002071401397881255, 10)
})
