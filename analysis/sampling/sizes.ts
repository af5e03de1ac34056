/**
 * How many answers a survey needs, and how exact it will be.
 *
 * Shares and half-widths are between 0 and 1, confidence levels too. A population size that is not given is endless.
 * Out: numbers as computed, and rounded up only at the end. An Error names an argument outside its range.
 * Source: Cochran 1977, chapters 4 and 5; Kish 1965 for the design effect; reference kinds `ss.*`.
 */

import { normalQuantile } from '../distributions.ts'
import { sum } from '../sums.ts'

export interface SizeOptions {
  readonly level: number
  readonly population?: number | null
  readonly designEffect?: number
  readonly responseRate?: number
}

export interface SampleSize {
  readonly z: number
  /** Simple random sample from an endless population. */
  readonly endless: number
  /** With the finite population correction. */
  readonly corrected: number
  /** Times the design effect. */
  readonly designed: number
  /** Divided by the response rate: to be invited. */
  readonly invited: number
  readonly completes: number
  readonly invitations: number
  /** True where the design effect or non-response asks for more people than there are. */
  readonly beyondPopulation: boolean
}

/** For a share `p` to within `halfWidth`: z² p (1 - p) / e², corrected by n / (1 + (n - 1)/N). */
export function proportionSize(p: number, halfWidth: number, options: SizeOptions): SampleSize {
  within('p', p, p >= 0 && p <= 1)
  within('halfWidth', halfWidth, halfWidth > 0 && halfWidth < 1)
  const z = reach(options.level)
  return sized(z, (z * z * p * (1 - p)) / halfWidth ** 2, 1, options)
}

/** For a mean of spread `sd` to within `halfWidth`, in its unit: (z sd / e)², corrected by n / (1 + n/N). */
export function meanSize(sd: number, halfWidth: number, options: SizeOptions): SampleSize {
  within('sd', sd, sd >= 0)
  within('halfWidth', halfWidth, halfWidth > 0)
  const z = reach(options.level)
  return sized(z, ((z * sd) / halfWidth) ** 2, 0, options)
}

function sized(z: number, endless: number, fewer: number, options: SizeOptions): SampleSize {
  const { population = null, designEffect = 1, responseRate = 1 } = options
  within('population', population ?? 1, population === null || population >= 1)
  within('designEffect', designEffect, designEffect > 0)
  within('responseRate', responseRate, responseRate > 0 && responseRate <= 1)
  const finite = population !== null && population !== Infinity
  const corrected = finite ? endless / (1 + (endless - fewer) / population) : endless
  const designed = corrected * designEffect
  const invited = designed / responseRate
  const invitations = roundUp(invited)
  return {
    z,
    endless,
    corrected,
    designed,
    invited,
    completes: roundUp(designed),
    invitations,
    beyondPopulation: finite && invitations > population,
  }
}

/** Standard error and half-width of a share `p` from `n` answers, with (N - n)/(N - 1) for a finite population. */
export function proportionPrecision(
  p: number,
  n: number,
  options: Omit<SizeOptions, 'responseRate'>,
): { readonly error: number; readonly halfWidth: number } {
  const { population = null, designEffect = 1 } = options
  within('p', p, p >= 0 && p <= 1)
  within('n', n, n >= 1)
  within('designEffect', designEffect, designEffect > 0)
  const finite = population !== null && population !== Infinity
  if (finite) within('population', population, population >= n && population >= 1)
  const correction = !finite ? 1 : population === 1 ? 0 : (population - n) / (population - 1)
  const error = Math.sqrt((designEffect * correction * p * (1 - p)) / n)
  return { error, halfWidth: reach(options.level) * error }
}

/** n for a mean over strata with a wanted standard error, under optimum (Neyman) or proportional allocation. */
export function stratifiedSize(
  strata: readonly { readonly size: number; readonly sd: number }[],
  error: number,
  method: 'neyman' | 'proportional',
): { readonly n: number; readonly rounded: number } {
  within('error', error, error > 0)
  strata.forEach(({ size, sd }, h) => {
    within(`size of stratum ${h + 1}`, size, size >= 0)
    within(`sd of stratum ${h + 1}`, sd, sd >= 0)
  })
  const population = sum(strata.map(({ size }) => size))
  within('population', population, population > 0)
  const products = sum(strata.map(({ size, sd }) => size * sd))
  const squares = sum(strata.map(({ size, sd }) => size * sd ** 2))
  const below = population ** 2 * error ** 2 + squares
  const n = (method === 'neyman' ? products ** 2 : population * squares) / below
  return { n, rounded: roundUp(n) }
}

/** Design effect 1 + (m - 1) rho of clusters of m, and what a simple random size then grows to. */
export function clusterSize(
  perCluster: number,
  rho: number,
  simpleSize: number,
): { readonly designEffect: number; readonly n: number; readonly clusters: number } {
  within('perCluster', perCluster, perCluster >= 1)
  within('rho', rho, rho >= -1 && rho <= 1)
  within('simpleSize', simpleSize, simpleSize >= 0)
  const designEffect = 1 + (perCluster - 1) * rho
  within('designEffect', designEffect, designEffect >= 0)
  const n = simpleSize * designEffect
  return { designEffect, n, clusters: roundUp(n / perCluster) }
}

/** Up to the next whole number; what rounding left above a whole number does not count. */
export function roundUp(value: number): number {
  return Math.max(0, Math.ceil(value - 1e-9))
}

function reach(level: number): number {
  within('level', level, level > 0 && level < 1)
  return normalQuantile((1 - level) / 2, 'upper')
}

function within(name: string, value: number, holds: boolean): void {
  if (!holds || Number.isNaN(value)) throw new Error(`sampling: ${name} ${value} is outside its range`)
}
