/** Rate limits of public posts, held in memory only: nothing of an address is ever stored or logged. */

import type { Config } from '../../config.ts'
import { Problem } from '../../problem.ts'
import type { Visit } from '../page.ts'

/** Allows so many events a minute for each key, counted in whole minutes; the table is emptied every minute. */
export function rateLimit(perMinute: (config: Config) => number): (key: string, visit: Visit) => void {
  const counts = new Map<string, number>()
  let minute = 0
  return (key, { config, now }) => {
    const current = Math.floor(now().getTime() / 60_000)
    if (current !== minute) {
      counts.clear()
      minute = current
    }
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count > perMinute(config)) throw new Problem('tooMany')
  }
}
