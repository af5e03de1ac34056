/** Two entries of one copy beside each other: where they differ, in the order of the sheet. */

import type { Form } from '../form.ts'
import { paperFields, readFields, rowsTyped, type PaperField } from './fields.ts'

export type TypedFields = Readonly<Record<string, string>>

export interface Compared {
  /** Fields in which either entry has something, by instance. */
  readonly filled: readonly string[]
  /** Those that differ, with what stands in each. */
  readonly differences: readonly (PaperField & { readonly first: string; readonly second: string })[]
}

/** A clerk's own way of typing makes no difference: 1,3 and AC are the same answer. */
export function compareEntries(form: Form, first: TypedFields, second: TypedFields): Compared {
  const rows = (at: string) =>
    Math.max(...[first, second].map((each) => rowsTyped(each[at] ?? '') ?? countRows(each, at)))
  const one = readFields(form, first).keys
  const two = readFields(form, second).keys
  const keyOf = (keys: ReadonlyMap<string, string>, field: PaperField) =>
    keys.get(field.at) ?? (field.kind === 'rows' ? 'rows 0' : '')
  const filled = paperFields(form, rows).filter(
    ({ at }) => (first[at] ?? '').trim() !== '' || (second[at] ?? '').trim() !== '',
  )
  return {
    filled: filled.map(({ at }) => at),
    differences: filled
      .filter((field) => keyOf(one, field) !== keyOf(two, field))
      .map((field) => ({ ...field, first: first[field.at] ?? '', second: second[field.at] ?? '' })),
  }
}

/** Of a repeat whose number of rows follows from an answer: as many as were written on. */
function countRows(fields: TypedFields, at: string): number {
  let rows = 0
  for (const key of Object.keys(fields)) {
    if (!key.startsWith(`${at}[`)) continue
    rows = Math.max(rows, Number(/^\d+/.exec(key.slice(at.length + 1))?.[0] ?? 0))
  }
  return Math.min(rows, 100)
}
