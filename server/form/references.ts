/** Whether every name that a form refers to is there. */

import type { Complaint, FormNode, Localised, Question } from './form.ts'
import { collectReferences, partsOf, type Expression } from './expression.ts'
import type { Placed } from './dependencies.ts'
import type { Desk } from './definition.ts'

/** Complains of each unknown `${name}` in expressions and texts, unknown filter columns, and personal answers that leak. */
export function checkReferences(placed: readonly Placed[], desk: Desk): void {
  const names = new Map(placed.map(({ node }) => [node.name, node]))
  for (const { node } of placed) {
    for (const [column, expression] of expressionsOf(node))
      checkExpression(node, column, expression, names, desk)
    for (const [column, text] of textsOf(node)) checkText(node, column, text, names, desk)
    if (node.kind === 'question') {
      checkFilter(node, desk)
      checkPersonal(node, names, desk)
    }
  }
}

type Names = ReadonlyMap<string, FormNode>

function expressionsOf(node: FormNode): readonly (readonly [string, Expression | null])[] {
  if (node.kind === 'group') return [['relevant', node.relevant]]
  return [
    ['relevant', node.relevant],
    ['required', node.required],
    ['constraint', node.constraint],
    ['calculation', node.calculation],
    ['default', node.initial],
    ['choice_filter', node.choiceFilter],
  ]
}

function textsOf(node: FormNode): readonly (readonly [string, Localised | null])[] {
  const texts: (readonly [string, Localised | null])[] = [
    ['label', node.label],
    ['hint', node.hint],
  ]
  return node.kind === 'group'
    ? texts
    : [...texts, ['required_message', node.requiredMessage], ['constraint_message', node.constraintMessage]]
}

function checkExpression(
  node: FormNode,
  column: string,
  expression: Expression | null,
  names: Names,
  { complain }: Desk,
): void {
  const references = new Set<string>()
  collectReferences(expression, references)
  collectChoiceNames(expression, references)
  for (const name of references) {
    if (names.get(name)?.kind !== 'question') {
      complain('error', 'unknownReference', { row: node.row, column }, { name })
    }
  }
}

/** jr:choice-name names a question in its second argument. */
function collectChoiceNames(expression: Expression | null, into: Set<string>): void {
  if (!expression) return
  const named =
    expression.kind === 'call' && expression.name === 'jr:choice-name' ? expression.of[1] : undefined
  if (named?.kind === 'text') into.add(named.value)
  for (const part of partsOf(expression)) collectChoiceNames(part, into)
}

function checkText(
  node: FormNode,
  column: string,
  text: Localised | null,
  names: Names,
  { complain }: Desk,
): void {
  const unknown = new Set<string>()
  for (const one of Object.values(text ?? {})) {
    for (const found of one.matchAll(/\$\{\s*([^{}]+?)\s*\}/g)) {
      const name = found[1] ?? ''
      if (names.get(name)?.kind !== 'question') unknown.add(name)
    }
  }
  for (const name of unknown) complain('error', 'unknownReference', { row: node.row, column }, { name })
}

function checkFilter(question: Question, { lists, complain }: Desk): void {
  const columns = new Set<string>(['name'])
  for (const choice of lists[question.list ?? ''] ?? []) {
    for (const column of Object.keys(choice.columns)) columns.add(column)
  }
  const missing = new Set<string>()
  collectColumns(question.choiceFilter, (name) => {
    if (!columns.has(name)) missing.add(name)
  })
  for (const name of missing) {
    complain('error', 'unknownReference', { row: question.row, column: 'choice_filter' }, { name })
  }
}

function collectColumns(expression: Expression | null, found: (name: string) => void): void {
  if (!expression) return
  if (expression.kind === 'column') found(expression.name)
  for (const part of partsOf(expression)) collectColumns(part, found)
}

function checkPersonal(question: Question, names: Names, { complain }: Desk): void {
  if (question.personal) return
  const references = new Set<string>()
  collectReferences(question.calculation, references)
  for (const name of references) {
    const node = names.get(name)
    if (node?.kind !== 'question' || !node.personal) continue
    const place: Pick<Complaint, 'row' | 'column'> = { row: question.row, column: 'calculation' }
    complain('warning', 'personalCalculation', place, { name: question.name, personal: name })
  }
}
