/** What is wrong in a form or a draft, in the reader's language and with its place as the reader sees it. */

import { columnsOf } from '../../form/sheet-columns.ts'
import type { Complaint, FormSource, SheetName } from '../../form/form.ts'
import { columnLetter } from '../../imports/columns.ts'
import type { DraftNote } from '../../imports/text.ts'
import { say, type Catalogue } from '../../locale/index.ts'

/** One complaint as a page shows it: `place` is 「survey 表第 5 行 E 列（relevant）」, `field` the id of the cell in the editor. */
export interface ShownComplaint {
  readonly level: 'error' | 'warning' | 'info'
  readonly words: string
  readonly place: string
  readonly sheet: string
  readonly row: number | null
  readonly field: string
}

/** At most so many are shown at once; the page says how many more there are. */
const mostShown = 200

/** Complaints of the compiler by sheet and row, with the letter that a spreadsheet shows above the column. */
export function shownComplaints(
  complaints: readonly Complaint[],
  source: FormSource,
  t: Catalogue,
): readonly ShownComplaint[] {
  const order: readonly string[] = ['survey', 'choices', 'settings']
  const sorted = complaints.toSorted(
    (a, b) => order.indexOf(a.sheet) - order.indexOf(b.sheet) || (a.row ?? 0) - (b.row ?? 0),
  )
  return sorted.slice(0, mostShown).map((complaint) => {
    const { sheet, row, column, level, code, params } = complaint
    const at = isSheet(sheet) && column !== null ? columnAt(columnsOf(source, sheet), column) : -1
    const place = t.forms.place({
      sheet,
      row: row ?? '',
      letter: at >= 0 ? columnLetter(at) : '',
      column: column ?? '',
    })
    const field = row === null ? `sheet-${sheet}` : cellId(sheet, row, Math.max(0, at))
    return { level, words: say(t.complaint, code, params), place, sheet, row, field }
  })
}

/** Complaints about rows that came from a pasted text, at the line of the text. */
export function shownByLine(
  complaints: readonly Complaint[],
  lineOf: Readonly<Record<string, number>>,
  t: Catalogue,
): readonly ShownComplaint[] {
  return complaints.slice(0, mostShown).map(({ sheet, row, level, code, params }) => {
    const line = lineOf[`${sheet}:${row ?? ''}`] ?? null
    const place = line === null ? '' : t.forms.line({ line })
    return { level, words: say(t.complaint, code, params), place, sheet, row: line, field: 'text' }
  })
}

/** What the reader of pasted texts says of each line, with the words of the line itself. */
export function shownNotes(notes: readonly DraftNote[], t: Catalogue): readonly ShownComplaint[] {
  return notes.slice(0, mostShown).map(({ level, code, line, text, params }) => ({
    level,
    words: say(t.forms.draft, code, wordedKind(params, t)),
    place: `${t.forms.line({ line })}${text === '' ? '' : `「${text.length > 60 ? `${text.slice(0, 60)}…` : text}」`}`,
    sheet: '',
    row: line,
    field: 'text',
  }))
}

function wordedKind(params: DraftNote['params'], t: Catalogue): DraftNote['params'] {
  const { kind } = params
  return typeof kind === 'string' ? { ...params, kind: say(t.forms.missing, kind) } : params
}

/** The id of a cell in the editor, which complaints link to. */
export function cellId(sheet: string, row: number, column: number): string {
  return `${sheet}-${row}-${column}`
}

/** A complaint about `label` is shown at `label::中文 (zh)` where the form has no other. */
function columnAt(columns: readonly string[], column: string): number {
  const exact = columns.indexOf(column)
  return exact >= 0 ? exact : columns.findIndex((name) => name.startsWith(`${column}::`))
}

function isSheet(name: string): name is SheetName {
  return name === 'survey' || name === 'choices' || name === 'settings'
}
