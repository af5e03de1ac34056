/** Receiving a submission: bounded queue, group commit, one reply to each after the commit. */

import type { Incoming, Received } from '../store/store.ts'

export interface Intake {
  /** Resolves after the answer is durably committed. Rejects with Problem 'unavailable' when the queue is full or closing. */
  receive(incoming: Incoming): Promise<Received>
  /** Called after every commit that changed the collection; returns how to stop listening. */
  watch(collectionId: string, listener: () => void): () => void
  state(): IntakeState
  /** Commits what is queued, then refuses more. */
  close(): Promise<void>
}

/** How the queue stands. */
export interface IntakeState {
  /** Answers that wait for their commit or are in one. */
  readonly waiting: number
  readonly capacity: number
  /** Answers turned away because the queue was full or closing. */
  readonly refused: number
  /** Since when commits fail, and why; null as soon as one succeeds. */
  readonly trouble: { readonly since: Date; readonly words: string } | null
}
