/** Reads the answers from the fields of the page and writes them back. */

import { typedAnswer } from '../../server/form/asking.ts'
import type { Question } from '../../server/form/form.ts'

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** A raw answer of one question, as checkAnswers takes it. */
export type Given = string | readonly string[] | null

/** The fields of an instance of a question; a ranking has a select for each choice. */
export function fieldsOf(question: Question, at: string, box?: Element | null): readonly Field[] {
  const name = `${question.type === 'rank' ? 'r' : 'q'}.${at}`
  // Within its box a field is found without looking through the page.
  const found = box ? box.querySelectorAll(`[name="${CSS.escape(name)}"]`) : document.getElementsByName(name)
  return [].slice.call(found) as Field[]
}

/** What stands in the page now. */
export function readField(question: Question, at: string): Given {
  const fields = fieldsOf(question, at)
  if (question.type === 'rank') return readRanking(fields)
  const marked = fields.filter((field) => !isMark(field) || field.checked).map((field) => field.value)
  if (question.type === 'select_multiple') return marked
  const [typed] = marked
  return typed === undefined ? null : typedAnswer(question, typed)
}

/** Choices in the order of their places. */
function readRanking(fields: readonly Field[]): readonly string[] {
  return fields
    .map((field) => field.value)
    .filter((value) => value !== '')
    .sort((a, b) => parseInt(a, 10) - parseInt(b, 10))
    .map((value) => value.slice(value.indexOf(':') + 1))
}

/** Puts an answer into the fields; nothing empties them. */
export function writeField(question: Question, at: string, raw: unknown): void {
  const list = Array.isArray(raw)
    ? (raw as readonly string[])
    : [typeof raw === 'string' ? raw : typeof raw === 'number' ? String(raw) : '']
  for (const field of fieldsOf(question, at)) {
    if (question.type === 'rank') {
      const choice = field.getAttribute('data-choice') ?? ''
      const place = list.indexOf(choice) + 1
      field.value = place > 0 ? `${place}:${choice}` : ''
    } else if (isMark(field)) field.checked = list.indexOf(field.value) >= 0
    else field.value = asTyped(question, list[0] ?? '')
  }
}

/** An answer as its control shows it. */
function asTyped({ type, appearance }: Question, value: string): string {
  if (type === 'date' && appearance.indexOf('year') >= 0) return value.slice(0, 4)
  if (type === 'date' && appearance.indexOf('month-year') >= 0) return value.slice(0, 7)
  if (type === 'datetime') return value.slice(0, 16)
  if (type === 'geotrace' || type === 'geoshape') return value.replace(/\s*;\s*/g, '\n').trim()
  return value
}

export function isMark(field: Element): field is HTMLInputElement {
  const { type } = field as HTMLInputElement
  return type === 'radio' || type === 'checkbox'
}
