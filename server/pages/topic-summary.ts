/** /topics/:topic/summary: the topic's collections with their headline numbers, and its latest notes. */

import { Problem } from '../problem.ts'
import type { Collection, FormKind, Store } from '../store/store.ts'
import { framesOf } from '../summary/frames.ts'
import { noteKinds } from '../summary/notes.ts'
import { latestRecords, type RecordHead } from '../summary/records.ts'
import { partFor, readerOf } from '../summary/stamp.ts'
import { view, type Page } from './page.ts'
import { summaryHead, type SummaryHead } from './summarising/head.ts'

export interface TopicSummaryContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly topic: {
    readonly id: string
    readonly title: string
    readonly questions: string
    readonly methods: readonly string[]
  }
  readonly reader: 'full' | 'protected'
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
    for (const collection of await collectionsOf(store, topic.id)) {
      if (collection.state === 'draft' && collection.last === 0) continue
      const held = await framesOf(store).of(collection.id)
      if (!held) continue
      // Notes are listed below one by one for every reader, so their number hides nothing.
      const listed = noteKinds.has(collection.kind)
      const n = listed ? held.frame.n : (await partFor(store, held, reader)).frame.n
      const head = await summaryHead(store, held, { reader, locale, n })
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
      topic,
      reader,
      collections: shown.filter(({ pilot }) => !pilot),
      pilots: shown.filter(({ pilot }) => pilot),
      notes,
    } satisfies TopicSummaryContext)
  },
}

async function collectionsOf(store: Store, topicId: string): Promise<readonly Collection[]> {
  const found: Collection[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<Store['collections']['list']>> = await store.collections.list({
      where: { topicId },
      limit: 200,
      ...(after === null ? {} : { after }),
    })
    found.push(...page.items)
    after = page.next
  } while (after !== null)
  return found
}
