/** What has to be looked at again when the answer of a node changes. */

import type { FormNode, Localised } from './form.ts'
import type { FormIndex } from './form-index.ts'
import { needsOf, type Need } from './skeleton.ts'

export interface Dependents {
  /** By position: the nodes whose relevance, value, choices or rows come from it. */
  readonly worked: readonly (readonly Need[])[]
  /** By position: the nodes whose words, rules or looks alone come from it. */
  readonly shown: readonly (readonly Need[])[]
  /** By position: the nodes that are calculated when it changes. */
  readonly triggered: readonly (readonly number[])[]
  /** By position: its place in the order of working out. */
  readonly ranks: readonly number[]
}

const standing = new WeakMap<FormIndex, Dependents>()

export function dependentsOf(index: FormIndex): Dependents {
  const made = standing.get(index) ?? makeDependents(index)
  standing.set(index, made)
  return made
}

function makeDependents(index: FormIndex): Dependents {
  const { skeleton, order, needs } = index
  const nodes = skeleton.bones as readonly FormNode[]
  const lists = <T>() => nodes.map((): T[] => [])
  const [worked, shown, triggered, ranks] = [
    lists<Need>(),
    lists<Need>(),
    lists<number>(),
    nodes.map(() => 0),
  ]
  order.forEach((position, rank) => (ranks[position] = rank))
  nodes.forEach((node, position) => {
    for (const need of needs[position] ?? []) worked[need.position]?.push({ position, wide: need.wide })
    for (const need of looksOf(node, position, index))
      shown[need.position]?.push({ position, wide: need.wide })
    if (node.kind !== 'question') return
    for (const name of node.trigger) triggered[skeleton.positions.get(name) ?? -1]?.push(position)
  })
  return { worked, shown, triggered, ranks }
}

function looksOf(node: FormNode, position: number, { skeleton }: FormIndex): readonly Need[] {
  const texts: (Localised | null)[] = [node.label, node.hint, node.guidance]
  const rules =
    node.kind === 'question' ? [node.required, node.constraint, node.warning, node.readOnlyIf] : []
  const named = texts.flatMap((text) =>
    Object.values(text ?? {}).flatMap((words) =>
      (words.match(/\$\{[^{}]*\}/g) ?? []).flatMap((found): Need[] => {
        const need = skeleton.positions.get(found.slice(2, -1).trim())
        return need === undefined ? [] : [{ position: need, wide: false }]
      }),
    ),
  )
  return [...named, ...rules.flatMap((rule) => needsOf(rule, skeleton, position))]
}
