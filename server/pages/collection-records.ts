/** The filled forms of a collection, one by one: interview notes and visit records, or what a person collected. */

import { allowed } from '../access/rights.ts'
import { Problem } from '../problem.ts'
import { noteKinds } from '../summary/notes.ts'
import { recordPage, type RecordHead } from '../summary/records.ts'
import type { Collection } from '../store/store.ts'
import { view, type Page } from './page.ts'

export interface CollectionRecordsContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly collection: Pick<Collection, 'id' | 'title' | 'topicId' | 'kind' | 'anonymous'>
  readonly own: boolean
  readonly mayFigures: boolean
  readonly records: readonly RecordHead[]
  readonly firstUrl: string | null
  readonly nextUrl: string | null
}

export const collectionRecords: Page = {
  path: '/collections/:collection/records',
  right: 'topic.view',
  async get({ store, params, query, t, locale, viewer, topicRoles }) {
    const collection = await store.collections.find(params['collection']!)
    if (!collection || !viewer) throw new Problem('notFound')
    const analyst = allowed('topic.analyse', viewer, topicRoles)
    const figures = allowed('topic.summary', viewer, topicRoles)
    const all = analyst || (figures && noteKinds.has(collection.kind))
    if (!all && !allowed('topic.collect', viewer, topicRoles)) throw new Problem('forbidden')
    const after = query['after'] ?? ''
    const page = await recordPage(store, collection, {
      locale,
      collectorId: all ? null : viewer.id,
      withRejected: analyst,
      after,
      limit: 50,
    })
    const path = `/collections/${collection.id}/records`
    return view('summary/records', {
      title: `${collection.title} · ${t.summary.records}`,
      breadcrumb: [
        { label: t.summary.topic, href: `/topics/${collection.topicId}` },
        figures
          ? { label: collection.title, href: `/collections/${collection.id}/summary` }
          : { label: collection.title },
        { label: t.summary.records },
      ],
      collection,
      own: !all,
      mayFigures: figures,
      records: page.items,
      firstUrl: after === '' ? null : path,
      nextUrl: page.next === null ? null : `${path}?after=${encodeURIComponent(page.next)}`,
    } satisfies CollectionRecordsContext)
  },
}
