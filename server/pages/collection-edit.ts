/** Changes what a collection says and when it is open; what was promised to respondents is frozen at the first opening. */

import { Problem } from '../problem.ts'
import type { Collection } from '../store/store.ts'
import { editPage } from './collections/editing.ts'
import { fieldableVersions, settingsOf, typedFrom, typedOf, type Typed } from './collections/typed.ts'
import type { FieldError } from './fields.ts'
import { redirect, type Page, type Reply, type Visit } from './page.ts'

export const collectionEdit: Page = {
  path: '/collections/:collection/edit',
  right: 'topic.manage',
  async get(visit) {
    const collection = await collectionOf(visit)
    return show(visit, collection, typedFrom(collection, visit.config.timeZone), [])
  },
  async post(visit) {
    const collection = await collectionOf(visit)
    const versions = await fieldableVersions(visit, collection.formId)
    // A frozen field is not in the form, so it keeps what stands.
    const standing = typedFrom(collection, visit.config.timeZone)
    const given = typedOf(visit)
    const { sampleType, identity, pilot, paradata } = collection.state === 'draft' ? given : standing
    const typed = { ...given, sampleType, identity, pilot, paradata }
    const { settings, errors } = settingsOf(visit, typed, versions)
    if (errors.length > 0) return show(visit, collection, typed, errors)
    try {
      await visit.store.collections.change(collection.id, settings, visit.viewer?.id ?? null)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'Frozen') throw error
      return show(visit, collection, typed, [
        { field: 'sampleType', words: visit.t.collections.wrong.frozen },
      ])
    }
    return redirect(`/collections/${collection.id}`, visit.t.common.saved)
  },
}

async function collectionOf({ store, params }: Visit): Promise<Collection> {
  const collection = await store.collections.find(params['collection'] ?? '')
  if (!collection) throw new Problem('notFound')
  return collection
}

async function show(
  visit: Visit,
  collection: Collection,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<Reply> {
  return editPage(visit, {
    title: visit.t.collections.editTitle,
    typed,
    errors,
    versions: await fieldableVersions(visit, collection.formId),
    frozen: collection.state !== 'draft',
    action: `/collections/${collection.id}/edit`,
    cancel: `/collections/${collection.id}`,
  })
}
