/** An XLSForm workbook as the rows of a form, each with the row number that its author sees. */

import type { Complaint, FormSource, SheetName, SheetRow } from '../form/form.ts'
import { columnLetter } from './columns.ts'
import { refuse, type Read } from './file.ts'
import { readSheets } from './sheets.ts'
import { type Sheet } from './workbook.ts'

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

/** Sheets are found whatever the case of their names; the first row of each is its header. */
export function formFromSheets(sheets: readonly Sheet[]): Read<ImportedForm> {
  const rows: Partial<Record<SheetName, readonly SheetRow[]>> = {}
  const columns: Partial<Record<SheetName, readonly string[]>> = {}
  for (const name of sheetNames) {
    const sheet = sheets.find((candidate) => sheetName(candidate.name) === name)
    if (!sheet) continue
    const read = readRows(sheet)
    if (!read.ok) return read
    rows[name] = read.rows
    columns[name] = read.columns
  }
  const complaints: Complaint[] = rows.survey
    ? []
    : [
        {
          level: 'error',
          code: 'missingSheet',
          sheet: 'survey',
          row: null,
          column: null,
          params: { sheet: 'survey' },
        },
      ]
  const known: readonly string[] = sheetNames
  return {
    ok: true,
    source: {
      survey: rows.survey ?? [],
      choices: rows.choices ?? [],
      settings: rows.settings ?? [],
      columns,
    },
    complaints,
    ignored: sheets.filter((s) => s.rows.length > 0 && !known.includes(sheetName(s.name))).map((s) => s.name),
  }
}

function sheetName(name: string): string {
  return name.trim().toLowerCase()
}

function readRows(
  sheet: Sheet,
): Read<{ readonly rows: readonly SheetRow[]; readonly columns: readonly string[] }> {
  const [head, ...body] = sheet.rows
  const header = (head?.cells ?? []).map(normalHeader)
  for (const [index, name] of header.entries()) {
    if (name === '' || header.indexOf(name) === index) continue
    return refuse('duplicateHeader', { sheet: sheet.name, name, column: columnLetter(index) })
  }
  const rows = body.map(({ row, cells }) => ({ row, cells: cellsByHeader(header, cells) }))
  return {
    ok: true,
    rows: rows.filter(({ cells }) => Object.keys(cells).length > 0),
    columns: header.filter((name) => name !== ''),
  }
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
