/** Where a form page stands: its form, its topic, and the way back. */

import { Problem } from '../../problem.ts'
import type { FormDraft, Topic } from '../../store/store.ts'
import type { Visit } from '../page.ts'

export interface Step {
  readonly href?: string
  readonly label: string
}

/** The topic of the address, with the breadcrumb to a page under it. */
export async function topicOf(
  { store, topicId, t }: Visit,
  here: string,
): Promise<{ readonly topic: Topic; readonly breadcrumb: readonly Step[] }> {
  const topic = topicId === null ? null : await store.topics.find(topicId)
  if (!topic) throw new Problem('notFound')
  const breadcrumb = [
    { href: '/topics', label: t.common.topics },
    { href: `/topics/${topic.id}`, label: topic.title },
    { label: here },
  ]
  return { topic, breadcrumb }
}

/** The form of the address, with the breadcrumb to it or to a page under it. */
export async function formOf(
  visit: Visit,
  here: string | null,
): Promise<{ readonly form: FormDraft; readonly topic: Topic; readonly breadcrumb: readonly Step[] }> {
  const form = await visit.store.forms.find(visit.params['form'] ?? '')
  if (!form) throw new Problem('notFound')
  const { topic, breadcrumb } = await topicOf(visit, form.title)
  const steps =
    here === null
      ? breadcrumb
      : [...breadcrumb.slice(0, -1), { href: `/forms/${form.id}/design`, label: form.title }, { label: here }]
  return { form, topic, breadcrumb: steps }
}
