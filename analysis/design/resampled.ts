/**
 * Replicate weights made by choosing units: balanced half samples (BRR, Fay) and the bootstrap.
 *
 * Half samples need two sampling units in every stratum: each replicate keeps one of them with twice its weight
 * (Fay: both, with 2 - rho and rho), balanced over the strata by an orthogonal (Sylvester) matrix, so that totals
 * get exactly the linearised error. The bootstrap draws n - 1 of the n units of each stratum with replacement and
 * rescales (Rao and Wu); it comes from a seed and is the same on every machine. Finite populations are not
 * corrected for. Errors: a stratum without two units, with one unit, too many replicates for memory.
 * Source: McCarthy 1969; Judkins 1990; Rao and Wu 1988; Wolter 2007, chapters 3 and 5.
 */

import { seededRandom } from '../random.ts'
import { DesignError } from './design-error.ts'
import type { LinearisedDesign, ReplicateDesign } from './design.ts'
import { cellLimit, presentStrata } from './replicates.ts'

/** Balanced repeated replication; `rho` 0 is plain BRR, above 0 Fay's. */
export function balancedReplicates(
  design: LinearisedDesign,
  { rho = 0, mse = false }: { readonly rho?: number; readonly mse?: boolean } = {},
): ReplicateDesign {
  if (!(rho >= 0 && rho < 1)) throw new DesignError('replicateScale')
  const stage = design.stages[0]!
  const strata = presentStrata(design)
  const sides = new Int8Array(stage.units)
  for (const [stratum, units] of strata) {
    const [first, second] = units
    if (!first || !second || units.length > 2)
      throw new DesignError('pairsNeeded', { stratum: stage.stratumLabel(stratum), units: units.length })
    sides[first.unit] = 1
    sides[second.unit] = -1
  }
  const order = 2 ** Math.ceil(Math.log2(strata.size + 1))
  refuseMany(design, order)
  // The matrix' first column is all ones and would not be balanced.
  const columns = new Map([...strata.keys()].map((stratum, place) => [stratum, place + 1]))
  const replicates = Array.from({ length: order }, (_, replicate) =>
    weighted(design, (unit) => {
      const kept = sides[unit]! * sylvester(replicate, columns.get(stage.stratumOf[unit]!)!)
      return kept > 0 ? 2 - rho : rho
    }),
  )
  return made(design, replicates, {
    type: rho === 0 ? 'BRR' : 'Fay',
    scale: 1 / (order * (1 - rho) ** 2),
    mse,
  })
}

/** An entry of Sylvester's matrix: 1 or -1 by the number of binary ones that row and column share. */
function sylvester(row: number, column: number): number {
  let shared = row & column
  let sign = 1
  while (shared !== 0) {
    sign = -sign
    shared &= shared - 1
  }
  return sign
}

export interface BootstrapOptions {
  readonly replicates: number
  readonly seed: number
  readonly mse?: boolean
}

/** Rescaled bootstrap of the first stage's units. */
export function bootstrapReplicates(
  design: LinearisedDesign,
  { replicates: count, seed, mse = false }: BootstrapOptions,
): ReplicateDesign {
  if (!(count >= 2)) throw new DesignError('replicatesNone')
  refuseMany(design, count)
  const stage = design.stages[0]!
  const strata = presentStrata(design)
  for (const [stratum, units] of strata) {
    if (units.length === 1 && design.lonely === 'fail')
      throw new DesignError('lonelyPsu', { stratum: stage.stratumLabel(stratum), stage: 1 })
  }
  const random = seededRandom(seed)
  const replicates = Array.from({ length: count }, () => {
    const drawn = new Float64Array(stage.units)
    for (const units of strata.values()) {
      const n = units.length
      if (n === 1) drawn[units[0]!.unit] = 1
      for (let draw = 1; draw < n; draw += 1) {
        const { unit } = units[Math.floor(n * random())]!
        drawn[unit] = drawn[unit]! + n / (n - 1)
      }
    }
    return weighted(design, (unit) => drawn[unit]!)
  })
  return made(design, replicates, { type: 'bootstrap', scale: 1 / (count - 1), mse })
}

function refuseMany({ n }: LinearisedDesign, replicates: number): void {
  if (n * replicates > cellLimit) throw new DesignError('replicatesMany', { limit: cellLimit })
}

function weighted(design: LinearisedDesign, factor: (unit: number) => number): Float64Array {
  const { unit } = design.stages[0]!
  return design.weights.map((weight, row) => (weight === 0 ? 0 : weight * factor(unit[row]!)))
}

function made(
  design: LinearisedDesign,
  replicates: readonly Float64Array[],
  of: Pick<ReplicateDesign, 'type' | 'scale' | 'mse'>,
): ReplicateDesign {
  const { n, weights, present } = design
  return {
    kind: 'replicates',
    n,
    weights,
    present,
    replicates,
    rscales: replicates.map(() => 1),
    df: null,
    ...of,
  }
}
