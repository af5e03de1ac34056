/** What the import page was told: which column answers which question, and how cells are to be read. */

import type { Form, Question } from '../../form/form.ts'
import { suggestedLinks } from '../../imports/answers/links.ts'
import {
  importable,
  importableOf,
  severalColumns,
  suggestedMapping,
  type Headings,
  type Source,
} from '../../imports/answers/mapping.ts'
import type { AnswerFile } from '../../imports/answers/table.ts'
import { usualBlanks, type Asked } from '../../imports/answers/taking.ts'
import { repeatsOf } from '../../form/walk.ts'
import { line, several } from '../fields.ts'
import type { Visit } from '../page.ts'

/** What the headings alone tell. */
export function suggested(form: Form, { table, linked }: AnswerFile, anonymous: boolean): Asked {
  const mapping = suggestedMapping(form, table, anonymous)
  const links = suggestedLinks(form, linked, anonymous)
  return { mapping, links, blanks: usualBlanks, order: null, identical: 'keep', again: false }
}

/** What the page's form says; what headings tell where it came from a page that said nothing yet. */
export function askedFor(
  visit: Pick<Visit, 'body'>,
  form: Form,
  { table, linked }: AnswerFile,
  anonymous: boolean,
): Asked {
  if (line(visit, 'next', 20) === 'upload') return suggested(form, { table, linked, filesLeft: 0 }, anonymous)
  const columnOf = (name: string): number | null => {
    const given = line(visit, name, 10)
    const column = /^\d+$/.test(given) ? Number(given) : -1
    return column >= 0 && column < table.header.length ? column : null
  }
  const sources = new Map<string, Source>()
  importable(form, anonymous).forEach((question, place) => {
    const source = sourceOf(line(visit, `q${place}`, 10), question, { form, table })
    if (source) sources.set(question.name, source)
  })
  const questionsOf = new Map(repeatsOf(form).map(({ repeat, questions }) => [repeat.name, questions]))
  const links = suggestedLinks(form, linked, anonymous).map((link, k) => {
    const own = new Map<string, Source>()
    importableOf(questionsOf.get(link.repeat) ?? [], anonymous).forEach((question, place) => {
      const source = sourceOf(line(visit, `l${k}q${place}`, 10), question, { form, table: link.table })
      if (source) own.set(question.name, source)
    })
    return { ...link, sources: own }
  })
  const order = line(visit, 'order', 10)
  return {
    mapping: { sources, day: columnOf('day'), id: columnOf('id') },
    links,
    blanks: line(visit, 'blanks', 500)
      .split(/[;；]/)
      .map((text) => text.trim())
      .filter((text) => text !== ''),
    order: order === 'day' || order === 'month' ? order : null,
    identical: line(visit, 'identical', 10) === 'skip' ? 'skip' : 'keep',
    again: several(visit, 'again')[0] === '1',
  }
}

function sourceOf(
  given: string,
  question: Question,
  { form, table }: { readonly form: Form; readonly table: Headings },
): Source | null {
  if (given === 'several') return severalColumns(form, table, question)
  const column = Number(given)
  return /^\d+$/.test(given) && column < table.header.length ? { kind: 'column', column } : null
}

/** The value of the select that stands for a source. */
export function choiceOf(source: Source | undefined): string {
  if (!source) return ''
  return source.kind === 'column' ? String(source.column) : 'several'
}
