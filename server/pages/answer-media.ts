/** Pictures, sounds and films in the labels of a questionnaire on a public link. */

import { fieldedBySlug } from './answering/fielded.ts'
import { sendMedia } from './answering/media.ts'
import type { Page } from './page.ts'
import { Problem } from '../problem.ts'

export const answerMedia: Page = {
  path: '/f/:slug/media/:version/:name',
  right: 'public',
  respondent: true,
  async get(visit) {
    const { slug = '', version = '', name = '' } = visit.params
    const { collection } = await fieldedBySlug(visit.store, slug)
    // Only of the form that is fielded here: a link does not open the files of another.
    if (collection.formVersionId !== version) throw new Problem('notFound')
    return sendMedia(visit, (await visit.store.forms.version(version))?.source ?? null, name)
  },
}
