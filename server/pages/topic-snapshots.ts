/** /topics/:topic/snapshots: the frozen summaries of a topic; who manages it makes them, also every week by themselves. */

import { allowed } from '../access/rights.ts'
import { makeSnapshot } from '../summary/snapshots.ts'
import { line } from './fields.ts'
import { redirect, view, type Page } from './page.ts'
import { topicBreadcrumb, topicOfVisit } from './topics/tabs.ts'

export interface TopicSnapshotsContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly topic: { readonly id: string }
  readonly snapshots: readonly {
    readonly id: string
    readonly title: string
    readonly madeAt: string
    readonly by: string
  }[]
  readonly weekly: boolean
  readonly mayManage: boolean
}

export const topicSnapshots: Page = {
  path: '/topics/:topic/snapshots',
  right: 'topic.summary',
  postRight: 'topic.manage',
  async get(visit) {
    const { store, t, viewer, topicRoles } = visit
    const topic = await topicOfVisit(visit)
    const people = new Map((await store.people.all()).map(({ id, name }) => [id, name]))
    const snapshots = await store.snapshots.list(topic.id)
    return view('summary/snapshots', {
      title: t.briefing.snapshotsTitle,
      breadcrumb: topicBreadcrumb(visit, topic, t.briefing.snapshotsTitle),
      topic,
      snapshots: snapshots.map(({ id, title, madeAt, madeBy, week }) => ({
        id,
        title: week === null ? title : t.briefing.weekTitle({ week }),
        madeAt,
        by: madeBy === null ? t.briefing.snapshotWeekly : (people.get(madeBy) ?? ''),
      })),
      weekly: await store.snapshots.weekly(topic.id),
      mayManage: allowed('topic.manage', viewer, topicRoles),
    } satisfies TopicSnapshotsContext)
  },
  async post(visit) {
    const { store, t, viewer, body, now, config } = visit
    const topic = await topicOfVisit(visit)
    const list = `/topics/${topic.id}/snapshots`
    if (body['weekly'] === 'on' || body['weekly'] === 'off') {
      await store.snapshots.setWeekly(topic.id, body['weekly'] === 'on', viewer?.id ?? '')
      return redirect(list, t.briefing.weeklyDone)
    }
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: config.timeZone, dateStyle: 'short' }).format(
      now(),
    )
    const title = line(visit, 'title', 100) || t.briefing.snapshotDefault({ day })
    const id = await makeSnapshot(store, topic, { title, madeBy: viewer?.id ?? null, week: null })
    return redirect(id === null ? list : `${list}/${id}`, t.briefing.snapshotMade)
  },
}
