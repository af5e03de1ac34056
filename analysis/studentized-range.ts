/**
 * The studentised range: the largest difference of `groups` means over their pooled standard error with `df`
 * degrees of freedom (Infinity allowed).
 *
 * Both tails are integrated by themselves with the trapezoidal rule on the whole line, which for these smooth
 * integrands reaches the last digits with few points (Trefethen and Weideman 2014), so that the upper tail keeps its
 * relative precision as far as 1e-300. R's `ptukey` stops at about 1e-10 absolute. Source: Copenhaver and Holland 1988.
 */

import { logGamma, normalTail } from './distributions.ts'
import type { Tail } from './distributions.ts'

/** P of a range at or below (`lower`) or above (`upper`) q; NaN outside groups >= 2, df > 0. */
export function studentizedRangeTail(q: number, groups: number, df: number, tail: Tail = 'upper'): number {
  if (Number.isNaN(q) || !(groups >= 2) || !(df > 0)) return NaN
  if (q <= 0) return tail === 'upper' ? 1 : 0
  if (q === Infinity) return tail === 'upper' ? 0 : 1
  if (df === Infinity || df > 1e8) return rangeTail(q, groups, tail)
  return Math.min(1, overSpread(q, groups, df, tail))
}

/** The q with the given probability on the named side; NaN where there is none. */
export function studentizedRangeQuantile(
  p: number,
  groups: number,
  df: number,
  tail: Tail = 'lower',
): number {
  if (!(p >= 0 && p <= 1) || !(groups >= 2) || !(df > 0)) return NaN
  if (p === 0 || p === 1) return (p === 0) === (tail === 'lower') ? 0 : Infinity
  const target = Math.log(p)
  const rising = tail === 'lower'
  const gap = (logQ: number) => {
    const value = Math.log(studentizedRangeTail(Math.exp(logQ), groups, df, tail)) - target
    return rising ? value : -value
  }
  let low = 0.5
  let high = 2
  let atLow = gap(low)
  let atHigh = gap(high)
  for (let step = 1; atLow > 0 && low > -600; step *= 2) {
    high = low
    atHigh = atLow
    low -= step
    atLow = gap(low)
  }
  for (let step = 1; atHigh < 0 && high < 600; step *= 2) {
    low = high
    atLow = atHigh
    high += step
    atHigh = gap(high)
  }
  return Math.exp(illinois(gap, { low, atLow, high, atHigh }))
}

/** Root of a rising function between two points that enclose it. */
function illinois(
  gap: (x: number) => number,
  bracket: { low: number; atLow: number; high: number; atHigh: number },
): number {
  let { low, atLow, high, atHigh } = bracket
  let side = 0
  for (let k = 0; k < 100 && high - low > 1e-13; k += 1) {
    const secant = high - (atHigh * (high - low)) / (atHigh - atLow)
    const middle = secant > low && secant < high && k % 8 !== 7 ? secant : (low + high) / 2
    if (middle === low || middle === high) return middle
    const value = gap(middle)
    if (value === 0) return middle
    if (value > 0) {
      high = middle
      atHigh = value
      if (side === 1) atLow /= 2
      side = 1
    } else {
      low = middle
      atLow = value
      if (side === -1) atHigh /= 2
      side = -1
    }
  }
  return (low + high) / 2
}

/** Integrates the range's tail over the spread s = e^t, whose density is that of a chi over the root of df. */
function overSpread(q: number, groups: number, df: number, tail: Tail): number {
  const half = df / 2
  const constant = Math.LN2 + half * Math.log(half) - logGamma(half)
  const logDensity = (t: number) => constant + df * t - half * Math.exp(2 * t)
  const logAt = (t: number) => logDensity(t) + Math.log(rangeTail(q * Math.exp(t), groups, tail))
  const peak = highest(logAt, tail === 'lower', -60 / Math.min(df, 60) - 2 - Math.max(0, Math.log(q)), 2)
  const square = Math.exp(2 * peak)
  const width = 1 / Math.sqrt(2 * df * square + (tail === 'upper' ? q * q * square : 0) + 1e-300)
  const step = Math.min(0.1, 0.5 * width)
  const top = logAt(peak)
  let total = Math.exp(top)
  for (const direction of [-1, 1]) {
    for (let k = 1; k < 20_000; k += 1) {
      const part = logAt(peak + direction * k * step)
      total += Math.exp(part)
      if (!(part > top - 42)) break
    }
  }
  return step * total
}

/** Where a function of one peak is highest, near enough to centre a sum on it; `right` says where to look from where it is 0. */
function highest(of: (t: number) => number, right: boolean, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2
  let low = from
  let high = to
  let a = high - ratio * (high - low)
  let b = low + ratio * (high - low)
  let atA = of(a)
  let atB = of(b)
  for (let k = 0; k < 14; k += 1) {
    if (atA > atB || (atA === -Infinity && atB === -Infinity && !right)) {
      high = b
      b = a
      atB = atA
      a = high - ratio * (high - low)
      atA = of(a)
    } else {
      low = a
      a = b
      atA = atB
      b = low + ratio * (high - low)
      atB = of(b)
    }
  }
  return (low + high) / 2
}

/**
 * Range of `groups` standard normal values: with z the largest of them,
 * lower = k ∫ φ(z) (Φ(z) - Φ(z-w))^(k-1) dz, upper = k ∫ φ(z) (Φ(z)^(k-1) - (Φ(z) - Φ(z-w))^(k-1)) dz.
 */
function rangeTail(w: number, groups: number, tail: Tail): number {
  if (w <= 0) return tail === 'upper' ? 1 : 0
  const others = groups - 1
  const step = 0.125 / (1 + 0.1 * Math.log(groups))
  // Above the middle both factors fall; sums run outwards until nothing more is added.
  const centre = tail === 'upper' ? Math.min(w / 2, 36) : Math.min(w / 2, Math.sqrt(2 * Math.log(groups)))
  const at = (z: number) => {
    const below = upperNormal(-z)
    const far = upperNormal(w - z)
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
    if (tail === 'lower') return density * Math.max(0, between(z, w)) ** others
    if (below === 0) return 0
    return density * below ** others * -Math.expm1(others * Math.log1p(-Math.min(1, far / below)))
  }
  let total = at(centre)
  for (const direction of [-1, 1]) {
    let least = 0
    for (let k = 1; k < 2000; k += 1) {
      const part = at(centre + direction * k * step)
      total += part
      // Before the peak parts grow: stop only where they are nothing beside the sum, and have been for a while.
      least = part <= total * 1e-19 ? least + 1 : 0
      if (least > 12 && (direction > 0 || centre - k * step < -1)) break
    }
  }
  return groups * step * total
}

/** Φ(z) - Φ(z - w), from the side where nothing cancels. */
function between(z: number, w: number): number {
  return z > w / 2 ? upperNormal(z - w) - upperNormal(z) : upperNormal(-z) - upperNormal(w - z)
}

/** Mills' ratio on a grid of eighths with its Taylor coefficients, made when first asked for. */
const grid: Float64Array[] = []
const spacing = 8
const terms = 14

/** P(Z > z) to about 1e-13 relative, fast enough to stand inside a double integral. */
function upperNormal(z: number): number {
  if (z < 0) return 1 - upperNormal(-z)
  if (z >= 37.5) return 0
  const place = Math.round(z * spacing)
  const coefficients = (grid[place] ??= millsTaylor(place / spacing))
  const offset = z - place / spacing
  let ratio = 0
  for (let k = terms - 1; k >= 0; k -= 1) ratio = ratio * offset + coefficients[k]!
  return (ratio * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)
}

/** R' = z R - 1, so each further derivative is z times the last and n times the one before. */
function millsTaylor(z: number): Float64Array {
  const derivatives = new Float64Array(terms)
  derivatives[0] = normalTail(z, 'upper') * Math.exp((z * z) / 2) * Math.sqrt(2 * Math.PI)
  derivatives[1] = z * derivatives[0] - 1
  for (let n = 1; n + 1 < terms; n += 1) derivatives[n + 1] = z * derivatives[n]! + n * derivatives[n - 1]!
  let factorial = 1
  for (let n = 2; n < terms; n += 1) {
    factorial *= n
    derivatives[n] = derivatives[n]! / factorial
  }
  return derivatives
}
