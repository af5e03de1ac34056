/**
 * An index from 0 to 100 out of scores: the lowest possible score is 0, the highest 100.
 *
 * In: moments of the scores (with weights: of the weighted ones, n being the effective sample size), the lowest and
 * highest possible score, and whether a low score is good. Out: the mean index, its standard deviation and standard
 * error, and t limits in points; spread and limits are null below two values. Null without values; an Error where the
 * ends of the scale are equal. Source: linear rescaling; R `t.test`.
 */

import { meanInterval } from '../intervals.ts'
import { deviation } from '../sums.ts'
import type { Moments } from '../sums.ts'

export interface IndexScore {
  readonly n: number
  readonly index: number
  readonly sd: number | null
  readonly error: number | null
  readonly lower: number | null
  readonly upper: number | null
}

export function indexScore(
  of: Moments,
  scale: { readonly low: number; readonly high: number; readonly reversed?: boolean },
  level = 0.95,
): IndexScore | null {
  const width = scale.high - scale.low
  if (width === 0) throw new Error('index: the lowest and the highest score are equal')
  if (!(of.n > 0)) return null
  const factor = ((scale.reversed ? -1 : 1) * 100) / width
  const points = {
    n: of.n,
    mean: scale.reversed ? (scale.high - of.mean) * -factor : (of.mean - scale.low) * factor,
    squares: of.squares * factor * factor,
  }
  const interval = meanInterval(points, level)
  return {
    n: of.n,
    index: points.mean,
    sd: deviation(points),
    error: interval?.error ?? null,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
  }
}
