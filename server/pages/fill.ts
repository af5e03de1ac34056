/** A signed-in investigator fills a note, a visit record, or a questionnaire on behalf of a respondent. */

import { receiveAttachment, receivePiece } from './answering/attachments.ts'
import { fieldedForInvestigator, inVersion } from './answering/fielded.ts'
import { sendMedia } from './answering/media.ts'
import { openForm, playRound, receiptReply, receiveJson } from './answering/place.ts'
import type { Address } from './answering/show.ts'
import { ownRecord } from '../fieldwork/own-record.ts'
import { Problem } from '../problem.ts'
import { redirect, type Page, type Reply, type Visit } from './page.ts'

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

/** The record of a case, or one that was sent back: opened at a path of its own, sent to where all are. */
const recordAt = (visit: Visit, form: string, record: NonNullable<Address['record']>): Address => ({
  ...addressOf(visit),
  form,
  record,
})

const fieldedOf = (visit: Visit) => fieldedForInvestigator(visit.store, visit.params['collection'] ?? '')

export const fill: Page = {
  path: '/collections/:collection/fill',
  right: 'topic.collect',
  accepts: 'files',
  get: async (visit) => openForm(visit, await fieldedOf(visit), addressOf(visit)),
  post: async (visit) => playRound(visit, await fieldedOf(visit), addressOf(visit)),
}

/** A case's record, under the instance id that the case has. */
export const fillCase: Page = {
  path: '/collections/:collection/cases/:case/fill',
  right: 'topic.collect',
  accepts: 'files',
  get: (visit) => atCase(visit, openForm),
  post: (visit) => atCase(visit, playRound),
}

type Handler = typeof openForm | typeof playRound

async function atCase(visit: Visit, handle: Handler): Promise<Reply> {
  const { store, params } = visit
  const fielded = await fieldedOf(visit)
  const found = await store.assignments.case(fielded.collection.id, params['case'] ?? '')
  if (!found) throw new Problem('notFound')
  const { collectionId, id, instanceId, state } = found
  // Once there is a record it is read or corrected as one.
  if (visit.method === 'GET' && state !== null)
    return redirect(
      `/collections/${collectionId}/records/${instanceId}${state === 'returned' ? '/fill' : ''}`,
    )
  const path = `/collections/${collectionId}/cases/${encodeURIComponent(id)}/fill`
  return handle(visit, fielded, recordAt(visit, path, { instanceId, answers: null }))
}

/** A record that was sent back, with what it says, for its own collector. */
export const fillRecord: Page = {
  path: '/collections/:collection/records/:instance/fill',
  right: 'topic.collect',
  accepts: 'files',
  get: (visit) => atRecord(visit, openForm),
  post: (visit) => atRecord(visit, playRound),
}

async function atRecord(visit: Visit, handle: Handler): Promise<Reply> {
  const { store, params, viewer } = visit
  const fielded = await fieldedOf(visit)
  const instanceId = params['instance'] ?? ''
  const asked = { collectionId: fielded.collection.id, instanceId, personId: viewer?.id ?? '' }
  const own = await ownRecord(store, asked)
  if (!own) throw new Problem('forbidden')
  const path = `/collections/${fielded.collection.id}/records/${encodeURIComponent(instanceId)}/fill`
  return handle(visit, fielded, recordAt(visit, path, { instanceId, answers: own.answers }))
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
