/** /forms/:form/paper: the draft, or one of its published versions, as a printed questionnaire. */

import { compileForm } from '../form/definition.ts'
import type { Form, FormSource } from '../form/form.ts'
import { Problem } from '../problem.ts'
import { noteKinds } from '../summary/notes.ts'
import type { FormDraft, FormVersion } from '../store/store.ts'
import { speakingOf } from './answering/language.ts'
import { formOf } from './forms/place.ts'
import { printReply, printWishes } from './paper/printing.ts'
import { redirect, type Page } from './page.ts'

export const formPaper: Page = {
  path: '/forms/:form/paper',
  right: 'topic.view',
  get: async (visit) => {
    const { t, query } = visit
    const { form: draft, topic } = await formOf(visit, t.paper.title)
    const versions = (await visit.store.forms.versions(draft.id)).toReversed()
    const version = versionAsked(versions, query['version'])
    const compiled = compiledOf(draft, version)
    if (!compiled.form) return redirect(`/topics/${topic.id}`, t.paper.broken)
    const speaking = speakingOf(compiled.form, query['l'] ?? '', visit.locale)
    const wishes = printWishes(query)
    return printReply({
      form: compiled.form,
      source: compiled.source,
      title: draft.title,
      speaking,
      wishes,
      formId: draft.id,
      terms: [],
      long: noteKinds.has(draft.kind),
      copies: [{ number: '', code: '', place: 0 }],
      back: { href: `/topics/${topic.id}`, label: topic.title },
      settings: {
        action: `/forms/${draft.id}/paper`,
        kept: [],
        version: version ? String(version.number) : '',
        versions: [
          { value: '', label: t.paper.draft },
          ...versions.map(({ number }) => ({ value: String(number), label: t.paper.versionOf({ number }) })),
        ],
        languages: speaking.languages,
        ...wishes,
      },
    })
  },
}

function versionAsked(versions: readonly FormVersion[], asked: string | undefined): FormVersion | null {
  if (asked === undefined || asked === '') return null
  const found = versions.find(({ number }) => String(number) === asked)
  if (!found) throw new Problem('notFound')
  return found
}

function compiledOf(
  draft: FormDraft,
  version: FormVersion | null,
): { readonly form: Form | null; readonly source: FormSource } {
  const { source } = version ?? draft
  return { form: compileForm(source).form, source }
}
