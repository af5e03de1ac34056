/** The tabs that every page of a topic shows, those only that the viewer may open. */

import { allowed } from '../../access/rights.ts'
import { Problem } from '../../problem.ts'
import type { Topic } from '../../store/store.ts'
import type { Visit } from '../page.ts'

export type TopicTab = 'overview' | 'team' | 'plan' | 'summary' | 'report'

export interface Tab {
  readonly href: string
  readonly label: string
  readonly current: boolean
}

/** The topic that the route leads to; it is there, since the right was checked on it. */
export async function topicOfVisit({ store, topicId }: Visit): Promise<Topic> {
  const topic = topicId === null ? null : await store.topics.find(topicId)
  if (!topic) throw new Problem('notFound')
  return topic
}

export function topicTabs(
  { t, viewer, topicRoles }: Visit,
  { id }: Pick<Topic, 'id'>,
  current: TopicTab,
): readonly Tab[] {
  const tabs = [
    { key: 'overview', path: '', label: t.topics.overview, right: 'topic.view' },
    { key: 'plan', path: '/plan', label: t.topics.plan, right: 'topic.view' },
    { key: 'team', path: '/team', label: t.topics.team, right: 'topic.view' },
    { key: 'summary', path: '/summary', label: t.topics.summary, right: 'topic.summary' },
    { key: 'report', path: '/report', label: t.report.open, right: 'topic.summary' },
  ] as const
  return tabs
    .filter(({ right }) => allowed(right, viewer, topicRoles))
    .map(({ key, path, label }) => ({ href: `/topics/${id}${path}`, label, current: key === current }))
}

/** Where a page of a topic stands. */
export function topicBreadcrumb({ t }: Visit, topic: Topic, here: string | null = null) {
  const list = { href: '/topics', label: t.topics.title }
  if (here === null) return [list, { label: topic.title }]
  return [list, { href: `/topics/${topic.id}`, label: topic.title }, { label: here }]
}
