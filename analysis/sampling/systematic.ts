/**
 * Systematic selection from a given start: in equal steps, or in proportion to size.
 *
 * Places are from 0, rising. An Error names an argument outside its range.
 * Source: Madow 1949; Cochran 1977, 8.1; reference kinds `sys.equal`, `sys.pps`.
 */

/** n of N in steps of N/n, the start a fraction of the step in [0, 1). */
export function systematicEqual(population: number, n: number, start: number): readonly number[] {
  if (!Number.isInteger(n) || n < 0 || n > population)
    throw new Error(`systematicEqual: ${n} of ${population}`)
  if (!(start >= 0 && start <= 1)) throw new Error(`systematicEqual: start ${start} is not in [0, 1]`)
  const step = population / n
  return Array.from({ length: n }, (_, i) => Math.min(population - 1, Math.floor((start + i) * step)))
}

/**
 * Units at u, u + 1, … of the cumulated probabilities, a unit being taken when the point lies in (C[i-1], C[i]]; units of
 * probability 1 are always in and do not count towards the sum.
 */
export function systematicByProbability(probabilities: ArrayLike<number>, u: number): readonly number[] {
  if (!(u >= 0 && u <= 1)) throw new Error(`systematicByProbability: start ${u} is not in [0, 1]`)
  const tiny = 1e-6
  const selected: number[] = []
  const ends: number[] = []
  const units: number[] = []
  let reached = 0
  for (let k = 0; k < probabilities.length; k += 1) {
    const p = probabilities[k]!
    if (!(p >= 0 && p <= 1 + tiny)) throw new Error(`systematicByProbability: probability ${k + 1} is ${p}`)
    if (p >= 1 - tiny) selected.push(k)
    else if (p > tiny) {
      reached += p
      units.push(k)
      ends.push(reached)
    }
  }
  let place = 0
  for (let point = u; point <= reached + 1e-9 && units.length > 0; point += 1) {
    while (place < units.length - 1 && ends[place]! < point - 1e-12) place += 1
    if (selected.at(-1) !== units[place]) selected.push(units[place]!)
  }
  return selected.sort((a, b) => a - b)
}
