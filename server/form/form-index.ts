/** What checking needs of a form again and again, worked out once for each form. */

import type { Choice, Form, FormNode, Group, Question, Repeat } from './form.ts'
import type { Expression } from './expression.ts'
import { needsByPosition, orderOf } from './dependencies.ts'
import { skeletonOf, type Need, type Skeleton } from './skeleton.ts'
import { questionTypes, type TypeOfQuestion } from './types/index.ts'

/** One node, with its place among the others. */
export interface Entry {
  readonly position: number
  readonly name: string
  readonly question: Question | null
  readonly group: Group | null
  readonly repeat: Repeat | null
  readonly type: TypeOfQuestion | null
  /** Position of the group or repeat around it, or -1. */
  readonly parent: number
  /** Position of the repeat whose rows hold it, or -1. */
  readonly scope: number
  /** Its place among the nodes of that repeat. */
  readonly slot: number
  readonly relevant: Expression | null
  /** Choices by value: more than one where duplicates are allowed. Null for questions without a list. */
  readonly choices: ReadonlyMap<string, readonly Choice[]> | null
  readonly list: readonly Choice[]
}

export interface FormIndex {
  readonly skeleton: Skeleton
  /** In document order. */
  readonly entries: readonly Entry[]
  /** Positions in the order in which they are worked out. */
  readonly order: readonly number[]
  readonly positions: ReadonlyMap<string, number>
  /** How many nodes a row of a repeat holds; by the repeat's position, the form's own under -1. */
  readonly sizes: ReadonlyMap<number, number>
  /** Positions by the repeat that holds them, in document order. */
  readonly byScope: ReadonlyMap<number, readonly number[]>
  /** By position: what each node looks at while it is worked out. */
  readonly needs: readonly (readonly Need[])[]
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
  const skeleton = skeletonOf(form.nodes)
  const nodes = skeleton.bones as readonly FormNode[]
  const needs = needsByPosition(skeleton, nodes)
  const { order, circle } = orderOf(needs)
  if (!order) {
    const names = circle.map((position) => nodes[position]?.name)
    throw new Error(`indexOf: form with a circle ${names.join(' ')}`)
  }
  const byList = new Map<string, ReadonlyMap<string, readonly Choice[]>>()
  const byScope = new Map<number, number[]>([[-1, []]])
  const entries = nodes.map((node, position): Entry => {
    const question = node.kind === 'question' ? node : null
    const list = question?.list === null || question === null ? null : question.list
    const scope = skeleton.scopes[position] ?? -1
    if (node.kind === 'repeat') byScope.set(position, [])
    const mates = byScope.get(scope) ?? []
    mates.push(position)
    return {
      position,
      name: node.name,
      question,
      group: node.kind === 'group' ? node : null,
      repeat: node.kind === 'repeat' ? node : null,
      type: question ? questionTypes[question.type] : null,
      parent: skeleton.parents[position] ?? -1,
      scope,
      slot: mates.length - 1,
      relevant: node.relevant,
      choices: list === null ? null : (byList.get(list) ?? keep(byList, list, byValue(listOf(form, list)))),
      list: list === null ? [] : listOf(form, list),
    }
  })
  const sizes = new Map([...byScope].map(([scope, mates]) => [scope, mates.length]))
  return { skeleton, entries, order, positions: skeleton.positions, sizes, byScope, needs }
}

function listOf(form: Form, name: string): readonly Choice[] {
  return Object.prototype.hasOwnProperty.call(form.lists, name) ? (form.lists[name] ?? []) : []
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
