/** Evaluates a parsed expression; never throws on data, never loops, and keeps every text within a bound. */

import type { Expression, Operator } from './expression.ts'
import type { Surroundings } from './form.ts'
import { same, toNumber, toTruth, type Operand } from './coercion.ts'
import { functions } from './functions.ts'

/** What an expression sees while it is evaluated. */
export interface Environment {
  /** The value of a question by name; '' if it is blank, not relevant or unknown. */
  readonly valueOf: (name: string) => Operand
  /** The value of `.` */
  readonly self: Operand
  /** A column of the choice at hand, in a choice_filter; '' if it has none. */
  readonly column: (name: string) => string
  /** The label of a choice, for jr:choice-name. */
  readonly choiceName: (question: string, value: string) => string
  readonly surroundings: Surroundings
}

/** The value of an expression. */
export function evaluate(expression: Expression, environment: Environment): Operand {
  switch (expression.kind) {
    case 'number':
    case 'text':
      return expression.value
    case 'reference':
      return environment.valueOf(expression.name)
    case 'self':
      return environment.self
    case 'column':
      return environment.column(expression.name)
    case 'negative':
      return -toNumber(evaluate(expression.of, environment))
    case 'operation':
      return operate(expression.operator, expression.left, expression.right, environment)
    case 'call':
      return call(expression.name, expression.of, environment)
  }
}

/** Whether an expression is true. */
export function holds(expression: Expression, environment: Environment): boolean {
  return toTruth(evaluate(expression, environment))
}

function operate(operator: Operator, left: Expression, right: Expression, environment: Environment): Operand {
  if (operator === 'or') return holds(left, environment) || holds(right, environment)
  if (operator === 'and') return holds(left, environment) && holds(right, environment)
  const a = evaluate(left, environment)
  const b = evaluate(right, environment)
  if (operator === '=') return same(a, b)
  if (operator === '!=') return !same(a, b)
  const [x, y] = [toNumber(a), toNumber(b)]
  switch (operator) {
    case '<':
      return x < y
    case '<=':
      return x <= y
    case '>':
      return x > y
    case '>=':
      return x >= y
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case 'div':
      return x / y
    case 'mod':
      return x % y
  }
}

function call(name: string, of: readonly Expression[], environment: Environment): Operand {
  const [first, second, third] = of
  if (name === 'if' && first && second && third) {
    return evaluate(holds(first, environment) ? second : third, environment)
  }
  if (name === 'coalesce') {
    for (const each of of) {
      const value = evaluate(each, environment)
      if (value !== '' && !(Array.isArray(value) && value.length === 0)) return value
    }
    return ''
  }
  // Keeps what stands already, and computes only where nothing does.
  if (name === 'once' && first) {
    return environment.self === '' ? evaluate(first, environment) : environment.self
  }
  const implementation = functions[name]
  if (!implementation) throw new Error(`evaluate: no function ${name}`)
  return implementation(
    of.map((each) => evaluate(each, environment)),
    environment,
  )
}
