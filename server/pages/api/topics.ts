/** /api/v1/topics: the topics that a person may see, and the collections of one. */

import { allowed } from '../../access/rights.ts'
import { Problem } from '../../problem.ts'
import type { Collection, Topic } from '../../store/store.ts'
import type { Visit } from '../page.ts'
import {
  count,
  day,
  limitOf,
  list,
  object,
  operation,
  orNull,
  paging,
  tagged,
  text,
  type Schema,
} from './operation.ts'

const topicSchema = object({
  id: text,
  code: text,
  title: text,
  state: text,
  startsOn: orNull(day),
  endsOn: orNull(day),
})

const shownTopic = ({ id, code, title, state, startsOn, endsOn }: Topic) => ({
  id,
  code,
  title,
  state,
  startsOn,
  endsOn,
})

export const collectionSchema: Schema = object({
  id: text,
  topic: text,
  title: text,
  kind: text,
  sampleType: text,
  anonymous: { type: 'boolean' },
  pilot: { type: 'boolean' },
  state: text,
  received: count,
})

export const shownCollection = (c: Collection) => ({
  id: c.id,
  topic: c.topicId,
  title: c.title,
  kind: c.kind,
  sampleType: c.sampleType,
  anonymous: c.anonymous,
  pilot: c.pilot,
  state: c.state,
  received: c.received,
})

export const apiTopics = operation({
  path: '/api/v1/topics',
  right: 'signedIn',
  scope: 'read',
  id: 'topics',
  summary: 'The topics that you may see',
  query: paging,
  reply: { schema: object({ items: list(topicSchema), next: orNull(text) }) },
  get: async (visit) => {
    const { items, next } = await topicsOf(visit)
    return tagged(visit, [items, next], () => ({ items: items.map(shownTopic), next }))
  },
})

async function topicsOf(visit: Visit): Promise<{ items: readonly Topic[]; next: string | null }> {
  const { store, viewer, token, query } = visit
  if (!viewer) throw new Problem('signInNeeded')
  if (token && token.topicId !== null) {
    const roles = await store.topics.rolesOf(token.topicId, viewer.id)
    const topic = allowed('topic.view', viewer, roles) ? await store.topics.find(token.topicId) : null
    return { items: topic ? [topic] : [], next: null }
  }
  const everywhere = allowed('overview', viewer, [])
  return store.topics.list({
    limit: Math.min(limitOf(visit, 100, 1000), 200),
    ...(query['after'] ? { after: query['after'] } : {}),
    ...(everywhere ? {} : { seenBy: viewer.id }),
  })
}

export const apiTopicCollections = operation({
  path: '/api/v1/topics/:topic/collections',
  right: 'topic.view',
  scope: 'read',
  id: 'collections',
  summary: 'The collections of a topic',
  query: paging,
  reply: { schema: object({ items: list(collectionSchema), next: orNull(text) }) },
  get: async (visit) => {
    const { items, next } = await visit.store.collections.list({
      where: { topicId: visit.params['topic'] ?? '' },
      limit: Math.min(limitOf(visit, 100, 1000), 200),
      ...(visit.query['after'] ? { after: visit.query['after'] } : {}),
    })
    return tagged(visit, [items, next], () => ({ items: items.map(shownCollection), next }))
  },
})
