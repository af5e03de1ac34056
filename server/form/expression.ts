/** The XLSForm expression language as a plain JSON tree; the reader and the evaluator stand apart, so that a phone loads only the latter. */

export type Operator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod'

/** One parsed expression. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** `${name}`: the value of a question. */
  | { readonly kind: 'reference'; readonly name: string }
  /** `.`: the value of the question that carries the expression. */
  | { readonly kind: 'self' }
  /** A bare name in a choice_filter: a column of the choices sheet. */
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'negative'; readonly of: Expression }
  | {
      readonly kind: 'operation'
      readonly operator: Operator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }

/** The parts of an expression, one level down. */
export function partsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'operation') return [expression.left, expression.right]
  if (expression.kind === 'negative') return [expression.of]
  return expression.kind === 'call' ? expression.of : []
}

/** Adds the names that an expression refers to by `${name}`. */
export function collectReferences(expression: Expression | null, into: Set<string>): void {
  if (!expression) return
  if (expression.kind === 'reference') into.add(expression.name)
  for (const part of partsOf(expression)) collectReferences(part, into)
}

export { parseExpression } from './parser.ts'
export { evaluate, holds, type Environment } from './evaluate.ts'
export type { Operand } from './coercion.ts'
