/** The cells of a sheet by the names that XLSForm knows them under, and its texts by language. */

import type { FormSource, Localised, SheetRow } from './form.ts'

const aliases: Readonly<Record<string, string>> = {
  relevance: 'relevant',
  caption: 'label',
  command: 'type',
  tag: 'name',
  value: 'name',
  calculate: 'calculation',
  readonly: 'read_only',
  constraint_msg: 'constraint_message',
  requiredmsg: 'required_message',
  requiredMsg: 'required_message',
  'list name': 'list_name',
  title: 'form_title',
  id_string: 'form_id',
  'bind::relevant': 'relevant',
  'bind::required': 'required',
  'bind::constraint': 'constraint',
  'bind::calculate': 'calculation',
  'bind::readonly': 'read_only',
  'bind::jr:constraintMsg': 'constraint_message',
  'bind::jr:requiredMsg': 'required_message',
  'control::appearance': 'appearance',
  'body::appearance': 'appearance',
}

/** The columns of a survey sheet that this language reads; the others are named to the author. */
export const surveyColumns: ReadonlySet<string> = new Set(
  (
    'type name label hint guidance_hint required required_message relevant constraint constraint_message calculation ' +
    'default appearance choice_filter parameters read_only personal note disabled'
  ).split(' '),
)

/** Columns of a choices sheet that would show something which is not shown here. */
export const choiceMedia: ReadonlySet<string> = new Set(['image', 'big-image', 'audio', 'video', 'media'])
export const choiceColumns: ReadonlySet<string> = new Set(['list_name', 'name', 'label', 'missing'])

const translated = new Set([
  'label',
  'hint',
  'guidance_hint',
  'required_message',
  'constraint_message',
  'form_title',
])

/** `caption::中文` → `label`: the column that a header stands for, and the language it is in ('' for none). */
export function columnOf(header: string): { readonly column: string; readonly language: string } {
  const whole = aliases[header] ?? header
  const at = whole.indexOf('::')
  if (at < 0) return { column: whole, language: '' }
  const first = whole.slice(0, at)
  const column = aliases[first] ?? first
  return translated.has(column) || column === 'media'
    ? { column, language: whole.slice(at + 2).trim() }
    : { column: whole, language: '' }
}

/** The cell of a column, whatever its header's spelling. '' where there is none. */
export function cell(row: SheetRow, column: string): string {
  const own = row.cells[column]
  if (own !== undefined) return own.trim()
  for (const [header, text] of Object.entries(row.cells)) {
    const found = columnOf(header)
    if (found.column === column && found.language === '') return text.trim()
  }
  return ''
}

/** A text of a row in each language; null where the row has none. Text without a language counts as the default one. */
export function localised(row: SheetRow, column: string, unnamed: string): Localised | null {
  const texts: Record<string, string> = {}
  for (const [header, text] of Object.entries(row.cells)) {
    const found = columnOf(header)
    if (found.column !== column || text.trim() === '') continue
    texts[found.language === '' ? unnamed : found.language] = text.trim()
  }
  return Object.keys(texts).length > 0 ? texts : null
}

/** The languages of a form in the order of its columns, and the one it speaks unless asked otherwise. */
export function languagesOf(source: FormSource): {
  readonly languages: readonly string[]
  readonly standard: string
} {
  const headers = [...headersOf(source, 'survey'), ...headersOf(source, 'choices')].map(columnOf)
  const labels = headers.filter(({ column }) => column === 'label')
  const named = [...new Set(labels.map(({ language }) => language).filter((language) => language !== ''))]
  const wanted = source.settings[0] ? cell(source.settings[0], 'default_language') : ''
  const unnamed = labels.some(({ language }) => language === '')
  if (named.length === 0) return { languages: [wanted], standard: wanted }
  const languages = unnamed && !named.includes(wanted) ? [wanted, ...named] : named
  return { languages, standard: languages.includes(wanted) ? wanted : (languages[0] ?? '') }
}

/** The headers of a sheet: as they were read, or as its rows have them. */
export function headersOf(source: FormSource, sheet: 'survey' | 'choices'): readonly string[] {
  return source.columns?.[sheet] ?? [...new Set(source[sheet].flatMap(({ cells }) => Object.keys(cells)))]
}
