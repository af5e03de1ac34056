/** Pictures are drawn anew, so that nothing but what can be seen is kept: no place, no time, no device (promise 1). */

import { rename } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { withinRoom } from './turns.ts'

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

/**
 * As many at once as there are processors, and together no more pixels than one picture may have, so that a hall full of
 * photos does not take all memory.
 */
const turn = withinRoom(mostPixels)
const atLeast = Math.ceil(mostPixels / availableParallelism())

/**
 * Huffman tables as the standard gives them: half the work of such that are made for the picture, and the same picture
 * in bytes about 5 % more.
 */
const jpeg = { quality: 86, optimiseCoding: false }

/**
 * Draws the picture in the file anew, upright, at most `longestSide` pixels long, and puts it in the file's place.
 * Gives its type, or null where it cannot be read as a picture. With `keepsPlace` it keeps what the camera wrote into it.
 */
export async function redraw(
  path: string,
  type: string,
  longestSide: number | null,
  keepsPlace = false,
): Promise<string | null> {
  const wanted = formats[type as keyof typeof formats]
  if (wanted === undefined) return null
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  const drawn = `${path}.drawn`
  try {
    const animated = wanted.format === 'gif' || wanted.format === 'webp'
    const reading = { limitInputPixels: mostPixels, failOn: 'error', animated } as const
    const { width, height, pages = 1 } = await sharp(path, reading).metadata()
    await turn(Math.max(width * height * pages, atLeast), async () => {
      const upright = sharp(path, reading).autoOrient()
      const sized =
        longestSide === null
          ? upright
          : upright.resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      const kept = keepsPlace ? sized.keepExif() : sized
      await kept.toFormat(wanted.format, wanted.format === 'jpeg' ? jpeg : {}).toFile(drawn)
    })
  } catch {
    // sharp's reasons speak of files and codecs; people are told that it is no readable picture.
    return null
  }
  await rename(drawn, path)
  return wanted.type
}
