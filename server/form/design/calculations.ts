/** Calculations as people say them: answers added, multiplied, taken from each other, and one or the other by a rule. */

import { parseExpression, type Expression } from '../expression.ts'
import { expressionOf, ruleIn, valueIn, valueText, type Rule, type Value } from './rules.ts'

export type Calculation =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'sum' | 'product'; readonly values: readonly Value[] }
  | { readonly kind: 'difference' | 'ratio'; readonly first: Value; readonly second: Value }
  /** How many choices were taken. */
  | { readonly kind: 'count'; readonly name: string }
  /** The words of a choice instead of its code. */
  | { readonly kind: 'label'; readonly name: string }
  | {
      readonly kind: 'if'
      readonly rule: Rule
      readonly result: Calculation
      readonly otherwise: Calculation
    }

/** The expression of a calculation; null where a text in it cannot be written. */
export function calculationText(calculation: Calculation): string | null {
  const all = (
    texts: readonly (string | null)[],
    made: (texts: readonly string[]) => string,
  ): string | null => (texts.includes(null) ? null : made(texts as readonly string[]))
  switch (calculation.kind) {
    case 'value':
      return valueText(calculation.value)
    case 'sum':
      return all(calculation.values.map(valueText), (texts) => texts.join(' + '))
    case 'product':
      return all(calculation.values.map(valueText), (texts) => texts.join(' * '))
    case 'difference':
      return all([valueText(calculation.first), valueText(calculation.second)], (texts) => texts.join(' - '))
    case 'ratio':
      return all([valueText(calculation.first), valueText(calculation.second)], (texts) =>
        texts.join(' div '),
      )
    case 'count':
      return `count-selected(\${${calculation.name}})`
    case 'label':
      return `jr:choice-name(\${${calculation.name}}, '\${${calculation.name}}')`
    case 'if':
      return all(
        [
          expressionOf(calculation.rule),
          calculationText(calculation.result),
          calculationText(calculation.otherwise),
        ],
        ([rule = '', result = '', otherwise = '']) => `if(${rule}, ${result}, ${otherwise})`,
      )
  }
}

/** The calculation of an expression, or null where it is none that can be said. */
export function calculationOf(text: string): Calculation | null {
  if (text.trim() === '') return null
  const { expression } = parseExpression(text)
  return expression ? calculationIn(expression) : null
}

function calculationIn(expression: Expression): Calculation | null {
  const value = valueIn(expression)
  if (value) return { kind: 'value', value }
  if (expression.kind === 'operation') return operationIn(expression)
  if (expression.kind !== 'call') return null
  const { name, of } = expression
  const [first, second, third] = of
  if (name === 'count-selected' && first?.kind === 'reference') return { kind: 'count', name: first.name }
  if (name === 'jr:choice-name' && first?.kind === 'reference' && second?.kind === 'text')
    return first.name === second.value ? { kind: 'label', name: first.name } : null
  if (name !== 'if' || !first || !second || !third) return null
  const [rule, result, otherwise] = [ruleIn(first), calculationIn(second), calculationIn(third)]
  return rule && result && otherwise ? { kind: 'if', rule, result, otherwise } : null
}

function operationIn(expression: Extract<Expression, { kind: 'operation' }>): Calculation | null {
  const { operator, left, right } = expression
  if (operator === '-' || operator === 'div') {
    const [first, second] = [valueIn(left), valueIn(right)]
    return first && second ? { kind: operator === '-' ? 'difference' : 'ratio', first, second } : null
  }
  if (operator !== '+' && operator !== '*') return null
  const values: Value[] = []
  let rest: Expression = expression
  for (;;) {
    if (rest.kind === 'operation' && rest.operator === operator) {
      const last = valueIn(rest.right)
      if (!last) return null
      values.unshift(last)
      rest = rest.left
    } else {
      const first = valueIn(rest)
      if (!first) return null
      values.unshift(first)
      return { kind: operator === '+' ? 'sum' : 'product', values }
    }
  }
}
