/**
 * Replicate weights: those that come with the data, and the jackknife made from a design.
 *
 * JK1 leaves out each sampling unit in turn, JKn each unit within its stratum; the others take over its weight.
 * Finite population corrections of the first stage go into the scales. Given weights either hold the sample's
 * weight already (`combined`) or multiply it.
 * Errors: no replicates, missing or infinite ones, JK1 of a stratified design, a stratum of one unit.
 * Source: Wolter 2007, chapters 3 to 5; R `survey::as.svrepdesign`, `svrepdesign`.
 */

import { DesignError } from './design-error.ts'
import type { LinearisedDesign, ReplicateDesign, ReplicateType } from './design.ts'
import { checkWeights } from './design.ts'

export interface GivenReplicates {
  readonly n: number
  readonly weights: Float64Array
  readonly replicates: readonly Float64Array[]
  readonly type: ReplicateType
  readonly combined: boolean
  /** Needed for `other`; else the rule of the type. */
  readonly scale?: number
  readonly rscales?: readonly number[]
  /** Fay's factor. */
  readonly rho?: number
  readonly mse?: boolean
}

export function replicateDesign(given: GivenReplicates): ReplicateDesign {
  const { n, weights, combined, type } = given
  checkWeights(weights, n)
  if (given.replicates.length === 0) throw new DesignError('replicatesNone')
  const replicates = given.replicates.map((replicate, k) => {
    if (replicate.length !== n) throw new DesignError('designLength', { what: `replicate ${k + 1}` })
    const bad = replicate.findIndex((weight) => !Number.isFinite(weight))
    if (bad >= 0) throw new DesignError('designMissing', { what: `replicate ${k + 1}`, row: bad + 1 })
    return combined ? replicate : replicate.map((factor, row) => factor * weights[row]!)
  })
  const rscales = given.rscales ?? ownScales(given)
  if (rscales.length !== 1 && rscales.length !== replicates.length) throw new DesignError('replicateScale')
  return {
    kind: 'replicates',
    type,
    n,
    weights,
    present: null,
    replicates,
    scale: ownScale(given),
    rscales: rscales.length === 1 ? replicates.map(() => rscales[0]!) : rscales,
    mse: given.mse ?? false,
    df: null,
  }
}

function ownScale({ type, scale, rho, replicates, combined }: GivenReplicates): number {
  const count = replicates.length
  if (type === 'BRR') return 1 / count
  if (type === 'successive-difference') return 4 / count
  if (type === 'JK2') return 1
  if (type === 'Fay') {
    if (rho === undefined || !(rho >= 0 && rho < 1)) throw new DesignError('replicateScale')
    return 1 / (count * (1 - rho) ** 2)
  }
  if (scale !== undefined) return scale
  if (type === 'bootstrap') return 1 / (count - 1)
  // (n - 1) / n, read off the factors that the other units get.
  if (type === 'JK1') return combined ? (count - 1) / count : 1 / largest(replicates[0]!)
  return 1
}

function ownScales({ type, replicates, combined }: GivenReplicates): readonly number[] {
  if (type !== 'JKn') return replicates.map(() => 1)
  if (combined) throw new DesignError('replicateScale')
  return replicates.map((replicate) => 1 / largest(replicate))
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}

export interface JackknifeOptions {
  readonly type: 'JK1' | 'JKn'
  readonly mse?: boolean
}

export interface SampledUnit {
  readonly unit: number
  readonly stratum: number
}

/** Rows times replicates that are held in memory at most. */
export const cellLimit = 1e8

/** Jackknife weights of the first stage's units, in the order in which strata and units appear. */
export function jackknife(
  design: LinearisedDesign,
  { type, mse = false }: JackknifeOptions,
): ReplicateDesign {
  const stage = design.stages[0]!
  if (type === 'JK1' && design.stratified) throw new DesignError('jackknifeStrata', { type })
  if (type === 'JKn' && !design.stratified) throw new DesignError('jackknifeStrata', { type })
  const strata = presentStrata(design)
  const size = design.n * [...strata.values()].reduce((units, list) => units + list.length, 0)
  if (size > cellLimit) throw new DesignError('replicatesMany', { limit: cellLimit })
  const replicates: Float64Array[] = []
  const rscales: number[] = []
  const add = (rscale: number, factor: (unit: number, stratum: number) => number) => {
    rscales.push(rscale)
    replicates.push(
      design.weights.map((weight, row) => {
        const unit = stage.unit[row]!
        return weight === 0 ? 0 : weight * factor(unit, stage.stratumOf[unit]!)
      }),
    )
  }
  let left = 0
  // The rank of the weights minus 1, without decomposing them.
  let df: number | null = 0
  for (const [stratum, units] of strata) {
    const n = units.length
    const undrawn = undrawnShare(design, units, n)
    if (n === 1 && undrawn !== 0) {
      if (design.lonely === 'fail')
        throw new DesignError('lonelyPsu', { stratum: stage.stratumLabel(stratum), stage: 1 })
      if (design.lonely === 'adjust') {
        df = null
        const others = strata.size / (strata.size - 1)
        add(1 / others, (_, of) => (of === stratum ? 0 : others))
      } else left += 1
      continue
    }
    if (n === 1) continue
    if (df !== null) df += n - 1
    for (const { unit } of units) {
      const share = n / (n - 1)
      add((undrawn * (n - 1)) / n, (of, inside) => (of === unit ? 0 : inside === stratum ? share : 1))
    }
  }
  if (replicates.length === 0) throw new DesignError('replicatesNone')
  const average = design.lonely === 'average' && left > 0
  const units = replicates.length + left
  const [common = 1] = rscales
  return {
    kind: 'replicates',
    type,
    n: design.n,
    weights: design.weights,
    present: design.present,
    replicates,
    scale: (average ? units / replicates.length : 1) * (type === 'JK1' ? common : 1),
    rscales: type === 'JK1' ? replicates.map(() => 1) : rscales,
    mse,
    df,
  }
}

/** Strata and their units as they appear among the rows that the design still has. */
export function presentStrata(design: LinearisedDesign): ReadonlyMap<number, readonly SampledUnit[]> {
  const { unit, units, stratumOf } = design.stages[0]!
  const seen = new Uint8Array(units)
  const strata = new Map<number, SampledUnit[]>()
  for (let row = 0; row < design.n; row += 1) {
    const of = unit[row]!
    if (seen[of] === 1 || (design.present && design.present[row] !== 1)) continue
    seen[of] = 1
    const stratum = stratumOf[of]!
    const list = strata.get(stratum)
    if (list) list.push({ unit: of, stratum })
    else strata.set(stratum, [{ unit: of, stratum }])
  }
  return strata
}

function undrawnShare(design: LinearisedDesign, units: readonly SampledUnit[], n: number): number {
  const { population } = design.stages[0]!
  if (!population) return 1
  const sizes = new Set(units.map(({ unit }) => population[unit]!))
  const [size] = sizes
  if (sizes.size !== 1 || size === undefined) throw new DesignError('jackknifeFpc')
  return size === Infinity ? 1 : (size - n) / size
}
