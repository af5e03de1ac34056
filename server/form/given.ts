/** What a person gave, as one text: what tells whether a re-sent answer is the same content. */

import type { Answers, Form } from './form.ts'
import { indexOf } from './form-index.ts'
import { isRecord, ownOf } from './rows.ts'
import { isMetadata } from './types/index.ts'

/**
 * The answers without calculations and without what devices fill in, in rows too, as canonicalJson writes them: a
 * calculation may hold the time, and a re-sent answer must stay the same content.
 */
export function givenJson(form: Form, answers: Answers): string {
  return recordJson(givenOf(form), answers, -1)
}

/** The names that a person answers, each with the opening of its pair, sorted by code unit; by the repeat that holds them. */
type Given = ReadonlyMap<
  number,
  readonly { readonly name: string; readonly pair: string; readonly repeat: number }[]
>

function recordJson(given: Given, answers: Answers, scope: number): string {
  let text = ''
  for (const { name, pair, repeat } of given.get(scope) ?? []) {
    const value = ownOf(answers, name)
    if (value === undefined) continue
    text += (text === '' ? '' : ',') + pair
    text +=
      repeat >= 0 && Array.isArray(value)
        ? `[${value.map((row) => (isRecord(row) ? recordJson(given, row as Answers, repeat) : 'null')).join(',')}]`
        : JSON.stringify(value)
  }
  return `{${text}}`
}

const known = new WeakMap<Form, Given>()

function givenOf(form: Form): Given {
  const standing = known.get(form)
  if (standing) return standing
  const { entries, byScope } = indexOf(form)
  const made = new Set(form.calculations)
  const given = new Map(
    [...byScope].map(([scope, positions]) => {
      const names = positions.flatMap((position) => {
        const entry = entries[position]
        if (!entry || entry.group || made.has(entry.name)) return []
        if (entry.question && isMetadata(entry.question.type)) return []
        const { name, repeat } = entry
        return [{ name, pair: `${JSON.stringify(name)}:`, repeat: repeat ? position : -1 }]
      })
      return [scope, names.toSorted((a, b) => (a.name < b.name ? -1 : 1))] as const
    }),
  )
  known.set(form, given)
  return given
}
