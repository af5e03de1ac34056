/**
 * The column file of a collection: its frame on disk, so that a start does not read every answer again. Made from the
 * answers and thrown away whenever it does not fit them; nothing is lost with it. A head says what it was made of; runs
 * of rows follow, each with its checksum, in the order in which they were read. What a killed process left half is cut.
 */

import { closeSync, fstatSync, ftruncateSync, openSync, readSync, write, writeSync } from 'node:fs'
import { endianness } from 'node:os'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import type { Given } from './columns.ts'
import type { Extent, FramePart, GrowingFrame } from './growing-frame.ts'
import type { TextPiece } from './text-pieces.ts'

/** What a file was made of: it fits while all of this is as it was. */
export interface FileHead {
  /** The program that made it, as `ownBuild` tells. */
  readonly build: string
  readonly collectionId: string
  readonly plan: string
  readonly changes: number
  readonly versions: readonly string[]
  readonly texts: readonly string[]
}

/** Raise it when what stands in a file changes, here or in the columns. */
const format = 1
const magic = Buffer.from(`diaoyan columns ${format} ${endianness()}\n`)
const runMark = 0x52_55_4e_31
const longestHead = 4_000_000

/** A run of rows as it is described before its bytes. */
interface Run extends Omit<FramePart, 'seqs' | 'accepted' | 'rejected' | 'repeats'> {
  readonly tables: readonly { readonly lead: number; readonly columns: readonly RunColumn[] }[]
  readonly block: number
  readonly crc: number
  readonly texts: number
}
interface RunColumn {
  readonly arrays: readonly number[]
  readonly words: readonly string[]
  readonly text: { readonly lengths: number; readonly bytes: number; readonly crc: number } | null
}

/** The head of a file; null if it is not one of ours or cannot be read. */
export function readFileHead(path: string): FileHead | null {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    return headIn(file)?.head ?? null
  } catch {
    return null
  } finally {
    if (file !== null) closeSync(file)
  }
}

function headIn(file: number): { readonly head: FileHead; readonly end: number } | null {
  const start = bytesAt(file, 0, magic.length + 8)
  if (!start?.subarray(0, magic.length).equals(magic)) return null
  const length = start.readUInt32LE(magic.length)
  if (length > longestHead) return null
  const text = bytesAt(file, start.length, length)
  if (!text || crc32(text) !== start.readUInt32LE(magic.length + 4)) return null
  return { head: JSON.parse(text.toString()) as FileHead, end: start.length + length }
}

export interface OpenColumnFile {
  /** Adds the rows behind what the frame had when they were last written: begins to, once the last ones are there. */
  append(frame: GrowingFrame): Promise<void>
  /** Rejects with what the disk says if not all is written. */
  written(): Promise<void>
  close(): void
}

/** Makes a file with this head and no rows. */
export function makeColumnFile(path: string, head: FileHead, frame: GrowingFrame): OpenColumnFile {
  const file = openSync(path, 'wx+', 0o600)
  const text = Buffer.from(JSON.stringify(head))
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32LE(text.length)
  lengths.writeUInt32LE(crc32(text), 4)
  const end = writeAll(file, [magic, lengths, text], 0)
  return opened(file, { path, end, written: frame.extent() })
}

/** Reads all whole runs into an empty frame and cuts off what is not whole; null if nothing can be read. */
export function openColumnFile(path: string, frame: GrowingFrame): OpenColumnFile | null {
  let file: number | null = null
  try {
    file = openSync(path, 'r+')
    let end = headIn(file)?.end ?? null
    if (end === null) throw new Error('no head')
    const size = fstatSync(file).size
    for (;;) {
      const next: number | null = takeRun(file, { path, at: end, size }, frame)
      if (next === null) break
      end = next
    }
    if (end < size) ftruncateSync(file, end)
    return opened(file, { path, end, written: frame.extent() })
  } catch {
    if (file !== null) closeSync(file)
    return null
  }
}

function opened(file: number, from: { readonly path: string; end: number; written: Extent }): OpenColumnFile {
  let { end, written } = from
  let writing: Promise<unknown> = Promise.resolve()
  return {
    async append(frame) {
      // Texts are filled into two buffers by turns: the other one is free when its run is written.
      await writing
      const part = frame.give(written)
      const { buffers, places } = runOf(part, end, from.path)
      writing = writeSoon(file, buffers, end)
      writing.catch(() => undefined)
      end += sizeOf(buffers)
      written = part.extent
      places.forEach(({ table, column, piece }) => tablesOf(frame)[table]?.columns[column]?.placed?.(piece))
    },
    written: async () => {
      await writing
    },
    close: () => closeSync(file),
  }
}

function tablesOf(frame: GrowingFrame) {
  return [frame.accepted, frame.rejected, ...frame.repeats]
}

/** The tables of a part with what stands before their columns: sequence numbers, or the owners of rows of a repeat. */
function tablesGiven(
  part: FramePart,
): readonly { readonly lead: Uint8Array; readonly columns: readonly Given[] }[] {
  return [
    { lead: part.seqs, columns: part.accepted },
    { lead: new Uint8Array(), columns: part.rejected },
    ...part.repeats.map(({ owners, columns }) => ({ lead: owners, columns })),
  ]
}

/** A run as it is written: mark, lengths, description, then the block of all cells, then all texts. */
function runOf(part: FramePart, at: number, path: string) {
  const block: Uint8Array[] = []
  const texts: Uint8Array[] = []
  const tables = tablesGiven(part).map(({ lead, columns }) => {
    block.push(lead)
    return {
      lead: lead.byteLength,
      columns: columns.map(({ arrays, words, pieces: [piece, ...more] }): RunColumn => {
        if (more.length > 0) throw new Error('columnFile: a run has one piece of text a column')
        block.push(...arrays)
        const text = piece ? textOf(piece, block, texts) : null
        return { arrays: arrays.map(({ byteLength }) => byteLength), words, text }
      }),
    }
  })
  const { extent, last, firstDay, lastDay, revisions } = part
  const run: Run = {
    extent,
    last,
    firstDay,
    lastDay,
    revisions,
    tables,
    block: sizeOf(block),
    // Of no bytes at all the library gives 0, whatever came before.
    crc: block.reduce((crc, bytes) => (bytes.byteLength > 0 ? crc32(bytes, crc) : crc), 0),
    texts: sizeOf(texts),
  }
  const text = Buffer.from(JSON.stringify(run))
  const head = Buffer.alloc(12)
  head.writeUInt32LE(runMark)
  head.writeUInt32LE(text.length, 4)
  head.writeUInt32LE(crc32(text), 8)
  return {
    buffers: [head, text, ...block, ...texts],
    places: placesOf(tables, { path, at: at + head.length + text.length + run.block }, part),
  }
}

function textOf(piece: TextPiece, block: Uint8Array[], texts: Uint8Array[]): NonNullable<RunColumn['text']> {
  const { lengths, bytes } = piece
  if (!(bytes instanceof Uint8Array)) throw new Error('columnFile: the text is in a file already')
  block.push(new Uint8Array(lengths.buffer, lengths.byteOffset, lengths.byteLength))
  texts.push(bytes)
  return { lengths: lengths.byteLength, bytes: bytes.byteLength, crc: crc32(bytes) }
}

/** Where the texts of a run lie once it is written. */
function placesOf(
  tables: Run['tables'],
  from: { readonly path: string; readonly at: number },
  part: FramePart,
) {
  let offset = from.at
  const given = tablesGiven(part)
  return tables.flatMap(({ columns }, table) =>
    columns.flatMap(({ text }, column) => {
      const lengths = given[table]?.columns[column]?.pieces[0]?.lengths
      if (!text || !lengths) return []
      const place = { path: from.path, offset, length: text.bytes, crc: text.crc }
      offset += text.bytes
      return [{ table, column, piece: { lengths, bytes: place } }]
    }),
  )
}

interface Reading {
  readonly path: string
  readonly at: number
  readonly size: number
}

/** Adds one run to the frame and says where it ends; null where no whole run stands. */
function takeRun(file: number, { path, at, size }: Reading, frame: GrowingFrame): number | null {
  const head = bytesAt(file, at, 12)
  if (head?.readUInt32LE() !== runMark) return null
  const length = head.readUInt32LE(4)
  if (length > size - at) return null
  const text = bytesAt(file, at + 12, length)
  if (!text || crc32(text) !== head.readUInt32LE(8)) return null
  const run = JSON.parse(text.toString()) as Run
  const start = at + 12 + length
  const end = start + run.block + run.texts
  if (end > size) return null
  const block = bytesAt(file, start, run.block)
  if (!block || crc32(block) !== run.crc) return null
  const { extent, last, firstDay, lastDay, revisions } = run
  const [accepted, rejected, ...repeats] = givenIn(run, block, { path, at: start + run.block })
  if (!accepted || !rejected) return null
  frame.adopt({
    extent,
    last,
    firstDay,
    lastDay,
    revisions,
    seqs: accepted.lead,
    accepted: accepted.columns,
    rejected: rejected.columns,
    repeats: repeats.map(({ lead, columns }) => ({ owners: lead, columns })),
  })
  return end
}

function givenIn({ tables }: Run, block: Buffer, texts: { readonly path: string; readonly at: number }) {
  let at = 0
  let offset = texts.at
  const next = (length: number): Uint8Array => block.subarray(at, (at += length))
  return tables.map(({ lead, columns }) => ({
    lead: next(lead),
    columns: columns.map(({ arrays, words, text }): Given => {
      const given = arrays.map(next)
      if (!text) return { arrays: given, words, pieces: [] }
      const lengths = new Uint32Array(new SharedArrayBuffer(text.lengths))
      new Uint8Array(lengths.buffer).set(next(text.lengths))
      const place = { path: texts.path, offset, length: text.bytes, crc: text.crc }
      offset += text.bytes
      return { arrays: given, words, pieces: [{ lengths, bytes: place }] }
    }),
  }))
}

function sizeOf(buffers: readonly Uint8Array[]): number {
  return buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** So many bytes of a file, or null where it ends before. */
function bytesAt(file: number, at: number, length: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const more = readSync(file, bytes, read, Math.min(length - read, 1 << 30), at + read)
    if (more === 0) return null
    read += more
  }
  return bytes
}

const writeSome = promisify(write)

/** On a thread of the pool, so that rows are read meanwhile. */
async function writeSoon(file: number, buffers: readonly Uint8Array[], from: number): Promise<void> {
  let at = from
  for (const buffer of joined(buffers))
    for (let written = 0; written < buffer.byteLength;) {
      const { bytesWritten } = await writeSome(
        file,
        buffer,
        written,
        Math.min(buffer.byteLength - written, 1 << 30),
        at,
      )
      written += bytesWritten
      at += bytesWritten
    }
}

/** Small buffers beside each other as one. */
function joined(buffers: readonly Uint8Array[]): readonly Uint8Array[] {
  const found: Uint8Array[] = []
  let small: Uint8Array[] = []
  const flush = () => {
    if (small.length > 0) found.push(Buffer.concat(small))
    small = []
  }
  for (const buffer of buffers) {
    if (buffer.byteLength < 1 << 20) small.push(buffer)
    else {
      flush()
      found.push(buffer)
    }
  }
  flush()
  return found
}

function writeAll(file: number, buffers: readonly Uint8Array[], from: number): number {
  let at = from
  for (const buffer of buffers)
    for (let written = 0; written < buffer.byteLength;) {
      const more = writeSync(file, buffer, written, Math.min(buffer.byteLength - written, 1 << 30), at)
      written += more
      at += more
    }
  return at
}
