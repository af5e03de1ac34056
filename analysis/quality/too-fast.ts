/**
 * Answers given so fast that nobody can have read the questions.
 *
 * In: seconds that each answer took (NaN: not known, and left out), the share of the median below which one is too fast.
 * Out: the median and the answers below the share of it. Fewer than 10 known times give no flags: their median says
 * little. Unweighted. Throws for a share outside 0 to 1.
 * Source: speeders as a share of the median time, Greszki, Meyer and Schoen 2014 (30, 40 and 50 per cent); R `median`.
 */

import { quantiles } from '../sums.ts'
import type { Flag } from './flag.ts'

const fewestTimes = 10

export function tooFast(
  seconds: Float64Array,
  share: number,
): { readonly median: number | null; readonly flags: readonly Flag[] } {
  if (!(share > 0 && share <= 1)) throw new Error(`tooFast: share ${share} is not in (0, 1]`)
  const known = seconds.filter((time) => Number.isFinite(time) && time >= 0)
  const [median = null] = quantiles(known, [0.5])
  if (known.length < fewestTimes || median === null || median <= 0) return { median, flags: [] }
  const flags: Flag[] = []
  seconds.forEach((time, row) => {
    if (!(time >= 0 && time < share * median)) return
    flags.push({
      name: 'tooFast',
      row,
      why: {
        code: 'tooFast',
        params: { seconds: Math.round(time), median: Math.round(median), percent: (100 * time) / median },
      },
      others: [],
    })
  })
  return { median, flags }
}
