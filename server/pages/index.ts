/** The site map: every page of the server, a line each. */

import type { Page } from './page.ts'
import { form } from './form.ts'
import { formPreview } from './form-preview.ts'
import { formPublish } from './form-publish.ts'
import { formXlsform } from './form-xlsform.ts'
import { formsNew } from './forms-new.ts'
import { formsPaste, formsPastePreview } from './forms-paste.ts'

export const pages: readonly Page[] = [
  formsNew,
  formsPaste,
  formsPastePreview,
  form,
  formPreview,
  formPublish,
  formXlsform,
]
