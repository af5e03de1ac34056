/** What a person may collect: the collections of their topics that take answers, and the key of their device. */

import { createHmac } from 'node:crypto'
import { newSecret } from '../../ids.ts'
import { allowed } from '../../access/rights.ts'
import { burdenNow } from '../../fieldwork/burden.ts'
import { ownRecord } from '../../fieldwork/own-record.ts'
import { tasksOf, type TaskCase } from '../../fieldwork/tasks.ts'
import type { Answers, Form } from '../../form/form.ts'
import { bytesOfText } from '../../form/digest.ts'
import { sha256Hex } from '../../form/sha256.ts'
import { questionsOf } from '../../form/walk.ts'
import type { Locale } from '../../locale/index.ts'
import { Problem } from '../../problem.ts'
import type { Collection, Store } from '../../store/store.ts'
import { noteHead } from '../../summary/notes.ts'
import { isAsked } from '../answering/posted.ts'
import { doorOf, formOfVersion } from '../answering/fielded.ts'
import { speakingOf } from '../answering/language.ts'
import { localTime } from '../answering/surroundings.ts'
import type { Page, Visit } from '../page.ts'

/** Most topics of one person, and most collections of one topic, that a device is told of. */
const most = 200

export const fieldWorkPage: Page = {
  path: '/field/work',
  right: 'signedIn',
  get: async (visit) => {
    const { viewer, csrf, now } = visit
    if (!viewer) throw new Problem('signInNeeded')
    const { id, login, name } = viewer
    const key = isPrivate(visit) ? await deviceKey(visit.store, id) : ''
    const collections = await collectionsOf(visit)
    const today = localTime(now(), visit.config.timeZone).day
    const lately = await burdenNow(visit.store, { today, locale: visit.locale })
    const tasks = await fieldTasks(visit, id, lately)
    const burden = collections.length === 0 ? null : burdenForDevice(lately)
    return {
      kind: 'json',
      value: { person: { id, login, name }, csrf, key, collections, tasks, burden, now: now().toISOString() },
      headers: { 'Cache-Control': 'no-store' },
    }
  },
}

type Lately = Awaited<ReturnType<typeof burdenNow>>

/** So many places at most, the most burdened first. */
const mostPlaces = 2_000

/**
 * How often each place was visited in the last weeks, across topics. A device looks up the place that somebody writes by
 * the hash of its key: names of places of other topics do not leave the server.
 */
function burdenForDevice({ limits, of }: Lately) {
  return {
    weeks: limits.weeks,
    limit: limits.times,
    places: [...of.values()].slice(0, mostPlaces).map(({ key, times, last }) => ({
      hash: sha256Hex(bytesOfText(key)),
      times,
      last,
    })),
  }
}

/** What was assigned, without what is personal of cases; and records that were sent back, with what they say. */
async function fieldTasks(visit: Visit, personId: string, lately: Lately) {
  const { store, t } = visit
  const tasks = await tasksOf(store, personId, { t, personal: false, lately })
  return Promise.all(
    tasks.map(async ({ collectionId, dueOn, note, wanted, sent, cases, sketch, returned }) => ({
      collectionId,
      dueOn,
      note,
      wanted,
      sent,
      sketch,
      // What is personal was not asked for, and is not sent even so.
      cases: cases.map((one) => ({ ...one, personal: undefined })),
      returned: (
        await Promise.all(
          returned.map(async (one) => {
            const { instanceId } = one
            const own = await ownRecord(store, { collectionId, instanceId, personId })
            const row = own && (await store.submissions.find(collectionId, instanceId))
            if (!row) return null
            const { receipt, locale, formVersionId } = row
            const name = nameOf(await formOfVersion(store, formVersionId), own.answers, {
              of: cases.find((each) => each.instanceId === instanceId),
              locale: visit.locale,
            })
            return { ...one, name, answers: own.answers, receipt, locale, version: formVersionId }
          }),
        )
      ).filter((one) => one !== null),
    })),
  )
}

/** What a record that was sent back is known by: its case, else where and when it was; '' where it says neither. */
function nameOf(
  form: Form,
  answers: Answers,
  { of, locale }: { readonly of: TaskCase | undefined; readonly locale: Locale },
): string {
  if (of) return [of.name, of.place].filter((words) => words !== '').join(' · ')
  const { place, date } = noteHead(form, answers, locale)
  return [place, date ?? ''].filter((words) => words !== '').join(' · ')
}

/** Nobody in between reads it: https, or a browser on this very machine. */
function isPrivate({ secure, origin }: Visit): boolean {
  const { hostname } = new URL(origin)
  return secure || hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

/** The key under which a person's devices encrypt what they keep: the same on all of them and after a new password. */
async function deviceKey(store: Store, personId: string): Promise<string> {
  const secret = await secretOf(store)
  return createHmac('sha256', secret).update(`device key of ${personId}`).digest('base64')
}

const setting = 'field.secret'

async function secretOf(store: Store): Promise<string> {
  const standing = await store.settings.get(setting)
  if (standing !== null) return standing
  await store.settings.add(setting, newSecret())
  const made = await store.settings.get(setting)
  if (made === null) throw new Error('field: the secret is not there')
  return made
}

/** Drafts are not shown to those who collect; a closed collection is, so that nobody wonders where it went. */
async function collectionsOf(visit: Visit) {
  const { store, viewer } = visit
  if (!viewer) return []
  const topics = await store.topics.list({ seenBy: viewer.id, limit: most, sort: 'code' })
  const found = []
  for (const topic of topics.items) {
    const roles = await store.topics.rolesOf(topic.id, viewer.id)
    if (!allowed('topic.collect', viewer, roles)) continue
    const { items } = await store.collections.list({ where: { topicId: topic.id }, limit: most })
    for (const one of items)
      if (one.state !== 'draft' && one.state !== 'archived') found.push(await workOf(visit, one, topic.title))
  }
  return found
}

async function workOf({ store, now, locale }: Visit, collection: Collection, topic: string) {
  const { id, title, kind, formVersionId, anonymous } = collection
  const form = await formOfVersion(store, formVersionId)
  const media = Object.keys((await store.forms.version(formVersionId))?.source.media ?? {})
  const { languages } = speakingOf(form, '', locale)
  return {
    id,
    title,
    topic,
    kind,
    version: formVersionId,
    door: doorOf(collection, now()),
    anonymous,
    languages: languages.map(({ key, name }) => ({ key, name })),
    media,
    questions: questionsOf(form).filter((question) => isAsked(question)).length,
  }
}
