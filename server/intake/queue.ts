/** The queue before the store: all answers that arrived in one turn of the event loop are one durable commit. */

import { Problem } from '../problem.ts'
import type { Incoming, Received, Store } from '../store/store.ts'
import type { Intake, IntakeState } from './intake.ts'

export interface IntakeOptions {
  /** How many answers may wait or be under way; more are refused at once. */
  readonly capacity?: number
  /** How many go into one transaction at most. */
  readonly batchSize?: number
  /** Told what came of each answer. */
  readonly heard?: (outcome: Received['outcome']) => void
}

interface Waiting {
  readonly incoming: Incoming
  readonly resolve: (received: Received) => void
  readonly reject: (reason: unknown) => void
}

/** Makes the intake of a process. It alone holds what is accepted but not yet committed; nobody has a receipt for it. */
export function createIntake(store: Store, options: IntakeOptions = {}): Intake {
  const { capacity = 10_000, batchSize = 500, heard = () => undefined } = options
  let queue: Waiting[] = []
  let underWay = 0
  let draining: Promise<void> | null = null
  let closing = false
  let refused = 0
  let trouble: IntakeState['trouble'] = null
  const watchers = createWatchers()
  const stopWatching = store.submissions.watch(watchers.changed)

  const drain = async (): Promise<void> => {
    // The turn ends first: what arrives together is committed together.
    await turn()
    while (queue.length > 0) {
      const batch = queue.slice(0, batchSize)
      queue = queue.slice(batchSize)
      underWay = batch.length
      const failure = await commit(store, batch, heard)
      if (failure === null) trouble = null
      else trouble ??= { since: new Date(), words: failure }
      underWay = 0
      await turn()
    }
    draining = null
  }

  return {
    receive: (incoming) =>
      new Promise((resolve, reject) => {
        if (closing || queue.length + underWay >= capacity) {
          refused++
          reject(new Problem('unavailable'))
          return
        }
        queue.push({ incoming, resolve, reject })
        draining ??= drain()
      }),
    watch: watchers.watch,
    state: () => ({ waiting: queue.length + underWay, capacity, refused, trouble }),
    close: async () => {
      closing = true
      await draining
      stopWatching()
      watchers.stop()
    },
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/**
 * Commits a batch and replies. If it fails, each goes alone, so that a bad one harms nobody but itself; where the
 * database is away, all are refused at once: whether the commit had come through is then open, and a re-send tells.
 * Returns why nothing at all could be stored, or null.
 */
async function commit(
  store: Store,
  batch: readonly Waiting[],
  heard: (outcome: Received['outcome']) => void,
): Promise<string | null> {
  try {
    const received = await store.submissions.receive(batch.map(({ incoming }) => incoming))
    for (const [place, { resolve, reject }] of batch.entries()) {
      const reply = received[place]
      if (reply) resolve(reply)
      else reject(new Error('receive: the store gave no outcome for an answer'))
      if (reply) heard(reply.outcome)
    }
    return null
  } catch (error) {
    // Only what the database itself suffers; a mistake with one answer says nothing of the next.
    if (isAway(error)) {
      for (const { reject } of batch) reject(error)
      return error.message
    }
    if (batch.length === 1) batch[0]?.reject(error)
    else for (const waiting of batch) await commit(store, [waiting], heard)
    return null
  }
}

function isAway(error: unknown): error is Error {
  return error instanceof Error && error.name === 'DatabaseUnavailable'
}

/** Listeners by collection. However many commits a turn brings, each listener is called once after it. */
function createWatchers() {
  const listeners = new Map<string, Set<() => void>>()
  let pending = new Set<string>()
  let scheduled: NodeJS.Immediate | null = null
  const tell = (): void => {
    const changed = pending
    pending = new Set()
    scheduled = null
    for (const id of changed) for (const listener of listeners.get(id) ?? []) listener()
  }
  return {
    changed: (changed: readonly string[] | 'all'): void => {
      for (const id of changed === 'all' ? listeners.keys() : changed) if (listeners.has(id)) pending.add(id)
      if (pending.size > 0) scheduled ??= setImmediate(tell)
    },
    watch: (id: string, listener: () => void): (() => void) => {
      const those = listeners.get(id) ?? new Set()
      listeners.set(id, those.add(listener))
      return () => {
        those.delete(listener)
        if (those.size === 0 && listeners.get(id) === those) listeners.delete(id)
      }
    },
    stop: (): void => {
      if (scheduled) clearImmediate(scheduled)
      listeners.clear()
    },
  }
}
