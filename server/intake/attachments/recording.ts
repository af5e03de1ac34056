/**
 * Sound and video of phones (MP4, MOV, M4A, 3GP) name the place and the moment of the recording in boxes beside the
 * media. Those boxes are blanked where they stand, so that the media keep their places in the file.
 */

import { open, type FileHandle } from 'node:fs/promises'

/** Boxes that only hold other boxes and may hold what is looked for. */
const holders = new Set(['moov', 'trak', 'mdia', 'moof', 'traf'])
/** User data, metadata, and what makers add: places, times, devices. `free` is what players skip. */
const telling = new Set(['udta', 'meta', 'uuid', 'XMP_', 'loci'])
/** Headers that begin with version, flags and the times of making and changing. */
const timed = new Set(['mvhd', 'tkhd', 'mdhd'])
const mostBoxes = 20_000

/** Types whose files are made of boxes. */
export function isBoxed(type: string): boolean {
  return /^(?:audio\/(?:mp4|x-m4a)|video\/(?:mp4|x-m4v|quicktime|3gpp2?))$/.test(type)
}

/** Blanks place, time and device in a file of boxes. False where the boxes do not make sense. */
export async function blankMetadata(path: string): Promise<boolean> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    return await walk(file, 0, size, { left: mostBoxes })
  } finally {
    await file.close()
  }
}

async function walk(file: FileHandle, start: number, end: number, count: { left: number }): Promise<boolean> {
  let at = start
  while (at + 8 <= end) {
    if (count.left-- === 0) return false
    const head = Buffer.alloc(16)
    const { bytesRead } = await file.read(head, 0, 16, at)
    if (bytesRead < 8) return false
    const box = readHead(head, end - at)
    if (!box || at + box.size > end) return false
    const { type, size, header } = box
    if (holders.has(type)) {
      if (!(await walk(file, at + header, at + size, count))) return false
    } else if (telling.has(type)) await blank(file, at, header, size)
    else if (timed.has(type)) await blankTimes(file, at + header, size - header)
    at += size
  }
  return true
}

function readHead(head: Buffer, room: number) {
  const type = head.toString('latin1', 4, 8)
  const short = head.readUInt32BE(0)
  if (short === 0) return { type, size: room, header: 8 }
  if (short === 1) {
    const long = head.readBigUInt64BE(8)
    return long < 16n || long > BigInt(room) ? null : { type, size: Number(long), header: 16 }
  }
  return short < 8 ? null : { type, size: short, header: 8 }
}

async function blank(file: FileHandle, at: number, header: number, size: number): Promise<void> {
  await file.write(Buffer.from('free', 'latin1'), 0, 4, at + 4)
  const zeros = Buffer.alloc(65_536)
  for (let done = header; done < size; done += zeros.length)
    await file.write(zeros, 0, Math.min(zeros.length, size - done), at + done)
}

/** Times are 4 bytes each in version 0 and 8 in version 1. */
async function blankTimes(file: FileHandle, at: number, room: number): Promise<void> {
  const version = Buffer.alloc(1)
  await file.read(version, 0, 1, at)
  const length = version[0] === 1 ? 16 : 8
  if (room >= 4 + length) await file.write(Buffer.alloc(length), 0, length, at + 4)
}
