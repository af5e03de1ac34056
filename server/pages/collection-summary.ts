/** /collections/:collection/summary: every question's figures, with filters; it moves on by itself while it is open. */

import { createHash } from 'node:crypto'
import type { Visit, Page, Reply } from './page.ts'
import { view } from './page.ts'
import { Problem } from '../problem.ts'
import { noticeCookie } from '../visit.ts'
import { noteKinds } from '../summary/notes.ts'
import { filters, readFilter, singleKey, type FilterGroup } from '../summary/filters.ts'
import type { CollectionFrame } from '../summary/frames.ts'
import { partFor, readerOf, type Reader } from '../summary/stamp.ts'
import { crossable, filterKey, openQuestions, readersFrame, summaryOf } from '../summary/summary.ts'
import type { ShownSection } from '../summary/shown.ts'
import { frameSoon, soon } from './summarising/waiting.ts'
import { runAnalysis } from '../summary/analysis-thread.ts'
import { rejectedBecause, type ShownEffect } from '../summary/effects.ts'
import { summaryHead, type SummaryHead } from '../summary/head.ts'

export interface CollectionSummaryContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly scripts: readonly string[]
  readonly collection: { readonly id: string; readonly topicId: string; readonly title: string }
  readonly reader: Reader
  readonly head: SummaryHead
  readonly stamp: string
  readonly sections: readonly ShownSection[]
  /** Questions with open answers that this reader may read one by one. */
  readonly readable: ReadonlySet<string>
  readonly refused: string | null
  readonly filter: {
    readonly on: boolean
    readonly channel: string
    readonly from: string
    readonly to: string
    readonly where: readonly string[]
    readonly channels: FilterGroup | null
    readonly groups: readonly FilterGroup[]
  }
  readonly crossables: readonly { readonly name: string; readonly label: string }[]
  readonly hasRecords: boolean
  /** What the figures would be with the answers that review rejected; for analysts. */
  readonly effects: readonly ShownEffect[]
  /** Why they were rejected, in words; '' for readers who are not told and where there are none. */
  readonly rejectedBecause: string
}

const started = Date.now()

export const collectionSummary: Page = {
  path: '/collections/:collection/summary',
  right: 'topic.summary',
  async get(visit) {
    const { store, params, query, headers, cookies, t, locale } = visit
    const held = await frameSoon(visit, params['collection']!)
    if (!held) throw new Problem('notFound')
    const reader = readerOf(visit.viewer, visit.topicRoles)
    const part = await partFor(store, held, reader)
    const filter = readFilter(query, part.frame)
    const tag = tagOf(visit, held, `${part.stamp} ${filterKey(filter)}`)
    if (headers['if-none-match'] === tag && !cookies[noticeCookie])
      return { kind: 'notModified' } satisfies Reply
    const summary = await soon(visit, summaryOf(held, part, { reader, locale, filter }), held)
    const { frame, channel } = readersFrame(held, part, locale)
    const { id, topicId, title } = held.collection
    const topic = await store.topics.find(topicId)
    const channels = frame.variables.find(({ name }) => name === channel)
    const where = filter.singles
      .filter(({ variable }) => reader === 'protected' || variable !== channel)
      .map(singleKey)
    const context: CollectionSummaryContext = {
      title: t.summary.title({ title }),
      breadcrumb: [
        { label: topic?.title ?? '', href: `/topics/${topicId}` },
        { label: t.summary.topicSummary, href: `/topics/${topicId}/summary` },
        { label: title },
      ],
      scripts: ['summary.js'],
      collection: { id, topicId, title },
      reader,
      head: await summaryHead(store, held, { reader, locale, n: summary.n }),
      stamp: part.stamp,
      sections: summary.sections,
      readable: reader === 'full' ? openQuestions(held) : new Set(),
      refused: summary.refused === null ? null : t.summary.refused[summary.refused],
      filter: {
        on: filters(filter),
        channel: filter.singles.filter(({ variable }) => variable === channel).map(singleKey)[0] ?? '',
        from: filter.from ?? '',
        to: filter.to ?? '',
        where,
        channels:
          reader === 'full' && channels
            ? {
                label: channels.label,
                options: channels.categories.map(({ value, label }) => ({
                  key: `${channel}=${value}`,
                  label,
                })),
              }
            : null,
        groups: await runAnalysis('filters', { held, part }, { locale, reader }),
      },
      crossables: crossable(frame.variables),
      effects: reader === 'full' ? await runAnalysis('effects', { held, part }, { locale }) : [],
      rejectedBecause: reader === 'full' ? await rejectedBecause(visit, held) : '',
      hasRecords: noteKinds.has(held.collection.kind) || reader === 'full',
    }
    return view('summary/collection', context, {
      status: summary.refused === null ? 200 : 422,
      headers: { 'Cache-Control': 'private, no-cache', ETag: tag },
    })
  },
}

/** Changes with what the page shows, who reads it and the build that renders it. */
function tagOf(
  { locale, csrf, viewer }: Visit,
  { collection, channels, rejected }: CollectionFrame,
  figures: string,
): string {
  const parts = [
    started,
    collection.id,
    collection.state,
    collection.title,
    channels.length,
    rejected,
    figures,
    locale,
    csrf,
    viewer?.id,
    viewer?.name,
  ]
  return `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`
}
