/** Interview notes and visit records as people read them: who, when and where, and what may be shown to whom. */

import type { Answers, Form } from '../form/form.ts'
import { valueAt } from '../form/instances.ts'
import { valueInWords } from '../form/words.ts'
import type { Locale } from '../locale/index.ts'
import type { FormKind } from '../store/store.ts'
import { formLanguage, placedIn, words, type Placed } from './variables.ts'

/** Forms whose filled copies are read one by one, and not only counted. */
export const noteKinds: ReadonlySet<FormKind> = new Set<FormKind>([
  'interview',
  'visit',
  'case-study',
  'experience',
  'record',
])

/** `full` for analysts and the collector; `consented` leaves out what was said without consent to be quoted. */
export type Reading = 'full' | 'consented'

export interface NoteHead {
  readonly date: string | null
  readonly place: string
  readonly summary: string
}

/** One answered question in words; `level` 1 opens a group. */
export interface NoteLine {
  readonly name: string
  readonly group: string
  readonly label: string
  readonly text: string
  readonly quote: boolean
}

/** When and where, by the names that the templates use, else by the kind of question. */
export function noteHead(form: Form, answers: Answers, locale: Locale): NoteHead {
  const placed = placedIn([form], 'shared')
  const named = (names: RegExp, type?: string) =>
    placed.find(({ question }) => names.test(question.name) && (!type || question.type === type)) ?? null
  const date =
    named(/^(held_on|visited_on|date|riqi)$/i, 'date') ??
    placed.find(({ question }) => question.type === 'date') ??
    null
  const place = named(/^(place|location|venue|didian)$/i)
  const summary =
    named(/^(summary|seen|zhaiyao|content)$/i) ??
    placed.find(
      ({ question }) =>
        question.type === 'text' && question.appearance.includes('multiline') && !isQuote(question.name),
    ) ??
    null
  const dateValue = date && answers[date.question.name]
  const text = (each: Placed | null) => (each ? valueText(form, each.question.name, answers, locale) : '')
  return {
    date: typeof dateValue === 'string' ? dateValue : null,
    place: text(place),
    summary: text(summary),
  }
}

/** Everything answered, in the form's order. */
export function noteLines(
  form: Form,
  answers: Answers,
  options: { readonly locale: Locale; readonly reading: Reading; readonly which: 'shared' | 'personal' },
): readonly NoteLine[] {
  const language = formLanguage(form, options.locale)
  return placedIn([form], options.which).flatMap(({ question, groups }) => {
    const text = valueText(form, question.name, answers, options.locale)
    if (text === '') return []
    const quote = quoteOf(question.name)
    if (quote !== null && options.reading === 'consented' && !mayQuote(answers, quote)) return []
    const group = groups.at(-1)
    return [
      {
        name: question.name,
        group: group ? words(group.label, language) : '',
        label: words(question.label, language) || question.name,
        text,
        quote: isQuote(question.name),
      },
    ]
  })
}

/** A verbatim quote itself, not what belongs to it. */
function isQuote(name: string): boolean {
  return quoteOf(name) === name
}

/** The quote that a question is or belongs to: quote_1 of quote_1_consent; null elsewhere. */
function quoteOf(name: string): string | null {
  return /^(?:quote|verbatim|yuanhua)(?:_?\d+)?/i.exec(name)?.[0] ?? null
}

/** Consent given, and attribution not withheld. A form that does not ask for consent gives none. */
function mayQuote(answers: Answers, quote: string): boolean {
  const attribution = answers[`${quote}_attribution`]
  return answers[`${quote}_consent`] === 'yes' && (attribution === 'named' || attribution === 'anonymous')
}

function valueText(form: Form, name: string, answers: Answers, locale: Locale): string {
  const value = valueAt(answers, name)
  return value === null ? '' : valueInWords(form, name, answers, formLanguage(form, locale))
}
