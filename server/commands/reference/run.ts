/** Running a set of reference cases through the analysis room. */

import { adapters } from './adapters.ts'
import type { ReferenceCase } from './cases.ts'
import { dataReader, readCases } from './cases.ts'
import { differences } from './compare.ts'
import type { Difference } from './compare.ts'

export interface Outcome {
  readonly id: string
  readonly kind: string
  /** Why the case could not be computed; null where it was. */
  readonly reason: string | null
  readonly differences: readonly Difference[]
}

/** Every case of the folder with what differs; cases of a kind without an adapter have that as their reason. */
export function runReference(folder: string): readonly Outcome[] {
  const dataOf = dataReader(folder)
  return readCases(folder).map((each) => runCase(each, dataOf))
}

function runCase(each: ReferenceCase, dataOf: ReturnType<typeof dataReader>): Outcome {
  const { id, kind, args, expected, tolerance } = each
  const adapter = Object.hasOwn(adapters, kind) ? adapters[kind] : undefined
  if (!adapter) return { id, kind, reason: 'no adapter', differences: [] }
  try {
    const actual = adapter(args, dataOf(each))
    return { id, kind, reason: null, differences: differences(expected, actual, tolerance) }
  } catch (error) {
    return { id, kind, reason: error instanceof Error ? error.message : String(error), differences: [] }
  }
}

/** Whether the case was computed and agrees. */
export function passed({ reason, differences: found }: Outcome): boolean {
  return reason === null && found.length === 0
}
