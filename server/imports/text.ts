/** A questionnaire as people write it in Word, pasted as plain text, becomes the rows of a form. */

import type { FormSource } from '../form/form.ts'
import { readDraft } from './text/blocks.ts'
import type { DraftNote } from './text/draft.ts'
import { rowsOf } from './text/rows.ts'
import { cleanText } from './text-cells.ts'

export type { DraftNote, DraftNoteCode } from './text/draft.ts'

export interface TextForm {
  readonly title: string
  readonly source: FormSource
  /** What was understood, guessed or not understood, each with its line; in the order of the lines. */
  readonly notes: readonly DraftNote[]
  /** `survey:5` or `choices:3` → the line of the text, so that a complaint about the row can name it. */
  readonly lineOf: Readonly<Record<string, number>>
}

/** Bounds of a pasted draft. */
export const textLimits = { lines: 3000, lineLength: 3000 } as const

const surveyColumns = [
  'type',
  'name',
  'label',
  'hint',
  'required',
  'relevant',
  'constraint',
  'constraint_message',
]
const columns = {
  survey: [...surveyColumns, 'appearance', 'parameters', 'personal'],
  choices: ['list_name', 'name', 'label', 'missing'],
  settings: ['form_title'],
}

/**
 * Reads title, introduction, sections, questions with their type marks, options, matrices and skip notes.
 * A line that is not understood becomes a note in the form at its place, with a warning that names it: nothing is lost.
 */
export function readFormText(text: string): TextForm {
  const all = cleanText(text).split('\n')
  const fault = faultOf(all)
  if (fault)
    return {
      title: '',
      source: { survey: [], choices: [], settings: [], columns },
      notes: [fault],
      lineOf: {},
    }
  const lines = all
    .flatMap((words, index) =>
      apart(tidy(words)).map((text) => ({ line: index + 1, text, cells: cellsOf(plain(words)) })),
    )
    .filter((line) => line.text !== '')
  const textOf = (line: number) => (all[line - 1] ?? '').trim()
  const draft = readDraft(lines)
  const rows = rowsOf(draft, textOf, /[\u3400-\u9fff]/.test(text))
  return {
    title: draft.title,
    source: {
      survey: rows.survey,
      choices: rows.choices,
      settings: draft.title === '' ? [] : [{ row: 2, cells: { form_title: draft.title } }],
      columns,
    },
    notes: [...draft.notes, ...rows.notes].toSorted((a, b) => a.line - b.line),
    lineOf: rows.lineOf,
  }
}

function faultOf(lines: readonly string[]): DraftNote | null {
  const fault = (code: DraftNote['code'], line: number, params: DraftNote['params']): DraftNote => ({
    level: 'error',
    code,
    line,
    text: (lines[line - 1] ?? '').slice(0, 60),
    params,
  })
  if (lines.every((line) => line.trim() === '')) return fault('emptyText', 1, {})
  if (lines.length > textLimits.lines)
    return fault('tooManyLines', textLimits.lines + 1, { limit: textLimits.lines })
  const long = lines.findIndex((line) => line.length > textLimits.lineLength)
  return long < 0 ? null : fault('lineTooLong', long + 1, { limit: textLimits.lineLength })
}

/** Full-width digits, letters and spaces as plain ones; Word's non-breaking and zero-width spaces too. */
function plain(line: string): string {
  return line
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (mark) =>
      String.fromCharCode(mark.charCodeAt(0) - 0xfee0),
    )
    .replace(/[\u00a0\u3000\u2002-\u200a]/g, ' ')
    .replace(/[\u00ad\u200b-\u200d\ufeff]/g, '')
    .replace(/\uff0e/g, '.')
}

/** A line without the space around it; the empty first cell of a table's header is a tab that counts. */
function tidy(line: string): string {
  const words = plain(line)
  return words.split('\t').length > 3 ? words.replace(/^ +|\s+$/g, '') : words.trim()
}

/** The cells of a line of a table, also the empty ones at its ends. */
function cellsOf(line: string): readonly string[] {
  return line.includes('\t') ? line.split('\t').map((cell) => cell.trim()) : []
}

/** 「9. 您的性别：□男 □女    10. 您的年龄：____岁」 in one line are two questions; 「1. 种植  2. 养殖」 are options. */
function apart(line: string): readonly string[] {
  const first = /^[*＊★]?\s*(\d{1,3})\s*([.、])/.exec(line)
  if (!first) return [line]
  const next = new RegExp(`\\s{2,}[*＊★]?\\s*${Number(first[1]) + 1}\\s*[${first[2]}]\\s*(?=\\D)`).exec(line)
  if (!next) return [line]
  const [before, after] = [line.slice(0, next.index), line.slice(next.index).trim()]
  const asked = /[_＿]{2,}|[□☐○◯?？]|[:：]\s|[A-Z]\s*[.、]/.test(before.slice(first[0].length))
  return asked ? [before, ...apart(after)] : [line]
}
