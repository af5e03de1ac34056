/** The names of columns: XLSForm's own, their aliases, and the language after `::` or `:`. */

import type { SheetName } from './form.ts'

/** A header in its normal form; `language` is null where it names none. */
export interface Header {
  readonly name: string
  readonly language: string | null
}

const surveyAliases: Readonly<Record<string, string>> = {
  caption: 'label',
  command: 'type',
  tag: 'name',
  value: 'name',
  relevance: 'relevant',
  'bind::relevant': 'relevant',
  'bind::required': 'required',
  'bind::constraint': 'constraint',
  'bind::calculate': 'calculation',
  'bind::readonly': 'read_only',
  'bind::jr:constraintmsg': 'constraint_message',
  'bind::jr:requiredmsg': 'required_message',
  calculate: 'calculation',
  constraint_msg: 'constraint_message',
  constraining_message: 'constraint_message',
  required_msg: 'required_message',
  readonly: 'read_only',
  control_appearance: 'appearance',
  'control::appearance': 'appearance',
  'body::appearance': 'appearance',
  'bind::calculation': 'calculation',
  'bind::jr:constraintmessage': 'constraint_message',
  'bind::constraint_message': 'constraint_message',
  'bind::required_message': 'required_message',
  requiredmsg: 'required_message',
  read_only_if: 'read_only',
  guidance: 'guidance_hint',
  parameter: 'parameters',
  'jr:count': 'repeat_count',
  'control::jr:count': 'repeat_count',
  'body::jr:count': 'repeat_count',
  'bind::jr:count': 'repeat_count',
  repeatcount: 'repeat_count',
  big_image: 'big-image',
  'media::big_image': 'big-image',
  'kobo--rank-constraint-message': 'kobo--rank-constraint-message',
}
const choicesAliases: Readonly<Record<string, string>> = {
  list: 'list_name',
  value: 'name',
  caption: 'label',
}
const settingsAliases: Readonly<Record<string, string>> = {
  title: 'form_title',
  set_form_title: 'form_title',
  id_string: 'form_id',
  set_form_id: 'form_id',
}
const aliases = { survey: surveyAliases, choices: choicesAliases, settings: settingsAliases }

export const mediaColumns = ['image', 'big-image', 'audio', 'video'] as const

const translated: readonly string[] = [
  'label',
  'hint',
  'guidance_hint',
  'constraint_message',
  'required_message',
  'warning_message',
  'form_title',
  ...mediaColumns,
]

/** The columns that have a meaning here; those of `ignored` may stand without one. */
export const knownColumns: Readonly<Record<SheetName, readonly string[]>> = {
  survey: [
    'type name label hint guidance_hint required required_message relevant constraint constraint_message',
    'calculation default appearance choice_filter parameters read_only personal disabled note notes comment comments',
    'repeat_count trigger warning warning_message image big-image audio video',
    'kobo--matrix_list kobo--score-choices kobo--rank-items kobo--rank-constraint-message',
  ]
    .join(' ')
    .split(' '),
  choices: ['list_name', 'name', 'label', 'missing', 'note', 'notes', 'comment', 'comments', ...mediaColumns],
  settings: ['form_title', 'form_id', 'version', 'default_language', 'style', 'allow_choice_duplicates'],
}

/** The normal form of a header: 'Label:: 中文 (zh)' is { name: 'label', language: '中文 (zh)' }, 'List Name' is list_name. */
export function readHeader(header: string, sheet: SheetName): Header {
  const text = header
    .replace(/：/g, ':')
    .replace(/[\s\u3000]+/g, ' ')
    .trim()
    // Kobo and older forms write `media::image::English`.
    .replace(/^media ?::? ?(?=\S)/i, '')
  const whole = plainName(text, sheet)
  if (!text.includes(':') || whole.known) return { name: whole.name, language: null }
  const cut = text.includes('::') ? text.indexOf('::') : text.indexOf(':')
  const first = plainName(text.slice(0, cut).trim(), sheet).name
  const language = text.slice(cut).replace(/^:+/, '').trim()
  if (!translated.includes(first)) return { name: whole.name, language: null }
  return { name: first, language: language === '' ? null : language }
}

function plainName(text: string, sheet: SheetName): { readonly name: string; readonly known: boolean } {
  const name = text
    .toLowerCase()
    .replace(/ ?(::?) ?/g, '$1')
    .replace(/ /g, '_')
  const table = aliases[sheet]
  const known = Object.hasOwn(table, name) ? table[name] : undefined
  if (known !== undefined) return { name: known, known: true }
  if (knownColumns[sheet].includes(name)) return { name, known: true }
  // Filter columns of the choices sheet are named by whoever wrote the form: their letters count.
  return { name: sheet === 'choices' ? text : name, known: false }
}
