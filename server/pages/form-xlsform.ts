/** /forms/:form/xlsform: the draft, or a published version (?version=), as an XLSForm workbook. */

import { Problem } from '../problem.ts'
import { formOf } from './forms/place.ts'
import type { Page } from './page.ts'

export const formXlsform: Page = {
  path: '/forms/:form/xlsform',
  right: 'topic.view',
  get: async (visit) => {
    const { form } = await formOf(visit, null)
    const number = visit.query['version']
    const version =
      number === undefined
        ? null
        : (await visit.store.forms.versions(form.id)).find((one) => String(one.number) === number)
    if (version === undefined) throw new Problem('notFound')
    const name = `${form.title.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim() || 'form'}${version ? ` v${version.number}` : ''}.xlsx`
    return {
      kind: 'bytes',
      bytes: (await import('../exports/xlsform.ts')).writeXlsform((version ?? form).source),
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      headers: {
        'Content-Disposition': `attachment; filename="form.xlsx"; filename*=UTF-8''${encodeName(name)}`,
      },
    }
  },
}

function encodeName(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
