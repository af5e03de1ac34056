/** Questions with several rows: matrices, tables of points, points shared out. */

import type { DraftQuestion } from './draft.ts'
import { put, tell, writeList, type Cells, type Writing } from './writing.ts'

export function writeMatrix(writing: Writing, question: DraftQuestion, cells: Cells, name: string): void {
  // A matrix that was written with lettered columns before any row may have kept them as options.
  const columns = question.columns.length > 0 ? question.columns : question.options
  if (question.rows.some(({ range }) => range)) return writeScores(writing, question, cells, name)
  if (columns.length < 2) tell(writing, 'error', 'matrixWithoutColumns', question.line)
  if (question.rows.length === 0) tell(writing, 'error', 'matrixWithoutRows', question.line)
  if (columns.length < 2 || question.rows.length === 0) return writeUnfinished(writing, question, cells)
  const several = question.marks.type === 'select_multiple'
  put(writing, question.line, {
    type: 'begin_group',
    name,
    label: cells['label'],
    hint: cells['hint'],
    relevant: cells['relevant'],
    appearance: several ? '' : 'table-list',
  })
  writeList(
    writing,
    name,
    columns.map((column) => ({ line: column.line, label: column.label })),
  )
  for (const [index, row] of question.rows.entries()) {
    const type = several ? 'select_multiple' : 'select_one'
    put(writing, row.line, {
      type: `${type} ${name}`,
      name: `${name}_${index + 1}`,
      label: row.label,
      required: cells['required'],
    })
  }
  put(writing, question.line, { type: 'end_group', name })
}

/** A table of points: a range for each row. */
function writeScores(writing: Writing, question: DraftQuestion, cells: Cells, name: string): void {
  const { label, hint, relevant, required } = cells
  put(writing, question.line, { type: 'begin_group', name, label, hint, relevant })
  for (const [index, row] of question.rows.entries()) {
    const [start, end] = row.range ?? question.marks.range ?? [0, 10]
    put(writing, row.line, {
      type: 'range',
      name: `${name}_${index + 1}`,
      label: row.label,
      required,
      parameters: `start=${start} end=${end} step=1`,
    })
  }
  put(writing, question.line, { type: 'end_group', name })
}

/** Points shared out: a whole number for each item, and at the last one the rule that they add up. */
export function writeShares(writing: Writing, question: DraftQuestion, cells: Cells, name: string): void {
  const { label, hint, relevant, required } = cells
  const total = question.marks.share ?? 100
  const items = [...question.rows, ...question.options]
  if (items.length < 2) {
    tell(writing, 'error', 'shareWithoutItems', question.line)
    return writeUnfinished(writing, question, cells)
  }
  put(writing, question.line, { type: 'begin_group', name, label, hint, relevant })
  const before = items.slice(0, -1).map((_, index) => `coalesce(\${${name}_${index + 1}}, 0)`)
  for (const [index, row] of items.entries()) {
    const last = index === items.length - 1
    const bounds = `. >= 0 and . <= ${total}`
    put(writing, row.line, {
      type: 'integer',
      name: `${name}_${index + 1}`,
      label: row.label,
      required,
      constraint: last ? `${bounds} and ${before.join(' + ')} + . = ${total}` : bounds,
      constraint_message: last ? writing.phrases.total(total) : `0–${total}`,
    })
  }
  put(writing, question.line, { type: 'end_group', name })
  tell(writing, 'info', 'shareUnderstood', question.line, { total })
}

/** A question that lacks something shows its words in the preview all the same. */
export function writeUnfinished(writing: Writing, question: DraftQuestion, cells: Cells): void {
  const parts = [...question.columns, ...question.options, ...question.rows].map(({ label }) => label)
  const label = [cells['label'], ...parts].join('\n')
  put(writing, question.line, { type: 'note', name: cells['name'], label, hint: cells['hint'] })
}
