/**
 * Pearson's correlation of two numbers, its test and interval; partial correlation.
 *
 * In: pairs without missing values. Out: r between -1 and 1; t with n - 2 degrees of freedom and two-sided p (fewer
 * by one for each number held constant); limits by Fisher's z, null below four pairs. Null below three pairs (r alone:
 * two) or where one does not vary; an Error where numbers held constant are combinations of each other.
 * Source: Pearson 1895; Fisher 1921; R `cor.test`.
 */

import { normalQuantile, tTwoSided } from '../distributions.ts'
import { qr } from '../matrix.ts'
import { moments, sum } from '../sums.ts'

/** r of x and y, row by row. */
export function correlation(x: Float64Array, y: Float64Array): number | null {
  const a = moments(x)
  const b = moments(y)
  if (a.n < 2 || !varies(x, a.squares) || !varies(y, b.squares)) return null
  const together = sum(x.map((value, i) => (value - a.mean) * (y[i]! - b.mean)))
  return Math.min(1, Math.max(-1, together / Math.sqrt(a.squares) / Math.sqrt(b.squares)))
}

function varies(values: Float64Array, squares: number): boolean {
  return squares > 0 && values.some((value) => value !== values[0])
}

export interface CorrelationTest {
  readonly n: number
  readonly r: number
  readonly statistic: number
  readonly df: number
  readonly p: number
  readonly lower: number | null
  readonly upper: number | null
}

export function correlationTest(x: Float64Array, y: Float64Array, level = 0.95): CorrelationTest | null {
  const r = correlation(x, y)
  return r === null ? null : tested(r, x.length, 0, level)
}

/** The correlation that is left of x and y when `controls` are held constant; each a column of the same rows. */
export function partialCorrelation(
  x: Float64Array,
  y: Float64Array,
  controls: readonly Float64Array[],
  level = 0.95,
): CorrelationTest | null {
  const decomposed = qr([new Float64Array(x.length).fill(1), ...controls])
  const [dependent] = decomposed.dependent
  if (dependent !== undefined)
    throw new Error(`partial correlation: control ${dependent} depends on those before it`)
  const rest = (values: Float64Array) => decomposed.rotate(values).subarray(decomposed.rank)
  const [a, b] = [rest(x), rest(y)]
  const [aa, bb] = [product(a, a), product(b, b)]
  // What is left of a number that the controls make up is rounding.
  if (!(aa > 1e-20 * moments(x).squares) || !(bb > 1e-20 * moments(y).squares)) return null
  const r = Math.min(1, Math.max(-1, product(a, b) / Math.sqrt(aa) / Math.sqrt(bb)))
  return tested(r, x.length, controls.length, level)
}

function product(a: Float64Array, b: Float64Array): number {
  return sum(a.map((value, i) => value * b[i]!))
}

function tested(r: number, n: number, held: number, level: number): CorrelationTest | null {
  const df = n - 2 - held
  if (df < 1) return null
  const statistic = (r * Math.sqrt(df)) / Math.sqrt((1 - r) * (1 + r))
  const reach = df > 1 ? normalQuantile((1 - level) / 2, 'upper') / Math.sqrt(df - 1) : null
  const z = Math.atanh(r)
  return {
    n,
    r,
    statistic,
    df,
    p: tTwoSided(statistic, df),
    lower: reach === null ? null : Math.tanh(z - reach),
    upper: reach === null ? null : Math.tanh(z + reach),
  }
}
