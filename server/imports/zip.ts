/** What a zip file would unpack to, found out before any reader unpacks it into memory. */

import { inflateRawSync } from 'node:zlib'
import { limits } from './file.ts'

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
const localEntry = 0x04034b50

export type ZipCheck =
  | { readonly outcome: 'fits'; readonly names: readonly string[] }
  | { readonly outcome: 'broken' }
  | { readonly outcome: 'tooLarge' }

/** Reads the central directory and then unpacks each entry within its declared size, so that a lying directory is found too. */
export function checkZip(bytes: Buffer): ZipCheck {
  try {
    return walkDirectory(bytes)
  } catch {
    // Offsets that lead outside the file make Buffer throw: the file is cut or was tampered with.
    return { outcome: 'broken' }
  }
}

interface Entry {
  readonly name: string
  readonly offset: number
  readonly packed: number
  readonly unpacked: number
  readonly method: number
}

function walkDirectory(bytes: Buffer): ZipCheck {
  const entries = directoryOf(bytes)
  if (typeof entries === 'string') return { outcome: entries }
  let total = 0
  for (const { unpacked } of entries) {
    total += unpacked
    if (total > limits.unpackedBytes) return { outcome: 'tooLarge' }
  }
  for (const entry of entries) {
    const outcome = unpack(bytes, entry)
    if (typeof outcome === 'string') return { outcome }
  }
  return { outcome: 'fits', names: entries.map(({ name }) => name) }
}

/** One file of an archive that fits, if it is there and not larger than so many bytes. */
export function readEntry(bytes: Buffer, name: string, largest: number): Buffer | 'tooLarge' | null {
  const entries = directoryOf(bytes)
  const entry = typeof entries === 'string' ? undefined : entries.find((one) => one.name === name)
  if (!entry) return null
  if (entry.unpacked > largest) return 'tooLarge'
  const content = unpack(bytes, entry)
  return typeof content === 'string' ? null : content
}

function directoryOf(bytes: Buffer): readonly Entry[] | 'broken' | 'tooLarge' {
  const end = findEnd(bytes)
  if (end === null) return 'broken'
  const count = bytes.readUInt16LE(end + 10)
  if (count > limits.zipEntries) return 'tooLarge'
  let at = bytes.readUInt32LE(end + 16)
  const entries: Entry[] = []
  for (let i = 0; i < count; i++) {
    if (bytes.readUInt32LE(at) !== directoryEntry) return 'broken'
    const nameLength = bytes.readUInt16LE(at + 28)
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      offset: bytes.readUInt32LE(at + 42),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      method: bytes.readUInt16LE(at + 10),
    })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function findEnd(bytes: Buffer): number | null {
  const first = Math.max(0, bytes.length - 65_557)
  for (let at = bytes.length - 22; at >= first; at--) {
    if (bytes.readUInt32LE(at) === endOfDirectory) return at
  }
  return null
}

/** The content of an entry that is as large as it says. */
function unpack(bytes: Buffer, entry: Entry): Buffer | 'broken' | 'tooLarge' {
  if (bytes.readUInt32LE(entry.offset) !== localEntry) return 'broken'
  const start =
    entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28)
  if (start + entry.packed > bytes.length) return 'broken'
  const packed = bytes.subarray(start, start + entry.packed)
  if (entry.method === 0) return entry.packed === entry.unpacked ? packed : 'broken'
  if (entry.method !== 8) return 'broken'
  try {
    const real = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpacked) })
    return real.length === entry.unpacked ? real : 'broken'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'broken'
  }
}
