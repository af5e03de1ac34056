/**
 * Where the parts of the language stand that few forms use, once their module is loaded (rare-functions.ts): paths and
 * rows, orders by chance, lengths and areas, digests. A browser loads it for the forms that need it; a server always has it.
 */

import type { Operand } from './coercion.ts'
import type { Environment } from './evaluate.ts'
import type { Expression } from './expression.ts'
import type { Node, Nodes } from './nodes.ts'
import type { Need, Skeleton } from './skeleton.ts'
import type { Viewpoint } from './tree-nodes.ts'

export type PlainFunction = (given: readonly Operand[], environment: Environment) => Operand
/** A function whose arguments may be several nodes. */
export type NodeFunction = (of: readonly Expression[], environment: Environment) => Operand

export interface RareParts {
  readonly functions: Readonly<Record<string, PlainFunction>>
  readonly nodeFunctions: Readonly<Record<string, NodeFunction>>
  /** The nodes that an expression stands for; null where it stands for a plain value. */
  readonly nodesOf: (expression: Expression, environment: Environment) => readonly Node[] | null
  readonly nodesFor: (view: Viewpoint) => Nodes
  readonly shuffled: <T>(list: readonly T[], seed: number) => readonly T[]
  readonly seedFor: (instance: string, at: string) => number
  readonly pathNeeds: (
    expression: Expression,
    skeleton: Skeleton,
    at: number,
    lost: (path: string) => void,
  ) => readonly Need[]
}

export const rare: { parts: RareParts | null } = { parts: null }

/** Thrown where the work of one answer has no end in sight; caught where a value is worked out. */
export class Exhausted extends Error {}
