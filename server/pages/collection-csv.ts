/** The CSV files of a collection's answers, streamed: one of them, or all in one archive with the codebook. */

import { askedFile } from './exporting/choices.ts'
import { streamed } from './exporting/streamed.ts'
import type { Page } from './page.ts'

export const collectionCsv: Page = {
  path: '/collections/:collection/export.csv',
  right: 'topic.analyse',
  get: async (visit) => streamed(visit, await askedFile(visit, 'csv')),
}

export const collectionCsvFiles: Page = {
  path: '/collections/:collection/export-csv.zip',
  right: 'topic.analyse',
  get: async (visit) =>
    streamed(visit, await askedFile({ ...visit, query: { ...visit.query, all: '1' } }, 'csv')),
}
