/** Patterns that the server's linear-time engine cannot take are refused before a form is published. */

import { RE2JS } from 're2js'
import { partsOf, type Expression } from '../../form/expression.ts'
import type { Complaint, Form, FormNode } from '../../form/form.ts'

/** A complaint for each literal pattern of regex() that RE2 does not compile. */
export function patternComplaints(form: Form): readonly Complaint[] {
  return nodesIn(form.nodes).flatMap((node) => {
    const expressions: readonly (readonly [string, Expression | null])[] =
      node.kind !== 'question'
        ? [['relevant', node.relevant]]
        : [
            ['required', node.required],
            ['relevant', node.relevant],
            ['constraint', node.constraint],
            ['calculation', node.calculation],
            ['choice_filter', node.choiceFilter],
          ]
    return expressions.flatMap(([column, expression]) =>
      patternsIn(expression)
        .filter((pattern) => !compiles(pattern))
        .map((pattern): Complaint => ({
          level: 'error',
          code: 'badPattern',
          sheet: 'survey',
          row: node.row,
          column,
          params: { pattern },
        })),
    )
  })
}

function patternsIn(expression: Expression | null): readonly string[] {
  if (expression === null) return []
  const below = partsOf(expression).flatMap(patternsIn)
  if (expression.kind !== 'call' || expression.name !== 'regex') return below
  const pattern = expression.of[1]
  return pattern?.kind === 'text' ? [...below, pattern.value] : below
}

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern)
    return true
  } catch {
    return false
  }
}

function nodesIn(nodes: readonly FormNode[]): readonly FormNode[] {
  return nodes.flatMap((node) => (node.kind === 'question' ? [node] : [node, ...nodesIn(node.nodes)]))
}
