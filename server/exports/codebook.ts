/** The codebook beside an export: what every column means, in rows of name, label, type, categories, missing codes, asked-if and n. */

import { isMedia } from '../form/walk.ts'
import type { Catalogue } from '../locale/index.ts'
import { answered, type Frame } from '../../analysis/frame.ts'
import { repeatTables } from '../summary/repeats.ts'
import { repeatLabel, type Placed } from '../summary/variables.ts'
import { csvTables, type CsvChoices, type CsvSubject } from './csv.ts'
import { csvCells, type ColumnWithCell, type CsvColumn } from './csv-columns.ts'
import { csvText } from './rows.ts'
import { narrows } from './selection.ts'

/** The codebook as CSV text, with the same mark and encoding as the data. */
export function codebook(
  subject: CsvSubject,
  choices: CsvChoices,
  more: {
    readonly frame: Frame
    /** The rows of each repeat, by its name. */
    readonly repeats: ReadonlyMap<string, Frame>
    readonly t: Catalogue
  },
): string {
  const { t } = more
  const words = t.exports
  const tables = repeatTables(subject.forms)
  const rows = csvTables(subject).flatMap((table) => {
    const repeat = tables.find(({ name }) => name === table)
    const heading = repeat
      ? [
          [
            '',
            words.codebookFile({ label: repeatLabel(repeat, choices.locale) }),
            words.typeNote,
            '',
            '',
            '',
            '',
          ],
        ]
      : []
    const frame = (table === null ? more.frame : more.repeats.get(table)) ?? null
    return [...heading, ...columnRows(csvCells(subject, choices, table), frame)]
  })
  const notes = [
    choices.raw ? words.codebookRaw : words.codebookEscaped,
    words.codebookEmpty,
    subject.collection.anonymous ? words.codebookOrderAnonymous : words.codebookOrder,
    ...(subject.forms.length > 1 ? [words.codebookVersions] : []),
    ...(tables.length > 0 ? [words.codebookKeys] : []),
  ]
  return csvText([
    words.codebookHeadings,
    ...rows,
    ...notes.map((note) => ['', note, words.typeNote, '', '', '', '']),
  ])

  function columnRows(columns: readonly ColumnWithCell[], frame: Frame | null): string[][] {
    // Whether a calculation gives numbers or words shows only in the answers.
    const kinds = new Map(frame?.variables.map(({ name, kind }) => [name, kind]))
    return columns.map(({ column }) => {
      const { variable, placed: asked } = column
      const coded =
        (column.role === 'answer' || column.role === 'recode') && variable?.kind === 'coded'
          ? variable.categories
          : []
      return [
        column.name,
        column.role === 'origin' || column.role === 'key' || column.role === 'status'
          ? labelOf(column, t)
          : (column.documented ?? column.label),
        typeOf(column),
        coded.map(({ value, label }) => `${value}=${label}`).join('; '),
        coded
          .filter(({ missing }) => missing !== null)
          .map(({ value, missing }) => `${value}=${words.missing[missing!]}`)
          .join('; '),
        asked ? askedIf(asked, subject) : '',
        // The figures held in memory are of all answers that count.
        frame &&
        !narrows(choices.selection) &&
        (column.role === 'answer' || column.role === 'place') &&
        variable
          ? String(countOf(frame, variable.name) ?? '')
          : '',
      ]
    })

    function typeOf({ role, variable, placed }: CsvColumn): string {
      if (role === 'status') return words.typeStatus
      if (role === 'rows') return words.typeRows
      if (role === 'key') return words.typeKey
      if (role === 'place') return words.types.number
      if (!variable) return words.typeOrigin
      if (placed && isMedia(placed.question.type)) return words.typeFile
      return words.types[kinds.get(variable.name) ?? variable.kind]
    }
  }
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
