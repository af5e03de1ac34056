/** A signed-in investigator fills a note, a visit record, or a questionnaire on behalf of a respondent. */

import { receiveAttachment, receivePiece } from './answering/attachments.ts'
import { fieldedForInvestigator, inVersion } from './answering/fielded.ts'
import { sendMedia } from './answering/media.ts'
import { openForm, playRound, receiptReply, receiveJson } from './answering/place.ts'
import type { Address } from './answering/show.ts'
import { Problem } from '../problem.ts'
import type { Page, Visit } from './page.ts'

function addressOf({ params, csrf }: Visit): Address {
  const base = `/collections/${params['collection']}/fill`
  return {
    form: base,
    submissions: `${base}/submissions`,
    attachments: `${base}/attachments`,
    media: `${base}/media/`,
    receipt: `${base}/receipt`,
    csrf,
    investigator: true,
  }
}

const fieldedOf = (visit: Visit) => fieldedForInvestigator(visit.store, visit.params['collection'] ?? '')

export const fill: Page = {
  path: '/collections/:collection/fill',
  right: 'topic.collect',
  accepts: 'files',
  get: async (visit) => openForm(visit, await fieldedOf(visit), addressOf(visit)),
  post: async (visit) => playRound(visit, await fieldedOf(visit), addressOf(visit)),
}

export const fillSubmissions: Page = {
  path: '/collections/:collection/fill/submissions',
  right: 'topic.collect',
  accepts: 'json',
  post: async (visit) => {
    const { formVersion } = (visit.json ?? {}) as { readonly formVersion?: unknown }
    const fielded = await inVersion(visit.store, await fieldedOf(visit), formVersion)
    return receiveJson(visit, fielded, { vouch: true })
  },
}

export const fillAttachments: Page = {
  path: '/collections/:collection/fill/attachments',
  right: 'topic.collect',
  accepts: 'bytes',
  post: async (visit) => {
    const fielded = await inVersion(visit.store, await fieldedOf(visit), visit.query['version'])
    return visit.query['of'] === undefined ? receiveAttachment(visit, fielded) : receivePiece(visit, fielded)
  },
}

export const fillMedia: Page = {
  path: '/collections/:collection/fill/media/:version/:name',
  right: 'topic.collect',
  get: async (visit) => {
    const { collection } = await fieldedOf(visit)
    const { version = '', name = '' } = visit.params
    if (collection.formVersionId !== version) throw new Problem('notFound')
    return sendMedia(visit, (await visit.store.forms.version(version))?.source ?? null, name)
  },
}

export const fillReceipt: Page = {
  path: '/collections/:collection/fill/receipt',
  right: 'topic.collect',
  get: async (visit) => receiptReply(visit, await fieldedOf(visit), null, addressOf(visit), null),
}
