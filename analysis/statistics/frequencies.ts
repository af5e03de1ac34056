/**
 * Frequencies of a single-choice question.
 *
 * In: cells with counts (rows). Out: counts, per cent of the valid base, per cent of all rows, and for a
 * probability sample Wilson's 95 % limits in per cent of the valid base. Skipped, unanswered, 不清楚, 拒答 and
 * 不适用 stand below the total of valid answers and are outside its base. Where a merged cell hides the valid
 * base, per cent of all rows only. Source: Wilson 1927; R `table`, `prop.test(correct = FALSE)`.
 */

import type { Cell, SampleType } from '../cells.ts'
import { validCount } from '../cells.ts'
import type { Note, TableRow } from '../table.ts'
import type { Words } from '../words.ts'
import type { Result } from './result.ts'
import { column, limitColumns, limits, note, percent, row } from './result.ts'

export function frequencies(
  cells: readonly Cell[],
  options: { sampleType: SampleType; words: Words },
): Result {
  const { sampleType, words } = options
  const n = cells.reduce((total, cell) => total + cell.count, 0)
  const valid = validCount(cells)
  const shown = valid === null ? [] : [column('percentValid', 'percent'), ...limitColumns(sampleType)]
  const columns = [
    column('choice', 'label'),
    column('count', 'count'),
    ...shown,
    column('percentAll', 'percent'),
  ]
  const line = (cell: Cell): TableRow => {
    const inside = cell.role === 'value'
    const share =
      valid === null ? [] : [inside ? percent(cell.count, valid) : null, ...limitCells(cell, inside)]
    const role = cell.codes.length > 1 ? 'merged' : inside ? 'value' : 'missing'
    return row([cell.label, cell.count, ...share, percent(cell.count, n)], role)
  }
  const limitCells = (cell: Cell, inside: boolean) =>
    inside ? limits(cell.count, valid, sampleType) : limitColumns(sampleType).map(() => null)
  const blank = limitColumns(sampleType).map(() => null)
  const rows = cells.filter((cell) => cell.role !== 'missing').map(line)
  if (valid !== null) {
    rows.push(row([words.valid, valid, percent(valid, valid), ...blank, percent(valid, n)], 'total'))
  }
  rows.push(...cells.filter((cell) => cell.role === 'missing' && cell.count > 0).map(line))
  rows.push(row([words.total, n, ...shown.map(() => null), percent(n, n)], 'total'))
  const notes: Note[] = valid === 0 ? [note('noAnswers')] : []
  return {
    tables: [{ columns, rows, notes: [] }],
    findings: [...leading(cells, valid, sampleType, words)],
    notes,
  }
}

/** Which answer leads, said of those who answered; nothing when a merged cell may hide the leader. */
function leading(
  cells: readonly Cell[],
  valid: number | null,
  sampleType: SampleType,
  words: Words,
): readonly Note[] {
  if (!valid) return []
  const values = cells.filter((cell) => cell.role === 'value')
  const most = Math.max(...values.map((cell) => cell.count))
  const top = values.filter((cell) => cell.count === most)
  const [first] = top
  if (!first || top.some((cell) => cell.codes.length > 1)) return []
  const share = (100 * most) / valid
  if (top.length > 1) {
    return top.length > 3
      ? []
      : [
          note('tiedTop', {
            labels: top.map((cell) => cell.label).join(words.separator),
            percent: share,
            n: valid,
          }),
        ]
  }
  const [lower, upper] = limits(most, valid, sampleType)
  const params = { label: first.label, percent: share, n: valid }
  return typeof lower === 'number' && typeof upper === 'number'
    ? [note('topChoiceInterval', { ...params, lower, upper })]
    : [note('topChoice', params)]
}
