/** The texts of a column: as UTF-8 in memory or in the column file, made into strings when somebody reads them. */

import { closeSync, openSync, readSync, rmSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { TextColumn } from '../../analysis/frame.ts'
import { ByteCells, WordCells } from './cells.ts'

/** Texts of consecutive rows: how many bytes each has, and the bytes themselves or where they lie. */
export interface TextPiece {
  readonly lengths: Uint32Array
  readonly bytes: Uint8Array | TextPlace
}
export interface TextPlace {
  readonly path: string
  readonly offset: number
  readonly length: number
  readonly crc: number
}

/** The length of a text that is not there. */
const absent = 0xffff_ffff

/** The texts are no longer where they were: the answers have changed since the frame was made. */
export class FrameGone extends Error {
  constructor(cause?: unknown) {
    super('the answers have changed since they were read', { cause })
    this.name = 'FrameGone'
  }
}

export type TextPieces = ReturnType<typeof textPieces>

export function textPieces() {
  const pieces: TextPiece[] = []
  const lengths = new WordCells()
  const bytes = new ByteCells()
  const decoded: (string | null)[] = []
  const room = (length: number) => {
    if (bytes.array.length < bytes.n + length) bytes.reserve(Math.max(bytes.n + length, bytes.n * 2))
  }
  const open = (): TextPiece => ({ lengths: lengths.view(lengths.n), bytes: bytes.view(bytes.n) })
  const all = () => (lengths.n > 0 ? [...pieces, open()] : pieces)
  /** Strings of the first `n` rows; those made before stay. */
  const strings = (n: number): readonly (string | null)[] => {
    let row = 0
    for (const piece of all()) {
      const next = row + piece.lengths.length
      if (next > decoded.length && row < n) decodeInto(decoded, piece, decoded.length - row)
      row = next
    }
    return decoded.slice(0, n)
  }
  return {
    push(text: string | null) {
      if (text === null) return lengths.push(absent)
      const length = Buffer.byteLength(text, 'utf8')
      room(length)
      bytes.n += bufferOf(bytes.array).write(text, bytes.n, 'utf8')
      lengths.push(length)
    },
    pushBytes(from: Uint8Array, start: number, end: number) {
      room(end - start)
      bytes.array.set(from.subarray(start, end), bytes.n)
      bytes.n += end - start
      lengths.push(end - start)
    },
    column(n: number, status: Uint8Array): TextColumn {
      let texts: readonly (string | null)[] | null = null
      return {
        kind: 'text',
        status,
        get texts() {
          return (texts ??= strings(n))
        },
      }
    },
    bytes: () =>
      bytes.array.byteLength +
      lengths.array.byteLength +
      pieces.reduce(
        (sum, piece) =>
          sum + piece.lengths.byteLength + (piece.bytes instanceof Uint8Array ? piece.bytes.byteLength : 0),
        0,
      ) +
      decoded.reduce((sum, text) => sum + 24 + (text?.length ?? 0) * 2, 0),
    give: (): readonly TextPiece[] => all().filter((piece) => piece.lengths.length > 0),
    take(given: readonly TextPiece[]) {
      if (lengths.n > 0) throw new Error('textPieces: pieces come before single texts')
      pieces.push(...given)
    },
  }
}

/** Appends the strings of a piece from its row `first` on. */
function decodeInto(strings: (string | null)[], { lengths, bytes }: TextPiece, first: number): void {
  const buffer = bufferOf(bytes instanceof Uint8Array ? bytes : bytesAt(bytes))
  let at = 0
  for (let row = 0; row < lengths.length; row++) {
    const length = lengths[row]!
    const next = length === absent ? at : at + length
    if (row >= first) strings.push(length === absent ? null : buffer.toString('utf8', at, next))
    at = next
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
}

/** Reads texts out of the column file. Throws FrameGone if they are not there as they were written. */
function bytesAt({ path, offset, length, crc }: TextPlace): Uint8Array {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    const bytes = Buffer.alloc(length)
    let read = 0
    while (read < length) {
      const more = readSync(file, bytes, read, length - read, offset + read)
      if (more === 0) throw new Error('the file ends before the text')
      read += more
    }
    if (crc32(bytes) !== crc) {
      rmSync(path, { force: true })
      throw new Error('the text is not what was written')
    }
    return bytes
  } catch (cause) {
    throw new FrameGone(cause)
  } finally {
    if (file !== null) closeSync(file)
  }
}
