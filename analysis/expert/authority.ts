/**
 * 专家权威系数 Cr: how well experts know what they judge.
 *
 * In: Ca (判断依据, basis of judgement) and Cs (熟悉程度, familiarity) of each expert, 0 to 1, NaN where not
 * given; Ca may come as parts (theory, practice, peers, intuition) that add up. Out: each expert's
 * Cr = (Ca + Cs)/2 and the means over the experts who gave both. Null where no one did.
 * Source: Zeng Guang 1994; reference kind `delphi.authority`.
 */

import { completeRows, rowTotals } from '../statistics/items.ts'
import { moments } from '../sums.ts'

export interface Authority {
  readonly n: number
  readonly missing: number
  /** One for each row; NaN where Ca or Cs is missing. */
  readonly each: Float64Array
  readonly basis: number
  readonly familiarity: number
  readonly authority: number
}

/** Ca, Cs and Cr. */
export function authority(basis: readonly Float64Array[], familiarity: Float64Array): Authority | null {
  const whole = rowTotals(basis)
  const each = whole.map((ca, row) => (ca + familiarity[row]!) / 2)
  const { columns, n, missing } = completeRows([whole, familiarity])
  const [ca, cs] = columns
  if (!ca || !cs || n === 0) return null
  const [meanCa, meanCs] = [moments(ca).mean, moments(cs).mean]
  return { n, missing, each, basis: meanCa, familiarity: meanCs, authority: (meanCa + meanCs) / 2 }
}
