/** The codebook that goes with a collection's CSV file. */

import iconv from 'iconv-lite'
import { codebookText } from '../exports/file.ts'
import { catalogues } from '../locale/index.ts'
import { askedExport, csvType, fileName } from './exporting/choices.ts'
import type { Page } from './page.ts'

export const collectionCodebook: Page = {
  path: '/collections/:collection/codebook.csv',
  right: 'topic.analyse',
  async get(visit) {
    const { subject, choices } = await askedExport(visit)
    const t = catalogues[choices.locale]
    const text = await codebookText(visit.store, subject, choices)
    const bytes =
      choices.encoding === 'gb18030'
        ? iconv.encode(text, 'gb18030')
        : Buffer.from(`${choices.mark ? '\uFEFF' : ''}${text}`, 'utf8')
    return {
      kind: 'bytes',
      bytes,
      type: csvType(choices),
      headers: {
        'Content-Disposition': fileName(`${subject.collection.title}-${t.exports.codebook}`, 'csv'),
      },
    }
  },
}
