/** Files as phones send them: a photo that knows where it was taken, a recording that knows when. */

import { createHash } from 'node:crypto'
import sharp from 'sharp'

/** Words that stand in the metadata of what is made here. */
export const camera = 'PeculiarCamera 9000'
export const recorder = 'PeculiarRecorder+39.9042+116.4074/'

/** A JPEG of that size with camera, time and place in its EXIF, turned on its side as phones do. */
export function photo(width = 60, height = 40): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .withExif({
      IFD0: { Make: camera, Copyright: '张三', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 15/1', GPSLongitudeRef: 'E' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

/** The boxes of an MP4 with time and place; its media are noise. */
export function recording(): Buffer {
  const times = Buffer.alloc(100, 0)
  times.writeUInt32BE(0xe1_23_45_67, 4)
  times.writeUInt32BE(0xe1_23_45_68, 8)
  const media = Buffer.from('the media themselves stay as they are')
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\x02\0isommp41', 'latin1')),
    box(
      'moov',
      box('mvhd', times),
      box('trak', box('tkhd', times), box('mdia', box('mdhd', times))),
      box('udta', box('\xa9xyz', Buffer.from(`\0\x1f\x15\xc7${recorder}`, 'latin1'))),
    ),
    box('mdat', media),
  ])
}

/** The name that an answer gives to these bytes. */
export function attachmentName(bytes: Buffer, ending: string): string {
  return `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.${ending}`
}
