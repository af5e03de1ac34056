/** One file of a collection in any format, as pages, programs and the command line ask for it. */

import { catalogues } from '../locale/index.ts'
import type { Store } from '../store/store.ts'
import { csvTables, writeCsv, type CsvChoices, type CsvSubject } from './csv.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { formats, type FormatName } from './formats.ts'
import type { DesignColumns } from './r.ts'
import { resultRows } from './results.ts'
import { narrows } from './selection.ts'

export interface FileAsked {
  readonly format: 'csv' | FormatName
  /** A repeat whose rows are wanted; null for the answers themselves. */
  readonly table: string | null
  readonly choices: CsvChoices
  /** Columns of weights, strata, clusters and population sizes; throws where one is not there. */
  readonly design: (dataset: Dataset) => DesignColumns
}

export interface MadeFile {
  readonly ending: string
  readonly type: string
  readonly pieces: AsyncIterable<Buffer> | Iterable<Buffer>
}

/** null where the form has no such repeat. */
export async function makeFile(
  store: Store,
  subject: CsvSubject,
  { format, table, choices, design }: FileAsked,
): Promise<MadeFile | null> {
  if (!csvTables(subject).includes(table)) return null
  if (format === 'csv')
    return {
      ending: 'csv',
      type: `text/csv; charset=${choices.encoding}`,
      pieces: writeCsv(store, subject, choices, table),
    }
  const { ending, type, write } = formats[format]
  const dataset = await makeDataset(store, subject, { ...choices, table })
  const pieces = write(dataset, {
    t: catalogues[choices.locale],
    locale: choices.locale,
    collection: subject.collection,
    topic: await store.topics.find(subject.collection.topicId),
    cells: choices.cells,
    // The figures are of all answers that count, so they go with no part of them.
    results:
      format === 'xlsx' && table === null && !narrows(choices.selection)
        ? await resultRows(store, subject.collection.id, choices.locale)
        : [],
    design: design(dataset),
  })
  return { ending, type, pieces }
}
