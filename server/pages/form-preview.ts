/** /forms/:form/preview: the form in the very page that its respondents will see, to look at only. */

import { allowed } from '../access/rights.ts'
import { compileForm } from '../form/definition.ts'
import { formOf } from './forms/place.ts'
import { markedSections, previewOf, type FormPreview } from './forms/preview.ts'
import type { Speaking } from './answering/language.ts'
import { redirect, view, type Page } from './page.ts'

export interface FormPreviewPage {
  readonly title: string
  readonly w: Speaking['w']
  readonly speaking: Speaking
  readonly languageLinks: boolean
  readonly formId: string
  readonly sections: FormPreview['sections']
  readonly mayEdit: boolean
}

export const formPreview: Page = {
  path: '/forms/:form/preview',
  right: 'topic.view',
  get: async (visit) => {
    const { form, topic } = await formOf(visit, visit.t.forms.preview)
    const mayEdit = allowed('topic.manage', visit.viewer, visit.topicRoles)
    const compiled = compileForm(form.source)
    if (!compiled.form)
      return redirect(mayEdit ? `/forms/${form.id}` : `/topics/${topic.id}`, visit.t.forms.previewBroken)
    const preview = previewOf(compiled.form, visit, { media: `/forms/${form.id}/media/` })
    const { speaking } = preview
    const context: FormPreviewPage = {
      title: form.title,
      w: speaking.w,
      speaking,
      languageLinks: compiled.form.languages.length > 1,
      formId: form.id,
      sections: markedSections(preview, visit.t.forms.conditional),
      mayEdit,
    }
    return view('forms/preview', context)
  },
}
