/** Rules that can never hold: a question nobody will see, a check that nobody can pass. */

import type { Expression } from '../expression.ts'
import type { Advice, Rule } from './advice.ts'
import type { Asked, Survey } from './survey.ts'
import { canHold, selfName, type Domain } from './truth.ts'

export const adviseOnRules: Rule = (survey) =>
  survey.asked.flatMap((one): readonly Advice[] => {
    const at = { name: one.question.name, row: one.question.row, params: {} }
    const shown = conditionsFor(survey, one, 0)
    if (shown.length > 0 && !canHold(shown, (name) => domainOf(survey, name)))
      return [{ code: 'neverShown', ...at }]
    const { constraint } = one.question
    // A check is made of an answer: it must hold for one that is not blank.
    const answered: Expression = { kind: 'operation', operator: '!=', left: { kind: 'self' }, right: { kind: 'text', value: '' } } // prettier-ignore
    if (
      constraint &&
      !canHold([constraint, answered], (name) =>
        domainOf(survey, name === selfName ? one.question.name : name, false),
      )
    )
      // prettier-ignore
      return [{ code: 'neverAccepted', ...at }]
    return []
  })

/** The conditions of a question, and of those that it depends on: they must be shown to have an answer. */
function conditionsFor(survey: Survey, one: Asked, depth: number): readonly Expression[] {
  if (depth > 2) return []
  const needed = new Set<string>()
  for (const condition of one.conditions) collectNeeded(condition, needed)
  const theirs = [...needed].flatMap((name) => {
    const other = survey.byName.get(name)
    return other && other !== one ? conditionsFor(survey, other, depth + 1) : []
  })
  return [...one.conditions, ...theirs]
}

/** Names that must have an answer for the condition to hold: where all parts must be true. */
function collectNeeded(expression: Expression, into: Set<string>): void {
  if (expression.kind === 'call' && expression.name === 'selected') {
    const [first] = expression.of
    if (first?.kind === 'reference') into.add(first.name)
  }
  if (expression.kind !== 'operation') return
  const { operator, left, right } = expression
  if (operator === 'and') {
    collectNeeded(left, into)
    collectNeeded(right, into)
  }
  const equal =
    operator === '=' || operator === '<' || operator === '<=' || operator === '>' || operator === '>='
  for (const [side, otherSide] of [
    [left, right],
    [right, left],
  ] as const)
    if (
      equal &&
      side.kind === 'reference' &&
      (otherSide.kind === 'number' || (otherSide.kind === 'text' && otherSide.value !== ''))
    )
      into.add(side.name)
}

/** What a question can be answered with. `own` leaves its own check in. */
function domainOf({ byName }: Survey, name: string, own = true): Domain {
  const asked = byName.get(name)
  if (!asked) return { kind: 'any' }
  const { question, choices } = asked
  const constraint = own ? question.constraint : null
  // The choices of a file may not be there yet, and a search finds others.
  if (question.list !== null && (choices.length === 0 || isElsewhere(question))) return { kind: 'any' }
  switch (question.type) {
    case 'select_one':
      // Values that a formula can filter stay possible: a filter is not worked out here.
      return { kind: 'one', values: choices.map(({ value }) => value) }
    case 'select_multiple':
      return { kind: 'several', values: choices.map(({ value }) => value) }
    case 'integer':
      return { kind: 'number', whole: true, from: -Infinity, to: Infinity, constraint }
    case 'decimal':
      return { kind: 'number', whole: false, from: -Infinity, to: Infinity, constraint }
    case 'range': {
      const [start, end] = [
        Number(question.parameters['start'] ?? 1),
        Number(question.parameters['end'] ?? 10),
      ]
      return {
        kind: 'number',
        whole: false,
        from: Math.min(start, end),
        to: Math.max(start, end),
        constraint,
      }
    }
    case 'text':
      return { kind: 'text' }
    default:
      return { kind: 'any' }
  }
}

function isElsewhere({ list, appearance }: Asked['question']): boolean {
  return /\.(csv|xml|geojson)$/i.test(list ?? '') || appearance.some((word) => word.startsWith('search'))
}
