/** Where the functions of rare-functions.ts stand once that module is loaded: a browser loads it for the forms that use it. */

import type { Operand } from './coercion.ts'
import type { Environment } from './evaluate.ts'

export type PlainFunction = (given: readonly Operand[], environment: Environment) => Operand

export const rareFunctions: { known: Readonly<Record<string, PlainFunction>> } = { known: {} }
