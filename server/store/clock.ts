/** What time it is for the store: an instant, and the local date of the configured time zone. */

import type { Day, Instant } from './store.ts'

export interface Clock {
  now(): Instant
  today(): Day
}

/** A clock over `now` whose days are those of the time zone. */
export function clockOf(now: () => Date, timeZone: string): Clock {
  const day = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return { now: () => now().toISOString(), today: () => day.format(now()) }
}
