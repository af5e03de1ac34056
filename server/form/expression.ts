/** The XLSForm expression language as a plain JSON tree; the reader and the evaluator stand apart, so that a phone loads only the latter. */

export type Operator =
  'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod' | '|'

/** One step of a path: an axis, a name (`*` for any), and what must be true of a node. */
export interface Step {
  readonly axis: 'child' | 'parent' | 'self' | 'descendant'
  readonly name: string
  readonly where: readonly Expression[]
}

/** One parsed expression. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** `${name}`: the value of a question, in a repeat that of the nearest row. */
  | { readonly kind: 'reference'; readonly name: string }
  /** `.`: the value of the question that carries the expression. */
  | { readonly kind: 'self' }
  /** A bare name in a choice_filter or a predicate: a column of the choices sheet, or a child of the node at hand. */
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'negative'; readonly of: Expression }
  | {
      readonly kind: 'operation'
      readonly operator: Operator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }
  /** A path through the answers or a list; `where` narrows what it starts from. */
  | {
      readonly kind: 'path'
      readonly from: 'root' | 'here' | Expression
      readonly where: readonly Expression[]
      readonly steps: readonly Step[]
    }

/** The parts of an expression, one level down. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'operation':
      return [expression.left, expression.right]
    case 'negative':
      return [expression.of]
    case 'call':
      return expression.of
    case 'path': {
      const predicates = expression.where.concat(...expression.steps.map((step) => step.where))
      return typeof expression.from === 'string' ? predicates : [expression.from, ...predicates]
    }
    default:
      return []
  }
}

/** Adds the names that an expression refers to by `${name}`. */
export function collectReferences(expression: Expression | null, into: Set<string>): void {
  if (!expression) return
  if (expression.kind === 'reference') into.add(expression.name)
  for (const part of partsOf(expression)) collectReferences(part, into)
}

/** The same expression with other parts; `change` is asked for each part first. */
export function withParts(expression: Expression, change: (part: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'operation':
      return { ...expression, left: change(expression.left), right: change(expression.right) }
    case 'negative':
      return { ...expression, of: change(expression.of) }
    case 'call':
      return { ...expression, of: expression.of.map(change) }
    case 'path':
      return {
        ...expression,
        from: typeof expression.from === 'string' ? expression.from : change(expression.from),
        where: expression.where.map(change),
        steps: expression.steps.map((step) => ({ ...step, where: step.where.map(change) })),
      }
    default:
      return expression
  }
}

export { parseExpression } from './parser.ts'
export { evaluate, holds, type Environment } from './evaluate.ts'
export type { Operand } from './coercion.ts'
