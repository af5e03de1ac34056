/** The page on which the answering script shows a receipt; the number stands after `#` and never reaches the server. */

import { fieldedBySlug } from './answering/fielded.ts'
import { receiptReply } from './answering/place.ts'
import { publicAddress } from './answering/public.ts'
import type { Page } from './page.ts'

export const answerReceipt: Page = {
  path: '/f/:slug/receipt',
  right: 'public',
  respondent: true,
  async get(visit) {
    const slug = visit.params['slug'] ?? ''
    return receiptReply(visit, await fieldedBySlug(visit.store, slug), null, publicAddress(slug), null)
  },
}
