/**
 * Content validity of items by expert judgement: CVI with modified kappa.
 *
 * In: one column an item, one row an expert, ratings of relevance; experts with a missing rating are left out.
 * A rating at or above `relevantMinimum` agrees. Out: for each item how many agree, I-CVI (their share), the chance of
 * that many by tossing coins and kappa* = (I-CVI - chance)/(1 - chance); S-CVI/Ave, the mean of I-CVI, and
 * S-CVI/UA, the share of items on which all agree. Null without experts or items.
 * Source: Lynn 1986; Polit, Beck and Owen 2007.
 */

import { logGamma } from '../distributions.ts'
import { completeRows } from '../statistics/items.ts'
import { sum } from '../sums.ts'

export interface ValidItem {
  readonly agree: number
  readonly index: number
  readonly chance: number
  readonly kappa: number | null
}

export interface ContentValidity {
  readonly experts: number
  readonly missing: number
  readonly items: readonly ValidItem[]
  readonly average: number
  readonly universal: number
}

/** I-CVI of each item and S-CVI of the scale. */
export function contentValidity(
  items: readonly Float64Array[],
  relevantMinimum: number,
): ContentValidity | null {
  const { columns, n, missing } = completeRows(items)
  if (n === 0 || columns.length === 0) return null
  const valid = columns.map((values) => {
    const agree = values.filter((value) => value >= relevantMinimum).length
    const index = agree / n
    const chance = Math.exp(logGamma(n + 1) - logGamma(agree + 1) - logGamma(n - agree + 1) - n * Math.LN2)
    return { agree, index, chance, kappa: chance < 1 ? (index - chance) / (1 - chance) : null }
  })
  return {
    experts: n,
    missing,
    items: valid,
    average: sum(valid.map(({ index }) => index)) / valid.length,
    universal: valid.filter(({ agree }) => agree === n).length / valid.length,
  }
}
