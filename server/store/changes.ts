/** Word inside this process that answers of a collection, or the collection itself, have changed. */

export interface Changes {
  /** Tells all listeners, in the order in which they began to listen. Only after the commit. */
  announce(collectionIds: readonly string[]): void
  listen(listener: (collectionIds: readonly string[]) => void): () => void
}

export function createChanges(): Changes {
  const listeners = new Set<(collectionIds: readonly string[]) => void>()
  return {
    announce: (collectionIds) => {
      for (const listener of listeners) listener(collectionIds)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
