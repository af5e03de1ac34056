/** A topic fields a published form. */

import { editPage } from './collections/editing.ts'
import { asksAudit, blankTyped, fieldableVersions, settingsOf, typedOf } from './collections/typed.ts'
import { redirect, type Page, type Visit } from './page.ts'

export const collectionNew: Page = {
  path: '/topics/:topic/collections/new',
  right: 'topic.manage',
  async get(visit) {
    const versions = await fieldableVersions(visit, null)
    const topic = await visit.store.topics.find(visit.topicId ?? '')
    const unit = topic?.unitId ? await visit.store.units.find(topic.unitId) : null
    const wanted = versions.find(({ value }) => value === visit.query['version']) ?? versions[0]
    const typed = blankTyped(visit, wanted?.value ?? '', unit?.name ?? '')
    const version = wanted ? await visit.store.forms.version(wanted.value) : null
    // Who put an audit into the form wants it; it is still theirs to choose.
    const paradata = version && asksAudit(version) ? 'questions' : typed.paradata
    return editPage(visit, { ...frameOf(visit), typed: { ...typed, paradata }, versions, errors: [] })
  },
  async post(visit) {
    const versions = await fieldableVersions(visit, null)
    const typed = typedOf(visit)
    const { settings, errors } = settingsOf(visit, typed, versions)
    if (errors.length > 0) return editPage(visit, { ...frameOf(visit), typed, versions, errors })
    const id = await visit.store.collections.add({ topicId: visit.topicId ?? '', ...settings })
    const collection = await visit.store.collections.find(id)
    if (collection?.kind === 'questionnaire') {
      const { kinds } = visit.t.collections
      await visit.store.collections.addChannel({ collectionId: id, kind: 'link', label: kinds.link })
    }
    return redirect(`/collections/${id}`, visit.t.collections.created)
  },
}

function frameOf({ t, topicId }: Visit) {
  return {
    title: t.collections.newTitle,
    frozen: false,
    action: `/topics/${topicId ?? ''}/collections/new`,
    cancel: `/topics/${topicId ?? ''}`,
  }
}
