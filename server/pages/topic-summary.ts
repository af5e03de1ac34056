/** /topics/:topic/summary: the topic's collections with their headline numbers, and its latest notes. */

import { Problem } from '../problem.ts'
import type { FormKind } from '../store/store.ts'
import { framesOf } from '../summary/frames.ts'
import { noteKinds } from '../summary/notes.ts'
import { latestRecords, type RecordHead } from '../summary/records.ts'
import { readerOf } from '../summary/stamp.ts'
import { view, type Page } from './page.ts'
import { summaryHead, type SummaryHead } from './summarising/head.ts'
import { collectionsOf, topicPart, topicStamp } from './summarising/topic-stamps.ts'

export interface TopicSummaryContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly topic: {
    readonly id: string
    readonly title: string
    readonly questions: string
    readonly methods: readonly string[]
  }
  readonly scripts: readonly string[]
  readonly reader: 'full' | 'protected'
  readonly stamp: string
  readonly collections: readonly TopicCollection[]
  readonly pilots: readonly TopicCollection[]
  readonly notes: readonly {
    readonly id: string
    readonly title: string
    readonly kind: FormKind
    readonly n: number
    readonly records: readonly RecordHead[]
  }[]
}
interface TopicCollection {
  readonly id: string
  readonly title: string
  readonly head: SummaryHead
}

const latest = 10

export const topicSummary: Page = {
  path: '/topics/:topic/summary',
  right: 'topic.summary',
  async get({ store, params, t, locale, viewer, topicRoles }) {
    const topic = await store.topics.find(params['topic']!)
    if (!topic) throw new Problem('notFound')
    const reader = readerOf(viewer, topicRoles)
    const shown: (TopicCollection & { readonly pilot: boolean })[] = []
    const notes: TopicSummaryContext['notes'][number][] = []
    const stamps = new Map<string, string>()
    for (const collection of await collectionsOf(store, topic.id)) {
      const part = await topicPart(store, collection.id, reader)
      if (part) stamps.set(collection.id, part.stamp)
      if (collection.state === 'draft' && collection.last === 0) continue
      const held = await framesOf(store).of(collection.id)
      if (!held || !part) continue
      // Notes are listed below one by one for every reader, so their number hides nothing.
      const listed = noteKinds.has(collection.kind)
      const head = await summaryHead(store, held, { reader, locale, n: part.frame.n })
      shown.push({ id: collection.id, title: collection.title, head, pilot: collection.pilot })
      if (!listed || collection.pilot) continue
      const records = await latestRecords(store, collection, locale, latest)
      notes.push({
        id: collection.id,
        title: collection.title,
        kind: collection.kind,
        n: held.frame.n,
        records,
      })
    }
    return view('summary/topic', {
      title: t.summary.title({ title: topic.title }),
      breadcrumb: [{ label: topic.title, href: `/topics/${topic.id}` }, { label: t.summary.topicSummary }],
      scripts: ['summary.js'],
      topic,
      reader,
      stamp: topicStamp(stamps),
      collections: shown.filter(({ pilot }) => !pilot),
      pilots: shown.filter(({ pilot }) => pilot),
      notes,
    } satisfies TopicSummaryContext)
  },
}
