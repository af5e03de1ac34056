/** How the visits of a topic were received, for its analysts and organisers. */

import type { Visit } from './page.ts'
import type { Page } from './page.ts'
import { receptionFile, receptionPage } from './fieldwork/reception-page.ts'
import { topicBreadcrumb, topicOfVisit } from './topics/tabs.ts'

export const topicReception: Page = {
  path: '/topics/:topic/reception',
  right: 'topic.analyse',
  get: async (visit) => receptionPage(visit, await ofTopic(visit)),
}

export const topicReceptionFile: Page = {
  path: '/topics/:topic/reception.csv',
  right: 'topic.analyse',
  get: async (visit) => {
    const of = await ofTopic(visit)
    return receptionFile(visit, { ...of, subject: visit.topicId ?? '' })
  },
}

async function ofTopic(visit: Visit) {
  const { store, t } = visit
  const topic = await topicOfVisit(visit)
  const { items } = await store.collections.list({ where: { topicId: topic.id }, limit: 200 })
  return {
    title: t.casework.receptionOf({ title: topic.title }),
    breadcrumb: topicBreadcrumb(visit, topic, t.casework.receptionTitle),
    path: `/topics/${topic.id}/reception`,
    collections: items,
    mayOpen: true,
    topics: null,
  }
}
