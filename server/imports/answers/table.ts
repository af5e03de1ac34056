/**
 * A file of answers as tables: CSV in UTF-8 or GB18030, a workbook, an SPSS file, or an archive of them. One table holds
 * the answers; others may hold the rows of repeats, or are of no use here.
 */

import type { Form } from '../../form/form.ts'
import type { Read } from '../file.ts'
import { limits, refuse, spreadsheetKind } from '../file.ts'
import { readSheets } from '../readers.ts'
import { isSav, readSav } from '../sav.ts'
import { readCsv, tableOf } from '../table.ts'
import { checkZip, readEntry } from '../zip.ts'
import { parentKeyOf, type NamedTable } from './links.ts'
import { suggestedMapping } from './mapping.ts'

export interface AnswerFile {
  readonly table: NamedTable
  /** Tables whose rows lead to others by a key. */
  readonly linked: readonly NamedTable[]
  /** Photos, recordings and other files of an archive: they cannot be carried. */
  readonly filesLeft: number
}

export async function readAnswerFile(
  bytes: Buffer,
  form: Form,
): Promise<Read<{ readonly file: AnswerFile }>> {
  if (bytes.length === 0) return refuse('emptyFile')
  if (bytes.length > limits.fileBytes)
    return refuse('fileTooLarge', { limit: limits.fileBytes / 1024 / 1024 })
  const zip = spreadsheetKind(bytes) === 'xlsx' ? checkZip(bytes) : null
  if (zip?.outcome === 'fits' && !zip.names.includes('[Content_Types].xml'))
    return archived(bytes, zip.names, form)
  const read = await tablesIn(bytes, '')
  return read.ok ? chosen(read.tables, 0, form) : read
}

/** Every table that bytes hold: a workbook may hold several. */
async function tablesIn(
  bytes: Buffer,
  name: string,
): Promise<Read<{ readonly tables: readonly NamedTable[] }>> {
  if (isSav(bytes)) {
    const read = readSav(bytes)
    return read.ok ? { ok: true, tables: [{ ...read, name }] } : read
  }
  if (spreadsheetKind(bytes) === null) {
    const read = readCsv(bytes, limits.answerRows)
    return read.ok ? { ok: true, tables: [{ ...read, name }] } : read
  }
  const read = await readSheets(bytes)
  if (!read.ok) return read
  const sheets = read.sheets.filter(({ rows }) => rows.length > 0)
  const tables: NamedTable[] = []
  for (const [place, sheet] of sheets.entries()) {
    const table = tableOf(sheet.rows)
    // What stands behind the answers may be anything: a codebook, figures, somebody's notes.
    if (table.ok) tables.push({ ...table, name: place === 0 && name !== '' ? name : sheet.name })
    else if (place === 0) return table
  }
  return tables.length > 0 ? { ok: true, tables } : refuse('noRows')
}

const tableFile = /\.(csv|tsv|txt|xlsx|xls|sav)$/i

async function archived(
  bytes: Buffer,
  names: readonly string[],
  form: Form,
): Promise<Read<{ readonly file: AnswerFile }>> {
  const files = names.filter((name) => !name.endsWith('/'))
  const tables: NamedTable[] = []
  const inside = files.filter((name) => tableFile.test(name) && !name.startsWith('attachments/'))
  for (const name of inside) {
    const content = readEntry(bytes, name, limits.unpackedBytes)
    if (content === 'tooLarge' || content === null) return refuse('brokenFile')
    const read = await tablesIn(content, name.slice(name.lastIndexOf('/') + 1))
    if (!read.ok) return read
    tables.push(...read.tables)
  }
  return tables.length > 0 ? chosen(tables, files.length - inside.length, form) : refuse('notTable')
}

/** The table that answers most of the form, among those whose rows lead to no other. */
function chosen(
  tables: readonly NamedTable[],
  filesLeft: number,
  form: Form,
): Read<{ readonly file: AnswerFile }> {
  const alone = tables.filter((each) => parentKeyOf(each) === null)
  const [table] = (alone.length > 0 ? alone : tables.slice(0, 1))
    .map((each) => ({ each, fits: suggestedMapping(form, each, false).sources.size }))
    .toSorted((a, b) => b.fits - a.fits)
    .map(({ each }) => each)
  if (!table || table.rows.length === 0) return refuse('noRows')
  const linked = tables.filter((each) => each !== table && parentKeyOf(each) !== null)
  return { ok: true, file: { table, linked, filesLeft } }
}
