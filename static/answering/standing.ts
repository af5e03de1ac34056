/** The answers as they stand, and what a change of one of them changes on the page. */

import { openAnswering, type Answering } from '../../server/form/answering.ts'
import { checkAnswers } from '../../server/form/answers.ts'
import type { Answers, Choice, Form, Refusal, Surroundings, Value } from '../../server/form/form.ts'
import { nested, partsOfAt } from '../../server/form/instances.ts'

export type Raw = Record<string, unknown>

export interface Standing extends Pick<
  Answering,
  'set' | 'addRow' | 'relevant' | 'required' | 'readOnly' | 'value' | 'choices' | 'rows'
> {
  raw(): Raw
  /** What was given to one instance. */
  rawAt(at: string): unknown
  /** Takes other answers in the place of all. */
  replace(raw: Raw): void
  removeRow(rowAt: string): Raw | null
  insertRow(rowAt: string, row: Raw): void
  /** The instances that are asked or shown now. */
  instances(): ReadonlySet<string>
  /** Answers in which this instance has its value, for words made from it. */
  seen(at: string): Answers
  /** Which instances changed since the page was last brought up to date. */
  refresh(): ReadonlySet<string>
  /** What is refused of the answers to these questions, or of all, and what is only warned of. */
  check(only?: ReadonlySet<string>): {
    readonly refusals: readonly Refusal[]
    readonly warnings: readonly Refusal[]
  }
}

export function openStanding(form: Form, start: Raw, surroundings: () => Surroundings): Standing {
  let answering = openAnswering(form, start, surroundings())
  /** Everything is new at the first look. */
  let fresh = true

  function reopen(raw: Raw): void {
    answering = openAnswering(form, raw, surroundings())
    fresh = true
  }

  function rowsOf(raw: Raw, rowAt: string): { readonly rows: Raw[]; readonly place: number } {
    const { path } = partsOfAt(rowAt)
    let holder: Raw = raw
    let rows: Raw[] = []
    for (const { repeat, row } of path) {
      rows = (holder[repeat] as Raw[] | undefined) ?? []
      holder = rows[row - 1] ?? {}
    }
    return { rows, place: (path[path.length - 1]?.row ?? 1) - 1 }
  }

  return {
    set: (at, given) => answering.set(at, given),
    addRow: (at) => answering.addRow(at),
    relevant: (at) => answering.relevant(at),
    required: (at) => answering.required(at),
    readOnly: (at) => answering.readOnly(at),
    value: (at) => answering.value(at),
    choices: (at): readonly Choice[] => answering.choices(at),
    rows: (at) => answering.rows(at),
    raw: () => answering.raw(),
    rawAt(at) {
      const { path, name } = partsOfAt(at)
      let holder: Raw | undefined = answering.raw()
      for (const { repeat, row } of path) {
        const rows: unknown = holder?.[repeat]
        holder = Array.isArray(rows) ? (rows[row - 1] as Raw | undefined) : undefined
      }
      return holder?.[name]
    },
    replace: (raw) => reopen(JSON.parse(JSON.stringify(raw)) as Raw),
    removeRow(at) {
      const { rows, place } = rowsOf(answering.raw(), at)
      answering.removeRow(at)
      return rows[place] ?? null
    },
    insertRow(at, given) {
      const raw = JSON.parse(JSON.stringify(answering.raw())) as Raw
      const { rows, place } = rowsOf(raw, at)
      rows.splice(place, 0, given)
      reopen(raw)
    },
    instances: () => answering.state().relevant,
    seen(at) {
      const { path, name } = partsOfAt(at)
      const value: Value | null = answering.value(at)
      return path.reduceRight<Answers>(
        (inner, { repeat, row }) => ({ [repeat]: Array.from({ length: row }, () => inner) }),
        { [name]: value },
      )
    },
    refresh() {
      const { nodes } = answering.changes()
      if (!fresh) return nodes
      fresh = false
      const { relevant, rows, choices } = answering.state()
      const all = new Set(nodes)
      relevant.forEach((at) => all.add(at))
      rows.forEach((_, at) => all.add(at))
      choices.forEach((_, at) => all.add(at))
      return all
    },
    check: (only) => checkAnswers(form, answering.raw(), surroundings(), only),
  }
}

/** `children[2]` is the second row of `children`. */
export function rowParts(at: string): { readonly repeat: string; readonly row: number } {
  const [, repeat = '', row = '0'] = /^(.*)\[(\d+)\]$/.exec(at) ?? []
  return { repeat, row: Number(row) }
}

/** Nested answers from fields by instance. */
export function fromFields(form: Form, fields: Readonly<Record<string, unknown>>): Raw {
  return nested(form, fields)
}
