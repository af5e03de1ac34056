/** Reads the answers from the fields of the page and writes them back. */

import type { Question } from '../../server/form/form.ts'
import { isMetadata } from '../../server/form/walk.ts'
import type { Raw } from './island.ts'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** The fields of a question; a ranking has a select for each choice. */
export function fieldsOf(question: Question): readonly Field[] {
  const name = `${question.type === 'rank' ? 'r' : 'q'}.${question.name}`
  return [].slice.call(document.getElementsByName(name)) as Field[]
}

export function isAsked(question: Question): boolean {
  return question.type !== 'note' && question.type !== 'calculate' && !isMetadata(question.type)
}

/** What stands in the page now. */
export function readRaw(questions: readonly Question[]): Raw {
  const raw: Raw = {}
  for (const question of questions) if (isAsked(question)) raw[question.name] = readField(question)
  return raw
}

function readField(question: Question): Raw[string] {
  const fields = fieldsOf(question)
  if (question.type === 'rank') return readRanking(fields)
  const marked = fields.filter((field) => !isMark(field) || field.checked).map((field) => field.value)
  return question.type === 'select_multiple' ? marked : (marked[0] ?? null)
}

/** Choices in the order of their places. */
function readRanking(fields: readonly Field[]): readonly string[] {
  return fields
    .map((field) => field.value)
    .filter((value) => value !== '')
    .sort((a, b) => parseInt(a, 10) - parseInt(b, 10))
    .map((value) => value.slice(value.indexOf(':') + 1))
}

/** Puts answers into the fields; names that are absent are emptied. */
export function writeRaw(questions: readonly Question[], raw: Raw): void {
  for (const question of questions) {
    if (!isAsked(question)) continue
    const given = raw[question.name] ?? ''
    const list = typeof given === 'string' ? [given] : given
    for (const field of fieldsOf(question)) {
      if (question.type === 'rank') {
        const choice = field.getAttribute('data-choice') ?? ''
        const place = list.indexOf(choice) + 1
        field.value = place > 0 ? `${place}:${choice}` : ''
      } else if (isMark(field)) field.checked = list.indexOf(field.value) >= 0
      else field.value = list[0] ?? ''
    }
  }
}

export function isMark(field: Element): field is HTMLInputElement {
  const { type } = field as HTMLInputElement
  return type === 'radio' || type === 'checkbox'
}
