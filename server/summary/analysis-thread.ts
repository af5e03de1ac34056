/**
 * Statistics of many answers are worked out by a thread of their own, so that taking in answers never waits for them.
 * There is one such thread, started with the first job and ended when there has been none for a while; it works on the
 * very columns that the frame cache holds.
 */

import { Worker } from 'node:worker_threads'
import type { CollectionFrame, SharedHeld } from './held.ts'
import type { AnswerOf, Jobs, OrderOf, Told } from './jobs.ts'
import type { Part } from './stamp.ts'

/** Fewer rows than this are worked out on the spot: sooner done than handed over. */
export const apartFrom = 100_000
const idleFor = 60_000

export interface Message {
  readonly number: number
  readonly name: keyof Jobs
  /** The frame, unless it is that of the message before. */
  readonly frame: SharedHeld | null
  readonly stamp: string
  readonly rows: Uint32Array | null
  readonly order: unknown
  readonly beside: unknown
}
export interface Reply {
  readonly number: number
  readonly progress?: { readonly done: number; readonly of: number }
  readonly answer?: unknown
  readonly error?: { readonly name: string; readonly message: string }
}

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
  readonly told: Told
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
  frame: SharedHeld | null
  idle: NodeJS.Timeout | null
}

let thread: Thread | null = null
let count = 0

/**
 * Works a job out on a part of a frame, apart if it is large. The order and the answer are plain data; so is `beside`,
 * which belongs to the frame and does not tell orders apart.
 */
export async function runAnalysis<Name extends keyof Jobs>(
  name: Name,
  {
    held,
    part,
    from = apartFrom,
    beside = null,
  }: {
    readonly held: CollectionFrame
    readonly part: Part
    readonly from?: number
    readonly beside?: unknown
  },
  order: OrderOf<Name>,
  told: Told = () => undefined,
): Promise<AnswerOf<Name>> {
  // Straight from the sources (tests) there is no compiled worker to start.
  if (held.received < from || import.meta.url.endsWith('.ts')) {
    const { jobs } = await import('./jobs.ts')
    const job = jobs[name] as (
      held: CollectionFrame,
      part: Part,
      order: OrderOf<Name>,
      told: Told,
      beside: unknown,
    ) => Promise<AnswerOf<Name>> | AnswerOf<Name>
    return job(held, part, order, told, beside)
  }
  // A page that comes again while its figures are being made waits for the same ones.
  const key = JSON.stringify([name, part.stamp, order])
  const begun = answersOf(held)
  const known = begun.get(key)
  if (known) return known as Promise<AnswerOf<Name>>
  const answer = workApart(name, { held, part, beside }, order, told)
  begun.set(key, answer)
  answer.catch(() => begun.delete(key))
  for (const oldest of begun.keys()) {
    if (begun.size <= answersKept) break
    begun.delete(oldest)
  }
  return answer as Promise<AnswerOf<Name>>
}

const answersKept = 20
const answers = new WeakMap<SharedHeld, Map<string, Promise<unknown>>>()

/** What was asked of a frame, the oldest first. */
function answersOf({ shared }: CollectionFrame): Map<string, Promise<unknown>> {
  const known = answers.get(shared)
  if (known) return known
  const made = new Map<string, Promise<unknown>>()
  answers.set(shared, made)
  return made
}

function workApart(
  name: keyof Jobs,
  { held, part, beside }: { readonly held: CollectionFrame; readonly part: Part; readonly beside: unknown },
  order: unknown,
  told: Told,
): Promise<unknown> {
  const to = (thread ??= startThread())
  if (to.idle) clearTimeout(to.idle)
  // A command waits for its jobs; a thread without any keeps no process alive.
  to.worker.ref()
  const number = ++count
  const answer = new Promise((resolve, reject) => to.waiting.set(number, { resolve, reject, told }))
  const frame = to.frame === held.shared ? null : held.shared
  to.frame = held.shared
  to.worker.postMessage({
    number,
    name,
    frame,
    stamp: part.stamp,
    rows: part.rows,
    order,
    beside,
  } satisfies Message)
  return answer
}

function startThread(): Thread {
  const worker = new Worker(new URL('./analysis-worker.js', import.meta.url))
  const made: Thread = { worker, waiting: new Map(), frame: null, idle: null }
  const end = (error: unknown) => {
    if (thread === made) thread = null
    for (const { reject } of made.waiting.values()) reject(error)
    made.waiting.clear()
  }
  worker.on('message', ({ number, progress, answer, error }: Reply) => {
    const waiting = made.waiting.get(number)
    if (progress) return waiting?.told(progress.done, progress.of)
    made.waiting.delete(number)
    if (error === undefined) waiting?.resolve(answer)
    else waiting?.reject(named(error.name, error.message))
    if (made.waiting.size > 0) return
    worker.unref()
    made.idle = setTimeout(() => {
      if (thread === made) thread = null
      void worker.terminate()
    }, idleFor).unref()
  })
  worker.once('error', end)
  worker.once('exit', (code) => end(new Error(`the thread for analysis ended with ${code}`)))
  worker.unref()
  return made
}

function named(name: string, message: string): Error {
  const error = new Error(message)
  error.name = name
  return error
}
