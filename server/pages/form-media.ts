/** Pictures, sounds and films of a form that is still being made, for its preview. */

import { sendMedia } from './answering/media.ts'
import { formOf } from './forms/place.ts'
import type { Page } from './page.ts'

export const formMedia: Page = {
  path: '/forms/:form/media/:name',
  right: 'topic.view',
  async get(visit) {
    const { form } = await formOf(visit, null)
    const reply = await sendMedia(visit, form.source, visit.params['name'] ?? '')
    // A draft's file may be exchanged under its name.
    return reply.kind === 'bytes'
      ? { ...reply, headers: { ...reply.headers, 'Cache-Control': 'private, no-cache' } }
      : reply
  },
}
