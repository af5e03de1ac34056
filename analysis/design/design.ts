/**
 * A sample design, made once from columns: which rows were drawn together, in which strata, with which weights.
 *
 * In: one value a row for clusters and strata of each stage, weights or inclusion probabilities, and finite
 * population sizes. Out: a `Design` that every estimator of this folder takes. Weights must be finite and not
 * negative; a row of weight 0 counts nothing. Errors (`DesignError`) name the column, row or stratum.
 * Two kinds: `linearised` (Taylor, variances from totals of sampling units, stage by stage) and `replicates`
 * (weights given or made for each replicate). Sources: Särndal, Swensson and Wretman 1992, 4.3 and 5.5;
 * Wolter 2007; Lumley 2010; results equal those of R `survey`.
 */

import { sum } from '../sums.ts'
import type { Adjustment } from './adjustment.ts'
import { DesignError } from './design-error.ts'
import type { Labels } from './grouping.ts'
import type { Stage } from './stages.ts'
import { buildStages } from './stages.ts'

/** What to do with a stratum that has one sampling unit: R `options(survey.lonely.psu)`. */
export type LonelyPsu = 'fail' | 'remove' | 'certainty' | 'adjust' | 'average'

export interface DesignColumns {
  readonly n: number
  /** One for each stage; none: every row is a sampling unit. */
  readonly clusters?: readonly Labels[]
  /** One for each stage that has strata; later stages are stratified by their cluster anyway. */
  readonly strata?: readonly Labels[]
  readonly weights?: Float64Array
  /** Inclusion probabilities of each stage, instead of weights. */
  readonly probabilities?: readonly Float64Array[]
  /** Population sizes of each stage (all at least 1), or sampling fractions (all at most 1). */
  readonly populations?: readonly Float64Array[]
  /** Cluster numbers repeat between strata. */
  readonly nested?: boolean
  /** Unequal probabilities without replacement: `populations` holds inclusion probabilities. */
  readonly pps?: 'brewer' | 'overton'
  readonly lonely?: LonelyPsu
  /** Treat strata of which a domain keeps one unit as lonely too (with `adjust` and `average`). */
  readonly adjustDomainLonely?: boolean
  /** Leave later stages out of the variance. */
  readonly firstStageOnly?: boolean
}

interface Rows {
  readonly n: number
  /** 0 outside the domain. */
  readonly weights: Float64Array
  /** Rows that a domain keeps; null: all. Adjusted designs keep all rows and give others weight 0. */
  readonly present: Uint8Array | null
}

export interface LinearisedDesign extends Rows {
  readonly kind: 'linearised'
  readonly stages: readonly Stage[]
  readonly stratified: boolean
  /** What was done to the weights, in order: it changes the variance. */
  readonly adjustments: readonly Adjustment[]
  readonly pps: 'brewer' | 'overton' | null
  readonly lonely: LonelyPsu
  readonly adjustDomainLonely: boolean
  readonly firstStageOnly: boolean
}

export interface ReplicateDesign extends Rows {
  readonly kind: 'replicates'
  readonly type: ReplicateType
  /** Weights of each replicate, those of the sample included. */
  readonly replicates: readonly Float64Array[]
  readonly scale: number
  readonly rscales: readonly number[]
  /** Squares about the full sample's estimate rather than about the replicates' mean. */
  readonly mse: boolean
  /** Degrees of freedom where they are known otherwise than by the rank of the weights. */
  readonly df: number | null
}

export type ReplicateType =
  'JK1' | 'JK2' | 'JKn' | 'BRR' | 'Fay' | 'bootstrap' | 'successive-difference' | 'other'
export type Design = LinearisedDesign | ReplicateDesign

/** A design of clusters, strata and weights. */
export function sampleDesign(columns: DesignColumns): LinearisedDesign {
  const { n } = columns
  if (n === 0) throw new DesignError('designEmpty')
  if (columns.pps && !columns.populations?.length) throw new DesignError('ppsFractions')
  if (columns.pps === 'overton' && (columns.clusters?.length ?? 0) > 1) throw new DesignError('ppsStages')
  const stages = buildStages(columns)
  const { units } = stages[0]!
  const stratified = (columns.strata?.length ?? 0) > 0
  if (units === 1 && !(columns.nested && stratified)) throw new DesignError('onePsu')
  const weights = columns.weights ?? weightsOf(columns, stages)
  checkWeights(weights, n)
  return {
    kind: 'linearised',
    n,
    weights,
    present: null,
    stages,
    stratified,
    adjustments: [],
    pps: columns.pps ?? null,
    lonely: columns.lonely ?? 'fail',
    adjustDomainLonely: columns.adjustDomainLonely ?? false,
    firstStageOnly: columns.firstStageOnly ?? false,
  }
}

/** Weights as the inverse of inclusion probabilities, or of the sampling fractions at each stage, else 1. */
function weightsOf(columns: DesignColumns, stages: readonly Stage[]): Float64Array {
  const weights = new Float64Array(columns.n).fill(1)
  for (const probability of columns.probabilities ?? []) {
    for (let row = 0; row < columns.n; row += 1) weights[row] = weights[row]! / probability[row]!
  }
  if (columns.probabilities?.length) return weights
  for (const { unit, stratumOf, sampled, population } of stages) {
    if (!population) continue
    for (let row = 0; row < columns.n; row += 1) {
      const of = unit[row]!
      weights[row] = (weights[row]! * population[of]!) / sampled[stratumOf[of]!]!
    }
  }
  return weights
}

/** Refuses weights that are missing, negative, infinite or all 0. */
export function checkWeights(weights: Float64Array, n: number): void {
  if (weights.length !== n) throw new DesignError('designLength', { what: 'weights' })
  let positive = false
  for (let row = 0; row < n; row += 1) {
    const weight = weights[row]!
    if (Number.isNaN(weight)) throw new DesignError('weightsMissing', { row: row + 1 })
    if (weight < 0) throw new DesignError('weightsNegative', { row: row + 1 })
    if (weight === Infinity) throw new DesignError('weightsInfinite', { row: row + 1 })
    if (weight > 0) positive = true
  }
  if (!positive) throw new DesignError('weightsZero')
}

/** Whether the weights were fitted to known totals: domains then keep all rows in the variance. */
export function adjusted(design: Design): boolean {
  return design.kind === 'linearised' && (design.adjustments.length > 0 || design.pps !== null)
}

/** Rows that the design still has (those of weight 0 included). */
export function rowCount({ n, present }: Design): number {
  return present ? present.reduce((total, kept) => total + kept, 0) : n
}

/** Rows that count: weight above 0. */
export function countingRows({ n, weights, present }: Design): number {
  let rows = 0
  for (let row = 0; row < n; row += 1) if (weights[row] !== 0 && (!present || present[row] === 1)) rows += 1
  return rows
}

export function weightTotal({ weights }: Design): number {
  return sum(weights)
}
