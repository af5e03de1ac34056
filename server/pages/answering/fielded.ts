/** What a link leads to: the collection, its channel and the compiled form that it fields. */

import { compileForm } from '../../form/definition.ts'
import type { Form } from '../../form/form.ts'
import { Problem } from '../../problem.ts'
import { noteKinds } from '../../summary/notes.ts'
import type { Channel, Collection, Store } from '../../store/store.ts'

export interface Fielded {
  readonly collection: Collection
  readonly channel: Channel
  readonly form: Form
  /** What whoever takes notes has beside them: the collection's outline, else the questions of the topic; none for questionnaires. */
  readonly outline?: string
}

/** Whether answers come in now, or why not. */
export type Door = 'open' | 'notOpen' | 'paused' | 'closed' | 'full'

/** Compiled forms by version id; a version never changes, so an entry is never stale, only the oldest is dropped. */
const compiled = new Map<string, Form>()
const compiledLimit = 100

/** The collection behind a public link. */
export async function fieldedBySlug(store: Store, slug: string): Promise<Fielded> {
  const found = /^[\w-]{1,64}$/.test(slug) ? await store.collections.bySlug(slug) : null
  if (!found) throw new Problem('notFound')
  return { ...found, form: await formOfVersion(store, found.collection.formVersionId) }
}

/** The collection that a signed-in investigator fills; its investigator channel is made at first use. */
export async function fieldedForInvestigator(store: Store, collectionId: string): Promise<Fielded> {
  const collection = await store.collections.find(collectionId)
  if (!collection) throw new Problem('notFound')
  const form = await formOfVersion(store, collection.formVersionId)
  const channel = await investigatorChannel(store, collectionId)
  if (!noteKinds.has(collection.kind)) return { collection, channel, form }
  const own = await store.assignments.outline(collectionId)
  if (own !== '') return { collection, channel, form, outline: own }
  const topic = await store.topics.find(collection.topicId)
  return { collection, channel, form, outline: topic?.questions ?? '' }
}

/**
 * The same, for a record that was filled in with an earlier version of the form: who was without network while the
 * collection moved on answered the questions of that version, and they are stored with it.
 */
export async function inVersion(store: Store, fielded: Fielded, version: unknown): Promise<Fielded> {
  const { collection } = fielded
  if (typeof version !== 'string' || version === collection.formVersionId) return fielded
  const earlier = /^[\w-]{1,64}$/.test(version) ? await store.forms.version(version) : null
  if (earlier?.formId !== collection.formId) return fielded
  return {
    ...fielded,
    collection: { ...collection, formVersionId: version },
    form: await formOfVersion(store, version),
  }
}

async function investigatorChannel(store: Store, collectionId: string): Promise<Channel> {
  const channels = await store.collections.channels(collectionId)
  const own = channels.find((channel) => channel.kind === 'investigator')
  return own ?? store.collections.addChannel({ collectionId, kind: 'investigator', label: '调研员代填' })
}

/** The compiled form of a published version. */
export async function formOfVersion(store: Store, formVersionId: string): Promise<Form> {
  const known = compiled.get(formVersionId)
  if (known) return known
  const version = await store.forms.version(formVersionId)
  if (!version) throw new Problem('notFound')
  const { form } = compileForm(version.source)
  if (!form) throw new Error(`formOfVersion: version ${formVersionId} was published with errors`)
  const oldest = compiled.keys().next()
  if (compiled.size >= compiledLimit && !oldest.done) compiled.delete(oldest.value)
  compiled.set(formVersionId, form)
  return form
}

/** The same rules that the store applies under its lock; here they only choose the page to show. */
export function doorOf(collection: Collection, now: Date): Door {
  const { state, opensAt, closesAt, answerLimit } = collection
  if (state === 'draft') return 'notOpen'
  if (state === 'closed' || state === 'archived') return 'closed'
  if (closesAt !== null && Date.parse(closesAt) <= now.getTime()) return 'closed'
  if (state === 'paused') return 'paused'
  if (opensAt !== null && Date.parse(opensAt) > now.getTime()) return 'notOpen'
  if (answerLimit !== null && collection.received >= answerLimit) return 'full'
  return 'open'
}
