/** Where a page of printed copies stands: the collection, its form as it was printed, and the copy of the address. */

import type { Form } from '../../form/form.ts'
import { copyNumber } from '../../form/paper/copy-number.ts'
import { Problem } from '../../problem.ts'
import type { Channel, Collection, PaperCopy, Store } from '../../store/store.ts'
import { formOfVersion } from '../answering/fielded.ts'
import type { Visit } from '../page.ts'

export async function collectionOf({ store, params }: Visit): Promise<Collection> {
  const collection = await store.collections.find(params['collection'] ?? '')
  if (!collection) throw new Problem('notFound')
  return collection
}

export interface CopyPlace {
  readonly collection: Collection
  readonly copy: PaperCopy
  /** 000123-4. */
  readonly number: string
  readonly form: Form
}

/** The copy that the address names by its bare number. */
export async function copyOf(visit: Visit): Promise<CopyPlace> {
  const collection = await collectionOf(visit)
  const named = visit.params['copy'] ?? ''
  const copy = /^\d{1,6}$/.test(named) ? await visit.store.paper.copy(collection.id, Number(named)) : null
  if (!copy) throw new Problem('notFound')
  const form = await formOfVersion(visit.store, copy.formVersionId)
  return { collection, copy, number: copyNumber(collection.id, copy.copy), form }
}

/** The channel of paper, made when it is first needed. */
export async function paperChannel(store: Store, collectionId: string, label: string): Promise<Channel> {
  const channels = await store.collections.channels(collectionId)
  const own = channels.find(({ kind }) => kind === 'paper')
  return own ?? store.collections.addChannel({ collectionId, kind: 'paper', label })
}

export function paperBreadcrumb({ t }: Visit, { id, title, topicId }: Collection, here: string) {
  return [
    { label: t.summary.topic, href: `/topics/${topicId}` },
    { label: title, href: `/collections/${id}` },
    ...(here === '' ? [] : [{ label: t.paper.link, href: `/collections/${id}/paper` }]),
    { label: here === '' ? t.paper.link : here },
  ]
}
