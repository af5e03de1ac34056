/** The answers of a collection as a file for a statistical program, streamed. */

import { Problem } from '../problem.ts'
import { askedFile } from './exporting/choices.ts'
import { streamed } from './exporting/streamed.ts'
import type { Page } from './page.ts'

export const collectionFile: Page = {
  path: '/collections/:collection/export/:format',
  right: 'topic.analyse',
  async get(visit) {
    const format = visit.params['format'] ?? ''
    // CSV has its own address, whose ending old programs go by.
    if (format === 'csv') throw new Problem('notFound')
    return streamed(visit, await askedFile(visit, format))
  },
}
