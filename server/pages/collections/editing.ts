/** The page on which a collection is set up or changed. */

import { paradataLevels } from '../../form/paradata.ts'
import { sampleTypes } from '../../store/store.ts'
import type { FieldError, Option } from '../fields.ts'
import { view, type Reply, type Visit } from '../page.ts'
import type { Typed } from './typed.ts'

interface Choice extends Option {
  readonly hint: string
}

/** Context of views/collections/edit.ejs. */
export interface EditContext {
  readonly title: string
  readonly narrow: boolean
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly typed: Typed
  readonly versions: readonly Option[]
  readonly sampleTypes: readonly Choice[]
  readonly identities: readonly Choice[]
  readonly paradataLevels: readonly Choice[]
  /** Anonymity, sample type, pilot and paradata can no longer change. */
  readonly frozen: boolean
  readonly action: string
  readonly cancel: string
  readonly formsUrl: string
}

interface Editing {
  readonly title: string
  readonly typed: Typed
  readonly versions: readonly Option[]
  readonly errors: readonly FieldError[]
  readonly frozen: boolean
  readonly action: string
  readonly cancel: string
}

export async function editPage(visit: Visit, editing: Editing): Promise<Reply> {
  const { t, store, topicId } = visit
  const topic = topicId === null ? null : await store.topics.find(topicId)
  const w = t.collections
  const context: EditContext = {
    ...editing,
    narrow: true,
    breadcrumb: [
      { label: t.common.topics, href: '/topics' },
      { label: topic?.title ?? '', href: `/topics/${topicId ?? ''}` },
      { label: editing.title },
    ],
    sampleTypes: sampleTypes.map((value) => ({
      value,
      label: w.sampleTypes[value],
      hint: w.sampleHints[value],
    })),
    identities: [
      { value: 'anonymous', label: w.anonymous, hint: w.anonymousHint },
      { value: 'named', label: w.named, hint: w.namedHint },
    ],
    paradataLevels: paradataLevels.map((value) => ({
      value,
      label: t.paradata.levels[value],
      hint: t.paradata.levelHints[value],
    })),
    formsUrl: `/topics/${topicId ?? ''}/forms/new`,
  }
  return view('collections/edit', context, { status: editing.errors.length > 0 ? 422 : 200 })
}
