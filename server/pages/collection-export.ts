/** Where an analyst chooses how to export a collection's answers. */

import { allowed } from '../access/rights.ts'
import { asksPersonal } from '../exports/index.ts'
import { Problem } from '../problem.ts'
import { framesOf } from '../summary/frames.ts'
import { view, type Page } from './page.ts'

export interface CollectionExportContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly collection: {
    readonly id: string
    readonly title: string
    readonly topicId: string
    readonly anonymous: boolean
  }
  readonly n: number
  readonly rejected: number
  /** null: nothing personal is asked; else whether this person may have it. */
  readonly personal: 'mayRead' | 'mayNot' | null
}

export const collectionExport: Page = {
  path: '/collections/:collection/export',
  right: 'topic.analyse',
  async get({ store, params, t, viewer, topicRoles }) {
    const held = await framesOf(store).of(params['collection']!)
    if (!held) throw new Problem('notFound')
    const { id, title, topicId, anonymous } = held.collection
    const may = allowed('topic.personal', viewer, topicRoles)
    return view('summary/export', {
      title: t.exports.title,
      breadcrumb: [
        { label: t.summary.topicSummary, href: `/topics/${topicId}/summary` },
        { label: title, href: `/collections/${id}/summary` },
        { label: t.exports.title },
      ],
      collection: { id, title, topicId, anonymous },
      n: held.received,
      rejected: held.rejected,
      personal: asksPersonal(held.forms) ? (may ? 'mayRead' : 'mayNot') : null,
    } satisfies CollectionExportContext)
  },
}
