/** Evaluates a parsed expression; never throws on data, never loops, and keeps every text within a bound. */

import type { Expression, Operator } from './expression.ts'
import type { Surroundings } from './form.ts'
import { same, toNumber, toTruth, type Operand } from './coercion.ts'
import { functions } from './functions.ts'
import type { Node, Nodes } from './nodes.ts'
import { rare } from './rare.ts'

/** What an expression sees while it is evaluated. */
export interface Environment {
  /** The value of a question by name; '' if it is blank, not relevant or unknown. */
  readonly valueOf: (name: string) => Operand
  /** The value of `.` */
  readonly self: Operand
  /** A column of the choice at hand, in a choice_filter, or a child of the node at hand; '' if it has none. */
  readonly column: (name: string) => Operand
  /** The label of a choice, for jr:choice-name. */
  readonly choiceName: (question: string, value: string) => string
  readonly surroundings: Surroundings
  /** The answers and lists as nodes, for paths, rows and look-ups. */
  readonly nodes?: Nodes
  /** The node at hand in a predicate, with its place among those that are tried. */
  readonly here?: Node
  readonly place?: number
  readonly size?: number
}

/** The value of an expression. */
export function evaluate(expression: Expression, environment: Environment): Operand {
  environment.nodes?.spend()
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
    case 'path':
      return firstOf(expression, environment)
  }
}

/** Whether an expression is true. */
export function holds(expression: Expression, environment: Environment): boolean {
  return toTruth(evaluate(expression, environment))
}

function firstOf(expression: Expression, environment: Environment): Operand {
  const [first] = rare.parts?.nodesOf(expression, environment) ?? []
  return first && environment.nodes ? environment.nodes.value(first) : ''
}

function operate(operator: Operator, left: Expression, right: Expression, environment: Environment): Operand {
  if (operator === 'or') return holds(left, environment) || holds(right, environment)
  if (operator === 'and') return holds(left, environment) && holds(right, environment)
  if (operator === '|') return firstOf({ kind: 'operation', operator, left, right }, environment)
  if (/[=<>]/.test(operator) && (isPath(left) || isPath(right))) {
    // Of several nodes, one that fits is enough (XPath 1.0, 3.4).
    const others = valuesOf(right, environment)
    return valuesOf(left, environment).some((a) => others.some((b) => compare(operator, a, b)))
  }
  const a = evaluate(left, environment)
  const b = evaluate(right, environment)
  return compare(operator, a, b)
}

function compare(operator: Operator, a: Operand, b: Operand): number | boolean {
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
    default:
      return x % y
  }
}

function isPath(expression: Expression): boolean {
  return expression.kind === 'path'
}

/** The values of all nodes of a path; of anything else its one value. A path that finds nothing counts as one blank. */
function valuesOf(expression: Expression, environment: Environment): readonly Operand[] {
  if (!isPath(expression) || !environment.nodes) return [evaluate(expression, environment)]
  const { nodes } = environment
  const found = rare.parts?.nodesOf(expression, environment) ?? []
  return found.length === 0 ? [''] : found.map((node) => nodes.value(node))
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
  const ofNodes = rare.parts && own(rare.parts.nodeFunctions, name)
  if (ofNodes) return ofNodes(of, environment)
  const implementation = own(functions, name) ?? (rare.parts && own(rare.parts.functions, name))
  // A rare function that is not loaded has no value yet.
  if (!implementation) return ''
  return implementation(
    of.map((each) => evaluate(each, environment)),
    environment,
  )
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined
}
