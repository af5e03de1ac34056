/**
 * Direct standardisation: weights under which each group has the same make-up.
 *
 * In: the design, the variable to standardise by with the make-up wanted (any positive numbers), and the groups.
 * Out: a design whose groups keep their weight and have that make-up; its estimates take the fit into account.
 * Combinations that the sample lacks are left out. Source: Korn and Graubard 1999, 3.2; R `survey::svystandardize`.
 */

import { sum } from '../sums.ts'
import type { LinearisedDesign } from './design.ts'
import type { Codes } from './means.ts'
import { cellSums } from './means.ts'
import { postStratify } from './post-stratify.ts'

export interface Standard {
  /** Category of each row, by which to standardise. */
  readonly by: Codes
  /** Size of each category in the standard population. */
  readonly population: readonly number[]
  /** Group of each row; groups are standardised each. */
  readonly over: Codes
  readonly groups: number
}

export function standardise(
  design: LinearisedDesign,
  { by, population, over, groups }: Standard,
): LinearisedDesign {
  const all = sum(population)
  const groupWeights = cellSums(over, groups, design.weights)
  const targets = new Map<string, number>()
  for (let group = 0; group < groups; group += 1) {
    for (const [place, size] of population.entries())
      targets.set(`${place}.${group}`, (size / all) * groupWeights[group]!)
  }
  const labels = Array.from(by, (code, row) => (code < 0 || over[row]! < 0 ? null : `${code}.${over[row]!}`))
  return postStratify(design, { name: '', labels, population: targets }, { partial: true })
}
