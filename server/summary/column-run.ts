/** A run of rows in a column file: how it is written, and where in it each array lies. */

import { readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { ChangeMark } from '../store/changed-answers.ts'
import type { Day } from '../store/store.ts'
import type { Given } from './columns.ts'
import type { Extent, FramePart } from './growing-frame.ts'
import type { TextPiece } from './text-pieces.ts'

/** Some bytes of a file and their checksum. */
export interface Spot {
  readonly at: number
  readonly length: number
  readonly crc: number
}

/** What of a run is known without its rows; all of it is of the run alone. */
interface RunFacts {
  readonly extent: Extent
  /** The sequence number up to which it has everything; it begins behind that of the run before. */
  readonly last: number
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  readonly revisions: readonly (readonly [seq: number, revision: number])[]
}

/** A run as it stands in a file. */
export interface FileRun extends RunFacts {
  /** Which of the frame's runs it is, from 0. One that comes later in the file stands for those of the same place. */
  readonly place: number
  /** Where its cells begin, where its texts do, and where it ends. */
  readonly start: number
  readonly texts: number
  readonly end: number
  readonly tables: readonly {
    /** Sequence numbers, or the owners of rows of a repeat. */
    readonly lead: Spot
    readonly columns: readonly {
      readonly arrays: readonly Spot[]
      readonly words: readonly string[]
      readonly text: { readonly lengths: Spot; readonly bytes: Spot } | null
    }[]
  }[]
}

/** The same as it is described before its bytes: lengths and checksums in the order in which they follow. */
interface Described extends RunFacts {
  readonly place: number
  readonly tables: readonly {
    readonly lead: Cut
    readonly columns: readonly {
      readonly arrays: readonly Cut[]
      readonly words: readonly string[]
      readonly text: { readonly lengths: Cut; readonly bytes: Cut } | null
    }[]
  }[]
  readonly block: number
  readonly texts: number
}
type Cut = readonly [length: number, crc: number]

const recordMark = 0x52_45_43_33
const headLength = 12

/** The tables of a part with what stands before their columns. */
function tablesGiven(
  part: FramePart,
): readonly { readonly lead: Uint8Array; readonly columns: readonly Given[] }[] {
  return [
    { lead: part.seqs, columns: part.accepted },
    { lead: new Uint8Array(), columns: part.rejected },
    ...part.repeats.map(({ owners, columns }) => ({ lead: owners, columns })),
  ]
}

/** The buffers of a run that begins at `at`: its description, all cells, all texts; and where they will lie. */
export function runOf(
  part: FramePart,
  place: number,
  at: number,
): { readonly buffers: readonly Uint8Array[]; readonly run: FileRun } {
  const block: Uint8Array[] = []
  const texts: Uint8Array[] = []
  const cut = (bytes: Uint8Array, to: Uint8Array[]): Cut => {
    to.push(bytes)
    return [bytes.byteLength, crc32(bytes)]
  }
  const textOf = ({ lengths, bytes }: TextPiece) => {
    if (!(bytes instanceof Uint8Array)) throw new Error('columnRun: the text is in a file already')
    const cells = new Uint8Array(lengths.buffer, lengths.byteOffset, lengths.byteLength)
    return { lengths: cut(cells, block), bytes: cut(bytes, texts) }
  }
  const tables = tablesGiven(part).map(({ lead, columns }) => ({
    lead: cut(lead, block),
    columns: columns.map(({ arrays, words, pieces: [piece, ...more] }) => {
      if (more.length > 0) throw new Error('columnRun: a run has one piece of text a column')
      return {
        arrays: arrays.map((each) => cut(each, block)),
        words,
        text: piece ? textOf(piece) : null,
      }
    }),
  }))
  const { extent, last, firstDay, lastDay, revisions } = part
  const described: Described = {
    place,
    extent,
    last,
    firstDay,
    lastDay,
    revisions,
    tables,
    block: sizeOf(block),
    texts: sizeOf(texts),
  }
  const head = headed({ run: described })
  return { buffers: [head, ...block, ...texts], run: located(described, at + head.byteLength) }
}

/** A record that holds no rows: the file is of this state of the answers. */
export function markOf(mark: ChangeMark): Uint8Array {
  return headed({ mark })
}

/** What a record says of itself, with what tells its begin and whether it is whole. */
function headed(content: { readonly run: Described } | { readonly mark: ChangeMark }): Uint8Array {
  const text = Buffer.from(JSON.stringify(content))
  const head = Buffer.alloc(headLength)
  head.writeUInt32LE(recordMark)
  head.writeUInt32LE(text.length, 4)
  head.writeUInt32LE(crc32(text), 8)
  return Buffer.concat([head, text])
}

/** Where everything of a run lies whose cells begin at `start`. */
function located(described: Described, start: number): FileRun {
  const { place, extent, last, firstDay, lastDay, revisions, tables, block, texts } = described
  let cell = start
  let text = start + block
  const inBlock = ([length, crc]: Cut): Spot => {
    const at = cell
    cell += length
    return { at, length, crc }
  }
  const inTexts = ([length, crc]: Cut): Spot => {
    const at = text
    text += length
    return { at, length, crc }
  }
  return {
    place,
    extent,
    last,
    firstDay,
    lastDay,
    revisions,
    start,
    texts: start + block,
    end: start + block + texts,
    tables: tables.map(({ lead, columns }) => ({
      lead: inBlock(lead),
      columns: columns.map(({ arrays, words, text: own }) => ({
        arrays: arrays.map(inBlock),
        words,
        text: own && { lengths: inBlock(own.lengths), bytes: inTexts(own.bytes) },
      })),
    })),
  }
}

/** A record as it is found. */
export type Found =
  { readonly run: FileRun; readonly end: number } | { readonly mark: ChangeMark; readonly end: number }

/** The record that begins at `at` in a file of that size; null where no whole one is described. */
export function recordAt(file: number, at: number, size: number): Found | null {
  const head = bytesAt(file, at, headLength)
  if (head?.readUInt32LE() !== recordMark) return null
  const length = head.readUInt32LE(4)
  if (length > size - at) return null
  const text = bytesAt(file, at + headLength, length)
  if (!text || crc32(text) !== head.readUInt32LE(8)) return null
  const found = JSON.parse(text.toString()) as { readonly run: Described } | { readonly mark: ChangeMark }
  const end = at + headLength + length
  if ('mark' in found) return { mark: found.mark, end }
  const run = located(found.run, end)
  return run.end <= size ? { run, end: run.end } : null
}

/** A part whose texts lie in the file now. */
export function placed(part: FramePart, run: FileRun, path: string): FramePart {
  const texts = (given: readonly Given[], table: number) =>
    given.map((each, column) => {
      const text = run.tables[table]?.columns[column]?.text
      const lengths = each.pieces[0]?.lengths
      return text && lengths ? { ...each, pieces: [{ lengths, bytes: placeOf(text.bytes, path) }] } : each
    })
  return {
    ...part,
    accepted: texts(part.accepted, 0),
    rejected: texts(part.rejected, 1),
    repeats: part.repeats.map((each, place) => ({ ...each, columns: texts(each.columns, place + 2) })),
  }
}

/** All rows of a run; null if its bytes are not those that were written. */
export function partOf(file: number, path: string, run: FileRun): FramePart | null {
  const block = bytesAt(file, run.start, run.texts - run.start)
  if (!block) return null
  let whole = true
  const cut = (spot: Spot): Uint8Array => {
    const bytes = block.subarray(spot.at - run.start, spot.at - run.start + spot.length)
    whole &&= crc32(bytes) === spot.crc
    return bytes
  }
  const tables = run.tables.map(({ lead, columns }) => ({
    lead: cut(lead),
    columns: columns.map((column) => givenOf(column, path, cut)),
  }))
  const [accepted, rejected, ...repeats] = tables
  if (!whole || !accepted || !rejected) return null
  const { extent, last, firstDay, lastDay, revisions } = run
  return {
    extent,
    last,
    firstDay,
    lastDay,
    revisions,
    seqs: accepted.lead,
    accepted: accepted.columns,
    rejected: rejected.columns,
    repeats: repeats.map(({ lead, columns }) => ({ owners: lead, columns })),
  }
}

/** One column of a run, its arrays read by `cut`; texts stay where they are. */
export function givenOf(
  { arrays, words, text }: FileRun['tables'][number]['columns'][number],
  path: string,
  cut: (spot: Spot) => Uint8Array,
): Given {
  const given = arrays.map(cut)
  if (!text) return { arrays: given, words, pieces: [] }
  const lengths = new Uint32Array(new SharedArrayBuffer(text.lengths.length))
  new Uint8Array(lengths.buffer).set(cut(text.lengths))
  return { arrays: given, words, pieces: [{ lengths, bytes: placeOf(text.bytes, path) }] }
}

export function placeOf({ at, length, crc }: Spot, path: string) {
  return { path, offset: at, length, crc }
}

export function sizeOf(buffers: readonly Uint8Array[]): number {
  return buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** So many bytes of a file, or null where it ends before. */
export function bytesAt(file: number, at: number, length: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const more = readSync(file, bytes, read, Math.min(length - read, 1 << 30), at + read)
    if (more === 0) return null
    read += more
  }
  return bytes
}
