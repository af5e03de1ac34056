/** The ids of the instances of a node, in pages and complaints: `age`, in a repeat `children[2]/age`. */

import type { Answers, Form, Rows, Value } from './form.ts'
import { indexOf } from './form-index.ts'
import { isRecord, ownOf, rowLimit, type Raw } from './rows.ts'

/** One row of a repeat on the way to a node; `row` from 1. */
export interface RowStep {
  readonly repeat: string
  readonly row: number
}

export function atOf(name: string, path: readonly RowStep[] = []): string {
  return path.map(({ repeat, row }) => `${repeat}[${row}]/`).join('') + name
}

/** The rows and the name of an id; the id of a row (`children[2]`) has the name ''. */
export function partsOfAt(at: string): { readonly path: readonly RowStep[]; readonly name: string } {
  const path: RowStep[] = []
  let rest = at
  for (;;) {
    const found = /^([^[\]]+)\[(\d{1,6})\](?:\/|$)/.exec(rest)
    if (!found) return { path, name: rest }
    path.push({ repeat: found[1] ?? '', row: Number(found[2]) })
    rest = rest.slice(found[0].length)
  }
}

/** The instance that `${name}` means in a text of the node at `at`: in its own rows, else in the first ones. */
export function atFrom(form: Form, name: string, at: string): string {
  const { entries, positions } = indexOf(form)
  const repeats: string[] = []
  for (let scope = entries[positions.get(name) ?? -1]?.scope ?? -1; scope >= 0;) {
    const repeat = entries[scope]
    repeats.unshift(repeat?.name ?? '')
    scope = repeat?.scope ?? -1
  }
  const { path } = partsOfAt(at)
  let shared = true
  const steps = repeats.map((repeat, depth): RowStep => {
    const step = path[depth]
    shared = shared && step?.repeat === repeat
    return { repeat, row: shared && step ? step.row : 1 }
  })
  return atOf(name, steps)
}

/** Whether an answer is that of a repeat. */
export function isRows(value: unknown): value is Rows {
  return Array.isArray(value) && value.every(isRecord)
}

/** The answer of a question, null where there is none and for a repeat. */
export function valueAt(answers: Answers, name: string): Value | null {
  const value = ownOf(answers, name) as Answers[string] | undefined
  return value === undefined || value === null || isRowsOf(value) ? null : value
}

/** The same, undefined where the question was skipped. */
export function valueOrSkipped(answers: Answers, name: string): Value | null | undefined {
  return Object.prototype.hasOwnProperty.call(answers, name) ? valueAt(answers, name) : undefined
}

function isRowsOf(value: Value | Rows): value is Rows {
  return Array.isArray(value) && (value.length === 0 || isRecord(value[0]))
}

/**
 * Nested raw answers from fields by id; the field of a repeat itself says how many rows it has, so that empty rows are
 * not lost. Names that the form does not have are left aside.
 */
export function nested(form: Form, flat: Raw): Record<string, unknown> {
  const { positions, entries } = indexOf(form)
  const raw: Record<string, unknown> = {}
  let rows = 0
  const rowsOf = (holder: Record<string, unknown>, repeat: string): Record<string, unknown>[] => {
    const standing = ownOf(holder, repeat)
    if (Array.isArray(standing)) return standing as Record<string, unknown>[]
    const made: Record<string, unknown>[] = []
    holder[repeat] = made
    return made
  }
  const grown = (list: Record<string, unknown>[], length: number) => {
    while (list.length < length && rows < rowLimit + 1) {
      list.push({})
      rows++
    }
  }
  for (const [at, value] of Object.entries(flat)) {
    const { path, name } = partsOfAt(at)
    const position = positions.get(name)
    const entry = position === undefined ? undefined : entries[position]
    if (!entry || !standsIn(form, path, entry.scope)) continue
    let holder: Record<string, unknown> | undefined = raw
    for (const { repeat, row } of path) {
      if (!holder || row < 1 || row > rowLimit + 1) {
        holder = undefined
        break
      }
      const list: Record<string, unknown>[] = rowsOf(holder, repeat)
      grown(list, row)
      holder = list[row - 1]
    }
    if (!holder) continue
    if (entry.repeat) grown(rowsOf(holder, name), Math.min(rowLimit + 1, Math.trunc(Number(value)) || 0))
    else if (entry.question) holder[name] = value
  }
  return raw
}

/** Whether a path goes through exactly the repeats around a node. */
function standsIn(form: Form, path: readonly RowStep[], scope: number): boolean {
  const { entries } = indexOf(form)
  let at = scope
  for (let step = path.length - 1; step >= 0; step--) {
    const repeat = entries[at]
    if (!repeat || repeat.name !== path[step]?.repeat) return false
    at = repeat.scope
  }
  return at < 0
}

/** Fields by id from nested answers, each repeat with its number of rows. */
export function flat(form: Form, answers: Raw, prefix = '', scope = -1): Record<string, unknown> {
  const { entries, byScope } = indexOf(form)
  const fields: Record<string, unknown> = {}
  for (const position of byScope.get(scope) ?? []) {
    const entry = entries[position]
    const value = entry ? ownOf(answers, entry.name) : undefined
    if (!entry || value === undefined) continue
    if (!entry.repeat) {
      fields[prefix + entry.name] = value
      continue
    }
    if (!isRows(value)) continue
    fields[prefix + entry.name] = value.length
    value.forEach((row, index) =>
      Object.assign(fields, flat(form, row, `${prefix}${entry.name}[${index + 1}]/`, position)),
    )
  }
  return fields
}
