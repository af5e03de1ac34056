/** A form while it is being designed: the rows of its three sheets, each under a key that stays with it when it moves. */

import type { FormSource, SheetName, SheetRow } from '../form.ts'
import { readHeader } from '../headers.ts'
import { columnsOf } from '../sheet-columns.ts'

export type Cells = Readonly<Record<string, string>>

export interface DraftRow {
  /** Names the row while the form is open; it is not stored. */
  readonly key: string
  readonly cells: Cells
}

export type Sheets<Row> = Readonly<Record<SheetName, readonly Row[]>>

export interface Draft extends Sheets<DraftRow> {
  /** The headers of each sheet in their order. */
  readonly columns: Readonly<Record<SheetName, readonly string[]>>
}

export const sheetNames = ['survey', 'choices', 'settings'] as const satisfies readonly SheetName[]

/** Opens a source for designing; `newKey` gives a key that no other row has. Blank rows are left out. */
export function draftOf(source: FormSource, newKey: () => string): Draft {
  const rows = (name: SheetName) =>
    source[name]
      .filter(({ cells }) => Object.keys(cells).length > 0)
      .map(({ cells }): DraftRow => ({ key: newKey(), cells }))
  return {
    survey: rows('survey'),
    choices: rows('choices'),
    settings: rows('settings'),
    columns: {
      survey: columnsOf(source, 'survey'),
      choices: columnsOf(source, 'choices'),
      settings: columnsOf(source, 'settings'),
    },
  }
}

/** The three sheets as they are stored; whatever else a source has is added by whoever stores it. */
export function sourceOf(draft: Draft): Pick<FormSource, SheetName> & { readonly columns: Draft['columns'] } {
  const rows = (name: SheetName) =>
    draft[name].map(({ cells }, index): SheetRow => ({ row: index + 2, cells }))
  return {
    survey: rows('survey'),
    choices: rows('choices'),
    settings: rows('settings'),
    columns: draft.columns,
  }
}

/** The header under which a column stands in a sheet, in a language ('' for none); the plain one where it does not stand yet. */
export function headerOf(columns: Draft['columns'], sheet: SheetName, name: string, language = ''): string {
  for (const header of columns[sheet]) {
    const read = readHeader(header, sheet)
    if (read.name === name && (read.language ?? '') === language) return header
  }
  return language === '' ? name : `${name}::${language}`
}

/** The text of a cell, '' where there is none. */
export function textOf(row: DraftRow, header: string): string {
  return Object.prototype.hasOwnProperty.call(row.cells, header) ? (row.cells[header] ?? '') : ''
}

/** Reads and writes cells of a draft by the names of columns, whatever their headers are called. */
export interface Reading {
  readonly cell: (row: DraftRow, name: string, language?: string) => string
  readonly header: (sheet: SheetName, name: string, language?: string) => string
}

/** A reading that looks each header up once. */
export function readingOf(columns: Draft['columns']): Reading {
  const known = new Map<string, string>()
  const header = (sheet: SheetName, name: string, language = '') => {
    const key = `${sheet}\n${name}\n${language}`
    const found = known.get(key) ?? headerOf(columns, sheet, name, language)
    known.set(key, found)
    return found
  }
  return { header, cell: (row, name, language) => textOf(row, header('survey', name, language)) }
}

/** The languages of the texts of a form, in the order of their columns; '' stands for texts that name none. */
export function languagesOf({ columns }: Pick<Draft, 'columns'>): readonly string[] {
  const languages = new Set<string>()
  for (const sheet of ['survey', 'choices'] as const)
    for (const header of columns[sheet]) {
      const read = readHeader(header, sheet)
      if (read.name === 'label') languages.add(read.language ?? '')
    }
  return languages.size === 0 ? [''] : [...languages]
}

/** A text as it is kept: one kind of line end, no control characters or halves of a pair, nothing blank around it. */
export function tidyText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replace(/[\ud800-\udfff]/gu, '')
    .trim()
}

/** The draft as it is kept; rows in which nothing is to be tidied stay the very same. */
export function tidied(draft: Draft): Draft {
  const rows = (name: SheetName) =>
    draft[name].map((row) => {
      const untidy = Object.entries(row.cells).filter(([, text]) => tidyText(text) !== text)
      if (untidy.length === 0) return row
      const set = Object.fromEntries(untidy.map(([header, text]) => [header, tidyText(text)]))
      const kept = Object.entries({ ...row.cells, ...set }).filter(([, text]) => text !== '')
      return { key: row.key, cells: Object.fromEntries(kept) }
    })
  return { ...draft, survey: rows('survey'), choices: rows('choices'), settings: rows('settings') }
}
