/** Reads stored answers straight from their bytes into columns: no object is made of an answer, no string of a value that has a code. */

import type { Growing } from './columns.ts'
import type { Bytes } from './json-bytes.ts'

export interface Scanned {
  readonly name: string
  readonly column: Growing
}

const quote = 0x22
const escape = 0x5c
const comma = 0x2c
const colon = 0x3a
const open = 0x7b
const close = 0x7d
const openList = 0x5b
const closeList = 0x5d

/** A key as it stands in the text, quotes and colon with it; `column` is -1 where no column wants it. */
interface Key {
  readonly bytes: Bytes
  readonly column: number
  /** The key that came after it in the last answer: mostly it does so again. */
  next: Key | null
}

/** Takes in answers one by one: false where the text is not as JSON.stringify writes it, and nothing was taken. */
export function scannerOf(columns: readonly Scanned[]): (bytes: Bytes) => boolean {
  const places = new Map(columns.map(({ name }, place) => [name, place]))
  const keys = new Map<string, Key>()
  const first: Key = { bytes: Buffer.alloc(0), column: -1, next: null }
  const starts = new Int32Array(columns.length)
  const ends = new Int32Array(columns.length)
  const plain = new Uint8Array(columns.length)

  const keyAt = (bytes: Bytes, start: number): Key | null => {
    const end = stringEnd(bytes, start, false)
    if (end < 0 || bytes[end] !== colon) return null
    const written = bytes.toString('utf8', start, end)
    const known = keys.get(written)
    if (known) return known
    const name = JSON.parse(written) as string
    const made = {
      bytes: Buffer.from(bytes.subarray(start, end + 1)),
      column: places.get(name) ?? -1,
      next: null,
    }
    // Names come from forms, which are few; what else may stand there is not kept without end.
    if (keys.size < 10_000) keys.set(written, made)
    return made
  }

  /** Where each value lies; false if the text is written in another way. */
  const find = (bytes: Bytes): boolean => {
    starts.fill(-1)
    const length = bytes.length
    if (length < 2 || bytes[0] !== open || bytes[length - 1] !== close) return false
    if (length === 2) return true
    const unescaped = !bytes.includes(escape)
    let before = first
    for (let at = 1; at < length;) {
      let key = before.next
      if (!key || !standsAt(bytes, at, key.bytes)) {
        key = bytes[at] === quote ? keyAt(bytes, at) : null
        if (!key) return false
        before.next = key
      }
      before = key
      at += key.bytes.length
      const end = valueEnd(bytes, at, unescaped)
      if (end < 0 || end >= length) return false
      if (key.column >= 0) {
        starts[key.column] = at
        ends[key.column] = end
        plain[key.column] = unescaped || !bytes.subarray(at, end).includes(escape) ? 1 : 0
      }
      if (bytes[end] === close) return end === length - 1
      if (bytes[end] !== comma) return false
      at = end + 1
    }
    return false
  }

  return (bytes) => {
    if (!find(bytes)) return false
    for (let place = 0; place < columns.length; place++) {
      const { column } = columns[place]!
      if (starts[place]! < 0) column.push(undefined)
      else column.read(bytes, starts[place]!, ends[place]!, plain[place] === 1)
    }
    return true
  }
}

function standsAt(bytes: Bytes, at: number, wanted: Bytes): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false
  return true
}

/** The place after the value; -1 where none ends. */
function valueEnd(bytes: Bytes, start: number, unescaped: boolean): number {
  const sign = bytes[start]
  if (sign === quote) return stringEnd(bytes, start, unescaped)
  if (sign === openList || sign === open) return nestedEnd(bytes, start, unescaped)
  let at = start
  while (at < bytes.length && bytes[at] !== comma && bytes[at] !== close && bytes[at] !== closeList) at++
  return at > start && at < bytes.length ? at : -1
}

/** A short string is looked through here; what is longer, the engine finds sooner. */
const short = 32

function stringEnd(bytes: Bytes, start: number, unescaped: boolean): number {
  let at = start + 1
  if (unescaped) {
    for (const until = Math.min(at + short, bytes.length); at < until; at++)
      if (bytes[at] === quote) return at + 1
    return bytes.indexOf(quote, at) + 1 || -1
  }
  for (; at < bytes.length; at++) {
    if (bytes[at] === quote) return at + 1
    if (bytes[at] === escape) at++
  }
  return -1
}

function nestedEnd(bytes: Bytes, start: number, unescaped: boolean): number {
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    const sign = bytes[at]
    if (sign === quote) {
      at = stringEnd(bytes, at, unescaped) - 1
      if (at < 0) return -1
    } else if (sign === openList || sign === open) depth++
    else if (sign === closeList || sign === close) {
      depth--
      if (depth === 0) return at + 1
    }
  }
  return -1
}
