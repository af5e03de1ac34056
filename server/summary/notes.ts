/** Interview notes and visit records as people read them: who, when and where, and what may be shown to whom. */

import type { Answers, Form, FormNode, Question } from '../form/form.ts'
import { atOf, isRows, valueAt, type RowStep } from '../form/instances.ts'
import { placeNames } from '../form/place-key.ts'
import { isMedia } from '../form/walk.ts'
import { valueInWords } from '../form/words.ts'
import { catalogues, type Locale } from '../locale/index.ts'
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

/** One answered question in words, under the heading of its group and of its row of a repeat. */
export interface NoteLine {
  /** The id of the instance: of a question in a repeat with its row. */
  readonly at: string
  readonly name: string
  readonly group: string
  readonly label: string
  readonly text: string
  readonly quote: boolean
  /** The name of the attached file, where the answer is one. */
  readonly file: string | null
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
  const place = named(placeNames)
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

/** Everything answered, in the form's order, repeats row by row. */
export function noteLines(
  form: Form,
  answers: Answers,
  options: { readonly locale: Locale; readonly reading: Reading; readonly which: 'shared' | 'personal' },
): readonly NoteLine[] {
  const language = formLanguage(form, options.locale)
  const wanted = (question: Question) =>
    question.type !== 'note' && question.personal === (options.which === 'personal')
  const linesIn = (
    nodes: readonly FormNode[],
    row: Answers,
    path: readonly RowStep[],
    headings: readonly string[],
  ): readonly NoteLine[] =>
    nodes.flatMap((node): readonly NoteLine[] => {
      if (node.kind === 'group') {
        const label = words(node.label, language)
        return linesIn(
          node.nodes,
          row,
          path,
          label === '' ? headings : [...headings.slice(0, path.length), label],
        )
      }
      if (node.kind === 'repeat') {
        const rows = Object.hasOwn(row, node.name) ? row[node.name] : undefined
        const label = words(node.label, language) || node.written
        return isRows(rows)
          ? rows.flatMap((inside, i) =>
              linesIn(
                node.nodes,
                inside,
                [...path, { repeat: node.name, row: i + 1 }],
                [...headings.slice(0, path.length), `${label} ${i + 1}`],
              ),
            )
          : []
      }
      if (!wanted(node)) return []
      const at = atOf(node.name, path)
      const text = lineText(form, node, { answers, row, at, language, locale: options.locale })
      if (text === '') return []
      const quote = quoteOf(node.written)
      if (quote !== null && options.reading === 'consented' && !mayQuote(row, quote)) return []
      return [
        {
          at,
          name: node.name,
          group: headings.join(' · '),
          label: words(node.label, language) || node.written,
          text,
          quote: isQuote(node.written),
          file: isMedia(node.type) ? text : null,
        },
      ]
    })
  return linesIn(form.nodes, answers, [], [])
}

interface LineOf {
  readonly answers: Answers
  readonly row: Answers
  readonly at: string
  readonly language: string
  readonly locale: Locale
}

function lineText(form: Form, question: Question, { answers, row, at, language, locale }: LineOf): string {
  const value = valueAt(row, question.name)
  if (value === null) return ''
  if (typeof value === 'string' && question.type.startsWith('geo'))
    return value.split('; ').map(pointText).join('\n')
  if (question.type === 'acknowledge') return catalogues[locale].summary.acknowledged
  if (typeof value === 'string' && question.type === 'datetime') return value.slice(0, 16).replace('T', ' ')
  return valueInWords(form, question.name, answers, language, at)
}

/** Latitude and longitude, and how exact they are where a device said so. */
function pointText(point: string): string {
  const [latitude = '', longitude = '', , accuracy = '0'] = point.split(' ')
  return `${latitude}, ${longitude}${Number(accuracy) > 0 ? ` (±${accuracy} m)` : ''}`
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

/** What somebody said and agreed to be quoted with, in the words and at the attribution that they agreed to. */
export interface Quote {
  /** The id of the question's instance in its answer. */
  readonly at: string
  readonly text: string
  readonly attribution: 'named' | 'anonymous'
  /** The role of who said it; '' where it was not asked, or the quote is anonymous. */
  readonly speaker: string
}

/** The quotes of a note that may be shown to everybody who may read its figures. */
export function consentedQuotes(form: Form, answers: Answers, locale: Locale): readonly Quote[] {
  const language = formLanguage(form, locale)
  const quotesIn = (nodes: readonly FormNode[], row: Answers, path: readonly RowStep[]): readonly Quote[] =>
    nodes.flatMap((node): readonly Quote[] => {
      if (node.kind === 'group') return quotesIn(node.nodes, row, path)
      if (node.kind === 'repeat') {
        const rows = Object.hasOwn(row, node.name) ? row[node.name] : undefined
        return isRows(rows)
          ? rows.flatMap((inside, i) =>
              quotesIn(node.nodes, inside, [...path, { repeat: node.name, row: i + 1 }]),
            )
          : []
      }
      const quote = quoteOf(node.written)
      if (node.personal || node.type !== 'text' || quote !== node.written || !mayQuote(row, quote)) return []
      const text = valueAt(row, node.name)
      if (typeof text !== 'string' || text.trim() === '') return []
      const attribution = row[`${quote}_attribution`] === 'named' ? 'named' : 'anonymous'
      const speaker = attribution === 'named' ? speakerOf(form, quote, { answers, row, path, language }) : ''
      return [{ at: atOf(node.name, path), text, attribution, speaker }]
    })
  return quotesIn(form.nodes, answers, [])
}

function speakerOf(
  form: Form,
  quote: string,
  of: { answers: Answers; row: Answers; path: readonly RowStep[]; language: string },
): string {
  const name = `${quote}_role`
  const value = valueAt(of.row, name)
  const asked = placedIn([form], 'shared', of.path.at(-1)?.repeat ?? null).some(
    ({ question }) => question.name === name,
  )
  return value === null || !asked
    ? ''
    : valueInWords(form, name, of.answers, of.language, atOf(name, of.path))
}

function valueText(form: Form, name: string, answers: Answers, locale: Locale): string {
  const value = valueAt(answers, name)
  return value === null ? '' : valueInWords(form, name, answers, formLanguage(form, locale))
}
