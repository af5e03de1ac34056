/** What the import page was told: which column answers which question, and how cells are to be read. */

import type { Form, Question } from '../../form/form.ts'
import type { DayOrder } from '../../imports/answers/dates.ts'
import {
  importable,
  severalColumns,
  suggestedMapping,
  type Headings,
  type Mapping,
  type Source,
} from '../../imports/answers/mapping.ts'
import { line, several } from '../fields.ts'
import type { Visit } from '../page.ts'

export interface Asked {
  readonly mapping: Mapping
  readonly blanks: readonly string[]
  readonly order: DayOrder | null
  readonly identical: 'keep' | 'skip'
  readonly again: boolean
}

/** What stands for an answer that was not given, in files of survey services and of statistical programs. */
export const usualBlanks = ['(空)', '(跳过)', '#N/A', 'NA', 'N/A', '无效']

/** What the headings alone tell. */
export function suggested(form: Form, table: Headings, anonymous: boolean): Asked {
  const mapping = suggestedMapping(form, table, anonymous)
  return { mapping, blanks: usualBlanks, order: null, identical: 'keep', again: false }
}

/** What the page's form says. */
export function askedFor(visit: Pick<Visit, 'body'>, form: Form, table: Headings, anonymous: boolean): Asked {
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
  const order = line(visit, 'order', 10)
  return {
    mapping: { sources, day: columnOf('day'), id: columnOf('id') },
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
