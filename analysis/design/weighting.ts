/**
 * Weights of the first steps: inverse selection probabilities of two stages, and what those who answered take over
 * from those who did not.
 *
 * Source: Kish 1965, 13.4 (weighting classes); Särndal et al. 1992, 4.3 and 15.6.
 */

import { sum } from '../sums.ts'
import { DesignError } from './design-error.ts'
import type { Labels } from './grouping.ts'
import { grouped } from './grouping.ts'

export interface TwoStageWeights {
  /** Inclusion probabilities of the cluster, and of a unit in it. */
  readonly first: readonly number[]
  readonly second: readonly number[]
  readonly weights: readonly number[]
}

export interface TwoStageSizes {
  /** For each row: clusters in the population and in the sample, units of the cluster in each. */
  readonly clusters: ArrayLike<number>
  readonly sampledClusters: ArrayLike<number>
  readonly units: ArrayLike<number>
  readonly sampledUnits: ArrayLike<number>
}

/** Weights M/m · N/n of a two-stage sample; an Error where a sample is empty or larger than its population. */
export function twoStageWeights(sizes: TwoStageSizes): TwoStageWeights {
  const share = (sampled: ArrayLike<number>, all: ArrayLike<number>, stage: number) =>
    Array.from(sampled, (n, row) => {
      const size = all[row]!
      if (!(n > 0 && size >= n))
        throw new DesignError('fpcTooSmall', { population: size, sampled: n, stratum: row + 1, stage })
      return n / size
    })
  const first = share(sizes.sampledClusters, sizes.clusters, 1)
  const second = share(sizes.sampledUnits, sizes.units, 2)
  return { first, second, weights: first.map((p, row) => 1 / (p * second[row]!)) }
}

export interface NonResponseWeights {
  /** By class: weight of all over weight of those who answered. */
  readonly factors: ReadonlyMap<string, number>
  /** 0 for those who did not answer. */
  readonly weights: Float64Array
  readonly before: number
  readonly after: number
}

/** Weights of those who answered raised to those of their class; an Error names a class where nobody answered. */
export function adjustNonResponse(
  weights: Float64Array,
  classes: Labels,
  responded: ArrayLike<number>,
): NonResponseWeights {
  const { codes, count, label } = grouped(classes, 'classes')
  const all = new Float64Array(count)
  const answered = new Float64Array(count)
  for (let row = 0; row < weights.length; row += 1) {
    const weight = weights[row]!
    if (Number.isNaN(weight)) throw new DesignError('weightsMissing', { row: row + 1 })
    if (weight < 0) throw new DesignError('weightsNegative', { row: row + 1 })
    const place = codes[row]!
    all[place] = all[place]! + weight
    if (responded[row] === 1) answered[place] = answered[place]! + weight
  }
  const factors = all.map((total, place) => {
    if (total > 0 && answered[place] === 0)
      throw new DesignError('classWithoutResponse', { class: label(place) })
    return total === 0 ? 1 : total / answered[place]!
  })
  const raised = weights.map((weight, row) => (responded[row] === 1 ? weight * factors[codes[row]!]! : 0))
  return {
    factors: new Map(Array.from(factors, (factor, place) => [label(place), factor])),
    weights: raised,
    before: sum(weights),
    after: sum(raised),
  }
}
