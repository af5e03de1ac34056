/** Reads the `type` cell of a survey row in all the spellings that real forms use. */

import type { QuestionType } from './form.ts'

export type TypeCell =
  | {
      readonly kind: 'question'
      readonly type: QuestionType
      readonly list: string | null
      readonly orOther: boolean
    }
  | { readonly kind: 'begin' | 'end' }
  /** Metadata and the like: the form runs without it. */
  | { readonly kind: 'dispensable' }
  /** Known to XLSForm, but a form cannot run here without it. */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'beginUnsupported' | 'endUnsupported' }
  | { readonly kind: 'missingList' }
  | { readonly kind: 'unknown' }

const plain: Readonly<Record<string, QuestionType>> = {
  text: 'text',
  string: 'text',
  integer: 'integer',
  int: 'integer',
  decimal: 'decimal',
  range: 'range',
  date: 'date',
  time: 'time',
  note: 'note',
  calculate: 'calculate',
}

const dispensable = new Set(
  (
    'start end today deviceid username phonenumber email simserial subscriberid audit hidden start-geopoint ' +
    'background-audio'
  ).split(' '),
)
const unsupported = new Set(
  (
    'image photo audio video file barcode geopoint gps location geotrace geoshape acknowledge trigger datetime ' +
    'xml-external csv-external osm select_one_from_file select_multiple_from_file select_one_external'
  ).split(' '),
)

const selects: readonly (readonly [RegExp, QuestionType])[] = [
  [/^(?:select_one|select one from|select one|select1|add select one prompt using)(?: |$)/, 'select_one'],
  [
    /^(?:select_multiple|select all that apply from|select all that apply|select multiple from|select multiple|add select multiple prompt using)(?: |$)/,
    'select_multiple',
  ],
  [/^rank(?: |$)/, 'rank'],
]

/** What a type cell asks for. */
export function readTypeCell(text: string): TypeCell {
  const type = text.trim().replace(/[\s\u3000]+/g, ' ')
  const lower = type.toLowerCase()
  if (/^begin[ _]group$/.test(lower)) return { kind: 'begin' }
  if (/^end(?:[ _]group)?$/.test(lower) && lower !== 'end') return { kind: 'end' }
  if (/^begin[ _](?:repeat|loop)/.test(lower)) return { kind: 'beginUnsupported' }
  if (/^end[ _](?:repeat|loop)$/.test(lower)) return { kind: 'endUnsupported' }
  const known = Object.hasOwn(plain, lower) ? plain[lower] : undefined
  if (known) return { kind: 'question', type: known, list: null, orOther: false }
  if (dispensable.has(lower)) return { kind: 'dispensable' }
  if (unsupported.has(lower.split(' ')[0] ?? '') || lower === 'date time') return { kind: 'unsupported' }
  for (const [pattern, select] of selects) {
    const found = pattern.exec(lower)
    if (!found) continue
    const rest = type.slice(found[0].length).trim()
    const list = rest.replace(/ (?:or_other|or other|or specify other)$/i, '')
    return list === ''
      ? { kind: 'missingList' }
      : { kind: 'question', type: select, list, orOther: list !== rest }
  }
  return { kind: 'unknown' }
}
