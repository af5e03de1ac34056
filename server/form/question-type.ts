/** The words in the `type` column: XLSForm's types, their aliases, and those that this toolkit does not have. */

import type { QuestionType } from './form.ts'

/** What a row of the survey sheet is. */
export type RowType =
  | { readonly kind: 'begin'; readonly supported: boolean }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'question'
      readonly type: QuestionType
      /** Name of the list, '' where it is missing, null where the type needs none. */
      readonly list: string | null
      readonly orOther: boolean
    }
  /** Filled by a device (start, deviceid …): the form runs without it. `stands` is what a reference to it means. */
  | { readonly kind: 'metadata'; readonly stands: 'today' | 'now' | 'blank' }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'unknown' }

const plainTypes: Readonly<Record<string, QuestionType>> = {
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
  hidden: 'calculate',
  'q string': 'text',
  'add text prompt': 'text',
  'add integer prompt': 'integer',
  'add decimal prompt': 'decimal',
  'add date prompt': 'date',
  'add note prompt': 'note',
  'add calculate prompt': 'calculate',
}
const metadata: Readonly<Record<string, 'today' | 'now' | 'blank'>> = {
  today: 'today',
  'get today': 'today',
  start: 'now',
  'start time': 'now',
  'get start time': 'now',
  end: 'now',
  'end time': 'now',
  'get end time': 'now',
  ...Object.fromEntries(
    [
      'deviceid, device id, get device id, imei, subscriberid, subscriber id, get subscriber id, simserial, sim id',
      'get sim id, phonenumber, phone number, get phone number, username, email, uri:deviceid, uri:subscriberid',
      'uri:simserial, uri:phonenumber, uri:username, uri:email, audit, start-geopoint, background-audio',
    ]
      .join(', ')
      .split(', ')
      .map((type) => [type, 'blank'] as const),
  ),
}
const unsupported = new Set(
  [
    'datetime, date time, geopoint, gps, location, geotrace, geoshape, image, photo, audio, video, file, barcode',
    'acknowledge, trigger, xml-external, csv-external, group, repeat, select_one_external, entity, xml-form',
    'select one external, select_one_from_file, select_multiple_from_file, background-geopoint',
    'add image prompt, add photo prompt, add audio prompt, add video prompt, add location prompt, add barcode prompt',
  ]
    .join(', ')
    .split(', '),
)
const lists: readonly (readonly [RegExp, 'select_one' | 'select_multiple' | 'rank'])[] = [
  [/^(?:add )?select(?: |_)?(?:one|1)(?: prompt using| from)?(?: (.*))?$/i, 'select_one'],
  [/^(?:add )?select(?: |_)?multiple(?: prompt using| from)?(?: (.*))?$/i, 'select_multiple'],
  [/^select(?: all that apply)(?: from)?(?: (.*))?$/i, 'select_multiple'],
  [/^rank(?: (.*))?$/i, 'rank'],
]

/** Reads a cell of the `type` column. */
export function readType(cell: string): RowType {
  const text = cell.replace(/[\s\u3000]+/g, ' ').trim()
  const word = text.toLowerCase()
  const begin = /^begin[ _](group|repeat|loop)\b/.exec(word)
  if (begin) return { kind: 'begin', supported: begin[1] === 'group' }
  if (/^end[ _](group|repeat|loop)\b/.test(word)) return { kind: 'end' }
  const plain = Object.hasOwn(plainTypes, word) ? plainTypes[word] : undefined
  if (plain) return { kind: 'question', type: plain, list: null, orOther: false }
  const stands = Object.hasOwn(metadata, word) ? metadata[word] : undefined
  if (stands) return { kind: 'metadata', stands }
  if (unsupported.has(word) || /^(osm|select_?(one|multiple)_(from_file|external))\b/.test(word))
    return { kind: 'unsupported' }
  for (const [pattern, type] of lists) {
    const found = pattern.exec(text)
    if (!found) continue
    const [, list = '', other] =
      /^(.*?)((?:^| )(?:or[ _]other|or specify other))?$/i.exec(found[1] ?? '') ?? []
    return { kind: 'question', type, list: list.trim(), orOther: other !== undefined }
  }
  return { kind: 'unknown' }
}

/** Whether a cell says yes or no; null if it says neither. An empty cell is a no. */
export function readYesNo(cell: string): boolean | null {
  const word = cell.toLowerCase().replace(/\s+/g, '')
  if (/^(yes|y|true|true\(\)|1|是|必填|必答)$/.test(word)) return true
  return /^(|no|n|false|false\(\)|0|否|选填|选答)$/.test(word) ? false : null
}
