/**
 * Are two yes-or-no questions related within the layers of a third? The test of Cochran, Mantel and Haenszel with the
 * common odds ratio, and the test of Breslow and Day (with Tarone's correction) that one ratio fits all layers.
 *
 * In: a 2 by 2 table for each layer; layers of fewer than two people are left out, counted in `left`. Out: chi-square,
 * corrected for continuity where asked and not overshooting, p, the common odds ratio with limits (null where
 * the tables do not allow it). Null where no layer has something to test.
 * Source: Mantel and Haenszel 1959; Robins, Breslow and Greenland 1986; Tarone 1985; R `mantelhaen.test`.
 */

import { chiSquareTail, normalQuantile } from '../distributions.ts'
import { sum } from '../sums.ts'

export interface MantelHaenszel {
  readonly layers: number
  readonly left: number
  readonly statistic: number
  readonly df: 1
  readonly p: number
  readonly oddsRatio: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly homogeneity: { readonly statistic: number; readonly df: number; readonly p: number } | null
}

interface Layer {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly n: number
}

export function mantelHaenszel(
  tables: readonly (readonly (readonly number[])[])[],
  correct: boolean,
  level = 0.95,
): MantelHaenszel | null {
  const all = tables.map(([[a = 0, b = 0] = [], [c = 0, d = 0] = []]): Layer => ({
    a,
    b,
    c,
    d,
    n: a + b + c + d,
  }))
  const layers = all.filter(({ n }) => n > 1)
  const gap = sum(layers.map(({ a, b, c, n }) => a - ((a + b) * (a + c)) / n))
  const square = sum(
    layers.map(({ a, b, c, d, n }) => ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1))),
  )
  if (!(square > 0)) return null
  const statistic = (Math.abs(gap) - (correct && Math.abs(gap) >= 0.5 ? 0.5 : 0)) ** 2 / square
  const ratio = commonRatio(layers)
  const reach = normalQuantile((1 - level) / 2, 'upper')
  const limit = (side: 1 | -1) =>
    ratio === null || ratio.error === null ? null : ratio.value * Math.exp(side * reach * ratio.error)
  return {
    layers: layers.length,
    left: all.length - layers.length,
    statistic,
    df: 1,
    p: chiSquareTail(statistic, 1, 'upper'),
    oddsRatio: ratio?.value ?? null,
    lower: limit(-1),
    upper: limit(1),
    homogeneity: ratio && ratio.error !== null ? homogeneity(layers, ratio.value) : null,
  }
}

/** The common odds ratio with the standard error of its logarithm. */
function commonRatio(
  layers: readonly Layer[],
): { readonly value: number; readonly error: number | null } | null {
  const straight = layers.map(({ a, d, n }) => (a * d) / n)
  const crossed = layers.map(({ b, c, n }) => (b * c) / n)
  const [r, s] = [sum(straight), sum(crossed)]
  if (!(s > 0)) return null
  if (!(r > 0)) return { value: 0, error: null }
  const likely = layers.map(({ a, d, n }) => (a + d) / n)
  const unlikely = layers.map(({ b, c, n }) => (b + c) / n)
  const products = (left: readonly number[], right: readonly number[]) =>
    sum(left.map((x, k) => x * right[k]!))
  const square =
    products(likely, straight) / (2 * r * r) +
    (products(likely, crossed) + products(unlikely, straight)) / (2 * r * s) +
    products(unlikely, crossed) / (2 * s * s)
  return { value: r / s, error: Math.sqrt(square) }
}

/** Counts expected with the common ratio against those observed; null below two layers that can tell. */
function homogeneity(layers: readonly Layer[], ratio: number): MantelHaenszel['homogeneity'] {
  const fitted = layers.flatMap((layer) => {
    const [row, column] = [layer.a + layer.b, layer.a + layer.c]
    const expected = expectedCount(row, column, layer.n, ratio)
    const rest = layer.n - row - column + expected
    const square = 1 / (1 / expected + 1 / (row - expected) + 1 / (column - expected) + 1 / rest)
    return square > 0 ? [{ observed: layer.a, expected, square }] : []
  })
  if (fitted.length < 2) return null
  const breslowDay = sum(fitted.map(({ observed, expected, square }) => (observed - expected) ** 2 / square))
  const tarone =
    sum(fitted.map(({ observed, expected }) => observed - expected)) ** 2 /
    sum(fitted.map(({ square }) => square))
  const statistic = Math.max(0, breslowDay - tarone)
  const df = fitted.length - 1
  return { statistic, df, p: chiSquareTail(statistic, df, 'upper') }
}

/** The count of the first cell that gives the odds ratio with these margins: the root of a quadratic inside the range. */
function expectedCount(row: number, column: number, n: number, ratio: number): number {
  if (Math.abs(ratio - 1) < 1e-12) return (row * column) / n
  const middle = n - row - column + ratio * (row + column)
  const root = Math.sqrt(middle * middle + 4 * ratio * row * column * (1 - ratio))
  // Of the two forms of the root, the one that subtracts nothing of equal size.
  return middle < 0 ? (root - middle) / (2 * (1 - ratio)) : (2 * ratio * row * column) / (middle + root)
}
