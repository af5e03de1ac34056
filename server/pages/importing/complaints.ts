/** Complaints about rows, in words and put together: what is wrong, in which column, and in which rows. */

import type { LinkedRows } from '../../imports/answers/links.ts'
import { columnLetter } from '../../imports/columns.ts'
import type { AnswerTable, RowComplaint } from '../../imports/answers/check.ts'
import type { Form, Question } from '../../form/form.ts'
import { say, type Catalogue } from '../../locale/index.ts'
import type { Speaking } from '../answering/language.ts'
import { refusalWords } from '../answering/show.ts'
import { textIn } from '../../form/words.ts'
import { withoutMarkdown } from '../../form/markdown.ts'
import { questionsOf } from '../../form/walk.ts'

export interface ShownComplaint {
  /** 'C' with the heading; '' where no column answers the question. */
  readonly column: string
  readonly heading: string
  /** The table of a repeat's rows; '' for that of the answers. */
  readonly table: string
  readonly question: string
  readonly words: string
  readonly count: number
  /** The first rows, with what stands there. */
  readonly rows: readonly { readonly row: number; readonly cell: string }[]
}

const mostRows = 20

export function shownComplaints(
  complaints: readonly RowComplaint[],
  {
    table,
    links,
    form,
    speaking,
    t,
  }: {
    readonly table: AnswerTable
    readonly links: readonly LinkedRows[]
    readonly form: Form
    readonly speaking: Speaking
    readonly t: Catalogue
  },
): readonly ShownComplaint[] {
  const groups = new Map<string, ShownComplaint & { rows: { row: number; cell: string }[]; count: number }>()
  const headerOf = new Map(links.map((link) => [link.table.name, link.table.header]))
  for (const { table: named, row, column, question, code, refusal, cell } of complaints) {
    const header = named === null ? table.header : (headerOf.get(named) ?? [])
    const words = refusal
      ? column === null
        ? t.answerImport.unmapped({ words: refusalWords(refusal, form, speaking) })
        : refusalWords(refusal, form, speaking)
      : say(t.answerImport.complaint, code)
    const name = question
      ? questionLabel(question, form, speaking)
      : refusal
        ? labelOf(refusal.name, form, speaking)
        : ''
    const key = `${named}\n${column}\n${name}\n${words}`
    let group = groups.get(key)
    if (!group) {
      const place =
        column === null
          ? { column: '', heading: '' }
          : { column: columnLetter(column), heading: header[column] ?? '' }
      groups.set(key, (group = { ...place, table: named ?? '', question: name, words, count: 0, rows: [] }))
    }
    group.count++
    if (group.rows.length < mostRows) group.rows.push({ row, cell: shortened(cell) })
  }
  return [...groups.values()].toSorted((one, other) => other.count - one.count)
}

/** What a question is called on pages of staff. */
export function questionLabel(question: Question, form: Form, { language }: Speaking): string {
  return withoutMarkdown(textIn(question.label, language, form)) || question.written
}

function labelOf(name: string, form: Form, speaking: Speaking): string {
  const question = questionsOf(form).find((each) => each.name === name)
  return question ? questionLabel(question, form, speaking) : name
}

function shortened(cell: string): string {
  const signs = [...cell]
  return signs.length > 40 ? `${signs.slice(0, 39).join('')}…` : cell
}
