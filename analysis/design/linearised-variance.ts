/**
 * The covariance of linearised estimates: for each stage, squares of the totals of its sampling units about the
 * mean of their stratum, times the share of the population that was not drawn, carried by the sampling fractions
 * of the stages before.
 *
 * In: scores of each estimate, a number a row, weights included, 0 outside a domain (each column may reuse the
 * array of the one before). Out: the covariance matrix. A stratum of one unit is treated as the design says:
 * an Error that names it, left out, centred at the mean of all units, or counted as the average of the others.
 * Source: Särndal et al. 1992, 4.3.2 and 5.5; Binder 1983; R `survey::svyrecvar` (with `adjust` as since 4.4).
 */

import { unexplained } from './adjustment.ts'
import { DesignError } from './design-error.ts'
import type { LinearisedDesign } from './design.ts'
import type { Stage } from './stages.ts'

export function linearisedVariance(design: LinearisedDesign, scores: Iterable<Float64Array>): number[][] {
  const first = design.stages[0]!
  const stages = design.firstStageOnly || !first.population ? [first] : design.stages
  const totals: Float64Array[][] = stages.map(() => [])
  for (const column of scores) {
    const left = unexplained(column, design.adjustments)
    for (const [k, stage] of stages.entries()) totals[k]!.push(unitTotals(left, stage))
  }
  const size = totals[0]!.length
  const covariance = Array.from({ length: size }, () => Array.from({ length: size }, () => 0))
  if (design.pps === 'overton') {
    addOverton(covariance, first, totals[0]!)
    return covariance
  }
  for (const [k, stage] of stages.entries())
    addStage(covariance, { design, stage, totals: totals[k]!, place: k + 1 })
  return covariance
}

function unitTotals(scores: Float64Array, { unit, units }: Stage): Float64Array {
  const totals = new Float64Array(units)
  for (let row = 0; row < scores.length; row += 1) {
    const of = unit[row]!
    totals[of] = totals[of]! + scores[row]!
  }
  return totals
}

interface StageVariance {
  readonly design: LinearisedDesign
  readonly stage: Stage
  /** For each estimate the totals of the units. */
  readonly totals: readonly Float64Array[]
  readonly place: number
}

function addStage(covariance: number[][], of: StageVariance): void {
  const { stage, totals } = of
  const { centres, factors } = centring(of)
  const size = totals.length
  const deviations = new Float64Array(size)
  for (let unit = 0; unit < stage.units; unit += 1) {
    const stratum = stage.stratumOf[unit]!
    const factor = factors[stratum]!
    if (factor === 0) continue
    const scale = factor * undrawn(stage, unit, stratum)
    if (scale === 0) continue
    for (let k = 0; k < size; k += 1) deviations[k] = totals[k]![unit]! - centres[stratum * size + k]!
    for (let i = 0; i < size; i += 1) {
      const row = covariance[i]!
      const part = scale * deviations[i]!
      for (let j = 0; j <= i; j += 1) row[j] = row[j]! + part * deviations[j]!
    }
  }
  for (let i = 0; i < size; i += 1) for (let j = 0; j < i; j += 1) covariance[j]![i] = covariance[i]![j]!
}

/** Share of the population that was not drawn. */
function undrawn({ population, sampled }: Stage, unit: number, stratum: number): number {
  if (!population) return 1
  const size = population[unit]!
  return size === Infinity ? 1 : (size - sampled[stratum]!) / size
}

/** For each stratum where its totals are centred and by what their squares are multiplied. */
function centring({ design, stage, totals, place }: StageVariance) {
  const { strata, sampled } = stage
  const size = totals.length
  const centres = new Float64Array(strata * size)
  const sums = stratumSums(totals, stage)
  const factors = new Float64Array(strata)
  const present = presentUnits(design, stage)
  const complete = completeStrata(stage)
  const lonely: number[] = []
  for (let stratum = 0; stratum < strata; stratum += 1) {
    const n = sampled[stratum]!
    for (let k = 0; k < size; k += 1) centres[stratum * size + k] = sums[stratum * size + k]! / n
    if (present[stratum] === 0 || complete[stratum] === 1) continue
    factors[stratum] = stage.carried[stratum]! * (n > 1 ? n / (n - 1) : 1)
    const alone = n === 1 || (design.adjustDomainLonely && present[stratum] === 1)
    if (!alone) continue
    if (n === 1 && design.lonely === 'fail')
      throw new DesignError('lonelyPsu', { stratum: stage.stratumLabel(stratum), stage: place })
    if (design.lonely === 'adjust' || design.lonely === 'average') lonely.push(stratum)
  }
  if (lonely.length > 0) {
    const families = lonelyFamilies(stage, present, sums, size)
    if (design.lonely === 'adjust') centreAtAll(lonely, families, stage, centres, size)
    else spreadAverage(lonely, families, stage, factors)
  }
  return { centres, factors }
}

/** For each stratum and estimate the sum over its units, compensated. */
function stratumSums(totals: readonly Float64Array[], { strata, units, stratumOf }: Stage): Float64Array {
  const size = totals.length
  const sums = new Float64Array(strata * size)
  const lost = new Float64Array(strata * size)
  for (let k = 0; k < size; k += 1) {
    const column = totals[k]!
    for (let unit = 0; unit < units; unit += 1) {
      const at = stratumOf[unit]! * size + k
      const value = column[unit]!
      const total = sums[at]!
      const next = total + value
      lost[at] =
        lost[at]! + (Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total)
      sums[at] = next
    }
  }
  return sums.map((total, at) => total + lost[at]!)
}

/** For each stratum how many of its units the domain keeps. */
function presentUnits(design: LinearisedDesign, { sampled, strata, units, unit, stratumOf }: Stage) {
  if (!design.present) return sampled
  const seen = new Uint8Array(units)
  const count = new Float64Array(strata)
  for (let row = 0; row < design.n; row += 1) {
    const of = unit[row]!
    if (design.present[row] !== 1 || seen[of] === 1) continue
    seen[of] = 1
    count[stratumOf[of]!] = count[stratumOf[of]!]! + 1
  }
  return count
}

/** Strata that were drawn whole add nothing. */
function completeStrata(stage: Stage): Uint8Array {
  const complete = new Uint8Array(stage.strata).fill(stage.population ? 1 : 0)
  if (!stage.population) return complete
  for (let unit = 0; unit < stage.units; unit += 1) {
    const stratum = stage.stratumOf[unit]!
    if (undrawn(stage, unit, stratum) >= 1e-7) complete[stratum] = 0
  }
  return complete
}

interface Family {
  strata: number
  sampled: number
  lonely: number
  readonly sums: Float64Array
}

/** Strata that lie in the same unit of the stage before, taken together. */
function lonelyFamilies(stage: Stage, present: Float64Array, sums: Float64Array, size: number) {
  const families = new Map<number, Family>()
  for (let stratum = 0; stratum < stage.strata; stratum += 1) {
    if (present[stratum] === 0) continue
    const parent = stage.parentOf ? stage.parentOf[stratum]! : 0
    const family = families.get(parent) ?? { strata: 0, sampled: 0, lonely: 0, sums: new Float64Array(size) }
    family.strata += 1
    family.sampled += stage.sampled[stratum]!
    for (let k = 0; k < size; k += 1) family.sums[k] = family.sums[k]! + sums[stratum * size + k]!
    families.set(parent, family)
  }
  return families
}

function centreAtAll(
  lonely: readonly number[],
  families: ReadonlyMap<number, Family>,
  stage: Stage,
  centres: Float64Array,
  size: number,
): void {
  for (const stratum of lonely) {
    const family = families.get(stage.parentOf ? stage.parentOf[stratum]! : 0)!
    for (let k = 0; k < size; k += 1) centres[stratum * size + k] = family.sums[k]! / family.sampled
  }
}

function spreadAverage(
  lonely: readonly number[],
  families: ReadonlyMap<number, Family>,
  stage: Stage,
  factors: Float64Array,
): void {
  const familyOf = (stratum: number) => families.get(stage.parentOf ? stage.parentOf[stratum]! : 0)
  for (const stratum of lonely) {
    familyOf(stratum)!.lonely += 1
    factors[stratum] = 0
  }
  for (let stratum = 0; stratum < stage.strata; stratum += 1) {
    const family = familyOf(stratum)
    if (!family) continue
    const usable = family.strata - family.lonely
    // Where every stratum is lonely there is nothing to average: the variance is not defined.
    factors[stratum] = usable === 0 ? NaN : (factors[stratum]! * family.strata) / usable
  }
}

/** Overton's approximation of joint inclusion probabilities in the Horvitz-Thompson variance (one stage). */
function addOverton(covariance: number[][], stage: Stage, totals: readonly Float64Array[]): void {
  const probability = Float64Array.from({ length: stage.units }, (_, unit) =>
    stage.population ? stage.sampled[stage.stratumOf[unit]!]! / stage.population[unit]! : 1,
  )
  const size = totals.length
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const sums = new Float64Array(stage.strata * 4)
      for (let unit = 0; unit < stage.units; unit += 1) {
        const at = stage.stratumOf[unit]! * 4
        const x = totals[i]![unit]!
        const y = totals[j]![unit]!
        const p = probability[unit]!
        sums[at] = sums[at]! + x
        sums[at + 1] = sums[at + 1]! + y
        sums[at + 2] = sums[at + 2]! + p * x
        sums[at + 3] = sums[at + 3]! + p * y
        covariance[i]![j] = covariance[i]![j]! + (1 - p) * x * y
      }
      for (let unit = 0; unit < stage.units; unit += 1) {
        const stratum = stage.stratumOf[unit]!
        const n = stage.sampled[stratum]!
        if (n < 2) continue
        // The pairs' parts: ((p + q) / 2 - 1) x y / (n - 1), without each unit's pair with itself.
        const x = totals[i]![unit]!
        const y = totals[j]![unit]!
        covariance[i]![j] = covariance[i]![j]! - ((probability[unit]! - 1) * x * y) / (n - 1)
      }
      for (let stratum = 0; stratum < stage.strata; stratum += 1) {
        const n = stage.sampled[stratum]!
        if (n < 2) continue
        const at = stratum * 4
        const [x, y, px, py] = [sums[at]!, sums[at + 1]!, sums[at + 2]!, sums[at + 3]!]
        covariance[i]![j] = covariance[i]![j]! + ((px * y + py * x) / 2 - x * y) / (n - 1)
      }
      covariance[j]![i] = covariance[i]![j]!
    }
  }
}
