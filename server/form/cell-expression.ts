/** Cells that hold an expression, or a yes or no. */

import type { SheetRow } from './form.ts'
import type { Expression } from './expression.ts'
import { partsOf } from './expression.ts'
import { cell } from './cells.ts'
import type { Desk } from './definition.ts'
import { parseExpression } from './parser.ts'

const yes = new Set(['yes', 'true', 'true()', '1', '是', 'y'])
const no = new Set(['', 'no', 'false', 'false()', '0', '否', 'n'])

/** Yes, no or neither. */
export function readYesNo(text: string): boolean | null {
  const plain = text.trim().toLowerCase()
  return yes.has(plain) ? true : no.has(plain) ? false : null
}

/** The expression of a cell, or null where it is empty or (after a complaint) cannot be read. */
export function readExpression(
  desk: Desk,
  row: SheetRow,
  column: string,
  options: { readonly columns?: boolean } = {},
): Expression | null {
  const text = cell(row, column)
  if (text === '') return null
  const { expression, flaw } = parseExpression(text, options)
  if (flaw) {
    desk.complain('error', flaw.code, { row: row.row, column }, flaw.params)
    return null
  }
  complainOfPatterns(desk, row, column, expression)
  return expression
}

/** A pattern that no engine can read is a fault of the form, not of an answer. */
function complainOfPatterns(desk: Desk, row: SheetRow, column: string, expression: Expression): void {
  if (expression.kind === 'call' && expression.name === 'regex') {
    const pattern = expression.of[1]
    if (pattern?.kind === 'text' && !isPattern(pattern.value)) {
      desk.complain('error', 'badPattern', { row: row.row, column }, { pattern: pattern.value })
    }
  }
  for (const part of partsOf(expression)) complainOfPatterns(desk, row, column, part)
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp
  } catch {
    return false
  }
}

/** `required` is yes, no or an expression. */
export function readRequired(desk: Desk, row: SheetRow): Expression | null {
  const plain = readYesNo(cell(row, 'required'))
  if (plain === null) return readExpression(desk, row, 'required')
  return plain ? { kind: 'call', name: 'true', of: [] } : null
}
