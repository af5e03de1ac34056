/**
 * Checks of large files, which take longer than a page: held by this process while they run and a while after, so that
 * the page can say how far they have come, and give them up. Another process has none of them and begins anew.
 */

import { randomBytes } from 'node:crypto'
import type { Checked } from '../../imports/answers/check.ts'

export interface Running {
  readonly id: string
  readonly of: number
  readonly done: () => number
  readonly outcome: Promise<Checked>
  readonly cancel: () => void
}

/** So many at a time: each holds its file's answers in memory. */
const most = 8
const keptFor = 10 * 60_000

const running = new Map<string, Running & { readonly who: string; readonly since: number }>()

export interface Work {
  /** Who asked: nobody else sees it. */
  readonly who: string
  readonly of: number
  readonly run: (told: (rows: number) => void, signal: AbortSignal) => Promise<Checked>
}

/** Begins; null where too many are under way. */
export function begun({ who, of, run }: Work, now: number): Running | null {
  for (const [id, { since }] of running) if (now - since > keptFor) running.delete(id)
  if (running.size >= most) return null
  const id = randomBytes(16).toString('base64url')
  const ends = new AbortController()
  let done = 0
  const outcome = run((rows) => (done = rows), ends.signal)
  // Whoever asks for the outcome hears of a failure; nobody may.
  outcome.catch(() => running.delete(id))
  const one = { id, who, of, since: now, done: () => done, outcome, cancel: () => ends.abort() }
  running.set(id, one)
  return one
}

export function runningOf(id: string, who: string): Running | null {
  const one = running.get(id)
  return one && one.who === who ? one : null
}

export function ended(id: string): void {
  running.delete(id)
}
