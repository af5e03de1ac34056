/** The addresses and the limits of a public link. */

import type { Visit } from '../page.ts'
import { rateLimit } from './limits.ts'
import type { Address } from './show.ts'

/** Generous for one address, because a hall full of people may share it; the channel has a limit of its own. */
const perChannel = rateLimit('channel', (config) => config.answersPerMinute)
const perCaller = rateLimit('caller', (config) => Math.ceil(config.answersPerMinute / 5))

export function publicAddress(slug: string): Address {
  const base = `/f/${slug}`
  return {
    form: `${base}/form`,
    submissions: `${base}/submissions`,
    attachments: `${base}/attachments`,
    media: `${base}/media/`,
    receipt: `${base}/receipt`,
    csrf: '',
    investigator: false,
  }
}

/** Counts a post to a public link; the caller's address is kept for less than a minute, in memory only (`limits.ts`). */
export function countPost(visit: Visit): void {
  perChannel(visit.params['slug'] ?? '', visit)
  perCaller(visit.address, visit)
}
