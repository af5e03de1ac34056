/** A file of answers as a table: CSV in UTF-8 or GB18030, the first sheet of a workbook, or an SPSS file. */

import type { Read } from '../file.ts'
import { limits, refuse } from '../file.ts'
import { isSav, readSav } from '../sav.ts'
import { readTable } from '../table.ts'
import type { AnswerTable } from './check.ts'

export async function readAnswerTable(bytes: Buffer): Promise<Read<{ readonly table: AnswerTable }>> {
  if (bytes.length > limits.fileBytes)
    return refuse('fileTooLarge', { limit: limits.fileBytes / 1024 / 1024 })
  const read = isSav(bytes) ? readSav(bytes) : await readTable({ bytes })
  if (!read.ok) return read
  return read.rows.length === 0 ? refuse('noRows') : { ok: true, table: read }
}
