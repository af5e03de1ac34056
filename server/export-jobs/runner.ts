/**
 * Makes the files that take a while, a few at a time: each tells how far it is, ends when nobody wants it any more, and
 * is there whole or not at all.
 */

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import type { NewExportJob, Store } from '../store/store.ts'
import { partOf, seal } from './sealed-file.ts'

export interface ExportOrder {
  readonly job: NewExportJob
  /** The file in pieces; `heard` is told of answers that were read, and throws once the file is not wanted. */
  readonly make: (heard: (answers: number) => void) => Promise<AsyncIterable<Buffer> | Iterable<Buffer>>
}

export interface ExportRunner {
  /** Begins when others are done; the id of the job. Rejects with a Problem where too many wait already. */
  start(order: ExportOrder): Promise<string>
  /** Ends one by the wish of a person, wherever it runs, and deletes its file. */
  end(id: string, state: 'cancelled' | 'removed'): Promise<void>
  /** Where the file of a job stands. */
  place(id: string): string
  /** Ends all of them with the server. */
  stop(): Promise<void>
}

export interface RunnerOptions {
  readonly store: Store
  /** Of the files; made where it is not there. */
  readonly folder: string
  readonly now: () => Date
  /** A file that could not be made, for the log. */
  readonly failed: (error: unknown) => void
}

/** Made at the same time by a process, waiting in it, and unfinished of one person on a topic. */
export const mostAtOnce = 2
export const mostWaiting = 20
export const mostOfPerson = 5
/** A file is kept for so long. */
export const hoursKept = 24
const tellEvery = 1_000

interface Job {
  readonly id: string
  readonly order: ExportOrder
  readonly abort: AbortController
  read: number
  bytes: number
}

export function createRunner({ store, folder, now, failed }: RunnerOptions): ExportRunner {
  const waiting: Job[] = []
  const running = new Map<string, { readonly job: Job; readonly end: Promise<void> }>()
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  const place = (id: string) => join(folder, `${id}.sealed`)
  const instant = () => now().toISOString()

  const next = () => {
    if (stopped) return
    for (const job of waiting.splice(0, mostAtOnce - running.size)) {
      const end = run(job).finally(() => {
        running.delete(job.id)
        next()
      })
      running.set(job.id, { job, end })
    }
    if (running.size > 0) timer ??= setInterval(() => void tell().catch(failed), tellEvery).unref()
    else idle()
  }

  const idle = () => {
    if (timer) clearInterval(timer)
    timer = null
  }

  const run = async (job: Job): Promise<void> => {
    try {
      await make(job)
    } catch (error) {
      const unwanted = job.abort.signal.aborted
      if (!unwanted) failed(error)
      await rm(place(job.id), { force: true }).catch(failed)
      const state = stopped ? 'interrupted' : unwanted ? 'cancelled' : 'failed'
      await store.exportJobs.end(job.id, state, instant()).catch(failed)
    }
  }

  const make = async (job: Job): Promise<void> => {
    const { id, order, abort } = job
    if (!(await store.exportJobs.begin(id, instant()))) return
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const pieces = await order.make((answers) => {
      abort.signal.throwIfAborted()
      job.read += answers
    })
    const fileKey = await seal(place(id), pieces, (bytes) => {
      abort.signal.throwIfAborted()
      job.bytes += bytes
    })
    const expiresAt = new Date(now().getTime() + hoursKept * 3_600_000).toISOString()
    const { read, bytes } = job
    // An erasure or a cancel that came meanwhile: then the file must go.
    const kept = await store.exportJobs.finish(id, { read, bytes, fileKey, expiresAt }, instant())
    if (!kept) await rm(place(id), { force: true })
  }

  /** What other processes and pages see; a job that was ended elsewhere ends here too. */
  const tell = async () => {
    for (const job of [...[...running.values()].map((each) => each.job), ...waiting])
      if (!(await store.exportJobs.heard(job.id, job, instant()))) drop(job.id)
  }

  const drop = (id: string) => {
    running.get(id)?.job.abort.abort()
    const at = waiting.findIndex((job) => job.id === id)
    if (at >= 0) waiting.splice(at, 1)
  }

  return {
    place,
    start: async (order) => {
      const { topicId, personId } = order.job
      const own = await store.exportJobs.list(topicId, personId)
      const unfinished = own.filter(({ state }) => state === 'waiting' || state === 'running').length
      if (stopped || waiting.length >= mostWaiting || unfinished >= mostOfPerson)
        throw new Problem('tooManyExports', { limit: mostOfPerson })
      const id = await store.exportJobs.add(order.job, instant())
      waiting.push({ id, order, abort: new AbortController(), read: 0, bytes: 0 })
      next()
      return id
    },
    end: async (id, state) => {
      await store.exportJobs.end(id, state, instant())
      const under = running.get(id)
      drop(id)
      await under?.end
      await rm(place(id), { force: true })
      await rm(partOf(place(id)), { force: true })
    },
    stop: async () => {
      stopped = true
      for (const { id } of waiting.splice(0)) await store.exportJobs.end(id, 'interrupted', instant())
      const ends = [...running.values()].map(({ job, end }) => {
        job.abort.abort()
        return end
      })
      await Promise.all(ends)
      idle()
    },
  }
}
