/** Figures that are worth keeping while the answers that they are of stand, and not a moment longer. */

/**
 * Keeps of each key the last that was made, for as long as its stamp is asked for; of more keys than `limit` the least
 * recently used goes. So what moves with every answer never piles up, however long people watch it.
 */
export function keepingLatest<T>(
  limit: number,
): (key: string, stamp: string, make: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, { readonly stamp: string; readonly made: Promise<T> }>()
  return (key, stamp, make) => {
    const known = kept.get(key)
    kept.delete(key)
    const made = known?.stamp === stamp ? known.made : make()
    kept.set(key, { stamp, made })
    if (made !== known?.made)
      made.catch(() => {
        if (kept.get(key)?.made === made) kept.delete(key)
      })
    for (const oldest of kept.keys()) {
      if (kept.size <= limit) break
      kept.delete(oldest)
    }
    return made
  }
}
