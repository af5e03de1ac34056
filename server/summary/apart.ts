/** Frames that take long are read by a thread of their own, so that taking in answers never waits for them. */

import { Worker } from 'node:worker_threads'
import { readFrame, type FrameOrder, type FrameReply } from './frame-reading.ts'

/** One after the other: a second core stays free for intake. */
let last: Promise<unknown> = Promise.resolve()

/** `told`: how many answers have been read so far. */
export function readApart(order: FrameOrder, told: (rows: number) => void): Promise<FrameReply> {
  const mine = last.then(
    () => readNow(order, told),
    () => readNow(order, told),
  )
  last = mine.catch(() => undefined)
  return mine
}

function readNow(order: FrameOrder, told: (rows: number) => void): Promise<FrameReply> {
  // Straight from the sources (tests) there is no compiled worker to start.
  if (import.meta.url.endsWith('.ts')) return readFrame(order, told)
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./frame-worker.js', import.meta.url), { workerData: order })
    worker.on('message', (message: { readonly rows?: number; readonly reply?: FrameReply }) => {
      if (message.rows !== undefined) told(message.rows)
      if (message.reply) resolve(message.reply)
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread that reads a frame ended with ${code}`)))
  })
}
