/** Advice on a questionnaire: what often goes wrong, found in its rows. It explains and never blocks. */

import type { Form } from '../form.ts'
import { rules } from './index.ts'
import { surveyOf, type Survey } from './survey.ts'

/** Every kind of advice, with the parameters of its words. */
export const adviceCodes = [
  'neverShown', // {}
  'neverAccepted', // {}
  'bandsOverlap', // {first, second, value}
  'bandsGap', // {first, second, from, to}
  'bandsGapAt', // {first, second, value}
  'unbalancedScale', // {positive, negative}
  'missingOther', // {}
  'missingNone', // {}
  'missingDontKnow', // {}
  'longList', // {count}
  'doubleBarrelled', // {first, second}
  'leading', // {words}
  'doubleNegative', // {words}
  'personalUnmarked', // {words}
  'anonymityContradicted', // {words}
  'requiredSensitive', // {words}
  'sensitiveFirst', // {words}
  'overallAfterDetails', // {count}
  'tooLong', // {minutes, questions}
] as const

export type AdviceCode = (typeof adviceCodes)[number]

/** One piece of advice, about a question or, with the name '', about the whole form. */
export interface Advice {
  readonly code: AdviceCode
  readonly name: string
  /** Row of the survey sheet; 1 for the whole form. */
  readonly row: number
  readonly params: Readonly<Record<string, string | number>>
}

/** A rule looks at the whole questionnaire and says what it found. */
export type Rule = (survey: Survey) => readonly Advice[]

/** All advice on a form, from top to bottom. */
export function adviseOn(form: Form): readonly Advice[] {
  const survey = surveyOf(form)
  return rules.flatMap((rule) => rule(survey)).toSorted((a, b) => a.row - b.row)
}
