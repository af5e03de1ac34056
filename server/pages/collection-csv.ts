/** The CSV file of a collection's answers, streamed. */

import { Readable } from 'node:stream'
import { csvSubject, writeCsv } from '../exports/index.ts'
import { csvChoices, csvType, fileName, logExport } from './exporting/choices.ts'
import { primed } from './exporting/primed.ts'
import type { Page } from './page.ts'

export const collectionCsv: Page = {
  path: '/collections/:collection/export.csv',
  right: 'topic.analyse',
  async get(visit) {
    const { store, params } = visit
    const choices = csvChoices(visit)
    const subject = await csvSubject(store, params['collection']!)
    await logExport(visit, subject.collection, choices)
    return {
      kind: 'stream',
      stream: Readable.from(await primed(writeCsv(store, subject, choices)), {
        objectMode: false,
        highWaterMark: 1 << 20,
      }),
      type: csvType(choices),
      headers: { 'Content-Disposition': fileName(subject.collection.title, 'csv') },
    }
  },
}
