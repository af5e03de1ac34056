/** A zip archive that is written while its parts are made: in bounded memory, the same bytes for the same parts. */

import { Readable } from 'node:stream'
import yazl from 'yazl'
import type { Day } from '../store/store.ts'

export interface Part {
  readonly name: string
  /** Called when the archive comes to this part. */
  readonly pieces: () => AsyncIterable<Buffer> | Iterable<Buffer>
}

/** Dated at the day's start in UTC, so that nothing tells when it was made. */
export function archive(parts: readonly Part[], day: Day): AsyncIterable<Buffer> {
  const zip = new yazl.ZipFile()
  const options = { mtime: new Date(`${day}T00:00:00Z`), mode: 0o100644 }
  for (const { name, pieces } of parts) {
    zip.addReadStreamLazy(name, options, (give) => {
      const part = Readable.from(pieces(), { objectMode: false, highWaterMark: 1 << 18 })
      // The library leaves this to its caller: unheard, it would end the whole process.
      part.on('error', (error: Error) => zip.emit('error', error))
      give(null, part)
    })
  }
  zip.end()
  // A part that fails ends the archive with its error, so that a cut file never looks whole.
  const stream = zip.outputStream as Readable
  zip.on('error', (error: Error) => stream.destroy(error))
  return stream as AsyncIterable<Buffer>
}
