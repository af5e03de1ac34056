/** The answers of a collection as a file for a statistical program, streamed. */

import { Readable } from 'node:stream'
import { csvTables } from '../exports/index.ts'
import type { Dataset } from '../exports/dataset.ts'
import { makeFile } from '../exports/file.ts'
import { isFormatName } from '../exports/formats.ts'
import type { DesignColumns } from '../exports/r.ts'
import { Problem } from '../problem.ts'
import { askedExport, fileName, logExport } from './exporting/choices.ts'
import { primed } from './exporting/primed.ts'
import type { Page, Visit } from './page.ts'

export const collectionFile: Page = {
  path: '/collections/:collection/export/:format',
  right: 'topic.analyse',
  async get(visit) {
    const { store, params } = visit
    const name = params['format'] ?? ''
    if (!isFormatName(name)) throw new Problem('notFound')
    const { subject, choices } = await askedExport(visit)
    const table = visit.query['table'] || null
    if (!csvTables(subject).includes(table)) throw new Problem('notFound')
    await logExport(visit, subject.collection, choices)
    const design = (dataset: Dataset) => designColumns(visit, dataset)
    const file = await makeFile(store, subject, { format: name, table, choices, design })
    if (!file) throw new Problem('notFound')
    return {
      kind: 'stream',
      stream: Readable.from(await primed(file.pieces), { objectMode: false, highWaterMark: 1 << 20 }),
      type: file.type,
      headers: { 'Content-Disposition': fileName(subject.collection.title, file.ending) },
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
