/** Personal answers go apart from the others (promise 2). */

import type { Answers, Form, Value } from './form.ts'
import { questionsOf } from './walk.ts'

const personalNames = new WeakMap<Form, ReadonlySet<string>>()

/** The answers without the personal ones, and these by themselves; null where the form asked for none. */
export function splitPersonal(
  form: Form,
  answers: Answers,
): { readonly answers: Answers; readonly personal: Answers | null } {
  const names = namesOf(form)
  if (names.size === 0) return { answers, personal: null }
  const others: Record<string, Value | null> = {}
  const personal: Record<string, Value | null> = {}
  for (const [name, value] of Object.entries(answers)) (names.has(name) ? personal : others)[name] = value
  return { answers: others, personal: Object.keys(personal).length > 0 ? personal : null }
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
