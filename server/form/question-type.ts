/** The words in the `type` column: XLSForm's types, their aliases, and those of Kobo. */

import type { QuestionType } from './form.ts'

export type Container = 'group' | 'repeat' | 'loop' | 'kobomatrix' | 'score' | 'rank'

/** What a row of the survey sheet is. */
export type RowType =
  | { readonly kind: 'begin'; readonly container: Container; readonly list: string | null }
  | { readonly kind: 'end'; readonly container: Container }
  | {
      readonly kind: 'question'
      readonly type: QuestionType
      /** Name of the list, '' where it is missing, null where the type needs none. */
      readonly list: string | null
      readonly orOther: boolean
      /** Where the choices come from: the choices sheet, a file, the sheet external_choices. */
      readonly from: 'choices' | 'file' | 'external'
    }
  /** A file of values to look up, without a question. */
  | { readonly kind: 'list'; readonly extension: 'csv' | 'xml' }
  /** A row of a Kobo score, a level of a Kobo ranking: questions whose list the row around them names. */
  | { readonly kind: 'inner'; readonly container: 'score' | 'rank' }
  | { readonly kind: 'unknown' }

function named(type: QuestionType, words: string): readonly (readonly [string, QuestionType])[] {
  return words.split(', ').map((word) => [word, type])
}

const plainTypes: ReadonlyMap<string, QuestionType> = new Map([
  ...named('text', 'text, string, q string, add text prompt'),
  ...named('integer', 'integer, int, q int, add integer prompt, number of days in last month'),
  ...named('integer', 'number of days in last six months, number of days in last year'),
  ...named('decimal', 'decimal, q decimal, add decimal prompt, percentage'),
  ...named('range', 'range'),
  ...named('date', 'date, q date, add date prompt'),
  ...named('time', 'time, q time, add time prompt'),
  ...named('datetime', 'datetime, date time, q date time, add date time prompt, add datetime prompt'),
  ...named('note', 'note, q note, add note prompt'),
  ...named('calculate', 'calculate, q calculate, add calculate prompt, hidden'),
  ...named('geopoint', 'geopoint, gps, location, q geopoint, q location, add location prompt'),
  ...named('geotrace', 'geotrace, q geotrace'),
  ...named('geoshape', 'geoshape, q geoshape'),
  ...named('image', 'image, photo, q image, q picture, add image prompt, add photo prompt'),
  ...named('audio', 'audio, q audio, add audio prompt'),
  ...named('video', 'video, q video, add video prompt'),
  ...named('file', 'file, q file, add file prompt'),
  ...named('barcode', 'barcode, q barcode, add barcode prompt'),
  ...named('acknowledge', 'acknowledge, trigger, q acknowledge, add acknowledge prompt'),
  ...named('start', 'start, start time, get start time'),
  ...named('end', 'end, end time, get end time'),
  ...named('today', 'today, get today'),
  ...named('deviceid', 'deviceid, device id, get device id, imei, uri:deviceid'),
  ...named('username', 'username, uri:username'),
  ...named('email', 'email, uri:email'),
  ...named('phonenumber', 'phonenumber, phone number, get phone number, uri:phonenumber'),
  ...named('simserial', 'simserial, sim id, get sim id, uri:simserial'),
  ...named('subscriberid', 'subscriberid, subscriber id, get subscriber id, uri:subscriberid'),
  ...named('audit', 'audit'),
  ...named('start-geopoint', 'start-geopoint'),
  ...named('background-audio', 'background-audio'),
  ...named('background-geopoint', 'background-geopoint'),
])

const lists: readonly (readonly [RegExp, 'select_one' | 'select_multiple' | 'rank'])[] = [
  [/^(?:add )?select(?:[ _])?(?:one|1)(?: prompt using| using| from)?(?: (.*))?$/i, 'select_one'],
  [/^q select1(?: (.*))?$/i, 'select_one'],
  [/^(?:add )?select(?:[ _])?multiple(?: prompt using| using| from)?(?: (.*))?$/i, 'select_multiple'],
  [/^select(?: all that apply)(?: from)?(?: (.*))?$/i, 'select_multiple'],
  [/^q select(?: (.*))?$/i, 'select_multiple'],
  [/^(?:rank|q rank)(?: (.*))?$/i, 'rank'],
]
const fromFile = /^select[ _](one|multiple)[ _]from[ _]file(?: (.*))?$/i
const external = /^(?:add )?select[ _]one[ _]external(?: (.*))?$/i
const containers: Readonly<Record<string, Container>> = {
  group: 'group',
  lgroup: 'group',
  repeat: 'repeat',
  loop: 'loop',
  'looped group': 'loop',
  kobomatrix: 'kobomatrix',
  score: 'score',
  rank: 'rank',
}
const bounds =
  /^(begin|end)[ _]?(group|lgroup|repeat|loop|looped group|kobomatrix|score|rank)\b(?: over)?(.*)$/i

/** Reads a cell of the `type` column. Full-width letters and spaces are read as what they stand for. */
export function readType(cell: string): RowType {
  const text = cell
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000]+/g, ' ')
    .trim()
  const word = text.toLowerCase()
  const bound = bounds.exec(text)
  if (bound) {
    const container = containers[(bound[2] ?? '').toLowerCase()] ?? 'group'
    if ((bound[1] ?? '').toLowerCase() === 'end') return { kind: 'end', container }
    return { kind: 'begin', container, list: (bound[3] ?? '').trim() || null }
  }
  const inner = /^(score|rank)__(?:row|level)$/.exec(word)
  if (inner) return { kind: 'inner', container: inner[1] === 'score' ? 'score' : 'rank' }
  const extension = /^(csv|xml)-external$/.exec(word)
  if (extension) return { kind: 'list', extension: extension[1] === 'csv' ? 'csv' : 'xml' }
  // A feature of OpenStreetMap is answered with a file of it.
  const plain = /^osm\b/.test(word) ? 'file' : plainTypes.get(word)
  if (plain) return { kind: 'question', type: plain, list: null, orOther: false, from: 'choices' }
  return readSelect(text)
}

function readSelect(text: string): RowType {
  const file = fromFile.exec(text)
  if (file) {
    const type = (file[1] ?? '').toLowerCase() === 'one' ? 'select_one' : 'select_multiple'
    return { kind: 'question', type, ...listOf(file[2] ?? ''), from: 'file' }
  }
  const outside = external.exec(text)
  if (outside) return { kind: 'question', type: 'select_one', ...listOf(outside[1] ?? ''), from: 'external' }
  // The reference converter knows these words in small letters only, and takes others for a slip.
  if (/^S\w+ \w+ from\b/.test(text)) return { kind: 'unknown' }
  for (const [pattern, type] of lists) {
    const found = pattern.exec(text)
    if (found) return { kind: 'question', type, ...listOf(found[1] ?? ''), from: 'choices' }
  }
  return { kind: 'unknown' }
}

function listOf(words: string): { readonly list: string; readonly orOther: boolean } {
  const [, list = '', other] = /^(.*?)((?:^| )(?:or[ _]other|or specify other))?$/i.exec(words) ?? []
  return { list: list.trim(), orOther: other !== undefined }
}

/** Whether a cell says yes or no; null if it says neither. An empty cell is a no. */
export function readYesNo(cell: string): boolean | null {
  const word = cell.toLowerCase().replace(/\s+/g, '')
  if (/^(yes|y|true|true\(\)|1|是|必填|必答)$/.test(word)) return true
  return /^(|no|n|false|false\(\)|0|否|选填|选答)$/.test(word) ? false : null
}
