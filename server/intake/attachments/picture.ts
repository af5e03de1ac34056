/** Pictures are drawn anew, so that nothing but what can be seen is kept: no place, no time, no device (promise 1). */

import { rename } from 'node:fs/promises'
import { oneByOne } from './turns.ts'

/** As sharp names them, and the type that the redrawn picture has. */
const formats = {
  'image/jpeg': { format: 'jpeg', type: 'image/jpeg' },
  'image/png': { format: 'png', type: 'image/png' },
  'image/webp': { format: 'webp', type: 'image/webp' },
  'image/gif': { format: 'gif', type: 'image/gif' },
  'image/avif': { format: 'jpeg', type: 'image/jpeg' },
  'image/tiff': { format: 'jpeg', type: 'image/jpeg' },
} as const

/** More than any phone's camera; a small file may claim to be huge. */
const mostPixels = 120_000_000

/** One at a time, so that a hall full of photos does not take all memory. */
const turn = oneByOne()

/**
 * Draws the picture in the file anew, upright, at most `longestSide` pixels long, and puts it in the file's place.
 * Gives its type, or null where it cannot be read as a picture.
 */
export function redraw(path: string, type: string, longestSide: number | null): Promise<string | null> {
  const wanted = formats[type as keyof typeof formats]
  if (wanted === undefined) return Promise.resolve(null)
  return turn(async () => {
    const { default: sharp } = await import('sharp')
    sharp.cache(false)
    sharp.concurrency(1)
    const drawn = `${path}.drawn`
    try {
      const animated = wanted.format === 'gif' || wanted.format === 'webp'
      const picture = sharp(path, { limitInputPixels: mostPixels, failOn: 'error', animated })
      const upright = picture.autoOrient()
      const sized =
        longestSide === null
          ? upright
          : upright.resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      await sized.toFormat(wanted.format, wanted.format === 'jpeg' ? { quality: 86 } : {}).toFile(drawn)
    } catch {
      // sharp's reasons speak of files and codecs; people are told that it is no readable picture.
      return null
    }
    await rename(drawn, path)
    return wanted.type
  })
}
