/** Attempts to sign in from one address, counted for express-rate-limit over all processes of a database. */

import type { ClientRateLimitInfo, Store as Counts } from 'express-rate-limit'
import type { Store } from '../store/store.ts'

/** Counts whole minutes of the server's clock. */
export function attemptsIn(store: Store, now: () => Date): Counts {
  const increment = async (address: string): Promise<ClientRateLimitInfo> => {
    const minute = Math.floor(now().getTime() / 60_000)
    const key = `attempt ${address}`
    const counted = await store.rates.add(minute, new Map([[key, 1]]))
    return { totalHits: counted.get(key) ?? 1, resetTime: new Date((minute + 1) * 60_000) }
  }
  return { increment, decrement: () => undefined, resetKey: () => undefined }
}
