/** The CSV file of a collection's answers, streamed. */

import { Readable } from 'node:stream'
import { csvSubject, writeCsv } from '../exports/index.ts'
import { csvChoices, csvType, fileName } from './exporting/choices.ts'
import type { Page } from './page.ts'

export const collectionCsv: Page = {
  path: '/collections/:collection/export.csv',
  right: 'topic.analyse',
  async get(visit) {
    const { store, viewer, params, now } = visit
    const id = params['collection']!
    const choices = csvChoices(visit)
    const subject = await csvSubject(store, id)
    const actor = viewer?.id ?? null
    // Logged before the first byte: what cannot be logged is not handed out.
    await store.history.append(
      { actor, kind: 'export.csv', subject: id, detail: { rows: subject.collection.received } },
      now().toISOString(),
    )
    if (choices.personal) {
      await store.history.append({ actor, kind: 'personal.exported', subject: id }, now().toISOString())
    }
    const pieces = writeCsv(store, subject, choices)
    const first = await pieces.next()
    return {
      kind: 'stream',
      stream: Readable.from(firstAnd(first, pieces), { objectMode: false, highWaterMark: 1 << 20 }),
      type: csvType(choices),
      headers: { 'Content-Disposition': fileName(subject.collection.title, 'csv') },
    }
  },
}

async function* firstAnd(
  first: IteratorResult<Buffer>,
  rest: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  if (first.done) return
  yield first.value
  yield* rest
}
