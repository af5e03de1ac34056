/** Adapters of the kinds `ss.*`, `alloc`, `round.largest_remainder`, `incl.*`, `sys.*`, `ht.estimate` and `aapor`. */

import { allocate } from '../../../analysis/sampling/allocation.ts'
import type { AllocationRule, Stratum } from '../../../analysis/sampling/allocation.ts'
import { horvitzThompson } from '../../../analysis/sampling/horvitz-thompson.ts'
import { certainUnits, inclusionProbabilities } from '../../../analysis/sampling/inclusion.ts'
import { intracluster } from '../../../analysis/sampling/intracluster.ts'
import { jointInclusion } from '../../../analysis/sampling/joint-inclusion.ts'
import type { JointDesign } from '../../../analysis/sampling/joint-inclusion.ts'
import { largestRemainder } from '../../../analysis/sampling/largest-remainder.ts'
import { outcomeRates } from '../../../analysis/sampling/outcome-rates.ts'
import { meansSize, twoSharesSize } from '../../../analysis/sampling/power.ts'
import type { MeansDesign } from '../../../analysis/sampling/power.ts'
import {
  clusterSize,
  meanSize,
  proportionPrecision,
  proportionSize,
  stratifiedSize,
} from '../../../analysis/sampling/sizes.ts'
import type { SampleSize } from '../../../analysis/sampling/sizes.ts'
import { systematicByProbability, systematicEqual } from '../../../analysis/sampling/systematic.ts'
import { sum } from '../../../analysis/sums.ts'
import type { Adapter } from './adapters.ts'
import type { ReferenceData } from './cases.ts'
import { column, numbersOf } from './cases.ts'
import { levelsOf } from './columns.ts'

type Args = Parameters<Adapter>[0]

function sizeOptions({ conf, N, deff, response_rate }: Args) {
  return {
    level: Number(conf),
    population: (N as number | null) ?? null,
    designEffect: Number(deff ?? 1),
    responseRate: Number(response_rate ?? 1),
  }
}

function sizeFields(of: SampleSize) {
  return {
    z: of.z,
    n_infinite: of.endless,
    n_fpc: of.corrected,
    n_deff: of.designed,
    n_invite: of.invited,
    completes: of.completes,
    invitations: of.invitations,
  }
}

export const proportion: Adapter = (args) =>
  sizeFields(proportionSize(Number(args['p']), Number(args['moe']), sizeOptions(args)))

export const mean: Adapter = (args) =>
  sizeFields(meanSize(Number(args['sd']), Number(args['moe']), sizeOptions(args)))

export const precision: Adapter = (args) => {
  const of = proportionPrecision(Number(args['p']), Number(args['n']), sizeOptions(args))
  return { se: of.error, moe: of.halfWidth }
}

export const powerOfShares: Adapter = ({ p1, p2, power, sig_level }) => {
  const aim = { power: Number(power), significance: Number(sig_level) }
  const of = twoSharesSize(Number(p1), Number(p2), aim)
  return { n_per_group: of.n, n_ceiling: of.rounded }
}

export const powerOfMeans: Adapter = ({ delta, sd, power, sig_level, type }) => {
  const effect = {
    delta: Number(delta),
    sd: Number(sd),
    design: (type ?? 'two.sample') as MeansDesign,
  }
  const of = meansSize(effect, { power: Number(power), significance: Number(sig_level) })
  return { n: of.n, n_ceiling: of.rounded }
}

export const stratified: Adapter = ({ se_target, method }, data) => {
  const [sizes, spreads] = [numbersOf(data, 'N'), numbersOf(data, 'S')]
  const strata = Array.from(sizes, (size, h) => ({ size, sd: spreads[h]! }))
  const of = stratifiedSize(strata, Number(se_target), method === 'neyman' ? 'neyman' : 'proportional')
  return { n: of.n, n_ceiling: of.rounded }
}

export const cluster: Adapter = ({ cluster_size, rho, n_srs }) => {
  const of = clusterSize(Number(cluster_size), Number(rho), Number(n_srs))
  return { deff: of.designEffect, n: of.n, clusters: of.clusters }
}

export const rho: Adapter = ({ y, cluster: by }, data) => {
  const places = new Map(levelsOf(data, String(by)).map((level, place) => [level, place]))
  const clusters = column(data.columns, String(by)).map((cell) => places.get(String(cell)) ?? -1)
  const of = intracluster(numbersOf(data, String(y)), clusters)
  return (
    of && {
      clusters: of.clusters,
      n0: of.n0,
      msb: of.between,
      msw: of.within,
      rho: of.rho,
      deff: of.designEffect,
    }
  )
}

const strataColumns = { S: 'sd', cost: 'cost', X: 'importance', CV: 'variation' } as const

export const allocation: Adapter = ({ method, n, q, min }, data) => {
  const strata: readonly Stratum[] = Array.from(numbersOf(data, 'N'), (size, h) => ({
    size,
    ...Object.fromEntries(
      Object.entries(strataColumns)
        .filter(([name]) => data.columns.has(name))
        .map(([name, field]) => [field, numbersOf(data, name)[h]]),
    ),
  }))
  const of = allocate(strata, {
    n: Number(n),
    rule: method as AllocationRule,
    ...(typeof q === 'number' && { exponent: q }),
    ...(typeof min === 'number' && { minimum: min }),
  })
  return { n_h: of.shares, n_h_rounded: of.rounded, take_all: of.takeAll.map((place) => place + 1) }
}

export const rounding: Adapter = ({ total }, data) => ({
  rounded: largestRemainder([...numbersOf(data, 'x')], Number(total)),
})

const fromOne = (places: readonly number[]) => places.map((place) => place + 1)

export const probabilities: Adapter = ({ n }, data) => {
  const of = inclusionProbabilities(numbersOf(data, 'size'), Number(n))
  return { pik: Array.from(of), sum: sum(of), certainty: fromOne(certainUnits(of)) }
}

export const joint: Adapter = ({ method }, data) => ({
  pi2: jointInclusion(numbersOf(data, 'pik'), method as JointDesign),
})

export const bySize: Adapter = ({ u }, data) => ({
  selected: fromOne(systematicByProbability(numbersOf(data, 'pik'), Number(u))),
})

export const inSteps: Adapter = ({ N, n, start }) => ({
  selected: fromOne(systematicEqual(Number(N), Number(n), Number(start))),
})

export const estimate: Adapter = (_, data: ReferenceData) => {
  const of = horvitzThompson(numbersOf(data, 'y'), numbersOf(data, 'pik'), data.joint)
  return of && { total: of.total, hajek_mean: of.mean, var_ht: of.variance, var_syg: of.senYatesGrundy }
}

export const outcomes: Adapter = ({ I, P, R, NC, O, UH, UO, NE, e }) => {
  const of = outcomeRates(
    {
      complete: Number(I),
      partial: Number(P),
      refusal: Number(R),
      nonContact: Number(NC),
      other: Number(O),
      unknownHousehold: Number(UH),
      unknownOther: Number(UO),
      notEligible: Number(NE ?? 0),
    },
    (e as number | null) ?? null,
  )
  return { e: of.eligible, ...of.rates }
}
