/** The questionnaire on a public link: complete HTML, by round trips where there is no JavaScript. */

import { fieldedBySlug } from './answering/fielded.ts'
import { openForm, playRound } from './answering/place.ts'
import { countPost, publicAddress } from './answering/public.ts'
import type { Page } from './page.ts'

export const answerForm: Page = {
  path: '/f/:slug/form',
  right: 'public',
  respondent: true,
  accepts: 'files',
  async get(visit) {
    const slug = visit.params['slug'] ?? ''
    return openForm(visit, await fieldedBySlug(visit.store, slug), publicAddress(slug))
  },
  async post(visit) {
    countPost(visit)
    const slug = visit.params['slug'] ?? ''
    return playRound(visit, await fieldedBySlug(visit.store, slug), publicAddress(slug))
  },
}
