/** The answers as they stand, and what a change of one of them changes on the page. */

import { checkAnswers, formState } from '../../server/form/answers.ts'
import type { Answers, Choice, Form, Refusal, Surroundings } from '../../server/form/form.ts'
import { flat, nested, partsOfAt } from '../../server/form/instances.ts'

export type State = ReturnType<typeof formState>
export type Raw = Record<string, unknown>

/** Instances of which something is another than when the page was last brought up to date. */
export type Changed = ReadonlySet<string>

export interface Standing {
  raw(): Raw
  state(): State
  values(): Answers
  set(at: string, given: unknown): void
  /** Takes other answers in the place of all. */
  replace(raw: Raw): void
  addRow(repeatAt: string): void
  removeRow(rowAt: string): Raw | null
  insertRow(rowAt: string, row: Raw): void
  rows(repeatAt: string): number
  /** Works everything out, and says which instances changed. */
  refresh(): Changed
  /** What is refused of the answers to these questions, or of all, and what is only warned of. */
  check(only?: ReadonlySet<string>): {
    readonly refusals: readonly Refusal[]
    readonly warnings: readonly Refusal[]
  }
}

export function openStanding(form: Form, start: Raw, surroundings: () => Surroundings): Standing {
  let raw = start
  let state = formState(form, raw, surroundings())
  let values = flat(form, state.values)
  /** Everything is new at the first look. */
  let fresh = true

  /** The rows or the record in which an instance stands, made on the way. */
  function holderOf(at: string): { readonly holder: Raw; readonly name: string } {
    const { path, name } = partsOfAt(at)
    let holder = raw
    for (const { repeat, row } of path) {
      const rows = listIn(holder, repeat)
      while (rows.length < row) rows.push({})
      holder = rows[row - 1] as Raw
    }
    return { holder, name }
  }

  function rowsAt(repeatAt: string): Raw[] {
    const { holder, name } = holderOf(repeatAt)
    return listIn(holder, name)
  }

  return {
    raw: () => raw,
    state: () => state,
    values: () => state.values,
    set(at, given) {
      const { holder, name } = holderOf(at)
      holder[name] = given
    },
    replace(other) {
      raw = JSON.parse(JSON.stringify(other)) as Raw
      fresh = true
    },
    addRow: (at) => {
      rowsAt(at).push({})
    },
    removeRow(at) {
      const { repeat, row } = rowParts(at)
      const rows = rowsAt(repeat)
      fresh = true
      return rows.splice(row - 1, 1)[0] ?? null
    },
    insertRow(at, given) {
      const { repeat, row } = rowParts(at)
      rowsAt(repeat).splice(row - 1, 0, given)
      fresh = true
    },
    rows: (at) => state.rows.get(at) ?? 0,
    refresh() {
      const before = { state, values }
      state = formState(form, raw, surroundings())
      values = flat(form, state.values)
      const changed = new Set<string>()
      differences(before.state.relevant, state.relevant, changed)
      differences(before.state.required, state.required, changed)
      differences(before.state.readOnly, state.readOnly, changed)
      state.choices.forEach((choices, at) => {
        if (!sameChoices(before.state.choices.get(at), choices)) changed.add(at)
      })
      for (const at of Object.keys(values)) if (!same(before.values[at], values[at])) changed.add(at)
      for (const at of Object.keys(before.values)) if (!(at in values)) changed.add(at)
      if (fresh) {
        state.relevant.forEach((at) => changed.add(at))
        state.rows.forEach((_, at) => changed.add(at))
      }
      fresh = false
      return changed
    },
    check: (only) => checkAnswers(form, raw, surroundings(), only),
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

function listIn(holder: Raw, name: string): Raw[] {
  const standing = holder[name]
  if (Array.isArray(standing)) return standing as Raw[]
  const made: Raw[] = []
  holder[name] = made
  return made
}

function differences(before: ReadonlySet<string>, after: ReadonlySet<string>, changed: Set<string>): void {
  after.forEach((at) => {
    if (!before.has(at)) changed.add(at)
  })
  before.forEach((at) => {
    if (!after.has(at)) changed.add(at)
  })
}

function sameChoices(before: readonly Choice[] | undefined, after: readonly Choice[]): boolean {
  if (before === after) return true
  if (!before || before.length !== after.length) return false
  return before.every((choice, place) => choice === after[place])
}

function same(before: unknown, after: unknown): boolean {
  if (before === after) return true
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return false
  return before.every((one, place) => one === after[place])
}
