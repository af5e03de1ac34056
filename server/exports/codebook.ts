/** The codebook beside an export: what every column means, in rows of name, label, type, categories, missing codes, asked-if and n. */

import type { Catalogue } from '../locale/index.ts'
import { answered, type Frame } from '../../analysis/frame.ts'
import { placedIn, type Placed } from '../summary/variables.ts'
import { csvColumns, type CsvChoices, type CsvColumn, type CsvSubject } from './csv.ts'
import { csvText } from './rows.ts'

/** The codebook as CSV text, with the same mark and encoding as the data. */
export function codebook(
  subject: CsvSubject,
  choices: CsvChoices,
  more: { readonly frame: Frame; readonly t: Catalogue },
): string {
  const { t, frame } = more
  const words = t.exports
  // Whether a calculation gives numbers or words shows only in the answers.
  const kinds = new Map(frame.variables.map(({ name, kind }) => [name, kind]))
  const placed = new Map(placedIn(subject.forms, 'all').map((each) => [each.question.name, each]))
  const rows = csvColumns(subject, choices).map((column) => {
    const { variable } = column
    const asked = variable && placed.get(variable.name)
    const coded = column.role === 'answer' && variable && variable.kind === 'coded' ? variable.categories : []
    return [
      column.name,
      variable && column.role === 'answer' ? column.label : labelOf(column, t),
      column.role === 'status'
        ? words.typeStatus
        : variable
          ? words.types[kinds.get(variable.name) ?? variable.kind]
          : words.typeOrigin,
      coded.map(({ value, label }) => `${value}=${label}`).join('; '),
      coded
        .filter(({ missing }) => missing !== null)
        .map(({ value, missing }) => `${value}=${words.missing[missing!]}`)
        .join('; '),
      asked ? askedIf(asked, subject) : '',
      column.role === 'answer' && variable ? String(countOf(frame, variable.name) ?? '') : '',
    ]
  })
  const notes = [
    choices.raw ? words.codebookRaw : words.codebookEscaped,
    words.codebookEmpty,
    words.codebookOrder,
  ]
  if (subject.collection.anonymous) notes[2] = words.codebookOrderAnonymous
  return csvText([
    words.codebookHeadings,
    ...rows,
    ...notes.map((note) => ['', note, words.typeNote, '', '', '', '']),
  ])
}

function labelOf(column: CsvColumn, t: Catalogue): string {
  if (column.role === 'status') return t.exports.statusLabel
  const plain = column.name.replace(/^_+/, '')
  return Object.hasOwn(t.exports.origin, plain)
    ? t.exports.origin[plain as keyof typeof t.exports.origin]
    : column.name
}

/** The skip rules of a question and of the groups around it, as the form has them. */
function askedIf({ question, groups, form }: Placed, subject: CsvSubject): string {
  const source = subject.versions[subject.forms.indexOf(form)]?.source
  if (!source) return ''
  const conditions = [...groups, question].map(({ row }) => {
    const cells = source.survey.find((each) => each.row === row)?.cells
    return (cells?.['relevant'] ?? cells?.['relevance'] ?? '').trim()
  })
  const given = conditions.filter((condition) => condition !== '')
  return given.length > 1 ? given.map((condition) => `(${condition})`).join(' and ') : (given[0] ?? '')
}

function countOf(frame: Frame, name: string): number | null {
  const column = frame.columns.get(name)
  if (!column) return null
  let n = 0
  if (column.kind === 'coded') for (const code of column.codes) n += code >= 2 ? 1 : 0
  else for (const status of column.status) n += status === answered ? 1 : 0
  return n
}
