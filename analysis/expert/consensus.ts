/**
 * Whether experts agree on an item, by rules that the study laid down beforehand.
 *
 * In: an item's figures and the rules; a rule that is not given is not asked. Out: which rules the item breaks, and
 * which cannot be judged for want of ratings; consensus is that it breaks none and all could be judged.
 * Source: Diamond et al. 2014 on definitions of consensus in Delphi studies.
 */

import type { RatedItem } from './items.ts'

export interface ConsensusRules {
  /** At least this per cent at or above the agreeing mark. */
  readonly agreePercent?: number
  /** Quartile distance at most. */
  readonly iqr?: number
  /** CV at most. */
  readonly cv?: number
  /** Mean at least. */
  readonly mean?: number
}

export type ConsensusRule = keyof ConsensusRules

export interface Consensus {
  readonly reached: boolean
  readonly broken: readonly ConsensusRule[]
  readonly unknown: readonly ConsensusRule[]
}

/** Whether the item meets every rule; an Error where no rule is given. */
export function consensus(item: RatedItem, rules: ConsensusRules): Consensus {
  const asked = (['agreePercent', 'iqr', 'cv', 'mean'] as const).filter((rule) => rules[rule] !== undefined)
  if (asked.length === 0) throw new Error('consensus: no rule is given')
  const unknown = asked.filter((rule) => item[rule] === null)
  const broken = asked.filter((rule) => {
    const value = item[rule]
    if (value === null) return false
    return rule === 'agreePercent' || rule === 'mean' ? value < rules[rule]! : value > rules[rule]!
  })
  return { reached: broken.length === 0 && unknown.length === 0, broken, unknown }
}
