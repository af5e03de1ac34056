/** The sampling units of each stage, their strata and how large the population was. */

import { DesignError } from './design-error.ts'
import type { DesignColumns } from './design.ts'
import type { Grouping } from './grouping.ts'
import { combined, grouped, single, whole } from './grouping.ts'

export interface Stage {
  /** For each row its sampling unit; units are told apart over all strata and earlier units. */
  readonly unit: Uint32Array
  readonly units: number
  /** For each unit its stratum; from the second stage on, strata lie within the unit of the stage before. */
  readonly stratumOf: Uint32Array
  readonly strata: number
  readonly stratumLabel: (stratum: number) => string
  /** For each stratum the units in the sample. */
  readonly sampled: Float64Array
  /** For each unit the units in the population of its stratum (n / p with unequal probabilities); null: drawn with replacement. */
  readonly population: Float64Array | null
  /** For each stratum the unit of the stage before; null at the first stage. */
  readonly parentOf: Uint32Array | null
  /** For each stratum the product of the sampling fractions of the stages before. */
  readonly carried: Float64Array
}

/** Stages of a design; identifiers of later stages need only be unique within the unit before. */
export function buildStages(columns: DesignColumns): readonly Stage[] {
  const { n, strata = [], populations } = columns
  const clusters = nestedClusters(columns)
  if (populations && populations.length !== clusters.length)
    throw new DesignError('fpcStages', { stages: clusters.length, given: populations.length })
  const strataGroups = strata.map((labels, k) => grouped(sized(labels, n, 'strata'), stageName('strata', k)))
  const fractions = fpcAreFractions(columns)
  const stages: Stage[] = []
  for (const [k, cluster] of clusters.entries()) {
    const own = strataGroups[Math.min(k, strataGroups.length - 1)]
    const before = k === 0 ? null : clusters[k - 1]!
    const stratum = before ? (own ? combined(before, own) : before) : (own ?? whole(n))
    stages.push(stage({ k, cluster, stratum, before, earlier: stages[k - 1] ?? null, columns, fractions }))
  }
  return stages
}

function stageName(what: string, k: number): string {
  return `${what} ${k + 1}`
}

function sized<T extends ArrayLike<unknown>>(values: T, n: number, what: string): T {
  if (values.length !== n) throw new DesignError('designLength', { what })
  return values
}

function nestedClusters({ n, clusters = [], strata = [], nested }: DesignColumns): readonly Grouping[] {
  if (clusters.length === 0) return [single(n)]
  const groups: Grouping[] = []
  for (const [k, labels] of clusters.entries()) {
    const own = grouped(sized(labels, n, 'clusters'), stageName('clusters', k))
    groups.push(k === 0 ? own : combined(groups[k - 1]!, own))
  }
  const [first] = strata
  if (!nested || !first) return groups
  const stratum = grouped(sized(first, n, 'strata'), 'strata 1')
  return groups.map((group) => combined(stratum, group))
}

interface StageMaking {
  readonly k: number
  readonly cluster: Grouping
  readonly stratum: Grouping
  readonly before: Grouping | null
  readonly earlier: Stage | null
  readonly columns: DesignColumns
  readonly fractions: boolean
}

function stage({ k, cluster, stratum, before, earlier, columns, fractions }: StageMaking): Stage {
  const { n, populations, pps } = columns
  const units = cluster.count
  const strata = stratum.count
  const stratumOf = new Uint32Array(units)
  const seen = new Uint8Array(units)
  const sampled = new Float64Array(strata)
  const firstRow = new Uint32Array(units)
  const parentOf = before ? new Uint32Array(strata) : null
  for (let row = 0; row < n; row += 1) {
    const unit = cluster.codes[row]!
    const of = stratum.codes[row]!
    if (seen[unit] === 0) {
      seen[unit] = 1
      stratumOf[unit] = of
      firstRow[unit] = row
      sampled[of] = sampled[of]! + 1
      if (parentOf) parentOf[of] = before!.codes[row]!
    } else if (stratumOf[unit] !== of) {
      throw new DesignError('clustersNotNested', {
        cluster: cluster.label(unit),
        stratum: stratum.label(of),
        other: stratum.label(stratumOf[unit]!),
      })
    }
  }
  const given = populations?.[k]
  const population = given
    ? populationSizes({ given, fractions, firstRow, stratumOf, sampled, stratum, stage: k + 1, pps })
    : null
  return {
    unit: cluster.codes,
    units,
    stratumOf,
    strata,
    stratumLabel: stratum.label,
    sampled,
    population,
    parentOf,
    carried: carriedFractions(strata, parentOf, earlier),
  }
}

function carriedFractions(strata: number, parentOf: Uint32Array | null, earlier: Stage | null): Float64Array {
  return Float64Array.from({ length: strata }, (_, stratum) => {
    if (!parentOf || !earlier) return 1
    const unit = parentOf[stratum]!
    const of = earlier.stratumOf[unit]!
    const fraction = earlier.population ? earlier.sampled[of]! / earlier.population[unit]! : 0
    return fraction * earlier.carried[of]!
  })
}

/** True where finite population corrections are given as fractions; an Error where the two are mixed. */
function fpcAreFractions({ populations = [], pps }: DesignColumns): boolean {
  let above = false
  let below = false
  for (const [k, values] of populations.entries()) {
    for (let row = 0; row < values.length; row += 1) {
      const value = values[row]!
      if (Number.isNaN(value) || value <= 0)
        throw new DesignError('designMissing', { what: stageName('fpc', k), row: row + 1 })
      if (value > 1) above = true
      if (value < 1) below = true
    }
  }
  if (above && below) throw new DesignError('fpcMixed')
  if (pps && above) throw new DesignError('ppsFractions')
  return !above
}

interface Sizes {
  readonly given: Float64Array
  readonly fractions: boolean
  readonly firstRow: Uint32Array
  readonly stratumOf: Uint32Array
  readonly sampled: Float64Array
  readonly stratum: Grouping
  readonly stage: number
  readonly pps: DesignColumns['pps']
}

function populationSizes(of: Sizes): Float64Array {
  return Float64Array.from(of.firstRow, (row, unit) => {
    const stratum = of.stratumOf[unit]!
    const n = of.sampled[stratum]!
    const value = of.given[row]!
    const size = of.fractions ? n / value : value
    // A fraction of all units comes back with a rounding.
    if (size < n * (1 - 1e-12))
      throw new DesignError('fpcTooSmall', {
        population: size,
        sampled: n,
        stratum: of.stratum.label(stratum),
        stage: of.stage,
      })
    return Math.max(size, n)
  })
}
