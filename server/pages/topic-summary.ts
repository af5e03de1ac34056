/** /topics/:topic/summary: what a leader reads: findings, two charts, coverage, results, voices, method, instructions. */

import { allowed } from '../access/rights.ts'
import { methodsOf } from '../summary/method-note.ts'
import { render, type PageFrame } from '../render.ts'
import { readerOf, type Reader } from '../summary/stamp.ts'
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
  readonly stamp: string
  /** Everything that follows the figures, as HTML. */
  readonly sections: string
  readonly instructions: TopicContent['instructions']
  readonly may: { readonly instruct: boolean; readonly arrange: boolean }
  /** Whether there is something to compare wave by wave, or the viewer may set it. */
  readonly waves: boolean
  readonly typed: string
  readonly errors: readonly FieldError[]
}
interface SectionsContext {
  readonly topic: TopicContent['topic']
  readonly methodsUsed: readonly string[]
  readonly reader: Reader
  readonly content: TopicContent
  readonly collections: readonly ContentCollection[]
  readonly pilots: readonly ContentCollection[]
  readonly charts: readonly LeadChart[]
  /** Sentences of the method note. */
  readonly methods: readonly string[]
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
  const manages = allowed('topic.manage', viewer, topicRoles)
  return view(
    'summary/topic',
    {
      title: t.summary.title({ title: topic.title }),
      breadcrumb: [{ label: topic.title, href: `/topics/${topic.id}` }, { label: t.summary.topicSummary }],
      scripts: ['summary.js'],
      topic: content.topic,
      stamp: content.stamp,
      sections: sectionsHtml(content, visit),
      instructions: content.instructions,
      may: { instruct: allowed('topic.instruct', viewer, topicRoles), arrange: manages },
      waves: manages || (await store.waves.list(topic.id)).length > 0,
      typed: typeof body['words'] === 'string' ? body['words'] : '',
      errors,
    } satisfies TopicSummaryContext,
    { status },
  )
}

/** Held by this process, least recently used first to go: a hundred readers of one summary are shown the same sections. */
const rendered = new Map<string, string>()
const renderedLimit = 40

function sectionsHtml(content: TopicContent, { t, locale, config }: Visit): string {
  const known = rendered.get(content.key)
  rendered.delete(content.key)
  const html =
    known ??
    render('summary/topic/sections', sectionsOf(content, { t, locale }), plainFrame({ t, locale, config }))
  rendered.set(content.key, html)
  for (const oldest of rendered.keys()) {
    if (rendered.size <= renderedLimit) break
    rendered.delete(oldest)
  }
  return html
}

function sectionsOf(content: TopicContent, { t, locale }: Pick<Visit, 't' | 'locale'>): SectionsContext {
  const { collections, topic, reader, findings } = content
  return {
    topic,
    methodsUsed: topic.methods.map((word) => methodText(t, word)),
    reader,
    content,
    collections: collections.filter(({ pilot }) => !pilot),
    pilots: collections.filter(({ pilot }) => pilot),
    charts: leadCharts(findings.shown, collections),
    methods: methodsOf(content, t, locale),
  }
}

/** The frame of a part of a page that is the same for everybody who reads this language. */
function plainFrame({ t, locale, config }: Pick<Visit, 't' | 'locale' | 'config'>): PageFrame {
  return {
    t,
    locale,
    csrf: '',
    viewer: null,
    url: '',
    notice: null,
    demo: config.demo,
    secure: false,
    trustLink: false,
    timeZone: config.timeZone,
  }
}
