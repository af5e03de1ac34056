/** The choices sheet as lists. */

import type { Choice, Form, FormSource, MissingKind, SheetRow } from './form.ts'
import { cell, choiceColumns, choiceMedia, columnOf, localised } from './cells.ts'
import { readYesNo } from './cell-expression.ts'
import type { Desk } from './definition.ts'

const missingKinds: Readonly<Record<string, MissingKind>> = {
  not_applicable: 'not_applicable',
  不适用: 'not_applicable',
  dont_know: 'dont_know',
  不清楚: 'dont_know',
  不知道: 'dont_know',
  不了解: 'dont_know',
  refused: 'refused',
  拒答: 'refused',
}

/** Lists by name, choices in the order of the sheet. */
export function readChoices(
  source: FormSource,
  standard: string,
  complain: Desk['complain'],
): Record<string, Form['lists'][string]> {
  const lists = Object.create(null) as Record<string, Choice[]>
  const settings = source.settings[0]
  const duplicatesAllowed = settings ? readYesNo(cell(settings, 'allow_choice_duplicates')) === true : false
  for (const row of source.choices) {
    const list = cell(row, 'list_name')
    // Rows without a list are an author's own remarks.
    if (list === '') continue
    const value = cell(row, 'name')
    const place = { sheet: 'choices', row: row.row, column: 'name' }
    const choices = (lists[list] ??= [])
    if (value === '') {
      complain('error', 'emptyChoiceName', place, { list })
      continue
    }
    if (!duplicatesAllowed && choices.some((choice) => choice.value === value)) {
      complain('error', 'duplicateChoice', place, { name: value, list })
    }
    choices.push(readChoice(row, list, value, standard, complain))
  }
  return { ...lists }
}

function readChoice(
  row: SheetRow,
  list: string,
  value: string,
  standard: string,
  complain: Desk['complain'],
): Choice {
  const label = localised(row, 'label', standard)
  if (!label) {
    const place = { sheet: 'choices', row: row.row, column: 'label' }
    complain('warning', 'missingChoiceLabel', place, { name: value, list })
  }
  return {
    value,
    label: label ?? { [standard]: value },
    missing: readMissing(row, complain),
    columns: others(row),
  }
}

function readMissing(row: SheetRow, complain: Desk['complain']): MissingKind | null {
  const text = cell(row, 'missing')
  if (text === '') return null
  const kind = Object.hasOwn(missingKinds, text) ? missingKinds[text] : undefined
  if (kind) return kind
  const place = { sheet: 'choices', row: row.row, column: 'missing' }
  complain('error', 'badParameter', place, { parameter: 'missing', value: text })
  return null
}

/** Any other column may be asked for by a choice_filter. */
function others(row: SheetRow): Choice['columns'] {
  return Object.fromEntries(
    Object.entries(row.cells).filter(([header]) => {
      const { column } = columnOf(header)
      return !choiceColumns.has(column) && !choiceMedia.has(column.split('::')[0] ?? '')
    }),
  )
}
