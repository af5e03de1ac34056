/** Word that answers of a collection, or the collection itself, have changed: inside this process, and to and from others. */

/** Ids of collections; 'all' after a time in which word from other processes may have been lost. */
export type Changed = readonly string[] | 'all'

/** The other processes on the same database. */
export interface Others {
  /** Tells them; soon, and without waiting for it. */
  tell(collectionIds: readonly string[]): void
  listen(listener: (changed: Changed) => void): void
  /** Whether word from them arrives just now; if not, nothing that they may change can be kept. */
  hearing(): boolean
}

export interface Changes {
  /** Tells all listeners, in the order in which they began to listen, and the other processes. Only after the commit. */
  announce(collectionIds: readonly string[]): void
  listen(listener: (changed: Changed) => void): () => void
}

/** `others`: null where this process is alone. */
export function createChanges(others: Others | null): Changes {
  const listeners = new Set<(changed: Changed) => void>()
  const tell = (changed: Changed) => {
    for (const listener of listeners) listener(changed)
  }
  others?.listen(tell)
  return {
    announce: (collectionIds) => {
      tell(collectionIds)
      others?.tell(collectionIds)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
