/** Reading a spreadsheet away from the thread that takes in answers, within a time and a memory limit. */

import { Worker } from 'node:worker_threads'
import { limits, refuse, type Read } from './file.ts'
import type { Sheet } from './workbook.ts'

type Sheets = Read<{ readonly sheets: readonly Sheet[] }>

/** Files are read one after the other: a second core stays free for intake. */
let last: Promise<unknown> = Promise.resolve()

/** The sheets of an .xlsx or .xls file as text cells, or why it cannot be read. Never rejects. */
export function readSheets(bytes: Buffer): Promise<Sheets> {
  const mine = last.then(() => readInWorker(bytes))
  last = mine
  return mine
}

async function readInWorker(bytes: Buffer): Promise<Sheets> {
  // Straight from the sources (tests) there is no compiled worker to start.
  if (import.meta.url.endsWith('.ts')) return (await import('./workbook.ts')).parseWorkbook(bytes)
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./workbook-worker.js', import.meta.url), {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    const finish = (sheets: Sheets) => {
      clearTimeout(timer)
      resolve(sheets)
      void worker.terminate()
    }
    const timer = setTimeout(
      () => finish(refuse('tookTooLong', { seconds: limits.milliseconds / 1000 })),
      limits.milliseconds,
    )
    worker.once('message', (sheets: Sheets) => finish(sheets))
    worker.once('error', (error: NodeJS.ErrnoException) =>
      finish(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? refuse('unpacksTooLarge', { limit: limits.unpackedBytes / 1024 / 1024 })
          : refuse('brokenFile'),
      ),
    )
    worker.once('exit', () => finish(refuse('brokenFile')))
  })
}
