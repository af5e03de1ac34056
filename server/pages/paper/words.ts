/** Fields of an entry in words: their number and label, the options they take, and what a typed answer means. */

import type { Form, Question, Refusal } from '../../form/form.ts'
import { partsOfAt } from '../../form/instances.ts'
import { withoutMarkdown } from '../../form/markdown.ts'
import { questionNamed } from '../../form/paper/conditions.ts'
import type { PaperField } from '../../form/paper/fields.ts'
import { isWrittenOut, optionLetter, paperChoices, paperOutline } from '../../form/paper/outline.ts'
import { readTyped } from '../../form/paper/typed.ts'
import { textIn } from '../../form/words.ts'
import type { Catalogue } from '../../locale/index.ts'
import { say } from '../../locale/index.ts'

export interface Wording {
  readonly form: Form
  readonly language: string
  readonly w: Catalogue['paper']
}

/** 3.2 for the second item of a table, with the row of a repeat before it. */
export function fieldNumber(form: Form, at: string): string {
  const { path, name } = partsOfAt(at)
  const place = paperOutline(form).places.get(name)
  if (!place) return path.map(({ row }) => `#${row}`).join(' ')
  const parts = [place.number, place.item, place.column].filter((part) => part !== null)
  return [...path.map(({ row }) => `#${row}`), parts.join('.')].join(' ')
}

export function fieldLabel(field: PaperField, { form, language, w }: Wording): string {
  const node = field.kind === 'question' ? field.question : field.repeat
  const label = withoutMarkdown(textIn(node.label, language, form))
    .replace(/\s+/g, ' ')
    .trim()
  const words = (label || node.written).replace(/\$\{[^{}]*\}/g, '…')
  return field.kind === 'rows' ? w.rowsField({ label: words }) : words
}

/** The letters of the options, with their words. */
export function optionWords(question: Question, { form, language }: Wording): readonly string[] {
  if (isWrittenOut(form, question)) return []
  return paperChoices(form, question).map(
    ({ label, value }, place) =>
      `${optionLetter(place)} ${withoutMarkdown(textIn(label, language, form)).replace(/\s+/g, ' ') || value}`,
  )
}

/** What was typed, and what it means: AC → A 看病就医、C 出行. */
export function typedWords(field: PaperField, text: string, wording: Wording): string {
  const { form, language, w } = wording
  const typed = text.trim()
  if (typed === '') return w.nothingTyped
  if (field.kind === 'rows') return typed
  const read = readTyped(field.question, form, typed)
  if (read.kind === 'mark') return `${typed} ${read.mark === 'none' ? w.none : w.illegible}`
  if (read.kind !== 'value') return typed
  const choices = paperChoices(form, field.question)
  if (choices.length === 0) return typed
  const values = typeof read.raw === 'string' ? [read.raw] : read.raw
  return values
    .map((value) => {
      const place = choices.findIndex((choice) => choice.value === value)
      const label = withoutMarkdown(textIn(choices[place]?.label ?? null, language, form)) || value
      return isWrittenOut(form, field.question) ? label : `${optionLetter(Math.max(place, 0))} ${label}`
    })
    .join(field.question.type === 'rank' ? ' > ' : '、')
}

/** Why the form refuses an answer, for whoever looks at the sheet. */
export function refusalWords({ code, message }: Refusal, { form, language, w }: Wording): string {
  const own = message ? withoutMarkdown(textIn(message, language, form)) : ''
  if (own !== '') return own
  const name = `rule_${code}`
  return say({ ...w, keys: '', wanted: '', states: '', actions: '' }, name in w ? name : 'rule_other')
}

/** The field of a refusal, whichever instance it is. */
export function fieldAt(form: Form, at: string): PaperField | null {
  const question = questionNamed(form, partsOfAt(at).name)
  return question ? { kind: 'question', at, question } : null
}
