/**
 * The column file of a collection: its frame on disk, so that a start does not read every answer again. Made from the
 * answers and thrown away whenever it does not fit them; nothing is lost with it. A head says what it was made of; runs
 * of rows follow, each with its checksums, in the order in which they were read. What a killed process left half is cut.
 */

import { closeSync, fstatSync, ftruncateSync, openSync, write, writeSync } from 'node:fs'
import { endianness } from 'node:os'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { bytesAt, partOf, placeOf, runAt, runOf, type FileRun } from './column-run.ts'
import type { Extent, GrowingFrame } from './growing-frame.ts'

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
const format = 2
const magic = Buffer.from(`diaoyan columns ${format} ${endianness()}\n`)
const longestHead = 4_000_000

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
  readonly path: string
  /** What stands in it, with what was added. */
  readonly runs: readonly FileRun[]
  /** Adds the rows behind what was written last: begins to, once the last ones are there. */
  append(frame: GrowingFrame): Promise<void>
  /** Rejects with what the disk says if not all is written. */
  written(): Promise<void>
  close(): void
}

/** Makes a file with this head and no rows. `written`: the extent that the first rows will stand behind. */
export function makeColumnFile(path: string, head: FileHead, written: Extent): OpenColumnFile {
  const file = openSync(path, 'wx+', 0o600)
  const text = Buffer.from(JSON.stringify(head))
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32LE(text.length)
  lengths.writeUInt32LE(crc32(text), 4)
  const end = writeAll(file, [magic, lengths, text], 0)
  return opened(file, { path, end, written, runs: [] })
}

/** Reads all whole runs into an empty frame and cuts off what is not whole; null if nothing can be read. */
export function openColumnFile(path: string, frame: GrowingFrame): OpenColumnFile | null {
  return opening(path, frame.start(), (file, run) => {
    const part = partOf(file, path, run)
    if (part) frame.adopt(part)
    return part !== null
  })
}

/** The same without reading the rows: they are read column by column when somebody asks for them. */
export function openRuns(path: string, start: Extent): OpenColumnFile | null {
  return opening(path, start, () => true)
}

function opening(
  path: string,
  start: Extent,
  take: (file: number, run: FileRun) => boolean,
): OpenColumnFile | null {
  let file: number | null = null
  try {
    file = openSync(path, 'r+')
    let end = headIn(file)?.end ?? null
    if (end === null) throw new Error('no head')
    const size = fstatSync(file).size
    const runs: FileRun[] = []
    for (;;) {
      const run = runAt(file, end, size)
      if (!run || !take(file, run)) break
      runs.push(run)
      end = run.end
    }
    if (end < size) ftruncateSync(file, end)
    return opened(file, { path, end, written: runs.at(-1)?.extent ?? start, runs })
  } catch {
    if (file !== null) closeSync(file)
    return null
  }
}

interface Opened {
  readonly path: string
  end: number
  written: Extent
  readonly runs: FileRun[]
}

function opened(file: number, { path, runs, ...from }: Opened): OpenColumnFile {
  let { end, written } = from
  let writing: Promise<unknown> = Promise.resolve()
  return {
    path,
    runs,
    async append(frame) {
      // Texts are filled into two buffers by turns: the other one is free when its run is written.
      await writing
      const part = frame.give(written)
      const { buffers, run } = runOf(part, end)
      writing = writeSoon(file, buffers, end)
      writing.catch(() => undefined)
      end = run.end
      written = part.extent
      runs.push(run)
      const given = [part.accepted, part.rejected, ...part.repeats.map(({ columns }) => columns)]
      tablesOf(frame).forEach(({ columns }, table) =>
        columns.forEach((column, place) => {
          const text = run.tables[table]?.columns[place]?.text
          const lengths = given[table]?.[place]?.pieces[0]?.lengths
          if (text && lengths) column.placed?.({ lengths, bytes: placeOf(text.bytes, path) })
        }),
      )
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
