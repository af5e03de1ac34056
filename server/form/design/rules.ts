/** Rules as people say them: conditions that all or any of which must hold, and the expression of each. */

import { parseExpression, type Expression, type Operator } from '../expression.ts'

/** Of what a condition speaks: the answer to a question, to this one, or a column of the choices sheet. */
export type Subject =
  | { readonly of: 'answer'; readonly name: string }
  | { readonly of: 'self' }
  | { readonly of: 'column'; readonly name: string }

/** `count`: how many choices were taken. `length`: how many characters were written. */
export type Measure = 'value' | 'count' | 'length'

export const comparisons = [
  'is',
  'isNot',
  'has',
  'hasNot',
  'answered',
  'blank',
  'less',
  'atMost',
  'more',
  'atLeast',
] as const
export type Comparison = (typeof comparisons)[number]

/** With what a subject is compared. Numbers are kept as they are written. */
export type Value =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly number: string }
  | { readonly is: 'answer'; readonly name: string }
  | { readonly is: 'self' }
  | { readonly is: 'today' }

export interface Condition {
  readonly subject: Subject
  readonly measure: Measure
  readonly comparison: Comparison
  /** null for `answered` and `blank`. */
  readonly value: Value | null
}

/** At least one condition; a rule inside a rule joins the other way, and has at least two. */
export interface Rule {
  readonly join: 'all' | 'any'
  readonly parts: readonly (Condition | Rule)[]
}

export function isRule(part: Condition | Rule): part is Rule {
  return 'parts' in part
}

/** Whether a comparison needs something to compare with. */
export function takesValue(comparison: Comparison): boolean {
  return comparison !== 'answered' && comparison !== 'blank'
}

const signs: Readonly<Partial<Record<Comparison, Operator>>> = {
  is: '=',
  isNot: '!=',
  less: '<',
  atMost: '<=',
  more: '>',
  atLeast: '>=',
}

/** The expression of a rule; null where a text in it cannot be written (both kinds of quotes). */
export function expressionOf({ join, parts }: Rule): string | null {
  const texts = parts.map((part) => {
    const text = isRule(part) ? expressionOf(part) : conditionText(part)
    return text !== null && isRule(part) ? `(${text})` : text
  })
  return texts.includes(null) ? null : texts.join(join === 'all' ? ' and ' : ' or ')
}

function conditionText({ subject, measure, comparison, value }: Condition): string | null {
  const of = measured(subjectText(subject), measure)
  if (comparison === 'answered') return `${of} != ''`
  if (comparison === 'blank') return `${of} = ''`
  const other = value === null ? null : valueText(value)
  if (other === null) return null
  if (comparison === 'has') return `selected(${of}, ${other})`
  if (comparison === 'hasNot') return `not(selected(${of}, ${other}))`
  return `${of} ${signs[comparison] ?? '='} ${other}`
}

function subjectText(subject: Subject): string {
  return subject.of === 'self' ? '.' : subject.of === 'column' ? subject.name : `\${${subject.name}}`
}

function measured(text: string, measure: Measure): string {
  return measure === 'count'
    ? `count-selected(${text})`
    : measure === 'length'
      ? `string-length(${text})`
      : text
}

export function valueText(value: Value): string | null {
  switch (value.is) {
    case 'text':
      return quoted(value.text)
    case 'number':
      return value.number
    case 'answer':
      return `\${${value.name}}`
    case 'self':
      return '.'
    case 'today':
      return 'today()'
  }
}

/** A text in the quotes that it has not itself. */
export function quoted(text: string): string | null {
  if (!text.includes("'")) return `'${text}'`
  return text.includes('"') ? null : `"${text}"`
}

/** The rule of an expression, or null where it is none that can be said: then the expression stays. */
export function ruleOf(text: string, columns = false): Rule | null {
  if (text.trim() === '') return null
  const { expression } = parseExpression(text, { columns })
  return expression ? ruleIn(expression) : null
}

export function ruleIn(expression: Expression): Rule | null {
  const part = partOf(expression)
  if (part === null) return null
  return isRule(part) ? part : { join: 'all', parts: [part] }
}

function partOf(expression: Expression): Condition | Rule | null {
  if (expression.kind !== 'operation') return selectedIn(expression)
  const { operator, left, right } = expression
  if (operator !== 'and' && operator !== 'or') return compared(operator, left, right)
  const join = operator === 'and' ? 'all' : 'any'
  const parts: (Condition | Rule)[] = []
  for (const side of [left, right]) {
    const part = partOf(side)
    if (part === null) return null
    if (isRule(part) && part.join === join) parts.push(...part.parts)
    else parts.push(part)
  }
  return { join, parts }
}

function selectedIn(expression: Expression): Condition | null {
  if (expression.kind !== 'call') return null
  if (expression.name === 'not') {
    const inner = expression.of[0] ? selectedIn(expression.of[0]) : null
    return inner?.comparison === 'has' ? { ...inner, comparison: 'hasNot' } : null
  }
  const [subject, value] = expression.of
  if (expression.name !== 'selected' || !subject || !value) return null
  const read = subjectIn(subject)
  const other = valueIn(value)
  if (!read || !other || other.is === 'today') return null
  return { subject: read, measure: 'value', comparison: 'has', value: other }
}

const mirrored: Readonly<Partial<Record<Operator, Operator>>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

function compared(operator: Operator, left: Expression, right: Expression): Condition | null {
  const turned = mirrored[operator]
  if (turned === undefined) return null
  // `5 < ${age}` says what `${age} > 5` says.
  if (measuredIn(left) === null) return measuredIn(right) === null ? null : compared(turned, right, left)
  const { subject, measure } = measuredIn(left)!
  const comparison = comparisons.find((one) => signs[one] === operator) ?? 'is'
  const value = valueIn(right)
  if (value === null) return null
  if (value.is === 'text' && value.text === '') {
    if (measure !== 'value' || (comparison !== 'is' && comparison !== 'isNot')) return null
    return { subject, measure, comparison: comparison === 'is' ? 'blank' : 'answered', value: null }
  }
  return { subject, measure, comparison, value }
}

function measuredIn(expression: Expression): Pick<Condition, 'subject' | 'measure'> | null {
  if (expression.kind === 'call') {
    const measure =
      expression.name === 'count-selected' ? 'count' : expression.name === 'string-length' ? 'length' : null
    const inner = expression.of[0]
    const subject = measure !== null && inner ? subjectIn(inner) : null
    return measure !== null && subject ? { subject, measure } : null
  }
  const subject = subjectIn(expression)
  return subject && { subject, measure: 'value' }
}

function subjectIn(expression: Expression): Subject | null {
  if (expression.kind === 'reference') return { of: 'answer', name: expression.name }
  if (expression.kind === 'self') return { of: 'self' }
  return expression.kind === 'column' ? { of: 'column', name: expression.name } : null
}

export function valueIn(expression: Expression): Value | null {
  switch (expression.kind) {
    case 'text':
      return { is: 'text', text: expression.value }
    case 'number':
      return numberOf(String(expression.value))
    case 'negative': {
      const inner = valueIn(expression.of)
      return inner?.is === 'number' && !inner.number.startsWith('-') ? numberOf(`-${inner.number}`) : null
    }
    case 'reference':
      return { is: 'answer', name: expression.name }
    case 'self':
      return { is: 'self' }
    case 'call':
      return expression.name === 'today' ? { is: 'today' } : null
    default:
      return null
  }
}

function numberOf(text: string): Value | null {
  return isNumber(text) ? { is: 'number', number: text } : null
}

/** Digits that stand in an expression as they are. */
export function isNumber(text: string): boolean {
  return /^-?(0|[1-9]\d{0,14})(\.\d{0,9}[1-9])?$/.test(text) && text !== '-0'
}
