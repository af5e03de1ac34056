/** What a designer offers to add, and the appearances of each: by the type words of the questionnaire language. */

import type { RowType } from '../question-type.ts'

/** In the order of the menu; each is a word of the `type` column. */
export const offeredKinds = {
  asked: [
    'select_one',
    'select_multiple',
    'rank',
    'text',
    'integer',
    'decimal',
    'range',
    'date',
    'time',
    'datetime',
    'acknowledge',
  ],
  taken: ['image', 'audio', 'video', 'file', 'geopoint', 'geotrace', 'geoshape', 'barcode'],
  shown: ['note', 'begin_group', 'begin_repeat', 'table-list', 'field-list'],
  unseen: [
    'calculate',
    'start',
    'end',
    'today',
    'username',
    'deviceid',
    'email',
    'phonenumber',
    'simserial',
    'subscriberid',
    'audit',
    'start-geopoint',
    'background-audio',
    'background-geopoint',
  ],
} as const

export type OfferedKind = (typeof offeredKinds)[keyof typeof offeredKinds][number]

export const kindsInOrder: readonly OfferedKind[] = Object.values(offeredKinds).flat()

/** The sections that are told from others by an appearance. */
const sectionKinds: ReadonlySet<string> = new Set(['begin_group', 'begin_repeat', 'table-list', 'field-list'])

export function isSectionKind(kind: OfferedKind): boolean {
  return sectionKinds.has(kind)
}

/** Which of the offered kinds a row is; null for what is only kept (a list from a file, a Kobo matrix). */
export function kindOf(type: RowType, appearance: string): OfferedKind | null {
  if (type.kind === 'begin') {
    if (type.container === 'repeat') return 'begin_repeat'
    if (type.container !== 'group') return null
    const words = appearance.split(/[\s,]+/)
    return words.includes('table-list')
      ? 'table-list'
      : words.includes('field-list')
        ? 'field-list'
        : 'begin_group'
  }
  if (type.kind !== 'question' || type.from !== 'choices') return null
  return kindsInOrder.find((kind) => kind === type.type) ?? null
}

/** The appearances that the answering page follows, by kind; one of each line, or none. */
export const appearances: Readonly<Partial<Record<OfferedKind, readonly (readonly string[])[]>>> = {
  text: [['multiline', 'numbers', 'url', 'masked']],
  integer: [['thousands-sep']],
  decimal: [['thousands-sep']],
  range: [['rating', 'picker', 'vertical', 'no-ticks']],
  select_one: [
    ['minimal', 'autocomplete', 'horizontal', 'likert', 'columns', 'columns-2', 'columns-3', 'columns-4'],
    ['quick'],
    ['label', 'list-nolabel'],
  ],
  select_multiple: [
    ['minimal', 'autocomplete', 'horizontal', 'columns', 'columns-2', 'columns-3', 'columns-4'],
    ['label', 'list-nolabel'],
  ],
  date: [['month-year', 'year']],
  image: [['new', 'new-front', 'signature', 'draw', 'annotate']],
  audio: [['new']],
  video: [['new', 'new-front']],
}

/** How wide a question stands in the grid of its section. */
export const widths = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6'] as const

/** The appearance cell with one word of a line taken, and the others of that line left out. */
export function withAppearance(cell: string, line: readonly string[], word: string): string {
  const others = cell.split(/[\s,]+/).filter((one) => one !== '' && !line.includes(one))
  return [...others, ...(word === '' ? [] : [word])].join(' ')
}

/** The parameters that the designer has fields for, by kind. */
export const parameterFields: Readonly<Partial<Record<OfferedKind, readonly string[]>>> = {
  range: ['start', 'end', 'step'],
  text: ['rows'],
  image: ['max-pixels', 'keep-location'],
  select_one: ['randomize'],
  select_multiple: ['randomize'],
  rank: ['randomize'],
}

/** One parameter out of a `parameters` cell: `start=1 end=10`. */
export function parameterIn(cell: string, name: string): string {
  return pairsOf(cell).find(([key]) => key === name)?.[1] ?? ''
}

/** The cell with a parameter set, or taken away by ''. */
export function withParameter(cell: string, name: string, value: string): string {
  const pairs = pairsOf(cell)
  const text = value.trim()
  const place = pairs.findIndex(([key]) => key === name)
  if (place < 0) pairs.push([name, text])
  else pairs[place] = [name, text]
  return pairs
    .filter(([key, given]) => given !== '' || key !== name)
    .map(([key, given]) => (given === '' ? key : `${key}=${given}`))
    .join(' ')
}

function pairsOf(cell: string): [string, string][] {
  return [...cell.matchAll(/([^\s,;=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s,;]*))?/g)].map(
    ([, key = '', value = '']) => [key, value],
  )
}
