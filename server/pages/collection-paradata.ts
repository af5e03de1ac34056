/** How the answers of a collection came about as a file, in any format; of one that keeps nothing of it, headings alone. */

import { Readable } from 'node:stream'
import { kindOf, paradataPieces } from '../exports/file.ts'
import { paradataDataset } from '../exports/paradata.ts'
import { catalogues } from '../locale/index.ts'
import { askedFile, fileName, logExport } from './exporting/choices.ts'
import { primed } from './exporting/primed.ts'
import type { Page } from './page.ts'

export const collectionParadata: Page = {
  path: '/collections/:collection/paradata/:format',
  right: 'topic.analyse',
  async get(visit) {
    const { subject, asked } = await askedFile(visit, visit.params['format'] ?? '')
    const { collection } = subject
    const { choices, format } = asked
    await logExport(visit, collection, { ...choices, personal: false, format: `paradata.${format}` })
    const dataset = await paradataDataset(visit.store, subject, choices)
    const pieces = await paradataPieces(visit.store, subject, asked, dataset)
    const { ending, type } = kindOf({ ...asked, whole: null })
    const title = `${collection.title}-${catalogues[choices.locale].paradata.title}`
    return {
      kind: 'stream',
      stream: Readable.from(await primed(pieces), { objectMode: false, highWaterMark: 1 << 20 }),
      type,
      headers: { 'Content-Disposition': fileName(title, ending) },
    }
  },
}
