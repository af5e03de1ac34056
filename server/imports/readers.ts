/** Reading Excel and Word files away from the thread that takes in answers, within a time and a memory limit. */

import { Worker } from 'node:worker_threads'
import { limits, refuse, type Read } from './file.ts'
import type { WordDraft } from './word/word.ts'
import type { Sheet } from './workbook.ts'

/** What the worker is told to do. */
export interface Order {
  readonly reader: 'workbook' | 'word'
  readonly bytes: Uint8Array
}

/** The sheets of an .xlsx or .xls file as text cells, or why it cannot be read. Never rejects. */
export function readSheets(bytes: Buffer): Promise<Read<{ readonly sheets: readonly Sheet[] }>> {
  return inTurn({ reader: 'workbook', bytes }, async () =>
    (await import('./workbook.ts')).parseWorkbook(bytes),
  )
}

/** A .docx file as the lines of a draft, or why it cannot be read. Never rejects. */
export function readWord(bytes: Buffer): Promise<Read<{ readonly draft: WordDraft }>> {
  return inTurn({ reader: 'word', bytes }, async () => (await import('./word/word.ts')).parseWord(bytes))
}

/** Files are read one after the other: a second core stays free for intake. */
let last: Promise<unknown> = Promise.resolve()

function inTurn<T>(order: Order, here: () => Promise<Read<T>>): Promise<Read<T>> {
  // Straight from the sources (tests) there is no compiled worker to start.
  const mine = last.then(() => (import.meta.url.endsWith('.ts') ? here() : inWorker<T>(order)))
  last = mine
  return mine
}

function inWorker<T>(order: Order): Promise<Read<T>> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./reading-worker.js', import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    const finish = (read: Read<T>) => {
      clearTimeout(timer)
      resolve(read)
      void worker.terminate()
    }
    const timer = setTimeout(
      () => finish(refuse('tookTooLong', { seconds: limits.milliseconds / 1000 })),
      limits.milliseconds,
    )
    worker.once('message', (read: Read<T>) => finish(read))
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
