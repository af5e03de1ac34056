/**
 * Drawing samples: simple random, systematic, stratified, in proportion to size, clusters, two stages.
 *
 * In: sizes or probabilities of a frame's units in the frame's order, and a generator (`generator.ts`), which is used
 * up in the order that each function says, so that a draw can be repeated from its seed. Out: places in the frame
 * from 0, rising, with each unit's inclusion probability and weight (its inverse). Every sample has exactly the size
 * asked for, no unit twice. An Error names a size that cannot be drawn.
 * Source: Cochran 1977; Särndal, Swensson and Wretman 1992, chapters 3 and 4; Knuth, TAOCP 2, 3.4.2 for the shuffle.
 */

import type { Generator } from './generator.ts'
import { inclusionProbabilities } from './inclusion.ts'
import { systematicByProbability, systematicEqual } from './systematic.ts'

export interface Drawn {
  readonly unit: number
  readonly probability: number
  readonly weight: number
}

/**
 * Simple random sample of n of N without replacement: for i = 0, 1, …, n - 1 the unit at place i changes places with
 * that at i + below(N - i); the first n places are the sample.
 */
export function drawSimple(population: number, n: number, random: Generator): readonly Drawn[] {
  checked(population, n)
  const moved = new Map<number, number>()
  const units: number[] = []
  for (let i = 0; i < n; i += 1) {
    const j = i + random.below(population - i)
    units.push(moved.get(j) ?? j)
    moved.set(j, moved.get(i) ?? i)
  }
  return withProbability(units, () => n / population)
}

/** Systematic sample in steps of N/n from the start unit() · N/n. */
export function drawSystematic(population: number, n: number, random: Generator): readonly Drawn[] {
  checked(population, n)
  if (n === 0) return []
  return withProbability(systematicEqual(population, n, random.unit()), () => n / population)
}

/** A simple random sample in each stratum, in the strata's order; places are those within the stratum. */
export function drawStratified(
  strata: readonly { readonly size: number; readonly n: number }[],
  random: Generator,
): readonly (readonly Drawn[])[] {
  return strata.map(({ size, n }) => drawSimple(size, n, random))
}

/** Systematic sample in proportion to size, in the frame's order, from the start 1 - unit(); large units are certain. */
export function drawBySize(sizes: ArrayLike<number>, n: number, random: Generator): readonly Drawn[] {
  checked(sizes.length, n)
  const probabilities = inclusionProbabilities(sizes, n)
  const units = systematicByProbability(probabilities, 1 - random.unit())
  if (units.length !== n) throw new Error(`drawBySize: ${units.length} units instead of ${n}`)
  return withProbability(units, (unit) => Math.min(1, probabilities[unit]!))
}

export type StageRule = 'simple' | 'size'

/** Whole clusters, by simple random sampling or in proportion to their sizes; places are those of the clusters. */
export function drawClusters(
  sizes: ArrayLike<number>,
  n: number,
  rule: StageRule,
  random: Generator,
): readonly Drawn[] {
  return rule === 'simple' ? drawSimple(sizes.length, n, random) : drawBySize(sizes, n, random)
}

export interface TwoStageDrawn extends Drawn {
  readonly cluster: number
}

/**
 * First clusters, then `perCluster` units by simple random sampling in each drawn cluster, in the clusters' order; a
 * smaller cluster gives all it has. Drawn in proportion to size, equal numbers make the weights equal.
 */
export function drawTwoStages(
  of: {
    readonly sizes: ArrayLike<number>
    readonly clusters: number
    readonly perCluster: number
    readonly rule: StageRule
  },
  random: Generator,
): readonly TwoStageDrawn[] {
  const first = drawClusters(of.sizes, of.clusters, of.rule, random)
  return first.flatMap(({ unit: cluster, probability: ofCluster }) => {
    const size = of.sizes[cluster]!
    return drawSimple(size, Math.min(of.perCluster, size), random).map(({ unit, probability }) => {
      const both = ofCluster * probability
      return { cluster, unit, probability: both, weight: 1 / both }
    })
  })
}

function withProbability(units: readonly number[], of: (unit: number) => number): readonly Drawn[] {
  return units
    .toSorted((a, b) => a - b)
    .map((unit) => {
      const probability = of(unit)
      return { unit, probability, weight: 1 / probability }
    })
}

function checked(population: number, n: number): void {
  if (!Number.isInteger(population) || population < 0 || population > 2 ** 32)
    throw new Error(`draw: ${population} is not a number of units`)
  if (!Number.isInteger(n) || n < 0 || n > population) throw new Error(`draw: ${n} of ${population} units`)
}
