/** The words of a form in the reader's language. */

import type { Answers, Form, Localised, Value } from './form.ts'
import { numberInWords } from './coercion.ts'
import { indexOf } from './form-index.ts'

/** A text in a language of the form; where it lacks that, in the form's default language, else in any. '' for none. */
export function textIn(text: Localised | null, language: string, form: Form): string {
  if (!text) return ''
  return ownText(text, language) ?? ownText(text, form.defaultLanguage) ?? Object.values(text)[0] ?? ''
}

/** A text with `${name}` in it filled from the answers: choices by their label, blanks as nothing. */
export function filled(text: string, form: Form, values: Answers, language: string): string {
  if (!text.includes('${')) return text
  return text.replace(/\$\{([^{}]*)\}/g, (_, name: string) =>
    valueInWords(form, name.trim(), values, language),
  )
}

/** An answer as people read it: labels of choices, numbers without noise of the last digits. */
export function valueInWords(form: Form, name: string, values: Answers, language: string): string {
  const value = Object.prototype.hasOwnProperty.call(values, name) ? (values[name] ?? null) : null
  if (value === null) return ''
  if (typeof value === 'number') return numberInWords(value)
  const { entries, positions } = indexOf(form)
  const choices = entries[positions.get(name) ?? -1]?.choices
  const label = (one: string) => {
    const choice = choices?.get(one)?.[0]
    return choice ? textIn(choice.label, language, form) || one : one
  }
  return several(value)
    .map(label)
    .join(/zh|中文|汉语/i.test(language) ? '、' : ', ')
}

function several(value: Exclude<Value, number>): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

function ownText(text: Localised, language: string): string | undefined {
  return Object.prototype.hasOwnProperty.call(text, language) ? text[language] : undefined
}
