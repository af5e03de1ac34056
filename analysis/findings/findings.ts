/**
 * Headline findings: what stands out of all the comparisons that a topic's data allow.
 *
 * In: every comparison tried. Out: those that survive Holm's adjustment over all of them and are large enough, one for
 * each question and grouping, the most telling first. Without any effect in the data the chance of even one finding is
 * at most 1 %. Source: Holm 1979; the rule stands in `comparison.ts`.
 */

import type { Frame, Variable } from '../frame.ts'
import { adjustedP } from '../statistics/adjusted-p.ts'
import type { SampleType } from '../cells.ts'
import type { View } from '../view.ts'
import type { Comparison, FindingKind, Told } from './comparison.ts'
import { rule } from './comparison.ts'
import type { Grouping } from './groups.ts'
import { groupComparisons } from './groups.ts'
import { choiceComparisons, itemComparisons } from './items.ts'

export interface Finding extends Omit<Comparison, 'tell'>, Told {
  /** p after Holm over all comparisons tried. */
  readonly adjusted: number
  /** Among the few that stand on the first screen. */
  readonly headline: boolean
}

export interface Plan {
  /** Names of the questions that are about the matter; of the others no comparison is made. */
  readonly outcomes: readonly string[]
  readonly groupings: readonly Grouping[]
}

/** Every comparison within one frame, a question at a time, so that a caller may do other work in between. */
export function* comparisonsWithin(
  view: View,
  plan: Plan,
  sampleType: SampleType,
): Generator<readonly Comparison[]> {
  const wanted = new Set(plan.outcomes)
  const outcomes = view.frame.variables.filter(({ name }) => wanted.has(name))
  for (const items of matrices(view.frame, wanted)) yield itemComparisons(items, view, sampleType)
  for (const outcome of outcomes) {
    if ((outcome.kind === 'coded' && !outcome.ordered) || outcome.kind === 'set')
      yield choiceComparisons(outcome, view, sampleType)
    for (const grouping of plan.groupings) yield groupComparisons(outcome, grouping, view, sampleType)
  }
}

/** Ordered variables of one matrix with the same answers, two or more of them. */
function matrices(frame: Frame, wanted: ReadonlySet<string>): readonly (readonly Variable[])[] {
  const found = new Map<string, Variable[]>()
  for (const variable of frame.variables) {
    if (!wanted.has(variable.name) || !variable.ordered || !variable.group) continue
    const key = [variable.group.name, ...variable.categories.map(({ value }) => value)].join('\n')
    found.set(key, [...(found.get(key) ?? []), variable])
  }
  return [...found.values()].filter((items) => items.length > 1)
}

/** How many of each kind stand on the first screen, in their order. */
const mostHeadlines = 5
const headlines: readonly (readonly [FindingKind, number])[] = [
  ['strongest', 1],
  ['weakest', 1],
  ['change', 2],
  ['gap', 2],
  ['sources', 1],
  ['leading', 1],
]

export function findingsOf(comparisons: readonly Comparison[]): readonly Finding[] {
  const adjusted = adjustedP(
    comparisons.map(({ p }) => p),
    'holm',
  )
  const best = new Map<string, { readonly comparison: Comparison; readonly adjusted: number }>()
  comparisons.forEach((comparison, k) => {
    const p = adjusted[k] ?? 1
    if (!(p < rule.level) || comparison.effect < rule.size) return
    const held = best.get(comparison.contest)
    if (!held || comparison.effect > held.comparison.effect)
      best.set(comparison.contest, { comparison, adjusted: p })
  })
  const found = [...best.values()].toSorted(
    (a, b) => b.comparison.effect - a.comparison.effect || (a.comparison.key < b.comparison.key ? -1 : 1),
  )
  const first = new Set(
    headlines
      .flatMap(([kind, most]) => found.filter(({ comparison }) => comparison.kind === kind).slice(0, most))
      .slice(0, mostHeadlines),
  )
  return [...first, ...found.filter((each) => !first.has(each))].map((each) => {
    const { tell, ...rest } = each.comparison
    return { ...rest, ...tell(), adjusted: each.adjusted, headline: first.has(each) }
  })
}
