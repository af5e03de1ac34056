/** Home: a person's topics with what their role does next, and for those who set things up, what is still to set up. */

import { allowed, type TopicRole } from '../access/rights.ts'
import { Problem } from '../problem.ts'
import type { Catalogue } from '../locale/index.ts'
import type { Topic } from '../store/store.ts'
import { view, type Page, type Visit } from './page.ts'
import { stateColour } from './topics/state.ts'

const shownTopics = 8

export const homePage: Page = {
  path: '/',
  right: 'signedIn',
  get: async (visit) => {
    const { store, viewer, t } = visit
    if (!viewer) throw new Problem('signInNeeded')
    const all = allowed('overview', viewer, [])
    const listed = await store.topics.list({ limit: shownTopics, ...(all ? {} : { seenBy: viewer.id }) })
    const topics = await Promise.all(
      listed.items.map(async (topic) => card(t, topic, await store.topics.rolesOf(topic.id, viewer.id))),
    )
    return view('home', {
      title: t.access.homeHello({ name: viewer.name }),
      topics,
      more: listed.total > topics.length,
      total: listed.total,
      steps: await stepsOf(visit),
      mayAdd: allowed('organise', viewer, []),
    })
  },
}

function card(t: Catalogue, topic: Topic, roles: readonly TopicRole[]) {
  const at = `/topics/${topic.id}`
  const field = { href: '/field', label: t.field.title }
  const does: Readonly<Record<TopicRole, readonly { href: string; label: string }[]>> = {
    lead: [{ href: at, label: t.access.doForms }],
    investigator: [
      { href: '/tasks', label: t.fieldwork.tasks },
      field,
      { href: at, label: t.access.doCollect },
    ],
    analyst: [{ href: `${at}/summary`, label: t.access.doAnalyse }],
    leader: [{ href: `${at}/summary`, label: t.access.doRead }],
  }
  return {
    href: at,
    code: topic.code,
    title: topic.title,
    state: t.topics.state[topic.state],
    colour: stateColour[topic.state],
    roles: roles.map((role) => t.common.role[role]),
    next: roles.flatMap((role) => does[role]),
  }
}

/** What an administrator or organiser does first, with what is done already. */
async function stepsOf({ store, viewer, t }: Visit) {
  const organises = allowed('organise', viewer, [])
  if (!allowed('people', viewer, [])) return []
  const [programmes, units, people, topics] = await Promise.all([
    store.programmes.list(),
    store.units.tree(),
    store.people.list({ limit: 1 }),
    store.topics.list({ limit: 1 }),
  ])
  const organisers = await store.people.list({ limit: 1, where: { role: 'organiser' } })
  const steps = organises
    ? [
        { label: t.access.stepProgramme, href: '/programme', done: programmes.length > 0 },
        { label: t.access.stepUnits, href: '/units', done: units.length > 0 },
        { label: t.access.stepPeople, href: '/people', done: people.total > 1 },
        { label: t.access.stepTopics, href: '/topics/new', done: topics.total > 0 },
      ]
    : [{ label: t.access.stepOrganiser, href: '/people/new', done: organisers.total > 0 }]
  return steps.every(({ done }) => done) ? [] : steps
}
