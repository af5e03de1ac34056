/**
 * Net promoter score of a 0–10 question.
 *
 * In: the answered scores and the bounds of promoters (9 and more) and detractors (6 and less). Out: counts,
 * per cent, the score in points (-100 to 100), its standard error from the variance of the scores -1, 0, 1 over
 * n, and normal limits. Null without answers. Source: Reichheld 2003; Rocks 2016.
 */

import { normalQuantile } from '../distributions.ts'
import { percent } from './result.ts'

export interface NetPromoters {
  readonly n: number
  readonly promoters: number
  readonly passives: number
  readonly detractors: number
  readonly promoterPercent: number | null
  readonly passivePercent: number | null
  readonly detractorPercent: number | null
  readonly score: number
  readonly error: number
  readonly lower: number
  readonly upper: number
}

/** Promoters, passives and detractors, and the score with its limits. */
export function netPromoters(
  scores: Float64Array,
  promoterMin = 9,
  detractorMax = 6,
  level = 0.95,
): NetPromoters | null {
  const n = scores.length
  if (n === 0) return null
  const promoters = scores.filter((score) => score >= promoterMin).length
  const detractors = scores.filter((score) => score <= detractorMax).length
  const passives = n - promoters - detractors
  const score = (100 * (promoters - detractors)) / n
  const error = 100 * Math.sqrt(((promoters + detractors) / n - ((promoters - detractors) / n) ** 2) / n)
  const half = normalQuantile((1 - level) / 2, 'upper') * error
  return {
    n,
    promoters,
    passives,
    detractors,
    promoterPercent: percent(promoters, n),
    passivePercent: percent(passives, n),
    detractorPercent: percent(detractors, n),
    score,
    error,
    lower: score - half,
    upper: score + half,
  }
}
