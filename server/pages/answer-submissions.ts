/** Where the answering script of a public link sends a filled form. */

import { fieldedBySlug } from './answering/fielded.ts'
import { receiveJson } from './answering/place.ts'
import { countPost } from './answering/public.ts'
import type { Page } from './page.ts'

export const answerSubmissions: Page = {
  path: '/f/:slug/submissions',
  right: 'public',
  respondent: true,
  accepts: 'json',
  async post(visit) {
    countPost(visit)
    return receiveJson(visit, await fieldedBySlug(visit.store, visit.params['slug'] ?? ''))
  },
}
