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

function walkDirectory(bytes: Buffer): ZipCheck {
  const end = findEnd(bytes)
  if (end === null) return { outcome: 'broken' }
  const count = bytes.readUInt16LE(end + 10)
  if (count > limits.zipEntries) return { outcome: 'tooLarge' }
  let at = bytes.readUInt32LE(end + 16)
  let total = 0
  const names: string[] = []
  const entries: { offset: number; packed: number; unpacked: number; method: number }[] = []
  for (let i = 0; i < count; i++) {
    if (bytes.readUInt32LE(at) !== directoryEntry) return { outcome: 'broken' }
    const unpacked = bytes.readUInt32LE(at + 24)
    const nameLength = bytes.readUInt16LE(at + 28)
    total += unpacked
    if (total > limits.unpackedBytes) return { outcome: 'tooLarge' }
    names.push(bytes.toString('utf8', at + 46, at + 46 + nameLength))
    entries.push({
      offset: bytes.readUInt32LE(at + 42),
      packed: bytes.readUInt32LE(at + 20),
      unpacked,
      method: bytes.readUInt16LE(at + 10),
    })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  for (const entry of entries) {
    const outcome = checkEntry(bytes, entry)
    if (outcome !== 'fits') return { outcome }
  }
  return { outcome: 'fits', names }
}

function findEnd(bytes: Buffer): number | null {
  const first = Math.max(0, bytes.length - 65_557)
  for (let at = bytes.length - 22; at >= first; at--) {
    if (bytes.readUInt32LE(at) === endOfDirectory) return at
  }
  return null
}

function checkEntry(
  bytes: Buffer,
  entry: {
    readonly offset: number
    readonly packed: number
    readonly unpacked: number
    readonly method: number
  },
): 'fits' | 'broken' | 'tooLarge' {
  if (bytes.readUInt32LE(entry.offset) !== localEntry) return 'broken'
  const start =
    entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28)
  if (start + entry.packed > bytes.length) return 'broken'
  if (entry.method === 0) return entry.packed === entry.unpacked ? 'fits' : 'broken'
  if (entry.method !== 8) return 'broken'
  try {
    const real = inflateRawSync(bytes.subarray(start, start + entry.packed), {
      maxOutputLength: Math.max(1, entry.unpacked),
    })
    return real.length === entry.unpacked ? 'fits' : 'broken'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'broken'
  }
}
