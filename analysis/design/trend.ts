/**
 * Change of a mean or share between waves of a survey, controlled for how each wave was drawn.
 *
 * In: one design over the rows of all waves (`combineWaves` makes it), values (NaN missing, left out as a domain)
 * and the wave of each row as a place. Out: the estimate of each wave, the changes between successive waves and
 * from the first to the last with standard error, t, two-sided p (Holm's over the changes), limits, and one test
 * that nothing changed at all. Waves that share sampling units are compared with their covariance: the same
 * villages visited twice tell change more exactly than other villages would. Null where a test is not defined.
 * Source: Kish 1965, 12.4; Särndal et al. 1992, 9.9; R `svyby(covmat = TRUE)`, `svycontrast`, `regTermTest`.
 */

import { fTail, tTwoSided } from '../distributions.ts'
import { adjustedP } from '../statistics/adjusted-p.ts'
import { degreesOfFreedom } from './degrees-of-freedom.ts'
import { DesignError } from './design-error.ts'
import type { Design, DesignColumns } from './design.ts'
import { complete, estimate, standardErrors } from './estimate.ts'
import type { Labels } from './grouping.ts'
import { contrast, limits } from './intervals.ts'
import type { Codes } from './means.ts'
import { cellSums, groupStatistics } from './means.ts'
import { quadraticForm } from './regression.ts'

export interface WaveEstimate {
  /** Place of the wave. */
  readonly wave: number
  /** Rows that count, and their weight. */
  readonly n: number
  readonly weight: number
  readonly value: number
  readonly error: number
  readonly lower: number | null
  readonly upper: number | null
}

export interface Change {
  readonly from: number
  readonly to: number
  /** Later minus earlier. */
  readonly value: number
  readonly error: number
  readonly lower: number | null
  readonly upper: number | null
  readonly t: number | null
  readonly p: number | null
  /** Adjusted for the other changes (Holm). */
  readonly adjusted: number | null
}

export interface Trend {
  readonly waves: readonly WaveEstimate[]
  readonly changes: readonly Change[]
  /** That all waves are alike; null below three waves. */
  readonly test: { readonly F: number; readonly df1: number; readonly df2: number; readonly p: number } | null
  readonly df: number
  readonly n: number
  readonly missing: number
}

export function trend(
  design: Design,
  values: Float64Array,
  waves: Codes,
  { count, level = 0.95 }: { readonly count: number; readonly level?: number },
): Trend {
  const known = Float64Array.from(waves, (wave) => (wave < 0 ? NaN : wave))
  const whole = complete(design, [values, known])
  const [column, code] = whole.columns as [Float64Array, Float64Array]
  const codes = Int32Array.from(code)
  const weights = cellSums(codes, count, whole.design.weights)
  const used = Array.from(weights.keys()).filter((wave) => weights[wave]! > 0)
  const rows = new Float64Array(count)
  for (const [row, wave] of codes.entries()) if (whole.design.weights[row] !== 0) rows[wave] = rows[wave]! + 1
  const place = new Int32Array(count).fill(-1)
  used.forEach((wave, k) => {
    place[wave] = k
  })
  const estimates = estimate(
    whole.design,
    groupStatistics(
      column,
      codes.map((wave) => place[wave]!),
      used.length,
    ),
  )
  const df = degreesOfFreedom(design)
  const errors = standardErrors(estimates.covariance)
  const within = (value: number, error: number) =>
    df > 0 ? limits(value, error, level, df) : { lower: null, upper: null }
  const changes = pairsOf(used.length).map(([a, b]) => {
    const { value, error } = contrast(
      estimates,
      used.map((_, k) => (k === b ? 1 : k === a ? -1 : 0)),
    )
    const t = df > 0 && error > 0 ? value / error : null
    const p = t === null ? null : tTwoSided(t, df)
    return { from: used[a]!, to: used[b]!, value, error, ...within(value, error), t, p }
  })
  const adjusted = adjustedP(
    changes.map(({ p }) => p),
    'holm',
  )
  return {
    waves: used.map((wave, k) => ({
      wave,
      n: rows[wave]!,
      weight: weights[wave]!,
      value: estimates.values[k]!,
      error: errors[k]!,
      ...within(estimates.values[k]!, errors[k]!),
    })),
    changes: changes.map((change, k) => ({ ...change, adjusted: adjusted[k] ?? null })),
    test: anyChange(estimates, df),
    df,
    n: rows.reduce((total, each) => total + each, 0),
    missing: whole.missing,
  }
}

/** Each wave with the next, and the first with the last. */
function pairsOf(count: number): readonly (readonly [number, number])[] {
  const pairs = Array.from({ length: Math.max(0, count - 1) }, (_, k): readonly [number, number] => [
    k,
    k + 1,
  ])
  return count > 2 ? [...pairs, [0, count - 1]] : pairs
}

function anyChange({ values, covariance }: ReturnType<typeof estimate>, df: number): Trend['test'] {
  const count = values.length
  if (count < 3) return null
  const later = values.slice(1)
  const differences = later.map((value) => value - values[0]!)
  const spread = later.map((_, i) =>
    later.map(
      (__, j) =>
        covariance[i + 1]![j + 1]! - covariance[i + 1]![0]! - covariance[0]![j + 1]! + covariance[0]![0]!,
    ),
  )
  const square = quadraticForm(differences, spread)
  const df1 = count - 1
  const df2 = df + 1 - count
  if (square === null || !(df2 > 0)) return null
  return { F: square / df1, df1, df2, p: fTail(square / df1, df1, df2, 'upper') }
}

export interface CombinedWaves {
  readonly columns: DesignColumns
  /** Wave of each row. */
  readonly waves: Codes
}

/**
 * The columns of all waves one below the other. Independent waves become strata of their own; with `overlapping`
 * the same clusters (and strata) in two waves are the same units. An Error where waves differ in their stages or
 * in whether they have strata, weights and population sizes.
 */
export function combineWaves(
  waves: readonly DesignColumns[],
  { overlapping }: { readonly overlapping: boolean },
): CombinedWaves {
  const [first] = waves
  if (!first) throw new DesignError('designEmpty')
  const shape = ({ clusters, strata, weights, probabilities, populations }: DesignColumns) =>
    [
      clusters?.length ?? 0,
      strata?.length ?? 0,
      weights ? 1 : 0,
      probabilities?.length ?? 0,
      populations?.length ?? 0,
    ].join()
  if (
    waves.some(
      (wave) => shape(wave) !== shape(first) || wave.nested !== first.nested || wave.pps !== first.pps,
    )
  )
    throw new DesignError('wavesDiffer')
  const n = waves.reduce((total, wave) => total + wave.n, 0)
  const named = (labels: Labels, wave: number) =>
    Array.from(labels, (label) => (overlapping || label === null ? label : `${wave + 1}/${label}`))
  const stacked = (pick: (wave: DesignColumns) => readonly Labels[] | undefined) =>
    (pick(first) ?? []).map((_, k) => waves.flatMap((wave, place) => named(pick(wave)![k]!, place)))
  const numbers = (pick: (wave: DesignColumns) => readonly Float64Array[] | undefined) =>
    (pick(first) ?? []).map((_, k) =>
      joined(
        waves.map((wave) => pick(wave)![k]!),
        n,
      ),
    )
  const rowUnits = (first.clusters?.length ?? 0) === 0
  const strata = stacked(({ strata: own }) => own)
  const clusters = stacked(({ clusters: own }) => own)
  const weights = numbers((wave) => (wave.weights ? [wave.weights] : undefined))
  const probabilities = numbers((wave) => wave.probabilities)
  const populations = numbers((wave) => wave.populations)
  if (overlapping && rowUnits) throw new DesignError('wavesDiffer')
  const waveLabels = waves.flatMap((wave, place) => Array.from({ length: wave.n }, () => place))
  return {
    columns: {
      ...first,
      n,
      clusters,
      strata: strata.length > 0 || overlapping ? strata : [waveLabels],
      ...(weights[0] ? { weights: weights[0] } : {}),
      ...(probabilities.length > 0 ? { probabilities } : {}),
      ...(populations.length > 0 ? { populations } : {}),
    },
    waves: Int32Array.from(waveLabels),
  }
}

function joined(parts: readonly Float64Array[], n: number): Float64Array {
  const all = new Float64Array(n)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
