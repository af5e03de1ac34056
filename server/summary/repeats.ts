/** Rows of repeats: which tables a form's answers have beside the main one, and their rows with keys that join them. */

import type { Answers, Form, Localised } from '../form/form.ts'
import { isRows } from '../form/instances.ts'
import { repeatsOf } from '../form/walk.ts'

/** One repeat of the forms, joined by name, the first form leading. */
export interface RepeatTable {
  readonly name: string
  readonly written: string
  readonly label: Localised | null
  /** The repeat whose rows hold these, or null. */
  readonly parent: string | null
  readonly form: Form
}

/** The repeats of all versions of a form, outer ones first, each name once. */
export function repeatTables(forms: readonly Form[]): readonly RepeatTable[] {
  const found = new Map<string, RepeatTable>()
  for (const form of forms)
    for (const { repeat, parent } of repeatsOf(form))
      if (!found.has(repeat.name))
        found.set(repeat.name, {
          name: repeat.name,
          written: repeat.written,
          label: repeat.label,
          parent: parent?.name ?? null,
          form,
        })
  return [...found.values()]
}

/** One row of a repeat: its shared and its personal answers, its key, and the key of what it stands in. */
export interface RepeatRow {
  readonly answers: Answers
  readonly personal: Answers
  readonly key: string
  readonly parentKey: string
}

/** The rows of one repeat in one filled form, in their order; `key` is that of the form. */
export function* repeatRows(
  form: Form,
  name: string,
  filled: { readonly answers: Answers; readonly personal: Answers; readonly key: string },
): Generator<RepeatRow> {
  yield* rowsBelow(chainOf(form, name), { ...filled, parentKey: '' })
}

function* rowsBelow([repeat, ...deeper]: readonly string[], holder: RepeatRow): Generator<RepeatRow> {
  if (repeat === undefined) return
  const rows = ownRows(holder.answers, repeat)
  const personal = ownRows(holder.personal, repeat)
  for (let i = 0; i < Math.max(rows.length, personal.length); i++) {
    const row: RepeatRow = {
      answers: rows[i] ?? {},
      personal: personal[i] ?? {},
      key: `${holder.key}/${repeat}[${i + 1}]`,
      parentKey: holder.key,
    }
    if (deeper.length === 0) yield row
    else yield* rowsBelow(deeper, row)
  }
}

function ownRows(answers: Answers, name: string): readonly Answers[] {
  const value = Object.hasOwn(answers, name) ? answers[name] : undefined
  return isRows(value) ? value : []
}

const chains = new WeakMap<Form, ReadonlyMap<string, readonly string[]>>()

/** The repeats from the outermost to this one; none where the form lacks it. */
function chainOf(form: Form, name: string): readonly string[] {
  let known = chains.get(form)
  if (!known) {
    const made = new Map<string, readonly string[]>()
    for (const { repeat, parent } of repeatsOf(form))
      made.set(repeat.name, [...(parent ? (made.get(parent.name) ?? []) : []), repeat.name])
    chains.set(form, (known = made))
  }
  return known.get(name) ?? []
}
