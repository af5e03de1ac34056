/** In which order relevance and values are worked out: what is referred to first. */

import type { FormNode, Group } from './form.ts'
import { collectReferences } from './expression.ts'

/** A node with the group around it. */
export interface Placed {
  readonly node: FormNode
  readonly parent: Group | null
}

/** Every node of a form in document order, groups before what is in them. */
export function placedNodes(nodes: readonly FormNode[], parent: Group | null = null): readonly Placed[] {
  return nodes.flatMap((node) =>
    node.kind === 'group' ? [{ node, parent }, ...placedNodes(node.nodes, node)] : [{ node, parent }],
  )
}

/** The names that must be worked out before a node: its group, and what its relevance, calculation and filter refer to. */
export function needsOf({ node, parent }: Placed): ReadonlySet<string> {
  const needs = new Set<string>()
  if (parent) needs.add(parent.name)
  collectReferences(node.relevant, needs)
  if (node.kind === 'question') {
    collectReferences(node.calculation, needs)
    collectReferences(node.choiceFilter, needs)
  }
  return needs
}

/** The nodes in an order in which each stands after what it needs; or the names of a circle, its first name again at its end. */
export function orderOf(
  placed: readonly Placed[],
):
  | { readonly order: readonly Placed[]; readonly circle: null }
  | { readonly order: null; readonly circle: readonly string[] } {
  const byName = new Map(placed.map((each) => [each.node.name, each]))
  const done = new Set<string>()
  const path: string[] = []
  const order: Placed[] = []
  const visit = (each: Placed): readonly string[] | null => {
    const name = each.node.name
    if (done.has(name)) return null
    const begun = path.indexOf(name)
    if (begun >= 0) return [...path.slice(begun), name]
    path.push(name)
    for (const need of needsOf(each)) {
      const needed = byName.get(need)
      const circle = needed ? visit(needed) : null
      if (circle) return circle
    }
    path.pop()
    done.add(name)
    order.push(each)
    return null
  }
  for (const each of placed) {
    const circle = visit(each)
    if (circle) return { order: null, circle }
  }
  return { order, circle: null }
}
