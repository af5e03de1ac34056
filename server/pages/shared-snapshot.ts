/** /s/:secret: a snapshot for somebody who has the link and no account; as suppressed as for leaders, without anybody's words. */

import { smallestCell } from '../../analysis/protect.ts'
import { Problem } from '../problem.ts'
import { methodsOf } from '../summary/method-note.ts'
import { noteKinds } from '../summary/notes.ts'
import { frozenOf, vouchedFor, type FrozenContent } from '../summary/snapshots.ts'
import { view, type Page, type Visit } from './page.ts'
import { leadCharts, type LeadChart } from './summarising/lead-charts.ts'
import { secretHash } from './topic-snapshot.ts'

export interface SharedSnapshotContext {
  readonly title: string
  readonly scripts: readonly string[]
  readonly snapshot: { readonly madeAt: string; readonly hash: string; readonly entry: number }
  readonly frozen: FrozenContent
  readonly charts: readonly LeadChart[]
  readonly sound: boolean
}

export const sharedSnapshot: Page = {
  path: '/s/:secret',
  right: 'public',
  async get({ store, params, t, locale }) {
    const found = await store.snapshots.byLink(secretHash(params['secret'] ?? ''))
    if (!found) throw new Problem('notFound')
    const { snapshot } = found
    const frozen = forStrangers(frozenOf(snapshot).languages[locale], { t, locale })
    const context: SharedSnapshotContext = {
      title: frozen.topic.title,
      scripts: ['summary.js'],
      snapshot: { madeAt: snapshot.madeAt, hash: snapshot.hash, entry: snapshot.entry },
      frozen,
      charts: leadCharts(frozen.findings, frozen.collections),
      sound: await vouchedFor(store, snapshot),
    }
    return view('summary/shared', context, {
      headers: { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
    })
  },
}

/** Of notes, which leaders may read one by one, strangers learn only that there are some. */
function forStrangers(frozen: FrozenContent, { t, locale }: Pick<Visit, 't' | 'locale'>): FrozenContent {
  const notes = new Set(frozen.collections.filter(({ head }) => noteKinds.has(head.kind)).map(({ id }) => id))
  const collections = frozen.collections.map((each) => {
    const few = notes.has(each.id) && (each.head.n ?? 0) < smallestCell
    return few ? { ...each, head: { ...each.head, n: null, from: null, to: null } } : each
  })
  return {
    ...frozen,
    findings: frozen.findings.filter(({ collectionId }) => !notes.has(collectionId)),
    methods: methodsOf({ collections, reader: 'protected' }, t, locale),
    collections,
  }
}
