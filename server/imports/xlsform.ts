/** An XLSForm workbook as the rows of a form, each with the row number that its author sees. */

import type { Complaint, ExtraSheet, FormSource, SheetName, SheetRow } from '../form/form.ts'
import { columnLetter } from './columns.ts'
import { refuse, type Read } from './file.ts'
import { readSheets } from './readers.ts'
import type { Sheet } from './workbook.ts'

export interface ImportedForm {
  readonly source: FormSource
  readonly complaints: readonly Complaint[]
  /** Sheets with rows that an XLSForm reader does not know, so that nothing is passed over unsaid. */
  readonly ignored: readonly string[]
}

export const sheetNames = ['survey', 'choices', 'settings'] as const satisfies readonly SheetName[]

/** The form in the bytes of an .xlsx or .xls file, or why the file cannot be read. Never rejects. */
export async function readXlsform(bytes: Buffer): Promise<Read<ImportedForm>> {
  const read = await readSheets(bytes)
  return read.ok ? formFromSheets(read.sheets) : read
}

/** Further sheets are kept as long as together they have at most so many cells. */
const extraCells = 200_000

/** Sheets are found whatever the case of their names; the first row of each is its header. */
export function formFromSheets(sheets: readonly Sheet[]): Read<ImportedForm> {
  const rows: Partial<Record<SheetName, readonly SheetRow[]>> = {}
  const columns: Partial<Record<SheetName, readonly string[]>> = {}
  const written: Partial<Record<SheetName, Readonly<Record<string, string>>>> = {}
  for (const name of sheetNames) {
    const sheet = sheets.find((candidate) => sheetName(candidate.name) === name)
    if (!sheet) continue
    const read = readRows(sheet, normalHeader)
    if (!read.ok) return read
    rows[name] = read.rows
    columns[name] = read.columns
    if (Object.keys(read.written).length > 0) written[name] = read.written
  }
  const extras = extraSheets(sheets)
  const complaints: Complaint[] = rows.survey ? [] : [missingSurvey]
  const standing = new Set<string>([...sheetNames, ...extras.kept.map(({ name }) => name)])
  const order = sheets
    .map(({ name }) => name)
    .filter((name) => standing.has(name) || isSheetName(sheetName(name)))
  return {
    ok: true,
    source: {
      survey: rows.survey ?? [],
      choices: rows.choices ?? [],
      settings: rows.settings ?? [],
      columns,
      ...(extras.kept.length > 0 ? { sheets: extras.kept } : {}),
      ...(Object.keys(written).length > 0 ? { written } : {}),
      ...(isUsual(order) ? {} : { order }),
    },
    complaints,
    ignored: extras.ignored,
  }
}

const missingSurvey: Complaint = {
  level: 'error',
  code: 'missingSheet',
  sheet: 'survey',
  row: null,
  column: null,
  params: { sheet: 'survey' },
}

function isSheetName(name: string): boolean {
  return (sheetNames as readonly string[]).includes(name)
}

function isUsual(order: readonly string[]): boolean {
  const usual: readonly string[] = sheetNames
  return order.every((name, index) => name === usual[index])
}

/** Every other sheet as it stands; `ignored` are those that nothing here reads, kept or not. */
function extraSheets(sheets: readonly Sheet[]): {
  readonly kept: readonly ExtraSheet[]
  readonly ignored: readonly string[]
} {
  const known: readonly string[] = sheetNames
  const others = sheets.filter((sheet) => sheet.rows.length > 0 && !known.includes(sheetName(sheet.name)))
  const kept: ExtraSheet[] = []
  let cells = 0
  for (const sheet of others) {
    const read = readRows(sheet, (header) => header.trim())
    cells += sheet.rows.reduce((sum, row) => sum + row.cells.length, 0)
    if (cells > extraCells) continue
    // Where a heading stands twice the sheet is no table: all its rows are kept by the letters of their columns.
    const { columns, rows } = read.ok ? read : byLetters(sheet)
    kept.push({ name: sheet.name, columns, rows })
  }
  const unread = others.filter(
    ({ name }) => sheetName(name) !== 'external_choices' || !kept.some((each) => each.name === name),
  )
  return { kept, ignored: unread.map(({ name }) => name) }
}

function byLetters({ rows }: Sheet): Pick<ExtraSheet, 'columns' | 'rows'> {
  const widest = Math.max(0, ...rows.map(({ cells }) => cells.length))
  const columns = Array.from({ length: widest }, (_, index) => blankHeader(index))
  return { columns, rows: rows.map(({ row, cells }) => ({ row, cells: cellsByHeader(columns, cells) })) }
}

function sheetName(name: string): string {
  return name.trim().toLowerCase()
}

function readRows(
  sheet: Sheet,
  normal: (header: string) => string,
): Read<{
  readonly rows: readonly SheetRow[]
  readonly columns: readonly string[]
  readonly written: Readonly<Record<string, string>>
}> {
  const [head, ...body] = sheet.rows
  const widest = Math.max(0, ...sheet.rows.map(({ cells }) => cells.length))
  const given = Array.from({ length: widest }, (_, index) => (head?.cells[index] ?? '').trim())
  const header = given.map(normal)
  for (const [index, name] of header.entries()) {
    if (name === '' || header.indexOf(name) === index) continue
    return refuse('duplicateHeader', { sheet: sheet.name, name, column: columnLetter(index) })
  }
  // Cells under no header are remarks: they are kept under the letter of their column.
  const named = header.map((name, index) => (name === '' ? blankHeader(index) : name))
  const rows = body
    .map(({ row, cells }) => ({ row, cells: cellsByHeader(named, cells) }))
    .filter(({ cells }) => Object.keys(cells).length > 0)
  const used = new Set(rows.flatMap(({ cells }) => Object.keys(cells)))
  const last = Math.max(
    -1,
    ...named.map((name, index) => (header[index] !== '' || used.has(name) ? index : -1)),
  )
  // A column without a name in between keeps the letters of those behind it.
  const columns = named.slice(0, last + 1)
  const differs = given.flatMap((text, index) =>
    text !== '' && text !== header[index] ? [[header[index] ?? '', text] as const] : [],
  )
  return { ok: true, rows, columns, written: Object.fromEntries(differs) }
}

/** The name of a column that has none. */
function blankHeader(index: number): string {
  return `(${columnLetter(index)})`
}

/** Whether a name was made for a column without one. */
export function isBlankHeader(name: string): boolean {
  return /^\([A-Z]{1,3}\)$/.test(name)
}

function cellsByHeader(
  header: readonly string[],
  cells: readonly string[],
): Readonly<Record<string, string>> {
  const named: [string, string][] = []
  for (const [index, cell] of cells.entries()) {
    const name = header[index]
    const text = cell.trim()
    if (name && text !== '') named.push([name, text])
  }
  return Object.fromEntries(named)
}

const prefixes = new Set(['bind', 'body', 'control', 'instance', 'media'])
const spaced =
  /^(list|form|default|instance|submission|public|style|required|constraint|guidance|choice|repeat|read|no|jr|save|allow|clean)[ _]/i

/** `Label : 中文 (zh)` → `label::中文 (zh)`, `List Name` → `list_name`; a column of the author's own keeps its case. */
export function normalHeader(header: string): string {
  const parts = header
    .trim()
    .replace(/\s+/g, ' ')
    .split(header.includes('::') ? /\s*::\s*/ : /\s*:\s*/)
  return parts
    .map((part, index) => {
      const keyword = index === 0 || (index === 1 && prefixes.has((parts[0] ?? '').toLowerCase()))
      if (!keyword) return part
      if (/^[a-z][a-z_-]*$/i.test(part) && isKeyword(part)) return part.toLowerCase()
      return spaced.test(part) && /^[a-z]+ [a-z ]+$/i.test(part)
        ? part.toLowerCase().replace(/ /g, '_')
        : part
    })
    .join('::')
}

const keywords = new Set(
  (
    'type command name tag value label caption hint guidance_hint required required_message requiredmsg relevant relevance constraint ' +
    'constraint_message constraint_msg calculation calculate default appearance choice_filter parameters repeat_count ' +
    'read_only readonly trigger image audio video big-image media bind body control instance note autoplay save_to ' +
    'list_name missing personal form_title form_id version default_language style instance_name public_key ' +
    'submission_url allow_choice_duplicates clean_text_values title id_string'
  ).split(' '),
)

function isKeyword(part: string): boolean {
  return keywords.has(part.toLowerCase())
}
