/** Changes a topic: leader, unit, questions, methods, dates, state. */

import type { FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { topicBreadcrumb, topicOfVisit } from './topics/tabs.ts'
import { givenOf, readTopic, topicFields, type Given } from './topics/topic-form.ts'

export const topicEditPage: Page = {
  path: '/topics/:topic/edit',
  right: 'topic.manage',
  get: async (visit) => form(visit, givenOf(await topicOfVisit(visit))),
  post: async (visit) => {
    const read = await readTopic(visit)
    if (!read.ok) return form(visit, read.given, read.errors)
    const { id, planText, planFileId } = await topicOfVisit(visit)
    await visit.store.topics.save({ ...read.topic, id, planText, planFileId }, visit.viewer?.id ?? null)
    return redirect(`/topics/${id}`, visit.t.common.saved)
  },
}

async function form(visit: Visit, given: Given, errors: readonly FieldError[] = []): Promise<Reply> {
  const topic = await topicOfVisit(visit)
  const context = {
    title: visit.t.topics.edit,
    errors,
    breadcrumb: topicBreadcrumb(visit, topic, visit.t.common.edit),
    action: `/topics/${topic.id}/edit`,
    back: `/topics/${topic.id}`,
    ...(await topicFields(visit, given)),
  }
  return view('topics/edit', context, { status: errors.length > 0 ? 422 : 200 })
}
