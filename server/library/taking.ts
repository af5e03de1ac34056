/** Taking a question out of a form, with the list that it needs and without what only makes sense there. */

import { listIn } from '../form/design/pieces.ts'
import type { FormSource } from '../form/form.ts'
import { readType } from '../form/question-type.ts'
import type { Cells } from '../templates/template.ts'
import type { LibraryContent } from './item.ts'

/** Where a question stands in the survey sheet: its place, and how many rows it takes; a matrix is one question. */
export interface QuestionPlace {
  readonly from: number
  readonly rows: number
}

/** The questions of a form that stand for themselves. */
export function questionsIn({ survey }: FormSource): readonly QuestionPlace[] {
  const places: QuestionPlace[] = []
  for (let from = 0; from < survey.length; from++) {
    const cells = survey[from]?.cells ?? {}
    const type = (cells['type'] ?? '').trim().replace(/\s+/g, ' ')
    if (/^begin[_ ]group$/i.test(type) && /\btable-list\b/.test(cells['appearance'] ?? '')) {
      const length = survey
        .slice(from)
        .findIndex(({ cells }) => /^end[_ ]group$/i.test((cells['type'] ?? '').trim()))
      if (length > 1) places.push({ from, rows: length + 1 })
      if (length > 0) from += length
    } else if (isQuestion(type)) places.push({ from, rows: 1 })
  }
  return places
}

function isQuestion(type: string): boolean {
  if (/^(begin|end)[_ ]|^(note|calculate|hidden|start|end|today|audit|deviceid|username|email|phonenumber|simserial|subscriberid|background-\w+|start-geopoint)$/i.test(type)) return false // prettier-ignore
  const read = readType(type)
  // Choices of a file or of another question stay with their form.
  return read?.kind === 'question' && (read.list === null || read.from === 'choices')
}

/** The rows of a question for the library. */
export function itemOf(source: FormSource, { from, rows }: QuestionPlace): LibraryContent {
  const survey = source.survey.slice(from, from + rows).map(({ cells }) => onItsOwn(cells))
  const lists = new Set(survey.flatMap(({ type }) => listIn(type ?? '') ?? []))
  const choices = source.choices
    .filter(({ cells }) => lists.has(cells['list_name'] ?? cells['list name'] ?? ''))
    .map(({ cells }) => cells)
  return { survey, choices }
}

const rules = [
  'relevant',
  'constraint',
  'required',
  'calculation',
  'choice_filter',
  'default',
  'read_only',
  'trigger',
  'warning',
  'repeat_count',
]

/** Conditions belong to the form; a rule that speaks of other questions would not be understood elsewhere. */
function onItsOwn(cells: Cells): Cells {
  const kept = Object.entries(cells).filter(([header, text]) => {
    if (header === 'relevant' || header === 'relevance' || header === 'trigger') return false
    const isRule = rules.includes(header) || header.startsWith('bind::')
    return !isRule || !text.includes('${')
  })
  const alone = Object.fromEntries(kept)
  // A message without its rule says nothing.
  if (alone['constraint'] === undefined)
    for (const header of Object.keys(alone)) if (header.startsWith('constraint_message')) delete alone[header]
  return alone
}
