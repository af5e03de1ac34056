/** The worker thread of analysis-thread.ts: jobs on frames that it shares with the server, one after the other. */

import { parentPort } from 'node:worker_threads'
import { framePart } from '../../analysis/filter.ts'
import type { Message, Reply } from './analysis-thread.ts'
import { standBack } from './gentle.ts'
import { heldFrom, type CollectionFrame } from './held.ts'
import { jobs, type Told } from './jobs.ts'
import type { Part } from './stamp.ts'

standBack()

let held: CollectionFrame | null = null
let part: Part | null = null

type AnyJob = (held: CollectionFrame, part: Part, order: unknown, told: Told, beside: unknown) => unknown

parentPort?.on('message', ({ number, name, frame, stamp, rows, order, beside }: Message) => {
  const reply = (of: Reply) => parentPort?.postMessage(of)
  const work = async () => {
    if (frame !== null) {
      held = heldFrom(frame)
      part = null
    }
    if (!held) throw new Error('the thread has no frame')
    // Parts are made column by column: what one job has read is there for the next.
    if (part?.stamp !== stamp)
      part = { stamp, rows, frame: rows === null ? held.frame : framePart(held.frame, rows) }
    const progress: Told = (done, of) => reply({ number, progress: { done, of } })
    const answer = await (jobs[name] as AnyJob)(held, part, order, progress, beside)
    reply({ number, answer })
  }
  work().catch((error: unknown) => {
    const { name: kind, message } = error instanceof Error ? error : new Error(String(error))
    reply({ number, error: { name: kind, message } })
  })
})
