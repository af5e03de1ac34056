/** How much room there is, and how much a folder takes. */

import { readdir, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface Room {
  readonly free: number
  readonly total: number
}

/** The room on the disk of a folder, or of the nearest folder above it that exists. */
export async function roomAt(folder: string): Promise<Room> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { free: bavail * bsize, total: blocks * bsize }
  } catch (error) {
    const above = dirname(folder)
    if (above === folder) throw error
    return roomAt(above)
  }
}

/** Bytes and number of all files below a folder; nothing if there is none. Files that vanish meanwhile are left out. */
export async function sizeOfFolder(
  folder: string,
): Promise<{ readonly files: number; readonly bytes: number }> {
  let files = 0
  let bytes = 0
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const inside = await sizeOfFolder(path)
      files += inside.files
      bytes += inside.bytes
    } else if (entry.isFile()) {
      const size = (await stat(path).catch(() => null))?.size
      if (size === undefined) continue
      files++
      bytes += size
    }
  }
  return { files, bytes }
}

/** Bytes as people read them. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
