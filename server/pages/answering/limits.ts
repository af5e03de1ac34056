/**
 * Rate limits of public posts, held in memory: nothing of an address is ever stored or logged as such. Where several
 * processes serve one database, they tell each other their counts a few times a second, as `store.rates` says.
 */

import type { Config } from '../../config.ts'
import { Problem } from '../../problem.ts'
import type { Store } from '../../store/store.ts'
import type { Visit } from '../page.ts'

interface Count {
  /** By this process: all of them, and those that the others were told of. */
  own: number
  told: number
  others: number
}

const tellAfter = 200

/** Allows so many events a minute for each key, counted in whole minutes; the table is emptied every minute. */
export function rateLimit(
  name: string,
  perMinute: (config: Config) => number,
): (key: string, visit: Pick<Visit, 'config' | 'now' | 'store'>) => void {
  let counts = new Map<string, Count>()
  let minute = 0
  let telling: NodeJS.Timeout | null = null
  const tell = async (store: Store): Promise<void> => {
    const at = minute
    const untold = [...counts].filter(([, { own, told }]) => own > told)
    const sent = new Map(untold.map(([key, { own, told }]) => [`${name} ${key}`, own - told]))
    for (const [, count] of untold) count.told = count.own
    const told = new Map(untold.map(([key, { told }]) => [key, told]))
    const totals = await store.rates.add(at, sent)
    for (const [key, count] of untold) {
      const total = totals.get(`${name} ${key}`)
      if (total !== undefined) count.others = total - (told.get(key) ?? 0)
    }
  }
  return (key, { config, now, store }) => {
    const current = Math.floor(now().getTime() / 60_000)
    if (current !== minute) {
      counts = new Map()
      minute = current
    }
    const count = counts.get(key) ?? { own: 0, told: 0, others: 0 }
    counts.set(key, count)
    count.own++
    if (store.rates.shared)
      telling ??= setTimeout(() => {
        telling = null
        // The database is away: then nothing is taken in that could be too many.
        tell(store).catch(() => undefined)
      }, tellAfter).unref()
    if (count.own + count.others > perMinute(config)) throw new Problem('tooMany')
  }
}
