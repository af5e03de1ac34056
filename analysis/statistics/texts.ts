/** Open answers: how many wrote something. The words themselves are the page's to show. Source: a count. */

import type { Cell } from '../cells.ts'
import { validCount } from '../cells.ts'
import type { Result } from './result.ts'
import { note } from './result.ts'

export function texts(cells: readonly Cell[]): Result {
  const n = cells.reduce((total, cell) => total + cell.count, 0)
  const valid = validCount(cells)
  if (valid === null) return { tables: [], findings: [], notes: [] }
  return {
    tables: [],
    findings: valid > 0 ? [note('textsCount', { valid, n })] : [],
    notes: valid > 0 ? [] : [note('noAnswers')],
  }
}
