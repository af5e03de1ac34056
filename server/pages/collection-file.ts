/** The answers of a collection as a file for a statistical program, streamed. */

import { Readable } from 'node:stream'
import { csvSubject, csvTables } from '../exports/index.ts'
import { makeDataset, type Dataset } from '../exports/dataset.ts'
import { formats, isFormatName } from '../exports/formats.ts'
import type { DesignColumns } from '../exports/r.ts'
import { Problem } from '../problem.ts'
import { csvChoices, fileName, logExport } from './exporting/choices.ts'
import { primed } from './exporting/primed.ts'
import type { Page, Visit } from './page.ts'

export const collectionFile: Page = {
  path: '/collections/:collection/export/:format',
  right: 'topic.analyse',
  async get(visit) {
    const { store, params, t } = visit
    const name = params['format'] ?? ''
    if (!isFormatName(name)) throw new Problem('notFound')
    const format = formats[name]
    const choices = csvChoices(visit)
    const subject = await csvSubject(store, params['collection']!)
    const table = visit.query['table'] || null
    if (!csvTables(subject).includes(table)) throw new Problem('notFound')
    await logExport(visit, subject.collection, choices)
    const dataset = await makeDataset(store, subject, { ...choices, table })
    const pieces = format.write(dataset, {
      t,
      locale: choices.locale,
      collection: subject.collection,
      topic: await store.topics.find(subject.collection.topicId),
      cells: choices.cells,
      design: designColumns(visit, dataset),
    })
    return {
      kind: 'stream',
      stream: Readable.from(await primed(pieces), { objectMode: false, highWaterMark: 1 << 20 }),
      type: format.type,
      headers: { 'Content-Disposition': fileName(subject.collection.title, format.ending) },
    }
  },
}

/** Columns that the analyst named as weights, strata, clusters and population sizes; refuses one that is not there. */
function designColumns({ query }: Visit, { columns }: Dataset): DesignColumns {
  const named = (key: string): string | null => {
    const name = (query[key] ?? '').trim()
    if (name === '') return null
    if (!columns.some((column) => column.name === name)) throw new Problem('unknownColumn', { name })
    return name
  }
  return {
    weights: named('weights'),
    strata: named('strata'),
    clusters: named('clusters'),
    fpc: named('fpc'),
  }
}
