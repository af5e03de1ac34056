/** Where the answering script of a public link sends the files of an answer, before the answer. */

import { receiveAttachment } from './answering/attachments.ts'
import { fieldedBySlug } from './answering/fielded.ts'
import { countPost } from './answering/public.ts'
import type { Page } from './page.ts'

export const answerAttachments: Page = {
  path: '/f/:slug/attachments',
  right: 'public',
  respondent: true,
  accepts: 'bytes',
  async post(visit) {
    countPost(visit)
    return receiveAttachment(visit, await fieldedBySlug(visit.store, visit.params['slug'] ?? ''))
  },
}
