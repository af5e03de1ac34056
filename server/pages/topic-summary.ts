/** /topics/:topic/summary: what a leader reads: findings, two charts, coverage, results, voices, method, instructions. */

import { allowed } from '../access/rights.ts'
import { methodsOf } from '../summary/method-note.ts'
import { readerOf } from '../summary/stamp.ts'
import { collectionsOf } from '../summary/topic-stamps.ts'
import { topicContent, type ContentCollection, type TopicContent } from '../summary/topic-content.ts'
import type { FieldError } from './fields.ts'
import { frameSoon } from './summarising/waiting.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'
import { leadCharts, type LeadChart } from './summarising/lead-charts.ts'
import { methodText } from './topics/words.ts'
import { topicOfVisit } from './topics/tabs.ts'

export interface TopicSummaryContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly scripts: readonly string[]
  readonly topic: TopicContent['topic']
  readonly methodsUsed: readonly string[]
  readonly reader: 'full' | 'protected'
  readonly stamp: string
  readonly content: TopicContent
  readonly collections: readonly ContentCollection[]
  readonly pilots: readonly ContentCollection[]
  readonly charts: readonly LeadChart[]
  /** Sentences of the method note. */
  readonly methods: readonly string[]
  readonly may: { readonly instruct: boolean; readonly arrange: boolean }
  /** Whether there is something to compare wave by wave, or the viewer may set it. */
  readonly waves: boolean
  readonly typed: string
  readonly errors: readonly FieldError[]
}
export const topicSummary: Page = {
  path: '/topics/:topic/summary',
  right: 'topic.summary',
  get: (visit) => showTopicSummary(visit, { errors: [], status: 200 }),
}

/** `errors`: of an instruction that was posted. */
export async function showTopicSummary(
  visit: Visit,
  { errors, status }: { readonly errors: readonly FieldError[]; readonly status: number },
): Promise<Reply> {
  const { store, t, locale, viewer, topicRoles, body } = visit
  const topic = await topicOfVisit(visit)
  const reader = readerOf(viewer, topicRoles)
  for (const { id } of await collectionsOf(store, topic.id)) await frameSoon(visit, id)
  const content = await topicContent(store, topic, { reader, locale })
  const { collections } = content
  return view(
    'summary/topic',
    {
      title: t.summary.title({ title: topic.title }),
      breadcrumb: [{ label: topic.title, href: `/topics/${topic.id}` }, { label: t.summary.topicSummary }],
      scripts: ['summary.js'],
      topic: content.topic,
      methodsUsed: topic.methods.map((word) => methodText(t, word)),
      reader,
      stamp: content.stamp,
      content,
      collections: collections.filter(({ pilot }) => !pilot),
      pilots: collections.filter(({ pilot }) => pilot),
      charts: leadCharts(content.findings.shown, collections),
      methods: methodsOf(content, t, locale),
      may: {
        instruct: allowed('topic.instruct', viewer, topicRoles),
        arrange: allowed('topic.manage', viewer, topicRoles),
      },
      waves: allowed('topic.manage', viewer, topicRoles) || (await store.waves.list(topic.id)).length > 0,
      typed: typeof body['words'] === 'string' ? body['words'] : '',
      errors,
    } satisfies TopicSummaryContext,
    { status },
  )
}
