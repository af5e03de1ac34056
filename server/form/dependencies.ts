/** In which order relevance and values are worked out: what is referred to first. */

import type { FormNode } from './form.ts'
import type { Expression } from './expression.ts'
import { needsOf, type Need, type Skeleton } from './skeleton.ts'

/** The expressions of a node that its relevance, value, choices or number of rows come from. */
export function rulesOf(node: FormNode): readonly (Expression | null)[] {
  if (node.kind === 'group') return [node.relevant]
  if (node.kind === 'repeat') return [node.relevant, node.count]
  const seed = node.randomize?.seed ?? null
  return [node.relevant, node.calculation, node.choiceFilter, seed]
}

/** What must be worked out before each node: what is around it, and what its rules look at. */
export function needsByPosition(
  skeleton: Skeleton,
  nodes: readonly FormNode[],
): readonly (readonly Need[])[] {
  return nodes.map((node, position) => {
    const parent = skeleton.parents[position] ?? -1
    const around: readonly Need[] = parent >= 0 ? [{ position: parent, wide: false }] : []
    const rules = rulesOf(node).flatMap((rule) => needsOf(rule, skeleton, position))
    // A row looks at what is around it (`position(..)`), and that is there already; a question may not look at itself.
    return [...around, ...rules]
  })
}

/** The positions in an order in which each stands after what it needs; or those of a circle, its first again at its end. */
export function orderOf(
  needs: readonly (readonly Need[])[],
):
  | { readonly order: readonly number[]; readonly circle: null }
  | { readonly order: null; readonly circle: readonly number[] } {
  const state = new Uint8Array(needs.length)
  const order: number[] = []
  // A walk without recursion: a chain of a thousand calculations is not deeper than the stack.
  for (let root = 0; root < needs.length; root++) {
    if (state[root] !== 0) continue
    const path: { readonly position: number; next: number }[] = [{ position: root, next: 0 }]
    state[root] = 1
    for (let top = path[0]; top; top = path[path.length - 1]) {
      const need = needs[top.position]?.[top.next++]
      if (!need) {
        state[top.position] = 2
        order.push(top.position)
        path.pop()
      } else if (state[need.position] === 1) {
        const begun = path.findIndex(({ position }) => position === need.position)
        return { order: null, circle: [...path.slice(begun).map(({ position }) => position), need.position] }
      } else if (state[need.position] === 0) {
        state[need.position] = 1
        path.push({ position: need.position, next: 0 })
      }
    }
  }
  return { order, circle: null }
}
