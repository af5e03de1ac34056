/** Columns of a choice. */

import { toText } from './coercion.ts'
import type { Choice, Form } from './form.ts'

export function plainCell(choice: Choice, column: string): string {
  if (Object.prototype.hasOwnProperty.call(choice.columns, column))
    return toText(choice.columns[column] ?? '')
  return column === 'name' ? choice.value : ''
}

/** A column of a choice; its label in the form's own language, for a calculation must not depend on who reads it. */
export function cellOf(choice: Choice, column: string, form: Pick<Form, 'defaultLanguage'>): string {
  const own = plainCell(choice, column)
  if (own !== '' || !/^(label|itextId)$/.test(column)) return own
  return choice.label[form.defaultLanguage] ?? Object.values(choice.label)[0] ?? choice.value
}
