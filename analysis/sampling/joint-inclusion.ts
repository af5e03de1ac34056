/**
 * The probability that two units are both drawn, for each pair.
 *
 * In: inclusion probabilities from 0 to 1 that add up to a whole number n of at least 2 (systematic: at least 1). Out: a
 * symmetric matrix with the inclusion probabilities on its diagonal. Units certain to be in stand aside, so that
 * their pairs have the other's probability. At most 600 units. An Error names what does not hold.
 * Source: Sampford 1967; Deville and Tillé 1998 (elimination, of which Midzuno's is the complement); Hartley and
 * Rao 1962; R `sampling::UPsampfordpi2`, `UPmidzunopi2`, `UPsystematicpi2`, `UPtillepi2`.
 */

import { sum } from '../sums.ts'
import { inclusionProbabilities } from './inclusion.ts'

export type JointDesign = 'sampford' | 'midzuno' | 'systematic' | 'tille'

const unitLimit = 600

/** Joint probabilities of the design. */
export function jointInclusion(probabilities: ArrayLike<number>, design: JointDesign): number[][] {
  const all = Array.from(probabilities)
  all.forEach((p, k) => {
    if (!(p >= 0 && p <= 1 + 1e-9)) throw new Error(`jointInclusion: probability ${k + 1} is ${p}`)
  })
  if (all.length > unitLimit) throw new Error(`jointInclusion: more than ${unitLimit} units`)
  const open = all.map((_, k) => k).filter((k) => all[k]! > 1e-9 && all[k]! < 1 - 1e-9)
  const inner = open.map((k) => all[k]!)
  const n = Math.round(sum(inner))
  if (Math.abs(sum(inner) - n) > 1e-6)
    throw new Error('jointInclusion: probabilities do not add up to a whole number')
  const joint = all.map((p, i) => all.map((q, j) => (i === j ? p : p * q)))
  const computed = inner.length === 0 ? [] : designs[design](inner, n)
  open.forEach((i, a) =>
    open.forEach((j, b) => {
      joint[i]![j] = a === b ? all[i]! : computed[a]![b]!
    }),
  )
  return joint
}

const designs: Readonly<Record<JointDesign, (p: readonly number[], n: number) => number[][]>> = {
  sampford,
  systematic,
  tille: elimination,
  midzuno: (p, n) => {
    const others = p.map((probability) => 1 - probability)
    const left = elimination(others, p.length - n)
    return p.map((_, i) => p.map((_, j) => 1 - others[i]! - others[j]! + left[i]![j]!))
  },
}

/** Sampford's formula by sums over power sums of lambda = p / (n (1 - pi)). */
function sampford(p: readonly number[], n: number): number[][] {
  if (n < 2) return p.map(() => p.map(() => 0))
  const lambda = p.map((probability) => probability / n / (1 - probability))
  const powers = Array.from({ length: n + 1 }, (_, r) => sum(lambda.map((value) => value ** r)))
  // Elementary symmetric functions of lambda, by Newton's identities.
  const symmetric = [1]
  for (let i = 1; i <= n; i += 1) {
    let total = 0
    for (let r = 1; r <= i; r += 1) total += (-1) ** (r - 1) * powers[r]! * symmetric[i - r]!
    symmetric.push(total / i)
  }
  let below = 0
  for (let t = 1; t <= n; t += 1) below += (t * symmetric[n - t]!) / n ** t
  return p.map((_, i) =>
    p.map((_, j) => {
      if (i === j) return p[i]!
      const [a, b] = [lambda[i]!, lambda[j]!]
      const without: number[] = []
      for (let m = 0; m <= n - 2; m += 1)
        without.push(symmetric[m]! - (a + b) * (without[m - 1] ?? 0) - a * b * (without[m - 2] ?? 0))
      let total = 0
      for (let t = 2; t <= n; t += 1) total += ((t - p[i]! - p[j]!) * without[n - t]!) / n ** (t - 2)
      return (a * b * total) / below
    }),
  )
}

/** Tillé's elimination of one unit after the other. */
function elimination(p: readonly number[], n: number): number[][] {
  const joint = p.map(() => p.map(() => 1))
  let before: Float64Array = new Float64Array(p.length).fill(1)
  for (let size = p.length - 1; size >= n; size -= 1) {
    const now = inclusionProbabilities(p, size)
    const leaves = now.map((probability, k) => 1 - probability / before[k]!)
    for (let i = 0; i < p.length; i += 1)
      for (let j = 0; j < p.length; j += 1) joint[i]![j]! *= 1 - leaves[i]! - leaves[j]!
    before = now
  }
  return joint
}

/** The part of all random starts that takes both units, in the given order. */
function systematic(p: readonly number[]): number[][] {
  const ends: number[] = []
  let reached = 0
  for (const probability of p) ends.push((reached += probability))
  ends[ends.length - 1] = Math.round(reached)
  const turning = [...new Set([0, ...ends.map((end) => end - Math.floor(end))])].sort((a, b) => a - b)
  const joint = p.map(() => p.map(() => 0))
  turning.forEach((from, k) => {
    const to = turning[k + 1] ?? 1
    const start = (from + to) / 2
    const taken: number[] = []
    ends.forEach((end, unit) => {
      const begin = unit === 0 ? 0 : ends[unit - 1]!
      if (Math.ceil(end - start) > Math.ceil(begin - start)) taken.push(unit)
    })
    for (const i of taken) for (const j of taken) joint[i]![j]! += to - from
  })
  return joint
}
