/** The words of a form in the reader's language. */

import type { Answers, Form, Localised, Value } from './form.ts'
import { numberInWords } from './coercion.ts'
import { indexOf } from './form-index.ts'
import { atFrom, isRows, partsOfAt, valueAt } from './instances.ts'

/** A text in a language of the form; where it lacks that, in the form's default language, else in any. '' for none. */
export function textIn(text: Localised | null, language: string, form: Form): string {
  if (!text) return ''
  return ownText(text, language) ?? ownText(text, form.defaultLanguage) ?? Object.values(text)[0] ?? ''
}

/** A text with `${name}` in it filled from the answers: choices by their label, blanks as nothing. `at` is the node whose text it is: in a repeat names mean those of its own row. */
export function filled(text: string, form: Form, values: Answers, language: string, at = ''): string {
  if (!text.includes('${')) return text
  return text.replace(/\$\{([^{}]*)\}/g, (_, name: string) =>
    valueInWords(form, name.trim(), values, language, at),
  )
}

/** An answer as people read it: labels of choices, numbers without noise of the last digits. Seen from `at`, the nearest of that name. */
export function valueInWords(form: Form, name: string, values: Answers, language: string, at = ''): string {
  const { entries, positions } = indexOf(form)
  const entry = entries[positions.get(name) ?? -1]
  const value = valueNear(form, name, values, at)
  if (value === null) return ''
  if (typeof value === 'number') return numberInWords(value)
  const label = (one: string) => {
    const choice = entry?.choices?.get(one)?.[0]
    return choice ? textIn(choice.label, language, form) || one : one
  }
  return several(value)
    .map(label)
    .join(/zh|中文|汉语/i.test(language) ? '、' : ', ')
}

/** The value of a question in the rows that `at` stands in, else in the first ones. */
function valueNear(form: Form, name: string, values: Answers, at: string): Value | null {
  let row: Answers | undefined = values
  for (const step of partsOfAt(atFrom(form, name, at)).path) {
    const rows: Answers[string] | undefined = row && ownOf(row, step.repeat)
    row = isRows(rows) ? rows[step.row - 1] : undefined
  }
  return row ? valueAt(row, name) : null
}

function ownOf(answers: Answers, name: string): Answers[string] | undefined {
  return Object.prototype.hasOwnProperty.call(answers, name) ? answers[name] : undefined
}

function several(value: Exclude<Value, number>): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

function ownText(text: Localised, language: string): string | undefined {
  return Object.prototype.hasOwnProperty.call(text, language) ? text[language] : undefined
}
