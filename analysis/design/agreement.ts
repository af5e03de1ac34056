/**
 * Agreement and reliability in a population, from a sample.
 *
 * Kappa of two ratings with the same categories, its standard error linearised from the cells' shares; Cronbach's
 * alpha of items from population variances. Rows with a gap are left out as a domain. Null where there is no
 * variation. Source: Fleiss et al. 2003; Cronbach 1951; R `survey::svykappa`, `svycralpha`.
 */

import { sum } from '../sums.ts'
import type { Design } from './design.ts'
import { countingRows } from './design.ts'
import { domain } from './domain.ts'
import { complete, estimate } from './estimate.ts'
import { contrast } from './intervals.ts'
import type { Codes } from './means.ts'
import { cells, covariances } from './means.ts'

export interface SurveyKappa {
  readonly kappa: number
  readonly error: number
  readonly n: number
}

export function surveyKappa(design: Design, a: Codes, b: Codes, levels: number): SurveyKappa | null {
  const codes = a.map((code, row) => (code < 0 || b[row]! < 0 ? -1 : code * levels + b[row]!))
  const kept = Uint8Array.from(codes, (code) => (code < 0 ? 0 : 1))
  const within = kept.includes(0) ? domain(design, kept) : design
  const n = countingRows(within)
  if (n === 0) return null
  const clean = codes.map((code) => Math.max(0, code))
  const estimates = estimate(within, cells(clean, levels * levels))
  const share = (i: number, j: number) => estimates.values[i * levels + j]!
  const places = Array.from({ length: levels }, (_, k) => k)
  const rows = places.map((i) => sum(places.map((j) => share(i, j))))
  const columns = places.map((j) => sum(places.map((i) => share(i, j))))
  const observed = sum(places.map((k) => share(k, k)))
  const expected = sum(places.map((k) => rows[k]! * columns[k]!))
  if (!(expected < 1)) return null
  const kappa = (observed - expected) / (1 - expected)
  const slopes = places.flatMap((i) =>
    places.map((j) => {
      const own = i === j ? 1 : 0
      const chance = columns[i]! + rows[j]!
      return (own - chance) / (1 - expected) + ((observed - expected) * chance) / (1 - expected) ** 2
    }),
  )
  return { kappa, error: contrast(estimates, slopes).error, n }
}

export interface SurveyAlpha {
  readonly alpha: number
  readonly n: number
}

export function surveyAlpha(design: Design, items: readonly Float64Array[]): SurveyAlpha | null {
  const whole = complete(design, items)
  const n = countingRows(whole.design)
  const k = items.length
  if (n < 2 || k < 2) return null
  const score = new Float64Array(design.n)
  for (const item of whole.columns)
    for (let row = 0; row < design.n; row += 1) score[row] = score[row]! + item[row]!
  const variance = (column: Float64Array) => covariances([column], n).values(whole.design.weights)[0]!
  const all = variance(score)
  if (!(all > 0)) return null
  return { alpha: (k / (k - 1)) * (1 - sum(whole.columns.map(variance)) / all), n }
}
