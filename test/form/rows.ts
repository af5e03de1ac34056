/** Short ways of writing a form in a test. */

import { compileForm } from '../../server/form/definition.ts'
import type { Complaint, Form, FormSource, SheetRow, Surroundings } from '../../server/form/form.ts'

/** Rows of a sheet written as a table: the header first, cells between bars. */
export function sheet(table: string): readonly SheetRow[] {
  const [header = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return rows.map((cells, index) => ({
    row: index + 2,
    cells: Object.fromEntries(
      header.flatMap((name, at) => ((cells[at] ?? '') === '' ? [] : [[name, cells[at] ?? '']])),
    ),
  }))
}

export function source(survey: string, choices = '', settings = ''): FormSource {
  const rows = (table: string) => (table === '' ? [] : sheet(table))
  return { survey: rows(survey), choices: rows(choices), settings: rows(settings) }
}

/** The form of tables that have no error. */
export function form(survey: string, choices = '', settings = ''): Form {
  const compiled = compileForm(source(survey, choices, settings))
  if (!compiled.form) throw new Error(JSON.stringify(compiled.complaints))
  return compiled.form
}

/** Complaints as `code sheet row column`, with one parameter. */
export function complaints(survey: string, choices = '', settings = ''): readonly string[] {
  return compileForm(source(survey, choices, settings)).complaints.map(said)
}

export function said({ level, code, sheet, row, column, params }: Complaint): string {
  const what = Object.values(params)
    .map((value) => ` ${value}`)
    .join('')
  return `${level === 'warning' ? '(' : ''}${code} ${sheet} ${row} ${column}${what}${level === 'warning' ? ')' : ''}`
}

export const surroundings: Surroundings = {
  today: '2026-11-24',
  now: '2026-11-24T08:16:00+08:00',
  matches: (text, pattern) => new RegExp(pattern, 'u').test(text),
}
