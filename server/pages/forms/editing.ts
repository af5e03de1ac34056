/** The three sheets of a form as the editor shows them, and as it sends them back. */

import { columnsOf } from '../../form/sheet-columns.ts'
import type { FormSource, SheetName, SheetRow } from '../../form/form.ts'
import { cleanText } from '../../imports/text-cells.ts'
import { normalHeader } from '../../imports/xlsform.ts'
import { Problem } from '../../problem.ts'
import type { Visit } from '../page.ts'
import { cellId, type ShownComplaint } from './complaints.ts'

export const sheets = ['survey', 'choices', 'settings'] as const satisfies readonly SheetName[]

/** Bounds of what the editor takes. */
export const editorLimits = {
  survey: 2000,
  choices: 8000,
  settings: 5,
  columns: 60,
  cell: 20_000,
  header: 80,
} as const

/** Columns that every form's editor offers; those behind 更多列 are rarely needed. */
const offered = {
  survey: { main: ['type', 'name', 'label', 'required', 'relevant'], more: moreOfSurvey() },
  choices: { main: ['list_name', 'name', 'label'], more: ['missing'] },
  settings: { main: ['form_title', 'form_id', 'version', 'default_language', 'style'], more: [] },
} satisfies Record<SheetName, { readonly main: readonly string[]; readonly more: readonly string[] }>

function moreOfSurvey(): readonly string[] {
  const rules = ['constraint', 'constraint_message', 'required_message', 'calculation', 'choice_filter']
  return ['hint', ...rules, 'appearance', 'parameters', 'default', 'read_only', 'guidance_hint', 'personal']
}

export interface SheetView {
  readonly name: SheetName
  readonly columns: readonly ColumnView[]
  readonly rows: readonly RowView[]
  readonly errors: number
}
export interface ColumnView {
  readonly name: string
  readonly more: boolean
  /** Long words get a growing text area, codes a single line. */
  readonly long: boolean
  readonly list: string | null
}
export interface RowView {
  readonly row: number
  readonly index: number
  readonly cells: readonly { readonly id: string; readonly name: string; readonly value: string }[]
  readonly complaints: readonly ShownComplaint[]
}

/** The sheets with their complaints at the rows; a sheet without rows gets an empty one to begin with. */
export function sheetViews(source: FormSource, complaints: readonly ShownComplaint[]): readonly SheetView[] {
  return sheets.map((name) => {
    const columns = columnsShown(source, name)
    const mine = complaints.filter(({ sheet }) => sheet === name)
    const byRow = new Map(source[name].map((row) => [row.row, row]))
    const last = Math.max(1, ...source[name].map(({ row }) => row))
    const count = name === 'settings' ? 1 : Math.max(1, last - 1)
    const rows = Array.from({ length: count }, (_, index): RowView => {
      const row = index + 2
      const cells = byRow.get(row)?.cells ?? {}
      return {
        row,
        index,
        cells: columns.map((column, at) => ({
          id: cellId(name, row, at),
          name: `${name}.${index}.${column.name}`,
          value: Object.hasOwn(cells, column.name) ? (cells[column.name] ?? '') : '',
        })),
        complaints: mine.filter((complaint) => complaint.row === row),
      }
    })
    return { name, columns, rows, errors: mine.filter(({ level }) => level === 'error').length }
  })
}

/** The form's own columns in their order, then those that the editor offers. */
function columnsShown(source: FormSource, sheet: SheetName): readonly ColumnView[] {
  const { main, more } = offered[sheet]
  const own = columnsOf(source, sheet)
  const labelled = own.some((column) => column.startsWith('label::'))
  const wanted = [...main, ...more].filter((column) => !(labelled && column === 'label'))
  const names = [...own, ...wanted.filter((column) => !own.includes(column))]
  const used = new Set(source[sheet].flatMap(({ cells }) => Object.keys(cells)))
  const isMain = (name: string) => main.some((column) => name === column || name.startsWith(`${column}::`))
  return names.map((name) => ({
    name,
    more: sheet === 'survey' && !isMain(name) && !(name.startsWith('hint') && used.has(name)),
    long: /^(label|hint|guidance_hint|relevant|constraint|calculation|choice_filter|required_message)/.test(
      name,
    ),
    list: name === 'type' ? 'question-types' : /^(required|read_only|personal)$/.test(name) ? 'yes-no' : null,
  }))
}

/** A source whose complaints fit the editor's columns: what it sends back has the same headers in the same order. */
export function withColumns(source: FormSource): FormSource {
  const columns = Object.fromEntries(
    sheets.map((name) => [name, columnsShown(source, name).map((column) => column.name)]),
  )
  return { ...source, columns }
}

/** Rows far apart (an imported sheet may leave thousands blank) move together; ordinary blank rows stay. */
export function compact(source: FormSource): FormSource {
  const close = (rows: readonly SheetRow[]) =>
    (rows.at(-1)?.row ?? 0) > rows.length + 200
      ? rows.map((row, index) => ({ ...row, row: index + 2 }))
      : rows
  return {
    ...source,
    survey: close(source.survey),
    choices: close(source.choices),
    settings: close(source.settings),
  }
}

type Rows = Map<number, Record<string, string>>

/** What the editor's form posts: one field a cell, or all cells as JSON in `sheets` where the script packed them. */
export function readSheetsPosted({ body }: Pick<Visit, 'body'>): FormSource {
  const packed = body['sheets']
  const cells = typeof packed === 'string' && packed !== '' ? unpack(packed) : cellsOf(body)
  const rows: Record<SheetName, Rows> = { survey: new Map(), choices: new Map(), settings: new Map() }
  const columns: Record<SheetName, Set<string>> = {
    survey: new Set(),
    choices: new Set(),
    settings: new Set(),
  }
  for (const { sheet, index, column, value } of cells) {
    if (index >= editorLimits[sheet] || value.length > editorLimits.cell)
      throw new Problem('tooLarge', { limit: limitWords(sheet) })
    if (column.length > editorLimits.header) throw new Problem('badRequest')
    columns[sheet].add(column)
    if (columns[sheet].size > editorLimits.columns)
      throw new Problem('tooLarge', { limit: limitWords(sheet) })
    const text = cleanText(value).trim()
    const row = rows[sheet].get(index) ?? {}
    if (text !== '') Object.defineProperty(row, column, { value: text, enumerable: true })
    rows[sheet].set(index, row)
  }
  const source = (sheet: SheetName): readonly SheetRow[] =>
    [...rows[sheet]]
      .toSorted(([a], [b]) => a - b)
      .map(([index, row]) => ({ row: index + 2, cells: row }))
      .filter((row) => Object.keys(row.cells).length > 0)
  const used = (sheet: SheetName) => {
    const kept = new Set(source(sheet).flatMap((row) => Object.keys(row.cells)))
    const main: readonly string[] = offered[sheet].main
    return [...columns[sheet]].filter((column) => kept.has(column) || main.includes(column))
  }
  return {
    survey: source('survey'),
    choices: source('choices'),
    settings: source('settings'),
    columns: { survey: used('survey'), choices: used('choices'), settings: used('settings') },
  }
}

function limitWords(sheet: SheetName): string {
  return `${sheet} ${editorLimits[sheet]}`
}

interface Cell {
  readonly sheet: SheetName
  readonly index: number
  readonly column: string
  readonly value: string
}

const cellName = /^(survey|choices|settings)\.(\d{1,5})\.([^\n]{1,200})$/

function cellsOf(fields: Readonly<Record<string, unknown>>): readonly Cell[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const found = cellName.exec(name)
    if (!found || typeof value !== 'string') return []
    return [{ sheet: found[1] as SheetName, index: Number(found[2]), column: found[3] ?? '', value }]
  })
}

/** `[[name, value], …]` of the cells that are not blank. */
function unpack(packed: string): readonly Cell[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(packed)
  } catch (error) {
    throw new Problem('badRequest', {}, { cause: error })
  }
  if (!Array.isArray(parsed)) throw new Problem('badRequest')
  return cellsOf(Object.fromEntries(parsed.filter((pair): pair is [string, string] => isPair(pair))))
}

function isPair(pair: unknown): boolean {
  return Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string')
}

/** A button of the editor that changes rows without saving: `add:survey:5`, `remove:…`, `up:…`, `down:…`, `column:survey`. */
export function editRows(source: FormSource, command: string, header: string): FormSource {
  const [what, sheet, at] = command.split(':')
  const name = sheets.find((one) => one === sheet)
  if (!name) return source
  if (what === 'column') return addColumn(source, name, header)
  const index = Number(at)
  if (!Number.isInteger(index) || index < 0 || index > editorLimits[name]) return source
  const rows = new Map(source[name].map((row) => [row.row - 2, row.cells]))
  const count = Math.max(index + 1, ...[...rows.keys()].map((key) => key + 1))
  const list = Array.from({ length: count }, (_, i) => rows.get(i) ?? {})
  if (what === 'add') list.splice(index + 1, 0, {})
  else if (what === 'remove') list.splice(index, 1)
  else if (what === 'up' && index > 0) list.splice(index - 1, 2, list[index] ?? {}, list[index - 1] ?? {})
  else if (what === 'down') list.splice(index, 2, list[index + 1] ?? {}, list[index] ?? {})
  return { ...source, [name]: list.map((cells, i) => ({ row: i + 2, cells })) }
}

function addColumn(source: FormSource, sheet: SheetName, header: string): FormSource {
  const column = normalHeader(header)
  const columns = columnsOf(source, sheet)
  if (column === '' || column.length > editorLimits.header || columns.includes(column)) return source
  return { ...source, columns: { ...source.columns, [sheet]: [...columns, column] } }
}

/** The title that the form gives itself in its settings sheet. */
export function titleOf(source: FormSource, otherwise: string): string {
  const cells = source.settings[0]?.cells ?? {}
  const title =
    cells['form_title'] ?? Object.entries(cells).find(([name]) => name.startsWith('form_title'))?.[1]
  return (title ?? '').trim().slice(0, 200) || otherwise
}
