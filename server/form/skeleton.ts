/** The nodes of a form by position: which contains which, and which of them an expression looks at. */

import type { Expression } from './expression.ts'
import { rare } from './rare.ts'

/** What drafts and compiled nodes have in common. */
export interface Bone {
  readonly kind: 'group' | 'repeat' | 'question'
  readonly name: string
  readonly written: string
  readonly nodes?: readonly Bone[]
}

/** Positions count from 0 in document order; -1 is the form itself. */
export interface Skeleton {
  readonly bones: readonly Bone[]
  readonly parents: readonly number[]
  /** The innermost repeat around a node, itself not counted. */
  readonly scopes: readonly number[]
  readonly children: readonly (readonly number[])[]
  readonly roots: readonly number[]
  readonly positions: ReadonlyMap<string, number>
}

/** A node that an expression looks at; `wide` if in other rows than the nearest one too. */
export interface Need {
  readonly position: number
  readonly wide: boolean
}

export function skeletonOf(nodes: readonly Bone[]): Skeleton {
  const bones: Bone[] = []
  const parents: number[] = []
  const scopes: number[] = []
  const children: number[][] = []
  const positions = new Map<string, number>()
  const place = (nodes: readonly Bone[], parent: number, scope: number): readonly number[] =>
    nodes.map((node) => {
      const position = bones.length
      bones.push(node)
      parents.push(parent)
      scopes.push(scope)
      children.push([])
      positions.set(node.name, position)
      if (node.nodes)
        children[position]?.push(...place(node.nodes, position, node.kind === 'repeat' ? position : scope))
      return position
    })
  const roots = place(nodes, -1, -1)
  return { bones, parents, scopes, children, roots, positions }
}

/** Whether a node stands inside another. */
export function isInside(skeleton: Skeleton, position: number, container: number): boolean {
  for (let at = skeleton.parents[position] ?? -1; at >= 0; at = skeleton.parents[at] ?? -1)
    if (at === container) return true
  return false
}

/** Where a path of names leads from a node, whatever its rows; the first step of a path from the form names the form. */
export function childrenNamed(skeleton: Skeleton, position: number, name: string): readonly number[] {
  const all = position < 0 ? skeleton.roots : (skeleton.children[position] ?? [])
  return name === '*' ? all : all.filter((child) => skeleton.bones[child]?.written === name)
}

/** The nodes that an expression looks at, seen from the node at `at`; `lost` is told of paths that lead nowhere. */
export function needsOf(
  expression: Expression | null,
  skeleton: Skeleton,
  at: number,
  lost: (path: string) => void = () => undefined,
): readonly Need[] {
  if (!expression) return []
  return rare.parts
    ? rare.parts.pathNeeds(expression, skeleton, at, lost)
    : referencesOf(expression, skeleton)
}

/** The same where there are no paths and no repeats. */
function referencesOf(expression: Expression, skeleton: Skeleton): readonly Need[] {
  switch (expression.kind) {
    case 'reference': {
      const position = skeleton.positions.get(expression.name)
      return position === undefined ? [] : [{ position, wide: false }]
    }
    case 'negative':
      return referencesOf(expression.of, skeleton)
    case 'operation':
      return [...referencesOf(expression.left, skeleton), ...referencesOf(expression.right, skeleton)]
    case 'call':
      return expression.of.flatMap((part) => referencesOf(part, skeleton))
    default:
      return []
  }
}
