/**
 * The column file of a collection: its frame on disk, so that a start does not read every answer again. Made from the
 * answers and thrown away whenever it does not fit them; nothing is lost with it. A head says what it was made of; runs
 * of rows follow, each with its checksums. Where answers change, the runs that hold them are written again at the end
 * and stand for the earlier ones; a mark after them says which state of the answers the file is of. What a killed
 * process left half is cut.
 */

import { closeSync, fstatSync, ftruncateSync, openSync, write, writeSync } from 'node:fs'
import { endianness } from 'node:os'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import type { ChangeMark } from '../store/changed-answers.ts'
import { bytesAt, markOf, partOf, placed, recordAt, runOf, type FileRun } from './column-run.ts'
import type { FramePart } from './growing-frame.ts'

/** What a file was made of: it fits while all of this is as it was, or what changed since is known. */
export interface FileHead {
  /** The program that made it, as `ownBuild` tells. */
  readonly build: string
  readonly collectionId: string
  readonly plan: string
  /** The state of the answers before the first of them was read. */
  readonly mark: ChangeMark
  readonly versions: readonly string[]
  readonly texts: readonly string[]
}

/** Raise it when what stands in a file changes, here or in the columns. */
const format = 3
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

/** The state of the answers that a file is of; null if it cannot be read. */
export function readFileMark(path: string): { readonly head: FileHead; readonly mark: ChangeMark } | null {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    return recordsIn(file)
  } catch {
    return null
  } finally {
    if (file !== null) closeSync(file)
  }
}

export interface OpenColumnFile {
  readonly path: string
  /** The runs of the frame in their order; grows with what is written. */
  readonly runs: readonly FileRun[]
  readonly mark: ChangeMark
  /** Bytes of runs that others stand for now, and of those that hold. */
  readonly waste: number
  readonly used: number
  /** The rows of a run; null if they are not what was written. */
  part(run: FileRun): FramePart | null
  /**
   * Writes rows as the run of this place, one more or instead of another: begins to, once what was written before is
   * there. The part again, its texts in the file.
   */
  put(part: FramePart, place: number): Promise<FramePart>
  /** All that the file holds is of this state of the answers. */
  settle(mark: ChangeMark): Promise<void>
  /** Rejects with what the disk says if not all is written. */
  written(): Promise<void>
  close(): void
}

/** Makes a file with this head and no rows. */
export function makeColumnFile(path: string, head: FileHead): OpenColumnFile {
  const file = openSync(path, 'wx+', 0o600)
  const text = Buffer.from(JSON.stringify(head))
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32LE(text.length)
  lengths.writeUInt32LE(crc32(text), 4)
  const end = writeAll(file, [magic, lengths, text], 0)
  return opened(file, path, { end, mark: head.mark, runs: [], used: 0, waste: 0 })
}

/** Opens a file and cuts off what is not whole at its end; null if it cannot be used. Rows are not read. */
export function openColumnFile(path: string): OpenColumnFile | null {
  let file: number | null = null
  try {
    file = openSync(path, 'r+')
    const records = recordsIn(file)
    if (!records) throw new Error('not a column file')
    if (records.end < fstatSync(file).size) ftruncateSync(file, records.end)
    return opened(file, path, records)
  } catch {
    if (file !== null) closeSync(file)
    return null
  }
}

interface Records {
  readonly runs: FileRun[]
  readonly mark: ChangeMark
  readonly end: number
  readonly used: number
  readonly waste: number
}

/** All whole records of a file; null if it has no head, or runs are missing. */
function recordsIn(file: number): (Records & { readonly head: FileHead }) | null {
  const start = headIn(file)
  if (!start) return null
  const size = fstatSync(file).size
  const runs: FileRun[] = []
  let { mark } = start.head
  let { end } = start
  let waste = 0
  for (let found = recordAt(file, end, size); found; found = recordAt(file, end, size)) {
    end = found.end
    if ('mark' in found) mark = found.mark
    else {
      if (found.run.place > runs.length) return null
      waste += bytesOf(runs[found.run.place])
      runs[found.run.place] = found.run
    }
  }
  const used = runs.reduce((sum, run) => sum + bytesOf(run), 0)
  return { head: start.head, runs, mark, end, used, waste }
}

function bytesOf(run: FileRun | undefined): number {
  return run ? run.end - run.start : 0
}

function opened(file: number, path: string, { runs, ...from }: Records): OpenColumnFile {
  let { end, mark, used, waste } = from
  let writing: Promise<unknown> = Promise.resolve()
  const write = (buffers: readonly Uint8Array[], next: number) => {
    writing = writeSoon(file, buffers, end)
    writing.catch(() => undefined)
    end = next
  }
  return {
    path,
    runs,
    get mark() {
      return mark
    },
    get waste() {
      return waste
    },
    get used() {
      return used
    },
    part: (run) => partOf(file, path, run),
    async put(part, place) {
      await writing
      const { buffers, run } = runOf(part, place, end)
      write(buffers, run.end)
      const before = bytesOf(runs[place])
      waste += before
      used += bytesOf(run) - before
      runs[place] = run
      return placed(part, run, path)
    },
    async settle(state) {
      await writing
      const bytes = markOf(state)
      write([bytes], end + bytes.byteLength)
      mark = state
    },
    written: async () => {
      await writing
    },
    close: () => closeSync(file),
  }
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
