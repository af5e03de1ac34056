/** Decisions of review in words. */

import type { Catalogue } from '../../locale/index.ts'
import type { Review, Store } from '../../store/store.ts'

export interface ShownReview {
  readonly change: string
  readonly state: Review['to']
  readonly reason: string
  readonly comment: string
  readonly by: string
  readonly at: string
  readonly version: string
}

export function shownReviews(
  store: Store,
  reviews: readonly Review[],
  { review: t }: Catalogue,
): Promise<readonly ShownReview[]> {
  return Promise.all(
    reviews.map(async ({ from, to, reason, comment, actor, at, revision }) => ({
      change: t.historyLine({ from: t.states[from], to: t.states[to] }),
      state: to,
      reason: reason === '' ? '' : t.reasons[reason],
      comment,
      by: (actor === null ? null : await store.people.find(actor))?.name ?? '',
      at,
      version: t.ofRevision({ revision }),
    })),
  )
}
