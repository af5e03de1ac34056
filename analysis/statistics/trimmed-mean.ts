/**
 * The mean without the lowest and highest values, and its standard error.
 *
 * In: values in their unit, in any order, and the share to leave out at each end (0 to below 0.5). Out: how many are
 * left, their mean, and Yuen's standard error from the winsorised variance with n - 2g - 1 degrees of freedom (null
 * where fewer than two are left). Null without values. Missing values are left out before.
 * Source: Tukey and McLaughlin 1963; Yuen 1974; R `mean(x, trim)`.
 */

import { moments, variance } from '../sums.ts'

export interface TrimmedMean {
  readonly n: number
  readonly left: number
  readonly mean: number
  readonly error: number | null
  readonly df: number
}

export function trimmedMean(values: Float64Array, share: number): TrimmedMean | null {
  if (!(share >= 0 && share < 0.5)) throw new Error('trimmed mean: the share must be from 0 to below 0.5')
  const n = values.length
  if (n === 0) return null
  const cut = Math.floor(n * share)
  const sorted = values.toSorted()
  const kept = sorted.subarray(cut, n - cut)
  const [low, high] = [kept[0]!, kept.at(-1)!]
  const spread = variance(moments(sorted.map((value) => Math.min(high, Math.max(low, value)))))
  const left = n - 2 * cut
  return {
    n,
    left,
    mean: moments(kept).mean,
    error: left < 2 || spread === null ? null : Math.sqrt(spread * (n - 1)) / Math.sqrt(left * (left - 1)),
    df: left - 1,
  }
}
