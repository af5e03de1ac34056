/** Work that must not all run at once. */

interface Waiting {
  readonly weight: number
  readonly begin: () => void
}

/**
 * Runs what it is given in the order of asking, as far as there is room: what is under way together weighs at most
 * `room`. What is heavier than that runs alone.
 */
export function withinRoom(room: number): <T>(weight: number, work: () => Promise<T>) => Promise<T> {
  const waiting: Waiting[] = []
  let free = room
  const admit = (): void => {
    for (let next = waiting[0]; next !== undefined && next.weight <= free; next = waiting[0]) {
      waiting.shift()
      free -= next.weight
      next.begin()
    }
  }
  return async (asked, work) => {
    const weight = Math.min(Math.max(asked, 0), room)
    await new Promise<void>((begin) => {
      waiting.push({ weight, begin })
      admit()
    })
    try {
      return await work()
    } finally {
      free += weight
      admit()
    }
  }
}
