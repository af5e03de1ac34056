/** Which nodes an expression looks at, paths and predicates among them. */

import type { Expression, Step } from './expression.ts'
import { childrenNamed, isInside, type Need, type Skeleton } from './skeleton.ts'

/** The nodes that an expression looks at, seen from the node at `at`; `lost` is told of paths that lead nowhere. */
export function pathNeeds(
  expression: Expression,
  skeleton: Skeleton,
  at: number,
  lost: (path: string) => void,
): readonly Need[] {
  const needs: Need[] = []
  walk({ skeleton, at, needs, lost }, expression, [at], false)
  return needs
}

interface Walk {
  readonly skeleton: Skeleton
  readonly at: number
  readonly needs: Need[]
  readonly lost: (path: string) => void
}

/** Nodes of the form by position; null for nodes of a list, and for what is no node. */
type Standing = readonly number[] | null

/** Notes what a part needs, and gives the nodes that it stands for. */
function walk(walking: Walk, expression: Expression, here: Standing, wide: boolean): Standing {
  const { skeleton, needs } = walking
  const need = (position: number, isWide: boolean) => {
    if (position >= 0) needs.push({ position, wide: isWide })
  }
  switch (expression.kind) {
    case 'reference': {
      const position = skeleton.positions.get(expression.name)
      if (position === undefined) return null
      need(position, wide)
      return [position]
    }
    case 'self':
      // In a predicate the node at hand, which has been noted already.
      return here
    case 'column': {
      if (!here) return null
      const found = here.flatMap((position) => childrenNamed(skeleton, position, expression.name))
      for (const position of found) need(position, true)
      return found
    }
    case 'negative':
      walk(walking, expression.of, here, wide)
      return null
    case 'operation': {
      const left = walk(walking, expression.left, here, wide)
      const right = walk(walking, expression.right, here, wide)
      return expression.operator === '|' && left && right ? [...left, ...right] : null
    }
    case 'call': {
      if (expression.name === 'current') return [walking.at]
      const far = wide || expression.name === 'indexed-repeat'
      const of = expression.of.map((part, index) =>
        walk(
          walking,
          part,
          here,
          // The numbers of rows are worked out here and now.
          far && (index === 0 || index % 2 === 1 || expression.name !== 'indexed-repeat'),
        ),
      )
      return /^(indexed-repeat|randomize)$/.test(expression.name) ? (of[0] ?? null) : null
    }
    case 'path':
      return walkPath(walking, expression, here)
    default:
      return null
  }
}

function walkPath(
  walking: Walk,
  expression: Extract<Expression, { kind: 'path' }>,
  here: Standing,
): Standing {
  const { needs, skeleton } = walking
  const absolute = expression.from === 'root'
  let nodes: Standing =
    expression.from === 'root'
      ? [-1]
      : expression.from === 'here'
        ? here
        : walk(walking, expression.from, here, true)
  for (const where of expression.where) walk(walking, where, nodes, true)
  expression.steps.forEach((step, index) => {
    const before = nodes
    // `/data/age`: the first name is the form's own.
    nodes = absolute && index === 0 && step.axis === 'child' ? [-1] : stepFrom(skeleton, nodes, step)
    if (nodes?.length === 0 && before !== null && before.length > 0) walking.lost(pathText(expression))
    for (const position of nodes ?? [])
      if (position >= 0 && position !== walking.at) needs.push({ position, wide: true })
    for (const where of step.where) walk(walking, where, nodes, true)
  })
  return nodes
}

function stepFrom(skeleton: Skeleton, nodes: Standing, step: Step): Standing {
  if (!nodes) return null
  const found = new Set<number>()
  for (const position of nodes) {
    if (step.axis === 'self') found.add(position)
    else if (step.axis === 'parent') {
      if (position >= 0) found.add(skeleton.parents[position] ?? -1)
    } else if (step.axis === 'child') {
      for (const child of childrenNamed(skeleton, position, step.name)) found.add(child)
    } else {
      skeleton.bones.forEach((bone, at) => {
        const within = position < 0 || isInside(skeleton, at, position)
        if (within && (step.name === '*' || bone.written === step.name)) found.add(at)
      })
    }
  }
  return [...found]
}

/** A path as people write it, for a complaint. */
function pathText({ from, steps }: Extract<Expression, { kind: 'path' }>): string {
  const start =
    from === 'root' ? '/' : typeof from === 'object' && from.kind === 'reference' ? `\${${from.name}}/` : ''
  return (
    start +
    steps
      .map(({ axis, name }) =>
        axis === 'parent' ? '..' : axis === 'self' ? '.' : axis === 'descendant' ? `/${name}` : name,
      )
      .join('/')
  )
}
