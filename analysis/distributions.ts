/**
 * Tails and quantiles of the normal, t, chi-square, F, beta and gamma distributions.
 *
 * Each tail is computed by itself, never as one minus the other, so that it keeps its relative precision
 * down to 1e-300. Sources: continued fractions and series of the incomplete gamma and beta functions
 * (DLMF 8.9, 8.17.22); densities by Loader's saddle-point form (2000), which loses nothing to cancellation;
 * the normal quantile by Wichura's AS 241. Confirmed against R in test/analysis/distributions.test.ts.
 */

/** Which side of the distribution a probability is: P(X <= x) or P(X > x). */
export type Tail = 'lower' | 'upper'

/** Normal distribution with mean 0 and standard deviation 1. */
export function normalTail(z: number, tail: Tail): number {
  if (Number.isNaN(z)) return NaN
  const upper = tail === 'upper'
  const towards = upper ? z : -z
  if (towards > 0) return 0.5 * gammaTail(0.5, (z * z) / 2, 'upper')
  return 0.5 + 0.5 * gammaTail(0.5, (z * z) / 2, 'lower')
}

/** Two-sided p of a z statistic. */
export function normalTwoSided(z: number): number {
  return gammaTail(0.5, (z * z) / 2, 'upper')
}

/** Student's t with df > 0 degrees of freedom (fractions allowed). */
export function tTail(t: number, df: number, tail: Tail): number {
  if (Number.isNaN(t)) return NaN
  if (df === Infinity) return normalTail(t, tail)
  const towards = tail === 'upper' ? t : -t
  if (towards === 0) return 0.5
  const far = 0.5 * tTwoSided(t, df)
  return towards > 0 ? far : 1 - far
}

/** Two-sided p of a t statistic. */
export function tTwoSided(t: number, df: number): number {
  if (Number.isNaN(t)) return NaN
  if (!Number.isFinite(t)) return 0
  if (df === Infinity) return normalTwoSided(t)
  const square = t * t
  if (square === Infinity) return 0
  return betaPart(df / 2, 0.5, df / (df + square), square / (df + square))
}

/** Chi-square with df > 0 degrees of freedom. */
export function chiSquareTail(x: number, df: number, tail: Tail): number {
  return gammaTail(df / 2, x / 2, tail)
}

/** Fisher's F with df1 and df2 degrees of freedom. */
export function fTail(f: number, df1: number, df2: number, tail: Tail): number {
  if (Number.isNaN(f)) return NaN
  if (f <= 0) return tail === 'upper' ? 1 : 0
  if (df2 === Infinity) return chiSquareTail(f * df1, df1, tail)
  const all = df2 + df1 * f
  if (all === Infinity) return tail === 'upper' ? 0 : 1
  const low = (df1 * f) / all
  const high = df2 / all
  return tail === 'upper' ? betaPart(df2 / 2, df1 / 2, high, low) : betaPart(df1 / 2, df2 / 2, low, high)
}

/** Beta distribution with shapes a and b. */
export function betaTail(x: number, a: number, b: number, tail: Tail): number {
  if (x <= 0) return tail === 'upper' ? 1 : 0
  if (x >= 1) return tail === 'upper' ? 0 : 1
  return tail === 'lower' ? betaPart(a, b, x, 1 - x) : betaPart(b, a, 1 - x, x)
}

/** Regularised incomplete gamma function: `lower` is P(shape, x), `upper` is Q(shape, x). */
export function gammaTail(shape: number, x: number, tail: Tail): number {
  if (Number.isNaN(x) || Number.isNaN(shape)) return NaN
  if (x <= 0) return tail === 'upper' ? 1 : 0
  if (x === Infinity) return tail === 'upper' ? 0 : 1
  if (x < shape + 1) {
    const lower = gammaSeries(shape, x)
    return tail === 'lower' ? lower : 1 - lower
  }
  const upper = gammaFraction(shape, x)
  return tail === 'upper' ? upper : 1 - upper
}

function gammaSeries(shape: number, x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; k < 1_000_000; k += 1) {
    term *= x / (shape + k)
    sum += term
    if (term < sum * 1e-17) break
  }
  return poissonMass(shape, x) * sum
}

/** Lentz's method for Q(a, x) = x^a e^-x / Gamma(a) * 1/(x+1-a- 1(1-a)/(x+3-a- ...)). */
function gammaFraction(shape: number, x: number): number {
  const tiny = 1e-300
  let b = x + 1 - shape
  let c = 1 / tiny
  let d = 1 / (b === 0 ? tiny : b)
  let h = d
  for (let k = 1; k < 1_000_000; k += 1) {
    const a = -k * (k - shape)
    b += 2
    d = a * d + b
    if (Math.abs(d) < tiny) d = tiny
    c = b + a / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const step = d * c
    h *= step
    if (!(Math.abs(step - 1) > 2e-16)) break
  }
  return poissonMass(shape, x) * shape * h
}

/** Regularised incomplete beta function I_x(a, b), with y = 1 - x given so that neither loses digits. */
function betaPart(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0
  if (y <= 0) return 1
  if (x < (a + 1) / (a + b + 2)) return betaFraction(a, b, x, y)
  return 1 - betaFraction(b, a, y, x)
}

function betaFraction(a: number, b: number, x: number, y: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  if (Math.abs(d) < tiny) d = tiny
  d = 1 / d
  let h = d
  for (let m = 1; m < 1_000_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 + even * d
    if (Math.abs(d) < tiny) d = tiny
    c = 1 + even / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 + odd * d
    if (Math.abs(d) < tiny) d = tiny
    c = 1 + odd / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const step = d * c
    h *= step
    if (!(Math.abs(step - 1) > 2e-16)) break
  }
  return binomialMass(a, b, x, y) * (b / (a + b)) * h
}

/** lambda^x e^-lambda / Gamma(x + 1) for real x > 0. */
export function poissonMass(x: number, lambda: number): number {
  return Math.exp(-stirlingError(x) - deviance(x, lambda)) / Math.sqrt(2 * Math.PI * x)
}

/** Gamma(a+b+1) / (Gamma(a+1) Gamma(b+1)) x^a y^b for real a, b > 0. */
export function binomialMass(a: number, b: number, x: number, y: number): number {
  const n = a + b
  const error = stirlingError(n) - stirlingError(a) - stirlingError(b)
  return Math.exp(error - deviance(a, n * x) - deviance(b, n * y)) * Math.sqrt(n / (2 * Math.PI * a * b))
}

/** x log(x / m) + m - x, without cancellation where x is near m. */
function deviance(x: number, m: number): number {
  const difference = x - m
  if (Math.abs(difference) < 0.1 * (x + m)) {
    const v = difference / (x + m)
    let sum = difference * v
    let term = 2 * x * v
    for (let k = 3; k < 2000; k += 2) {
      term *= v * v
      const next = sum + term / k
      if (next === sum) break
      sum = next
    }
    return sum
  }
  return x * Math.log(x / m) + m - x
}

/** log Gamma(x + 1) minus Stirling's formula. */
function stirlingError(x: number): number {
  if (x > 15) {
    const square = x * x
    return (
      (1 / 12 -
        (1 / 360 -
          (1 / 1260 -
            (1 / 1680 - (1 / 1188 - (691 / 360360 - 1 / 156 / square) / square) / square) / square) /
            square) /
          square) /
      x
    )
  }
  return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - 0.5 * Math.log(2 * Math.PI)
}

/** Natural logarithm of the gamma function for x > 0. */
export function logGamma(x: number): number {
  if (x <= 0) return Infinity
  // Shift upwards until Stirling's series holds to the last digit.
  let product = 1
  let shifted = x
  while (shifted < 16) {
    product *= shifted
    shifted += 1
  }
  return (
    (shifted - 0.5) * Math.log(shifted) -
    shifted +
    0.5 * Math.log(2 * Math.PI) +
    stirlingSeries(shifted) -
    Math.log(product)
  )
}

function stirlingSeries(x: number): number {
  const s = x * x
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / s) / s) / s) / s) / s) / x
}

/** The z with the given probability on the named side; +-Infinity at 0 and 1. Wichura, AS 241 (1988). */
export function normalQuantile(p: number, tail: Tail = 'lower'): number {
  if (!(p >= 0 && p <= 1)) return NaN
  const sign = tail === 'upper' ? -1 : 1
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (sign * q * polynomial(centreTop, r)) / polynomial(centreBottom, r)
  }
  const small = q < 0 ? p : 1 - p
  if (small === 0) return sign * (q < 0 ? -Infinity : Infinity)
  const r = Math.sqrt(-Math.log(small))
  const size =
    r <= 5
      ? polynomial(middleTop, r - 1.6) / polynomial(middleBottom, r - 1.6)
      : polynomial(farTop, r - 5) / polynomial(farBottom, r - 5)
  return sign * (q < 0 ? -size : size)
}

/** The t with the given probability on the named side. */
export function tQuantile(p: number, df: number, tail: Tail = 'lower'): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return NaN
  if (p === 0.5) return 0
  const near = p < 0.5 ? p : 1 - p
  const negative = p < 0.5 === (tail === 'lower')
  if (near === 0) return negative ? -Infinity : Infinity
  if (df === Infinity) return negative ? -Math.abs(normalQuantile(near)) : Math.abs(normalQuantile(near))
  const size = solveTail(near, (t) => tTail(t, df, 'upper'))
  return negative ? -size : size
}

/** The x of chi-square with the given probability on the named side. */
export function chiSquareQuantile(p: number, df: number, tail: Tail = 'lower'): number {
  return positiveQuantile(p, tail, (x, side) => chiSquareTail(x, df, side))
}

/** The F with the given probability on the named side. */
export function fQuantile(p: number, df1: number, df2: number, tail: Tail = 'lower'): number {
  return positiveQuantile(p, tail, (x, side) => fTail(x, df1, df2, side))
}

/** The x of the beta distribution with the given probability on the named side. */
export function betaQuantile(p: number, a: number, b: number, tail: Tail = 'lower'): number {
  if (!(p >= 0 && p <= 1)) return NaN
  if (p === 0 || p === 1) return (p === 0) === (tail === 'lower') ? 0 : 1
  // The odds x / (1 - x) are F-distributed up to a factor; they keep digits near 0 and 1.
  const odds = (fQuantile(p, 2 * a, 2 * b, tail) * a) / b
  return odds / (1 + odds)
}

function positiveQuantile(p: number, tail: Tail, of: (x: number, side: Tail) => number): number {
  if (!(p >= 0 && p <= 1)) return NaN
  if (p === 0 || p === 1) return (p === 0) === (tail === 'lower') ? 0 : Infinity
  if (tail === 'upper') return solveTail(p, (x) => of(x, 'upper'))
  return 1 / solveTail(p, (inverse) => of(1 / inverse, 'lower'))
}

/** Root of a falling tail on (0, Infinity): bracket by doubling, then Illinois steps on the logarithms. */
function solveTail(p: number, tail: (x: number) => number): number {
  const target = Math.log(p)
  const gap = (logX: number) => Math.log(tail(Math.exp(logX))) - target
  let low = -1
  let high = 1
  for (let step = 1; gap(low) < 0 && low > -700; step *= 2) low -= step
  for (let step = 1; gap(high) > 0 && high < 700; step *= 2) high += step
  let atLow = gap(low)
  let atHigh = gap(high)
  for (let k = 0; k < 200 && high - low > 1e-16 * Math.max(1, Math.abs(low)); k += 1) {
    const secant = Number.isFinite(atHigh) ? high - (atHigh * (high - low)) / (atHigh - atLow) : NaN
    const inside = secant > low && secant < high && k % 4 !== 3
    const middle = inside ? secant : (low + high) / 2
    const value = gap(middle)
    if (value === 0 || middle === low || middle === high) return Math.exp(middle)
    if (value > 0) {
      low = middle
      atLow = value
      atHigh = inside ? atHigh / 2 : atHigh
    } else {
      high = middle
      atHigh = value
      atLow = inside ? atLow / 2 : atLow
    }
  }
  return Math.exp((low + high) / 2)
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (let k = coefficients.length - 1; k >= 0; k -= 1) sum = sum * x + (coefficients[k] ?? 0)
  return sum
}

const centreTop = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
]
const centreBottom = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
]
const middleTop = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
]
const middleBottom = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
]
const farTop = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
]
const farBottom = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
]
