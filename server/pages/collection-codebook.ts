/** The codebook that goes with a collection's CSV file. */

import iconv from 'iconv-lite'
import { codebook, csvSubject } from '../exports/index.ts'
import { Problem } from '../problem.ts'
import { framesOf } from '../summary/frames.ts'
import { catalogues } from '../locale/index.ts'
import { csvChoices, csvType, fileName } from './exporting/choices.ts'
import type { Page } from './page.ts'

export const collectionCodebook: Page = {
  path: '/collections/:collection/codebook.csv',
  right: 'topic.analyse',
  async get(visit) {
    const { store, params } = visit
    const held = await framesOf(store).of(params['collection']!)
    if (!held) throw new Problem('notFound')
    const choices = csvChoices(visit)
    const subject = await csvSubject(store, held.collection.id)
    const t = catalogues[choices.locale]
    const text = codebook(subject, choices, { frame: held.frame, t })
    const bytes =
      choices.encoding === 'gb18030'
        ? iconv.encode(text, 'gb18030')
        : Buffer.from(`${choices.mark ? '\uFEFF' : ''}${text}`, 'utf8')
    return {
      kind: 'bytes',
      bytes,
      type: csvType(choices),
      headers: { 'Content-Disposition': fileName(`${held.collection.title}-${t.exports.codebook}`, 'csv') },
    }
  },
}
