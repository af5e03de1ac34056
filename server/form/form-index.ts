/** What checking needs of a form again and again, worked out once for each form. */

import type { Choice, Form, Group, Question } from './form.ts'
import type { Expression } from './expression.ts'
import { orderOf, placedNodes } from './dependencies.ts'
import { questionTypes, type TypeOfQuestion } from './types/index.ts'

/** One node, with its place among the others. */
export interface Entry {
  readonly name: string
  readonly question: Question | null
  readonly group: Group | null
  readonly type: TypeOfQuestion | null
  /** Position of the group around it, or -1. */
  readonly parent: number
  readonly relevant: Expression | null
  /** Choices by value: more than one where duplicates are allowed. Null for questions without a list. */
  readonly choices: ReadonlyMap<string, readonly Choice[]> | null
  readonly list: readonly Choice[]
}

export interface FormIndex {
  /** In document order. */
  readonly entries: readonly Entry[]
  /** Positions in the order in which they are worked out. */
  readonly order: readonly number[]
  readonly positions: ReadonlyMap<string, number>
}

const indexes = new WeakMap<Form, FormIndex>()

/** The index of a form; the form must have been compiled. */
export function indexOf(form: Form): FormIndex {
  const standing = indexes.get(form)
  if (standing) return standing
  const index = makeIndex(form)
  indexes.set(form, index)
  return index
}

function makeIndex(form: Form): FormIndex {
  const placed = placedNodes(form.nodes)
  const { order, circle } = orderOf(placed)
  if (!order) throw new Error(`indexOf: form with a circle ${circle.join(' ')}`)
  const positions = new Map(placed.map(({ node }, position) => [node.name, position]))
  const byList = new Map<string, ReadonlyMap<string, readonly Choice[]>>()
  const entries = placed.map(({ node, parent }): Entry => {
    const question = node.kind === 'question' ? node : null
    const list = question?.list === null || question === null ? null : question.list
    return {
      name: node.name,
      question,
      group: node.kind === 'group' ? node : null,
      type: question ? questionTypes[question.type] : null,
      parent: parent ? (positions.get(parent.name) ?? -1) : -1,
      relevant: node.relevant,
      choices: list === null ? null : (byList.get(list) ?? keep(byList, list, byValue(listOf(form, list)))),
      list: list === null ? [] : listOf(form, list),
    }
  })
  return { entries, order: order.map(({ node }) => positions.get(node.name) ?? 0), positions }
}

function listOf(form: Form, name: string): readonly Choice[] {
  return form.lists[name] ?? []
}

function byValue(choices: readonly Choice[]): ReadonlyMap<string, readonly Choice[]> {
  const map = new Map<string, Choice[]>()
  for (const choice of choices) {
    const same = map.get(choice.value)
    if (same) same.push(choice)
    else map.set(choice.value, [choice])
  }
  return map
}

function keep<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value)
  return value
}
