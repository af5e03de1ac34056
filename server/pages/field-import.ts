/** Records that an investigator's phone could not send: the organiser's browser opens the file and posts each of them. */

import { catalogues } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import type { Viewer } from '../access/rights.ts'
import { keepFile } from './answering/attachments.ts'
import { fieldedForInvestigator, inVersion, type Fielded } from './answering/fielded.ts'
import { templates } from './answering/island.ts'
import { receiveJson } from './answering/place.ts'
import { readInstanceId } from './answering/posted.ts'
import { localTime } from './answering/surroundings.ts'
import { view, type Page, type Visit } from './page.ts'

export const fieldImportPage: Page = {
  path: '/field/import',
  right: 'signedIn',
  get: async ({ t, locale, csrf }) => {
    const { field } = catalogues[locale]
    return view('field/import', {
      title: t.field.importTitle,
      narrow: true,
      scripts: ['field-import.js'],
      island: { locale, csrf, build: '', words: templates(field, Object.keys(field)) },
    })
  },
}

const fieldedOf = (visit: Visit) => fieldedForInvestigator(visit.store, visit.params['collection'] ?? '')

interface Posted {
  /** Whose phone it was. */
  readonly collector?: unknown
  readonly record?: { readonly instanceId?: unknown; readonly formVersion?: unknown }
}

export const fieldImportSubmissions: Page = {
  path: '/collections/:collection/field-import/submissions',
  right: 'topic.manage',
  accepts: 'json',
  post: async (visit) => {
    const { collector, record } = (visit.json ?? {}) as Posted
    const fielded = await inVersion(visit.store, await fieldedOf(visit), record?.formVersion)
    const instanceId = readInstanceId(record?.instanceId)
    const by = await collectorOf(visit, collector)
    const reply = await receiveJson({ ...visit, json: record, viewer: by }, fielded, { vouch: true })
    if (reply.kind === 'json' && (reply.status === 200 || reply.status === 201))
      await log(visit, fielded, { instanceId, collector: by.id })
    return reply
  },
}

export const fieldImportAttachments: Page = {
  path: '/collections/:collection/field-import/attachments',
  right: 'topic.manage',
  accepts: 'bytes',
  post: async (visit) => {
    const { query, stream } = visit
    if (!stream) throw new Problem('badRequest')
    const fielded = await inVersion(visit.store, await fieldedOf(visit), query['version'])
    const received = await keepFile(visit, fielded, {
      instanceId: readInstanceId(query['instance']),
      question: query['question'] ?? '',
      name: query['name'] ?? '',
      originalName: query['as'] ?? '',
      bytes: stream,
    })
    return { kind: 'json', status: received.outcome === 'kept' ? 201 : 422, value: received }
  },
}

/** The investigator of the file, if they are on the topic's team; else who imports answers for it. */
async function collectorOf({ store, viewer, topicId }: Visit, asked: unknown): Promise<Viewer> {
  if (!viewer || topicId === null) throw new Problem('signInNeeded')
  const team = await store.topics.team(topicId)
  const member = team.some(
    ({ personId, role }) => personId === asked && (role === 'investigator' || role === 'lead'),
  )
  const person = member && typeof asked === 'string' ? await store.people.find(asked) : null
  if (!person) return viewer
  const { id, login, name, roles, mustChangePassword } = person
  return { id, login, name, roles, mustChangePassword }
}

/** Who brought it in. Of an anonymous collection neither which answer it is nor the time of day (promise 1). */
async function log(
  { store, viewer, now, config }: Visit,
  { collection: { id, anonymous } }: Fielded,
  { instanceId, collector }: { readonly instanceId: string; readonly collector: string },
): Promise<void> {
  await store.history.append(
    {
      actor: viewer?.id ?? null,
      kind: 'field.imported',
      subject: anonymous ? id : `${id}/${instanceId}`,
      detail: anonymous ? {} : { collector },
    },
    anonymous ? localTime(now(), config.timeZone).day : now().toISOString(),
  )
}
