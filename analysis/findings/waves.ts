/**
 * The figures of each question in every wave, and the change from one wave to the next with its test.
 *
 * In: the waves in order, each as a reader sees it, of different people. Out: for each question of the last wave means of
 * ordered answers and numbers, and the share of each choice of others; the change between successive waves with
 * two-sided p after Holm over all changes of the table, and a mark where it holds at `rule.level` and is of `rule.size`
 * or more. Null where a question was not asked alike, or a figure is not shown or rests on fewer than `rule.base`. No
 * weights and no design: `design/trend.ts` has those. Source: as `groups.ts`.
 */

import { adjustedP } from '../statistics/adjusted-p.ts'
import type { Own, Side } from './between.ts'
import { agree, figuresOf, jointSampleType } from './between.ts'
import type { Figure, Measure } from './comparison.ts'
import { difference, rule } from './comparison.ts'

export interface WaveChange {
  /** Later minus earlier, in the unit of the figure. */
  readonly value: number
  readonly adjusted: number | null
  readonly mark: 'rise' | 'fall' | null
}
export interface WaveRow {
  readonly variable: string
  readonly label: string
  readonly choice: string | null
  readonly measure: Measure
  /** One for each wave. */
  readonly figures: readonly (Figure | null)[]
  /** One for each step from a wave to the next. */
  readonly changes: readonly (WaveChange | null)[]
}

/** `outcomes`: names of the questions that are about the matter. */
export function waveRows(
  waves: readonly Side[],
  outcomes: readonly string[],
  { test }: { readonly test: boolean },
): readonly WaveRow[] {
  const last = waves.at(-1)
  if (!last || waves.length < 2) return []
  const wanted = new Set(outcomes)
  const drafts = last.view.frame.variables.flatMap((variable) => {
    if (!wanted.has(variable.name) || variable.categories.length > rule.categories) return []
    const each = waves.map((wave) => {
      const own = wave.view.frame.variables.find(({ name }) => name === variable.name)
      return own && agree(own, variable) ? figuresOf(own, wave) : []
    })
    return (each.at(-1) ?? []).map(({ measure, choice }) => {
      const figures = each.map((of) => of.find(sameChoice(choice))?.figure ?? null)
      return { variable, choice, measure, figures, steps: stepsOf(figures, measure, waves, test) }
    })
  })
  const adjusted = adjustedP(
    drafts.flatMap(({ steps }) => steps.map((step) => step?.p ?? null)),
    'holm',
  )
  let at = 0
  return drafts.map(({ variable, choice, measure, figures, steps }) => ({
    variable: variable.name,
    label: variable.label,
    choice: choice?.label ?? null,
    measure,
    figures,
    changes: steps.map((step) => {
      const p = adjusted[at++] ?? null
      if (!step) return null
      const holds = p !== null && p < rule.level && Math.abs(step.effect) >= rule.size
      return { value: step.value, adjusted: p, mark: holds ? (step.value > 0 ? 'rise' : 'fall') : null }
    }),
  }))
}

function sameChoice(choice: Own['choice']) {
  return (other: Own) => other.choice?.value === choice?.value
}

interface Step {
  readonly value: number
  readonly p: number | null
  readonly effect: number
}

function stepsOf(
  figures: readonly (Figure | null)[],
  measure: Measure,
  waves: readonly Side[],
  test: boolean,
): readonly (Step | null)[] {
  return figures.slice(1).map((later, k): Step | null => {
    const earlier = figures[k]
    if (!earlier || !later) return null
    const sampleType = jointSampleType(waves[k]!.sampleType, waves[k + 1]!.sampleType)
    const tested = test ? difference(later, earlier, measure, sampleType) : null
    return tested ?? { value: later.value - earlier.value, p: null, effect: 0 }
  })
}
