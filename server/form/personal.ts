/** Personal answers go apart from the others (promise 2). */

import type { Answers, Form, Rows, Value } from './form.ts'
import { isRows } from './instances.ts'
import { questionsOf } from './walk.ts'

const personalNames = new WeakMap<Form, ReadonlySet<string>>()

/** The answers without the personal ones, and these by themselves, row by row; null where the form asked for none. */
export function splitPersonal(
  form: Form,
  answers: Answers,
): { readonly answers: Answers; readonly personal: Answers | null } {
  const names = namesOf(form)
  if (names.size === 0) return { answers, personal: null }
  const { others, personal } = split(names, answers)
  return { answers: others, personal: Object.keys(personal).length > 0 ? personal : null }
}

type Gathered = Record<string, Value | Rows | null>

function split(
  names: ReadonlySet<string>,
  answers: Answers,
): { readonly others: Answers; readonly personal: Answers } {
  const others: Gathered = {}
  const personal: Gathered = {}
  for (const [name, value] of Object.entries(answers)) {
    if (!isRows(value) || value.length === 0) {
      ;(names.has(name) ? personal : others)[name] = value
      continue
    }
    const parts = value.map((row) => split(names, row))
    others[name] = parts.map((part) => part.others)
    // As many rows as there are others, so that they can be put together again.
    if (parts.some((part) => Object.keys(part.personal).length > 0))
      personal[name] = parts.map((part) => part.personal)
  }
  return { others, personal }
}

function namesOf(form: Form): ReadonlySet<string> {
  const standing = personalNames.get(form)
  if (standing) return standing
  const names = new Set(
    questionsOf(form)
      .filter((question) => question.personal)
      .map((question) => question.name),
  )
  personalNames.set(form, names)
  return names
}
