/** One topic: what it asks, where it stands, its forms and its collections. */

import { allowed } from '../access/rights.ts'
import { topicStates, type Collection } from '../store/store.ts'
import { view, type Page, type Visit } from './page.ts'
import { stateColour } from './topics/state.ts'
import { topicBreadcrumb, topicOfVisit, topicTabs } from './topics/tabs.ts'
import { methodText } from './topics/words.ts'

const mostListed = 200

export const topicPage: Page = {
  path: '/topics/:topic',
  right: 'topic.view',
  get: async (visit) => {
    const { store, t, viewer, topicRoles } = visit
    const topic = await topicOfVisit(visit)
    const where = { topicId: topic.id }
    const [forms, collections, unit, leader, programme] = await Promise.all([
      store.forms.list({ where, limit: mostListed }),
      store.collections.list({ where, limit: mostListed }),
      topic.unitId === null ? null : store.units.find(topic.unitId),
      topic.leaderId === null ? null : store.people.find(topic.leaderId),
      store.programmes.find(topic.programmeId),
    ])
    const may = {
      manage: allowed('topic.manage', viewer, topicRoles),
      summary: allowed('topic.summary', viewer, topicRoles),
      reception:
        allowed('topic.analyse', viewer, topicRoles) &&
        collections.items.some(({ kind }) => kind === 'visit'),
    }
    const at = topicStates.indexOf(topic.state)
    return view('topics/topic', {
      title: topic.title,
      breadcrumb: topicBreadcrumb(visit, topic),
      tabs: topicTabs(visit, topic, 'overview'),
      topic,
      unit: unit?.name ?? '',
      leader: leader?.name ?? '',
      programme: programme?.name ?? '',
      methods: topic.methods.map((word) => methodText(t, word)),
      states: topicStates.map((state, place) => ({
        label: t.topics.state[state],
        done: place < at,
        current: place === at,
      })),
      colour: stateColour[topic.state],
      may,
      instructions: await store.instructions.list(topic.id),
      forms: forms.items.map((form) => ({
        title: form.title,
        href: may.manage ? `/forms/${form.id}/design` : `/forms/${form.id}/preview`,
        kind: t.topics.kind[form.kind],
        version:
          form.latestVersion === null
            ? t.topics.formNotPublished
            : t.topics.formVersionNumber({ number: form.latestVersion }),
        published: form.latestVersion !== null,
        updatedAt: form.updatedAt,
      })),
      collections: collections.items.map((collection) => collectionRow(visit, collection)),
    })
  },
}

const collectionColour = {
  draft: 'grey',
  open: 'green',
  paused: 'amber',
  closed: 'blue',
  archived: 'grey',
} as const satisfies Record<Collection['state'], string>

function collectionRow({ t, viewer, topicRoles }: Visit, collection: Collection) {
  const { id, title, kind, state, received } = collection
  // Counts that move one by one would tell a reader which answer came last (promise 3).
  const exact = allowed('topic.analyse', viewer, topicRoles) || allowed('topic.collect', viewer, topicRoles)
  return {
    title,
    href: `/collections/${id}`,
    summaryHref: allowed('topic.summary', viewer, topicRoles) ? `/collections/${id}/summary` : null,
    kind: t.topics.kind[kind],
    state: t.topics.collectionStates[state],
    colour: collectionColour[state],
    received: exact ? received : received - (received % 5),
  }
}
