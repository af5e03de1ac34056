/** /topics/:topic/snapshots/:snapshot: a frozen summary, how it differs from the live one, and the links that show it. */

import { createHash } from 'node:crypto'
import { allowed } from '../access/rights.ts'
import { newSecret } from '../ids.ts'
import { Problem } from '../problem.ts'
import type { Snapshot, SnapshotLink } from '../store/summary-nouns.ts'
import type { RecordQuote } from '../summary/records.ts'
import {
  differences,
  frozenOf,
  standingQuotes,
  vouchedFor,
  type Difference,
  type FrozenContent,
} from '../summary/snapshots.ts'
import { topicContent } from '../summary/topic-content.ts'
import { line, type FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { leadCharts, type LeadChart } from './summarising/lead-charts.ts'
import { topicBreadcrumb, topicOfVisit } from './topics/tabs.ts'

export interface TopicSnapshotContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly scripts: readonly string[]
  readonly topic: { readonly id: string }
  readonly snapshot: Pick<Snapshot, 'id' | 'madeAt' | 'hash' | 'entry'>
  readonly frozen: FrozenContent
  readonly charts: readonly LeadChart[]
  readonly quotes: readonly RecordQuote[]
  readonly sound: boolean
  readonly differences: readonly Difference[]
  readonly mayManage: boolean
  readonly links: readonly (SnapshotLink & { readonly state: 'stands' | 'expired' | 'revoked' })[]
  /** A link that was just made: shown once. */
  readonly made: string | null
  readonly errors: readonly FieldError[]
}

const terms = [7, 30, 90] as const

export const topicSnapshot: Page = {
  path: '/topics/:topic/snapshots/:snapshot',
  right: 'topic.summary',
  postRight: 'topic.manage',
  get: (visit) => show(visit, { made: null, errors: [] }),
  async post(visit) {
    const { store, t, viewer, body, now, origin } = visit
    const snapshot = await snapshotOf(visit)
    const revoked = line(visit, 'revoke', 40)
    if (revoked !== '') {
      await store.snapshots.revokeLink(snapshot.id, revoked, viewer?.id ?? '')
      return redirect(`/topics/${snapshot.topicId}/snapshots/${snapshot.id}`, t.briefing.linkRevokedNotice)
    }
    const label = line(visit, 'label', 100)
    if (label === '' || !viewer)
      return show(visit, { made: null, errors: [{ field: 'label', words: t.briefing.linkLabelMissing }] })
    const days = terms.find((each) => String(each) === body['days']) ?? terms[0]
    const secret = newSecret()
    await store.snapshots.addLink({
      snapshotId: snapshot.id,
      label,
      madeBy: viewer.id,
      expiresAt: new Date(now().getTime() + days * 86_400_000).toISOString(),
      secretHash: secretHash(secret),
    })
    return show(visit, { made: `${origin}/s/${secret}`, errors: [] })
  },
}

/** What of a link's secret is kept. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

async function snapshotOf({ store, params, topicId }: Visit): Promise<Snapshot> {
  const snapshot = await store.snapshots.find(params['snapshot'] ?? '')
  if (!snapshot || snapshot.topicId !== topicId) throw new Problem('notFound')
  return snapshot
}

async function show(
  visit: Visit,
  { made, errors }: Pick<TopicSnapshotContext, 'made' | 'errors'>,
): Promise<Reply> {
  const { store, t, locale, viewer, topicRoles, now } = visit
  const snapshot = await snapshotOf(visit)
  const topic = await topicOfVisit(visit)
  const whole = frozenOf(snapshot)
  const frozen = whole.languages[locale]
  const live = await topicContent(store, topic, { reader: 'protected', locale })
  const title = snapshot.week === null ? snapshot.title : t.briefing.weekTitle({ week: snapshot.week })
  const mayManage = allowed('topic.manage', viewer, topicRoles)
  const moment = now().toISOString()
  const links = mayManage ? await store.snapshots.links(snapshot.id) : []
  const context: TopicSnapshotContext = {
    title: `${topic.title} · ${title}`,
    breadcrumb: [
      ...topicBreadcrumb(visit, topic, null).slice(0, 1),
      { label: topic.title, href: `/topics/${topic.id}` },
      { label: t.briefing.snapshots, href: `/topics/${topic.id}/snapshots` },
      { label: title },
    ],
    scripts: ['summary.js'],
    topic,
    snapshot,
    frozen,
    charts: leadCharts(frozen.findings, frozen.collections),
    quotes: await standingQuotes(store, whole, locale),
    sound: await vouchedFor(store, snapshot),
    differences: differences(frozen, live.collections, locale),
    mayManage,
    links: links.map((link) => ({
      ...link,
      state: link.revokedAt !== null ? 'revoked' : link.expiresAt <= moment ? 'expired' : 'stands',
    })),
    made,
    errors,
  }
  // A page with a link on it is not to be found again in a browser's memory.
  return view('summary/snapshot', context, {
    status: errors.length > 0 ? 422 : 200,
    headers: { 'Cache-Control': 'no-store' },
  })
}
