/** Answers and lists as nodes: paths, predicates, and the functions that take several values. */

import type { Expression, Step } from './expression.ts'
import { evaluate, type Environment } from './evaluate.ts'
import { toNumber, toText, toTruth, type Operand } from './coercion.ts'
import type { NodeFunction } from './rare.ts'

/** One node; only whoever made it looks inside. */
export type Node = object

/** The answers of a form and its lists, as a tree that paths walk through. What is not relevant is not in it. */
export interface Nodes {
  /** Counts a step of work; throws where the work of one answer has no end in sight. */
  spend(steps?: number): void
  root(): Node
  /** The node whose expression is evaluated. */
  current(): Node
  reference(name: string): readonly Node[]
  /** Top of a list by its name, for instance('name'). */
  list(name: string): Node | null
  /** The value of a column in the first row of a list that has a value in another. */
  lookUp(list: string, wanted: string, column: string, value: string): string
  children(node: Node, name: string): readonly Node[]
  descendants(node: Node, name: string): readonly Node[]
  parent(node: Node): Node | null
  value(node: Node): Operand
  /** Its number among the rows of its repeat or the items of its list, from 1. */
  place(node: Node): number
  /** The instance of `name` in the given rows of the given repeats; null where there is none. */
  inRow(name: string, rows: readonly (readonly [repeat: string, row: number])[]): Node | null
  /** The nodes in an order made from a seed, or another one each time. */
  shuffled(nodes: readonly Node[], seed: number | null): readonly Node[]
}

/** Texts joined from nodes stay within this. */
const textLimit = 100_000

/** The nodes that an expression stands for; null where it stands for a plain value. */
export function nodesOf(expression: Expression, environment: Environment): readonly Node[] | null {
  const { nodes } = environment
  if (!nodes) return null
  switch (expression.kind) {
    case 'reference':
      return nodes.reference(expression.name)
    case 'self':
      return [environment.here ?? nodes.current()]
    case 'column':
      return environment.here ? nodes.children(environment.here, expression.name) : null
    case 'path':
      return walk(expression, environment, nodes)
    case 'operation': {
      if (expression.operator !== '|') return null
      const left = nodesOf(expression.left, environment) ?? []
      const right = nodesOf(expression.right, environment) ?? []
      return [...new Set([...left, ...right])]
    }
    case 'call':
      return called(expression, environment, nodes)
    default:
      return null
  }
}

function called(
  { name, of }: Extract<Expression, { kind: 'call' }>,
  environment: Environment,
  nodes: Nodes,
): readonly Node[] | null {
  const [first, second] = of
  if (name === 'current') return [nodes.current()]
  if (name === 'instance' && first) {
    const list = nodes.list(toText(evaluate(first, environment)))
    return list ? [list] : []
  }
  if (name === 'randomize' && first) {
    const seed = second ? toNumber(evaluate(second, environment)) : null
    return nodes.shuffled(nodesOf(first, environment) ?? [], seed)
  }
  if (name === 'indexed-repeat') {
    const node = indexed(of, environment, nodes)
    return node ? [node] : []
  }
  return null
}

function walk(
  expression: Extract<Expression, { kind: 'path' }>,
  environment: Environment,
  nodes: Nodes,
): readonly Node[] {
  const { from, where, steps } = expression
  let found: readonly Node[]
  if (from === 'root') found = [nodes.root()]
  else if (from === 'here') found = [environment.here ?? nodes.current()]
  else found = nodesOf(from, environment) ?? []
  found = narrowed(found, where, environment, nodes)
  steps.forEach((step, index) => {
    if (from === 'root' && index === 0 && step.axis === 'child') {
      // `/data/age`: the first name is the form's own.
      found = narrowed(found, step.where, environment, nodes)
      return
    }
    const next = found.flatMap((node) =>
      narrowed(stepFrom(nodes, node, step), step.where, environment, nodes),
    )
    found = step.axis === 'child' || next.length < 2 ? next : [...new Set(next)]
  })
  return found
}

function stepFrom(nodes: Nodes, node: Node, { axis, name }: Step): readonly Node[] {
  nodes.spend()
  if (axis === 'self') return [node]
  if (axis === 'child') return nodes.children(node, name)
  if (axis === 'descendant') return nodes.descendants(node, name)
  const parent = nodes.parent(node)
  return parent ? [parent] : []
}

/** Those for which every predicate holds; a number is the place of one. */
function narrowed(
  found: readonly Node[],
  where: readonly Expression[],
  environment: Environment,
  nodes: Nodes,
): readonly Node[] {
  return where.reduce<readonly Node[]>((left, predicate) => {
    // One environment for all that are tried: nothing keeps it.
    const inside = {
      ...environment,
      here: left[0] ?? {},
      place: 1,
      size: left.length,
      column: (name: string): Operand => {
        const [child] = nodes.children(inside.here, name)
        return child ? nodes.value(child) : ''
      },
    }
    return left.filter((node, index) => {
      inside.here = node
      inside.place = index + 1
      inside.self = nodes.value(node)
      const result = evaluate(predicate, inside)
      return typeof result === 'number' ? result === index + 1 : toTruth(result)
    })
  }, found)
}

/** indexed-repeat(question, repeat, row, …): the instance in those rows, the others being the nearest ones. */
function indexed(of: readonly Expression[], environment: Environment, nodes: Nodes): Node | null {
  const [field, ...rest] = of
  const name = field ? nameOf(field) : null
  if (name === null) return null
  const rows: [string, number][] = []
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const [repeat, row] = [rest[at], rest[at + 1]]
    const repeatName = repeat ? nameOf(repeat) : null
    if (repeatName === null || !row) return null
    rows.push([repeatName, toNumber(evaluate(row, environment))])
  }
  return nodes.inRow(name, rows)
}

/** The name that a reference or the last step of a path says. */
function nameOf(expression: Expression): string | null {
  if (expression.kind === 'reference') return expression.name
  return expression.kind === 'path' ? (expression.steps[expression.steps.length - 1]?.name ?? null) : null
}

/** The values of all arguments, those of every node where an argument stands for nodes. */
function all(of: readonly Expression[], environment: Environment): readonly Operand[] {
  const { nodes } = environment
  return of.flatMap((part): readonly Operand[] => {
    const found = nodes ? nodesOf(part, environment) : null
    return found && nodes ? found.map((node) => nodes.value(node)) : [evaluate(part, environment)]
  })
}

function isFilled(operand: Operand): boolean {
  return operand !== '' && !(Array.isArray(operand) && operand.length === 0)
}

/** The functions whose arguments may be several nodes. */
export const nodeFunctions: Readonly<Record<string, NodeFunction>> = {
  count: (of, environment) => {
    const { nodes } = environment
    if (!nodes) return all(of, environment).filter(isFilled).length
    return of.reduce((total, part) => {
      const found = nodesOf(part, environment)
      return total + (found ? found.length : isFilled(evaluate(part, environment)) ? 1 : 0)
    }, 0)
  },
  'count-non-empty': (of, environment) => all(of, environment).filter(isFilled).length,
  sum: (of, environment) => all(of, environment).reduce<number>((total, each) => total + toNumber(each), 0),
  min: (of, environment) => extreme(all(of, environment), Math.min),
  max: (of, environment) => extreme(all(of, environment), Math.max),
  concat: (of, environment) => all(of, environment).map(toText).join('').slice(0, textLimit),
  join: (of, environment) => {
    const [separator, ...rest] = of
    const values = all(rest, environment).flatMap((each) =>
      Array.isArray(each) ? (each as readonly string[]) : [toText(each)],
    )
    return values.join(separator ? toText(evaluate(separator, environment)) : '').slice(0, textLimit)
  },
  position: (of, environment) => {
    const [of1] = of
    if (!of1) return environment.place ?? 1
    const [node] = nodesOf(of1, environment) ?? []
    return node && environment.nodes ? environment.nodes.place(node) : NaN
  },
  last: (_, environment) => environment.size ?? 1,
  'indexed-repeat': firstNode('indexed-repeat'),
  instance: firstNode('instance'),
  current: firstNode('current'),
  randomize: firstNode('randomize'),
  pulldata: (of, environment) => {
    const [list, wanted, column, value] = of.map((part) => toText(evaluate(part, environment)))
    return environment.nodes?.lookUp(list ?? '', wanted ?? '', column ?? '', value ?? '') ?? ''
  },
}

function firstNode(name: string): NodeFunction {
  return (of, environment) => {
    const [node] = nodesOf({ kind: 'call', name, of }, environment) ?? []
    return node && environment.nodes ? environment.nodes.value(node) : ''
  }
}

function extreme(values: readonly Operand[], of: (...numbers: number[]) => number): number {
  return values.length === 0 ? NaN : values.map(toNumber).reduce((a, b) => of(a, b))
}
