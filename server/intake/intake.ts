/** Receiving a submission: bounded queue, group commit, one reply to each after the commit. */

import type { Incoming, Received } from '../store/store.ts'

export interface Intake {
  /** Resolves after the answer is durably committed. Rejects with Problem 'unavailable' when the queue is full or closing. */
  receive(incoming: Incoming): Promise<Received>
  /** Called after every commit that changed the collection; returns how to stop listening. */
  watch(collectionId: string, listener: () => void): () => void
  /** Commits what is queued, then refuses more. */
  close(): Promise<void>
}
