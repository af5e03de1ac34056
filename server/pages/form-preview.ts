/** /forms/:form/preview: the form as its respondents will see it. */

import { compileForm } from '../form/definition.ts'
import { formOf, type Step } from './forms/place.ts'
import { previewOf, type FormPreview } from './forms/preview.ts'
import { view, type Page } from './page.ts'

export interface FormPreviewPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly narrow: true
  readonly formId: string
  readonly formTitle: string
  readonly preview: FormPreview | null
}

export const formPreview: Page = {
  path: '/forms/:form/preview',
  right: 'topic.view',
  get: async (visit) => {
    const { form, breadcrumb } = await formOf(visit, visit.t.forms.preview)
    const compiled = compileForm(form.source)
    const context: FormPreviewPage = {
      title: visit.t.forms.preview,
      breadcrumb,
      narrow: true,
      formId: form.id,
      formTitle: form.title,
      preview: compiled.form ? previewOf(compiled.form, visit) : null,
    }
    return view('forms/preview', context)
  },
}
