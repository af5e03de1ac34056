/** The dictionary of an SPSS system file: variables, labels, missing codes, sets and the records that extend them. */

import type { Category } from '../../analysis/frame.ts'
import { ByteWriter, cut, oneLine } from './bytes.ts'
import type { DataColumn, Dataset } from './dataset.ts'
import { programNames, spssNames } from './program-names.ts'

export interface SavColumn {
  readonly of: DataColumn
  readonly name: string
  /** Of a text, in bytes; 0 for numbers. */
  readonly width: number
  /** Widths of the segments that a text of over 255 bytes is cut into; `[width]` elsewhere, `[]` for numbers. */
  readonly segments: readonly number[]
  /** Short names, one a segment; numbers have one. */
  readonly short: readonly string[]
  /** The place of the first element in the dictionary, counted from 1. */
  readonly index: number
}

const widest = 32_767
const lowest = -Number.MAX_VALUE
const formats = { text: 1, number: 5, date: 39 } as const
const measures = { nominal: 1, ordinal: 2, scale: 3 } as const

export function savColumns(columns: readonly DataColumn[]): readonly SavColumn[] {
  const names = programNames(
    columns.map(({ name }) => name),
    spssNames,
  )
  let count = 0
  let index = 1
  return columns.map((column, k) => {
    const width = column.kind === 'text' ? widthOf(column) : 0
    const segments = segmentsOf(width)
    const short = Array.from({ length: Math.max(1, segments.length) }, () => `V${++count}`)
    const made = { of: column, name: names[k]!, width, segments, short, index }
    index += width === 0 ? 1 : segments.reduce((sum, each) => sum + Math.ceil(each / 8), 0)
    return made
  })
}

/** Wide enough for every answer and every choice that could be one. */
function widthOf({ longest, categories }: DataColumn): number {
  const choices = categories.map(({ value }) => Buffer.byteLength(value))
  return Math.min(widest, Math.max(1, longest, ...choices))
}

/** A text of over 255 bytes counts 252 to each segment, but each holds 255. */
function segmentsOf(width: number): readonly number[] {
  if (width === 0) return []
  if (width <= 255) return [width]
  const count = Math.ceil(width / 252)
  return Array.from({ length: count }, (_, k) => (k < count - 1 ? 255 : width - 252 * (count - 1)))
}

export function savDictionary(dataset: Dataset, columns: readonly SavColumn[]): Buffer {
  const out = new ByteWriter()
  header(out, dataset, columns)
  for (const column of columns) variable(out, column)
  for (const column of columns) valueLabels(out, column)
  information(out, dataset, columns)
  out.int32(999)
  out.int32(0)
  return out.take()
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function header(out: ByteWriter, { title, n, day }: Dataset, columns: readonly SavColumn[]): void {
  const [year = '', month = '', date = ''] = day.split('-')
  out.words('$FL2')
  out.text('@(#) SPSS DATA FILE - Diaoyan', 60)
  out.int32(2)
  out.int32(columns.reduce((sum, { segments }) => sum + elements(segments), 0))
  out.int32(1)
  out.int32(0)
  out.int32(n)
  out.double(100)
  out.text(`${date} ${months[Number(month) - 1] ?? 'Jan'} ${year.slice(2)}`, 9)
  out.text('00:00:00', 8)
  out.text(title, 64)
  out.text('', 3, 0)
}

function elements(segments: readonly number[]): number {
  return segments.length === 0 ? 1 : segments.reduce((sum, width) => sum + Math.ceil(width / 8), 0)
}

/** A record for each element: the first of a segment says all, the others only that they go on. */
function variable(out: ByteWriter, column: SavColumn): void {
  const { of, segments, short } = column
  const missing = missingOf(column)
  short.forEach((name, k) => {
    const width = segments[k] ?? 0
    const label = cut(k === 0 ? oneLine(of.label) : '', 255)
    out.int32(2)
    out.int32(width)
    out.int32(label === '' ? 0 : 1)
    out.int32(k === 0 && width <= 8 ? missing.kind : 0)
    const format = formatOf(of, width)
    out.int32(format)
    out.int32(format)
    out.text(name, 8)
    if (label !== '') {
      const length = Buffer.byteLength(label)
      out.int32(length)
      out.text(label, Math.ceil(length / 4) * 4)
    }
    if (k === 0 && width <= 8)
      for (const value of missing.values) {
        if (typeof value === 'number') out.double(value)
        else out.text(value, 8)
      }
    for (let more = Math.ceil(width / 8); more > 1; more--) {
      out.int32(2)
      out.int32(-1)
      for (let k = 0; k < 4; k++) out.int32(0)
      out.text('', 8)
    }
  })
}

function formatOf({ kind, whole }: DataColumn, width: number): number {
  const [size, decimals] = kind === 'text' ? [width, 0] : kind === 'date' ? [10, 0] : whole ? [8, 0] : [12, 4]
  return (formats[kind] << 16) | (size << 8) | decimals
}

interface Missing {
  /** As the format counts: 1 to 3 single values, -2 a range, -3 a range and one value. */
  readonly kind: number
  readonly values: readonly (number | string)[]
}

/** Three single codes at most; more numbers only where a range holds them and no answer that counts. */
function missingOf({ of, width }: SavColumn): Missing {
  const codes = of.categories.filter(({ missing }) => missing !== null)
  if (width > 0) {
    const short = codes.slice(0, 3).map(({ value }) => value)
    return width > 8 ? { kind: 0, values: [] } : { kind: short.length, values: short }
  }
  const numbers = codes.map(({ value }) => Number(value)).toSorted((a, b) => a - b)
  if (numbers.length <= 3) return { kind: numbers.length, values: numbers }
  const counted = of.categories.filter(({ missing }) => missing === null).map(({ value }) => Number(value))
  const free = (low: number, high: number) => !counted.some((value) => value >= low && value <= high)
  const [first = 0, second = 0] = numbers
  const last = numbers.at(-1)!
  const beforeLast = numbers.at(-2)!
  if (free(first, last)) return { kind: -2, values: [first, last] }
  if (free(second, last)) return { kind: -3, values: [second, last, first] }
  if (free(first, beforeLast)) return { kind: -3, values: [first, beforeLast, last] }
  return { kind: 3, values: numbers.slice(0, 3) }
}

/** Labels of numbers and of texts of up to eight bytes; longer texts have theirs in record 21. */
function valueLabels(out: ByteWriter, { of, width, index }: SavColumn): void {
  if (of.categories.length === 0 || width > 8) return
  out.int32(3)
  out.int32(of.categories.length)
  const labels = shortLabels(of.categories)
  for (const [k, { value }] of of.categories.entries()) {
    if (width === 0) out.double(Number(value))
    else out.text(value, 8)
    const short = labels[k]!
    const length = Buffer.byteLength(short)
    out.byte(length)
    out.text(short, Math.ceil((length + 1) / 8) * 8 - 1)
  }
  out.int32(4)
  out.int32(1)
  out.int32(index)
}

/** At most 120 bytes each; where cutting makes two the same, the code tells them apart. */
function shortLabels(categories: DataColumn['categories']): readonly string[] {
  const cutOnes = categories.map(({ label }) => cut(oneLine(label), 120))
  const counted = new Map<string, number>()
  for (const label of cutOnes) counted.set(label, (counted.get(label) ?? 0) + 1)
  return cutOnes.map((label, k) => {
    if (counted.get(label) === 1) return label
    const ending = ` [${cut(categories[k]!.value, 64)}]`
    return cut(label, 120 - Buffer.byteLength(ending)) + ending
  })
}

function information(out: ByteWriter, { n }: Dataset, columns: readonly SavColumn[]): void {
  extension(out, 3, 4, (record) => {
    for (const value of [1, 0, 0, -1, 1, 1, 2, 65001]) record.int32(value)
  })
  extension(out, 4, 8, (record) => {
    for (const value of [lowest, Number.MAX_VALUE, lowest + 2 ** 971]) record.double(value)
  })
  extension(out, 7, 1, (record) => record.words(responseSets(columns)))
  extension(out, 11, 4, (record) => {
    for (const { of, width, short } of columns)
      for (const _ of short)
        for (const value of [
          measures[of.measure],
          width === 0 ? 8 : Math.min(width, 32),
          width === 0 ? 1 : 0,
        ])
          record.int32(value)
  })
  extension(out, 13, 1, (record) =>
    record.words(columns.map(({ name, short }) => `${short[0]}=${name}`).join('\t')),
  )
  extension(out, 14, 1, (record) => {
    for (const { short, width } of columns)
      if (width > 255) record.words(`${short[0]}=${String(width).padStart(5, '0')}\0\t`)
  })
  extension(out, 16, 8, (record) => {
    record.uint64(1)
    record.uint64(n)
  })
  extension(out, 20, 1, (record) => record.words('UTF-8'))
  const long = columns.filter(({ of, width }) => width > 8 && of.categories.length > 0)
  extension(out, 21, 1, (record) => {
    for (const column of long) longLabels(record, column)
  })
  extension(out, 22, 1, (record) => {
    for (const column of long) longMissing(record, column)
  })
}

/** Record 7: a subtype, the size of its parts and how many there are. An empty one is left out. */
function extension(out: ByteWriter, subtype: number, size: number, fill: (record: ByteWriter) => void): void {
  const record = new ByteWriter(1024)
  fill(record)
  if (record.length === 0) return
  out.int32(7)
  out.int32(subtype)
  out.int32(size)
  out.int32(record.length / size)
  out.raw(record.take())
}

function longLabels(record: ByteWriter, { name, width, of }: SavColumn): void {
  counted(record, name)
  record.int32(width)
  record.int32(of.categories.length)
  const labels = shortLabels(of.categories)
  for (const [k, { value }] of of.categories.entries()) {
    record.int32(width)
    record.text(value, width)
    counted(record, labels[k]!)
  }
}

/** Only the first eight bytes of a long text can be declared missing; a code that is longer is not declared. */
function longMissing(record: ByteWriter, { name, of }: SavColumn): void {
  const codes = of.categories.filter(isShortMissing).slice(0, 3)
  if (codes.length === 0) return
  counted(record, name)
  record.byte(codes.length)
  record.int32(8)
  for (const { value } of codes) record.text(value, 8)
}

function isShortMissing({ missing, value }: Category): boolean {
  return missing !== null && Buffer.byteLength(value) <= 8
}

function counted(record: ByteWriter, text: string): void {
  record.int32(Buffer.byteLength(text))
  record.words(text)
}

/** A set for each multiple-choice question: its 0/1 columns, of which 1 counts. */
function responseSets(columns: readonly SavColumn[]): string {
  const sets = new Map<string, SavColumn[]>()
  for (const column of columns) {
    if (!column.of.set) continue
    const { name } = column.of.set
    sets.set(name, [...(sets.get(name) ?? []), column])
  }
  const names = programNames([...sets.keys()], { ...spssNames, limit: 63 })
  return [...sets.values()]
    .map((members, k) => {
      const label = cut(oneLine(members[0]!.of.set!.label), 255)
      const list = members.map(({ short }) => short[0]!.toLowerCase()).join(' ')
      return `$${names[k]}=D1 1 ${Buffer.byteLength(label)} ${label} ${list}\n`
    })
    .join('')
}
