/** What a question's check says that paper can say too: how many options, from where to where, which sum. */

import type { Expression, Operator } from '../expression.ts'
import type { Question } from '../form.ts'

export interface PaperLimits {
  readonly least: number | null
  readonly most: number | null
  /** Numbers of this question and of others that must add up to a total. */
  readonly sum: { readonly names: readonly string[]; readonly total: number } | null
}

/** Limits out of conditions that must all hold; of several the narrowest. Options are counted, numbers compared. */
export function limitsOf({ type, constraint }: Question): PaperLimits {
  let least: number | null = null
  let most: number | null = null
  let sum: PaperLimits['sum'] = null
  const counted = type === 'select_multiple'
  for (const part of conjunctsOf(constraint)) {
    if (part.kind !== 'operation') continue
    sum ??= sumIn(part)
    const bound = boundIn(part, counted)
    if (!bound) continue
    const { operator, value } = bound
    const whole = counted || type === 'integer'
    if (operator === '<=' || operator === '=') most = narrower(most, value, Math.min)
    if (operator === '>=' || operator === '=') least = narrower(least, value, Math.max)
    if (operator === '<') most = narrower(most, whole ? value - 1 : value, Math.min)
    if (operator === '>') least = narrower(least, whole ? value + 1 : value, Math.max)
  }
  return { least, most, sum }
}

function narrower(standing: number | null, value: number, choose: (a: number, b: number) => number): number {
  return standing === null ? value : choose(standing, value)
}

function conjunctsOf(expression: Expression | null): readonly Expression[] {
  if (!expression) return []
  if (expression.kind === 'operation' && expression.operator === 'and')
    return [...conjunctsOf(expression.left), ...conjunctsOf(expression.right)]
  return [expression]
}

const mirrored: Readonly<Partial<Record<Operator, Operator>>> = {
  '=': '=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

type Operation = Extract<Expression, { kind: 'operation' }>

function boundIn(
  { operator, left, right }: Operation,
  counted: boolean,
): { readonly operator: Operator; readonly value: number } | null {
  if (mirrored[operator] === undefined) return null
  const [one, other] = [numberIn(left), numberIn(right)]
  if (isMeasured(left, counted) && other !== null) return { operator, value: other }
  if (isMeasured(right, counted) && one !== null)
    return { operator: mirrored[operator] ?? operator, value: one }
  return null
}

function isMeasured(expression: Expression, counted: boolean): boolean {
  if (!counted) return expression.kind === 'self'
  return (
    expression.kind === 'call' && expression.name === 'count-selected' && expression.of[0]?.kind === 'self'
  )
}

function numberIn(expression: Expression): number | null {
  if (expression.kind === 'number') return expression.value
  return expression.kind === 'negative' && expression.of.kind === 'number' ? -expression.of.value : null
}

/** `${a} + ${b} + . = 100`: what has to be shared out. */
function sumIn({ operator, left, right }: Operation): PaperLimits['sum'] {
  if (operator !== '=') return null
  const [terms, total] = numberIn(right) === null ? [right, numberIn(left)] : [left, numberIn(right)]
  const names = addends(terms)
  return total !== null && names !== null && names.length > 0 ? { names, total } : null
}

/** The names of a sum in which the question itself stands; null for anything else. */
function addends(expression: Expression): readonly string[] | null {
  const names: string[] = []
  let self = false
  const walk = (part: Expression): boolean => {
    if (part.kind === 'operation' && part.operator === '+') return walk(part.left) && walk(part.right)
    if (part.kind === 'self') return (self = true)
    if (part.kind === 'reference') return names.push(part.name) > 0
    return false
  }
  return walk(expression) && self ? names : null
}
