/** Sums that do not lose digits, and the moments and quantiles made from them. */

/** Neumaier's compensated sum. */
export function sum(values: Iterable<number>): number {
  let total = 0
  let lost = 0
  for (const value of values) {
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}

/** n, mean and sum of squared deviations; deviations are taken from the mean in a second pass. */
export interface Moments {
  readonly n: number
  readonly mean: number
  readonly squares: number
}

/** Moments of the values; the mean of no value is NaN and is the caller's to withhold. */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length
  if (n === 0) return { n, mean: NaN, squares: 0 }
  let total = 0
  let lost = 0
  for (let i = 0; i < n; i += 1) {
    const value = values[i]!
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  const first = (total + lost) / n
  let deviations = 0
  let squares = 0
  let squaresLost = 0
  for (let i = 0; i < n; i += 1) {
    const deviation = values[i]! - first
    deviations += deviation
    const square = deviation * deviation
    const next = squares + square
    squaresLost += squares >= square ? squares - next + square : square - next + squares
    squares = next
  }
  // The deviations' own sum corrects what rounding of the mean left behind.
  return {
    n,
    mean: first + deviations / n,
    squares: Math.max(0, squares + squaresLost - (deviations * deviations) / n),
  }
}

/** Sample variance with n - 1; null below two values. */
export function variance(of: Moments): number | null {
  return of.n < 2 ? null : of.squares / (of.n - 1)
}

/** Sample standard deviation with n - 1; null below two values. */
export function deviation(of: Moments): number | null {
  const square = variance(of)
  return square === null ? null : Math.sqrt(square)
}

export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

/**
 * Sample quantiles of any number of values, in any order (Hyndman and Fan 1996; R `quantile(type)`).
 * Type 7 is R's default, 6 that of SPSS. No value gives null for each probability.
 */
export function quantiles(
  values: ArrayLike<number>,
  probabilities: readonly number[],
  type: QuantileType = 7,
): readonly (number | null)[] {
  const n = values.length
  if (n === 0) return probabilities.map(() => null)
  const work = Float64Array.from(values)
  // What earlier selections put in order bounds the later ones.
  const placed = new Set<number>()
  const at = (rank: number) => {
    const k = Math.min(n - 1, Math.max(0, rank - 1))
    if (placed.has(k)) return work[k]!
    let left = 0
    let right = n - 1
    for (const known of placed) {
      if (known < k) left = Math.max(left, known + 1)
      else right = Math.min(right, known - 1)
    }
    placed.add(k)
    return select(work, k, left, right)
  }
  return probabilities.map((p) => {
    const { below, weight } = position(p, n, type)
    const low = at(below)
    if (weight === 0) return low
    const high = at(below + 1)
    // An infinite neighbour must not turn into NaN, nor equal neighbours into a rounding.
    return low === high || weight === 1 ? high : (1 - weight) * low + weight * high
  })
}

function position(p: number, n: number, type: QuantileType): { below: number; weight: number } {
  const fuzz = 4 * Number.EPSILON
  if (type <= 3) {
    const place = type === 3 ? n * p - 0.5 : n * p
    const below = Math.floor(place + fuzz)
    const beyond = place > below + fuzz
    if (type === 1) return { below, weight: beyond ? 1 : 0 }
    if (type === 2) return { below, weight: beyond ? 1 : 0.5 }
    return { below, weight: place !== below || below % 2 !== 0 ? 1 : 0 }
  }
  const [a, b] = [
    [0, 1],
    [0.5, 0.5],
    [0, 0],
    [1, 1],
    [1 / 3, 1 / 3],
    [3 / 8, 3 / 8],
  ][type - 4] as [number, number]
  const place = a + p * (n + 1 - a - b)
  const below = Math.floor(place + fuzz)
  const weight = place - below
  return { below, weight: Math.abs(weight) < fuzz ? 0 : weight }
}

/** Puts the k-th smallest (from 0) in its place between `from` and `to` and returns it (Hoare's selection). */
function select(values: Float64Array, k: number, from: number, to: number): number {
  let left = from
  let right = to
  while (right > left) {
    const middle = (left + right) >> 1
    const a = values[left]!
    const b = values[middle]!
    const c = values[right]!
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
    let i = left
    let j = right
    while (i <= j) {
      while (values[i]! < pivot) i += 1
      while (values[j]! > pivot) j -= 1
      if (i <= j) {
        const swap = values[i]!
        values[i] = values[j]!
        values[j] = swap
        i += 1
        j -= 1
      }
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else return values[k]!
  }
  return values[k]!
}
