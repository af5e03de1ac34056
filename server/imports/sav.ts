/**
 * SPSS system files (.sav) as plain tables: what this toolkit writes, and other little-endian files in UTF-8 or GB18030,
 * plain, with the format's byte codes, or those in packed blocks (.zsav). Codes stay codes; dates become 'YYYY-MM-DD'; system-missing cells are empty.
 * Source: the format as PSPP documents it ("System File Format" in its developers' guide).
 */

import { inflateSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { limits, refuse, type Read } from './file.ts'
import { cleanText } from './text-cells.ts'
import type { LabelledTable } from './table.ts'
import type { TextRow } from './workbook.ts'

export function isSav(bytes: Buffer): boolean {
  return bytes.length > 176 && /^\$FL[23]$/.test(bytes.toString('latin1', 0, 4))
}

interface Variable {
  readonly short: string
  /** Bytes of a text; 0 for a number. */
  readonly width: number
  readonly format: number
  readonly label: string
  /** Elements of eight bytes. */
  readonly elements: number
}

interface Field {
  readonly name: string
  readonly label: string
  readonly format: number
  /** Widths of its segments, each with its place among the elements of a case; `[]` for a number. */
  readonly segments: readonly { readonly at: number; readonly bytes: number }[]
  readonly at: number
  /** A text of the older kind may be longer than its content by blanks. */
  readonly width: number
}

/** Reads a whole file; one that cannot be read is a complaint. */
export function readSav(bytes: Buffer): Read<LabelledTable> {
  try {
    return read(bytes)
  } catch (error) {
    // Every offset comes from the file: one that leads outside of it is a broken file.
    if (error instanceof RangeError) return refuse('brokenFile')
    throw error
  }
}

function read(bytes: Buffer): Read<LabelledTable> {
  const compression = bytes.readInt32LE(72)
  if (bytes.readInt32LE(64) !== 2 || compression < 0 || compression > 2) return refuse('savPacked')
  const dictionary = readDictionary(bytes)
  const fields = fieldsOf(dictionary)
  if (fields.length > limits.columns) return refuse('tooManyColumns', { sheet: '', limit: limits.columns })
  const width = dictionary.variables.reduce((sum, { elements }) => sum + elements, 0)
  if (width === 0) return refuse('noRows')
  const rows: TextRow[] = []
  const inflated = compression === 2 ? blocksOf(bytes, dictionary.end) : null
  if (inflated === 'tooLarge') return refuse('unpacksTooLarge', { limit: limits.unpackedBytes / 1024 / 1024 })
  const cases = inflated
    ? unpacked(inflated, { ...dictionary, end: 0 }, width)
    : compression === 1
      ? unpacked(bytes, dictionary, width)
      : plainCases(bytes, dictionary.end, width)
  for (const one of cases) {
    if (rows.length === limits.answerRows)
      return refuse('tooManyRows', { sheet: '', limit: limits.answerRows })
    rows.push({ row: rows.length + 1, cells: fields.map((field) => cellOf(one, field, dictionary)) })
  }
  return {
    ok: true,
    header: fields.map(({ name }) => name),
    labels: fields.map(({ label }) => label),
    rows,
  }
}

interface Dictionary {
  readonly variables: readonly Variable[]
  readonly longNames: ReadonlyMap<string, string>
  readonly longWidths: ReadonlyMap<string, number>
  readonly encoding: string
  readonly bias: number
  readonly end: number
}

function readDictionary(bytes: Buffer): Dictionary {
  const variables: { -readonly [K in keyof Variable]: Variable[K] }[] = []
  const labels: Buffer[] = []
  let longNames = Buffer.alloc(0)
  let longWidths = Buffer.alloc(0)
  let encoding = ''
  let codePage = 0
  let at = 176
  for (;;) {
    const record = bytes.readInt32LE(at)
    at += 4
    if (record === 2) {
      const width = bytes.readInt32LE(at)
      const hasLabel = bytes.readInt32LE(at + 4)
      const missing = Math.abs(bytes.readInt32LE(at + 8))
      const format = (bytes.readInt32LE(at + 12) >> 16) & 0xff
      const short = bytes.toString('latin1', at + 20, at + 28).trim()
      at += 28
      let label: Buffer = Buffer.alloc(0)
      if (hasLabel === 1) {
        const length = within(bytes, bytes.readInt32LE(at), at)
        label = bytes.subarray(at + 4, at + 4 + length)
        at += 4 + Math.ceil(length / 4) * 4
      }
      at += missing * 8
      if (width === -1) {
        const last = variables.at(-1)
        if (last) last.elements++
        continue
      }
      variables.push({ short, width, format, label: '', elements: 1 })
      labels.push(label)
    } else if (record === 3) {
      const count = within(bytes, bytes.readInt32LE(at), at)
      at += 4
      for (let k = 0; k < count; k++) at += 8 + Math.ceil((bytes.readUInt8(at + 8) + 1) / 8) * 8
    } else if (record === 4) at += 4 + 4 * within(bytes, bytes.readInt32LE(at), at)
    else if (record === 6) at += 4 + 80 * within(bytes, bytes.readInt32LE(at), at)
    else if (record === 7) {
      const subtype = bytes.readInt32LE(at)
      const length = within(bytes, bytes.readInt32LE(at + 4) * bytes.readInt32LE(at + 8), at)
      at += 12
      const content = bytes.subarray(at, at + length)
      if (subtype === 3 && length >= 32) codePage = content.readInt32LE(28)
      if (subtype === 13) longNames = Buffer.from(content)
      if (subtype === 14) longWidths = Buffer.from(content)
      if (subtype === 20) encoding = content.toString('latin1')
      at += length
    } else if (record === 999) {
      at += 4
      break
    } else throw new RangeError(`readSav: record ${record}`)
  }
  const known = encodingOf(encoding, codePage)
  variables.forEach((variable, k) => {
    variable.label = cleanText(iconv.decode(labels[k] ?? Buffer.alloc(0), known)).trim()
  })
  const pairs = (text: string, mark: RegExp) =>
    text
      .split(mark)
      .map((pair) => pair.split('=', 2) as [string, string?])
      .filter(([name]) => name !== '')
  return {
    variables,
    longNames: new Map(
      pairs(iconv.decode(longNames, known), /\t/).map(([short, long = '']) => [short, long]),
    ),
    longWidths: new Map(
      pairs(longWidths.toString('latin1'), /\0*\t/).map(([short, width]) => [short, Number(width)]),
    ),
    encoding: known,
    bias: bytes.readDoubleLE(84),
    end: at,
  }
}

/** A length out of the file must not lead behind its end. */
function within(bytes: Buffer, length: number, at: number): number {
  if (length < 0 || at + length > bytes.length)
    throw new RangeError('readSav: a length leads out of the file')
  return length
}

function encodingOf(named: string, codePage: number): string {
  const plain = named.trim().toLowerCase()
  if (plain === 'utf-8' || codePage === 65_001) return 'utf8'
  if (/^(gb|gbk|gb2312|gb18030|cp936|936|windows-936)/.test(plain) || codePage === 936) return 'gb18030'
  return iconv.encodingExists(plain) && plain !== '' ? plain : 'utf8'
}

/** Segments of one very long text are one field again. */
function fieldsOf({ variables, longNames, longWidths }: Dictionary): readonly Field[] {
  const fields: Field[] = []
  let at = 0
  for (let k = 0; k < variables.length; k++) {
    const variable = variables[k]!
    const { short, label, format, width } = variable
    const wide = longWidths.get(short) ?? width
    const count = wide > 255 ? Math.ceil(wide / 252) : 1
    const start = at
    const segments: { at: number; bytes: number }[] = []
    for (let part = 0; part < count; part++) {
      const segment = variables[k + part]
      if (!segment) throw new RangeError('readSav: a segment is missing')
      if (width > 0) segments.push({ at, bytes: part < count - 1 ? 255 : segment.width })
      at += segment.elements
    }
    k += count - 1
    fields.push({ name: longNames.get(short) ?? short, label, format, segments, at: start, width: wide })
  }
  return fields
}

/** Byte codes in blocks that zlib packed (.zsav): where each stands is said at the end of the file. */
function blocksOf(bytes: Buffer, at: number): Buffer | 'tooLarge' {
  const trailer = Number(bytes.readBigInt64LE(at + 8))
  const count = bytes.readInt32LE(trailer + 20)
  within(bytes, count * 24, trailer + 24)
  const blocks: Buffer[] = []
  let all = 0
  for (let k = 0; k < count; k++) {
    const entry = trailer + 24 + k * 24
    const from = Number(bytes.readBigInt64LE(entry + 8))
    const size = bytes.readInt32LE(entry + 16)
    const packed = within(bytes, bytes.readInt32LE(entry + 20), from)
    all += size
    if (size < 0 || all > limits.unpackedBytes) return 'tooLarge'
    blocks.push(inflated(bytes.subarray(from, from + packed), size))
  }
  return Buffer.concat(blocks)
}

function inflated(packed: Buffer, size: number): Buffer {
  try {
    const block = inflateSync(packed, { maxOutputLength: Math.max(1, size) })
    if (block.length === size) return block
  } catch {
    // Said below: a block that does not unpack to what it says is broken.
  }
  throw new RangeError('readSav: a block does not unpack')
}

function* plainCases(bytes: Buffer, start: number, width: number): Generator<Buffer> {
  const size = width * 8
  for (let at = start; at + size <= bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Byte codes: eight codes, then the elements among them that need their bytes. */
function* unpacked(bytes: Buffer, { end, bias }: Dictionary, width: number): Generator<Buffer> {
  let one = Buffer.alloc(width * 8)
  let filled = 0
  let at = end
  while (at + 8 <= bytes.length) {
    const codes = bytes.subarray(at, at + 8)
    at += 8
    for (const code of codes) {
      if (code === 0) continue
      if (code === 252) return
      if (code === 253) {
        if (at + 8 > bytes.length) throw new RangeError('readSav: the data end in a case')
        bytes.copy(one, filled * 8, at, at + 8)
        at += 8
      } else if (code === 254) one.fill(0x20, filled * 8, filled * 8 + 8)
      else if (code === 255) one.writeDoubleLE(-Number.MAX_VALUE, filled * 8)
      else one.writeDoubleLE(code - bias, filled * 8)
      filled++
      if (filled < width) continue
      yield one
      one = Buffer.alloc(width * 8)
      filled = 0
    }
  }
  if (filled > 0) throw new RangeError('readSav: the data end in a case')
}

const secondsTo1970 = 12_219_379_200
/** DATE, ADATE, JDATE, EDATE, SDATE; and those with a time of day. */
const dayFormats = new Set([20, 23, 24, 38, 39])
const momentFormats = new Set([22, 41])

function cellOf(one: Buffer, { segments, at, format }: Field, { encoding }: Dictionary): string {
  if (segments.length > 0) {
    const parts = segments.map(({ at: place, bytes }) => one.subarray(place * 8, place * 8 + bytes))
    return cleanText(iconv.decode(Buffer.concat(parts), encoding)).trimEnd()
  }
  const value = one.readDoubleLE(at * 8)
  if (!Number.isFinite(value) || value === -Number.MAX_VALUE) return ''
  const moment = momentFormats.has(format)
  if (!moment && !dayFormats.has(format)) return String(Number(value.toPrecision(15)))
  const time = new Date((value - secondsTo1970) * 1000)
  if (Number.isNaN(time.getTime())) return ''
  const text = time.toISOString()
  return moment ? text.slice(0, 19).replace('T', ' ') : text.slice(0, 10)
}
