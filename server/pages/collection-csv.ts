/** The CSV files of a collection's answers, streamed: one of them, or all in one archive with the codebook. */

import { Readable } from 'node:stream'
import { archive } from '../exports/archive.ts'
import { attachmentParts } from '../exports/attachments.ts'
import { encoded } from '../exports/csv.ts'
import { codebook, csvTables, writeCsv, type CsvSubject } from '../exports/index.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import { framesOf } from '../summary/frames.ts'
import { repeatTables } from '../summary/repeats.ts'
import { repeatLabel } from '../summary/variables.ts'
import { repeatFrames } from './collection-codebook.ts'
import { askedExport, csvType, fileName, logExport } from './exporting/choices.ts'
import { primed } from './exporting/primed.ts'
import type { Page } from './page.ts'

export const collectionCsv: Page = {
  path: '/collections/:collection/export.csv',
  right: 'topic.analyse',
  async get(visit) {
    const { store } = visit
    const { subject, choices } = await askedExport(visit)
    const table = visit.query['table'] || null
    if (!csvTables(subject).includes(table)) throw new Problem('notFound')
    await logExport(visit, subject.collection, choices)
    const title = csvTitle(subject, table, choices.locale)
    return {
      kind: 'stream',
      stream: Readable.from(await primed(writeCsv(store, subject, choices, table)), {
        objectMode: false,
        highWaterMark: 1 << 20,
      }),
      type: csvType(choices),
      headers: { 'Content-Disposition': fileName(title, 'csv') },
    }
  },
}

export const collectionCsvFiles: Page = {
  path: '/collections/:collection/export-csv.zip',
  right: 'topic.analyse',
  async get(visit) {
    const { store, params } = visit
    const { subject, choices } = await askedExport(visit)
    const held = await framesOf(store).of(params['collection']!)
    if (!held) throw new Problem('notFound')
    await logExport(visit, subject.collection, choices)
    const t = catalogues[choices.locale]
    const book = () => codebook(subject, choices, { frame: held.frame, repeats: repeatFrames(held), t })
    const files = csvTables(subject).map((table) => ({
      name: `${plainName(csvTitle(subject, table, choices.locale))}.csv`,
      pieces: () => writeCsv(store, subject, choices, table),
    }))
    const attached = visit.query['files'] === '1' ? await attachmentParts(store, subject, choices) : []
    const stream = archive(
      [
        ...files,
        {
          name: `${plainName(t.exports.codebookName)}.csv`,
          pieces: () => [encoded(`${choices.mark ? '\uFEFF' : ''}${book()}`, choices)],
        },
        ...attached,
      ],
      held.lastDay ?? '1980-01-01',
    )
    return {
      kind: 'stream',
      stream: Readable.from(await primed(stream), { objectMode: false, highWaterMark: 1 << 20 }),
      type: 'application/zip',
      headers: { 'Content-Disposition': fileName(subject.collection.title, 'zip') },
    }
  },
}

/** What a file is called: after the collection, that of a repeat after it too. */
function csvTitle({ collection, forms }: CsvSubject, table: string | null, locale: Locale): string {
  const repeat = repeatTables(forms).find(({ name }) => name === table)
  return repeat ? `${collection.title}-${repeatLabel(repeat, locale)}-${repeat.written}` : collection.title
}

function plainName(title: string): string {
  return (
    title
      .replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cs}]/gu, ' ')
      .trim()
      .slice(0, 80) || 'diaoyan'
  )
}
