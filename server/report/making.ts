/** Has documents made in the report's thread, which is started when somebody asks for one and ends when nobody does. */

import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Problem } from '../problem.ts'
import { root } from '../root.ts'
import type { Report } from './blocks.ts'
import type { Outcome } from './worker.ts'

export interface Made {
  readonly bytes: Buffer
  /** Why charts could not be drawn; null where they were. */
  readonly undrawn: string | null
}

interface Waiting {
  readonly resolve: (made: Made) => void
  readonly reject: (error: Error) => void
}

/** As many as may wait for their document at a time. */
const mostWaiting = 12
const idleMs = 60_000

let thread: Worker | null = null
let idle: NodeJS.Timeout | null = null
let next = 1
const waiting = new Map<number, Waiting>()

export function wordReport(report: Report): Promise<Made> {
  if (waiting.size >= mostWaiting) return Promise.reject(new Problem('unavailable'))
  if (idle) clearTimeout(idle)
  const id = next++
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    thread ??= started()
    thread.ref()
    thread.postMessage({ id, report })
  })
}

function started(): Worker {
  const worker = new Worker(join(root, 'build/server/report/worker.js'), {
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  worker.on('message', (outcome: Outcome) => {
    const asked = waiting.get(outcome.id)
    waiting.delete(outcome.id)
    if (waiting.size === 0) rest(worker)
    if ('failed' in outcome) asked?.reject(new Error(`report: ${outcome.failed}`))
    else asked?.resolve({ bytes: Buffer.from(outcome.bytes), undrawn: outcome.undrawn })
  })
  worker.on('error', (error) => gone(worker, error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => gone(worker, new Error('report: the thread ended')))
  return worker
}

/** Nothing to do: the thread keeps no process alive, and ends after a minute. */
function rest(worker: Worker): void {
  worker.unref()
  idle = setTimeout(() => {
    if (thread === worker) thread = null
    void worker.terminate()
  }, idleMs)
  idle.unref()
}

function gone(worker: Worker, error: Error): void {
  if (thread !== worker) return
  thread = null
  for (const { reject } of waiting.values()) reject(error)
  waiting.clear()
}
