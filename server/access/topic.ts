/** Which topic a route's parameters lead to, and whether the viewer may go on. */

import { Problem } from '../problem.ts'
import type { Store } from '../store/store.ts'
import { allowed, type Right, type TopicRole, type Viewer } from './rights.ts'

type Params = Readonly<Record<string, string>>

/** True where the path has a parameter that leads to a topic. */
export function leadsToTopic(path: string): boolean {
  return /:(topic|form|collection)\b/.test(path)
}

/** The topic that :topic, :form or :collection leads to; null if there is none of that id. */
export async function topicOf(store: Store, params: Params): Promise<string | null> {
  const { topic, form, collection } = params
  if (topic !== undefined) return (await store.topics.find(topic))?.id ?? null
  if (form !== undefined) return (await store.forms.find(form))?.topicId ?? null
  if (collection !== undefined) return (await store.collections.find(collection))?.topicId ?? null
  return null
}

export interface Admission {
  readonly topicId: string | null
  readonly topicRoles: readonly TopicRole[]
}

/**
 * Lets the viewer through or throws. Who is not signed in learns nothing of what exists; who may not see a topic
 * gets the same answer for it as for a guessed id.
 */
export async function admit(
  store: Store,
  { right, path, viewer, params }: { right: Right; path: string; viewer: Viewer | null; params: Params },
): Promise<Admission> {
  if (right !== 'public' && !viewer) throw new Problem('signInNeeded')
  if (!leadsToTopic(path)) {
    if (!allowed(right, viewer, [])) throw new Problem('forbidden')
    return { topicId: null, topicRoles: [] }
  }
  const topicId = await topicOf(store, params)
  if (topicId === null) throw new Problem('notFound')
  const topicRoles = viewer ? await store.topics.rolesOf(topicId, viewer.id) : []
  if (allowed(right, viewer, topicRoles)) return { topicId, topicRoles }
  throw new Problem(allowed('topic.view', viewer, topicRoles) ? 'forbidden' : 'notFound')
}
