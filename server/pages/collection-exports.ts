/** /collections/:collection/exports: what the buttons of the export page post. */

import { makeFile, readingsOf, tableTitle, type FileAsked } from '../exports/file.ts'
import type { CsvSubject } from '../exports/index.ts'
import { Problem } from '../problem.ts'
import { askedFile, logExport } from './exporting/choices.ts'
import { attachmentsAtOnce, begun, fieldsOf, queryText } from './exporting/starting.ts'
import { redirect, type Page, type Visit } from './page.ts'

export const collectionExports: Page = {
  path: '/collections/:collection/exports',
  right: 'topic.analyse',
  async post(visit) {
    const { store, viewer, body } = visit
    const format = typeof body['format'] === 'string' ? body['format'] : ''
    if (format === '' || !viewer) throw new Problem('badFilter', { name: 'format' })
    // A button says all of it where the form cannot: `csv-all` is CSV with all tables.
    const [name = '', all] = format.split('-')
    const query = { ...fieldsOf(visit), ...(all === 'all' ? { all: '1' } : {}) }
    const { subject, asked } = await askedFile({ ...visit, query }, name)
    const { collection } = subject
    if (await isQuick(visit, subject, asked)) return redirect(addressOf(collection.id, name, query))
    await logExport(visit, collection, { ...asked.choices, format: name })
    return begun(visit, {
      job: {
        topicId: collection.topicId,
        collectionId: collection.id,
        personId: viewer.id,
        format: name,
        choices: queryText(asked.whole?.paradata ? query : without(query, 'paradata')).slice(1),
        personal: asked.choices.personal,
        title: tableTitle(subject, asked.table, asked.choices),
        toRead: collection.received * readingsOf(subject, asked),
      },
      make: async (heard) => {
        const file = await makeFile(store, { ...subject, heard }, asked)
        if (!file) throw new Error('collectionExports: the table is gone')
        return file.pieces
      },
    })
  },
}

function without(query: Readonly<Record<string, string>>, left: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(query).filter(([name]) => name !== left))
}

async function isQuick(
  { store, config }: Visit,
  { collection }: CsvSubject,
  { whole }: FileAsked,
): Promise<boolean> {
  if (collection.received > config.exportAtOnce) return false
  return !whole?.attachments || (await store.attachments.sizeOf(collection.id)) <= attachmentsAtOnce
}

/** Where the same file is sent while it is made. */
function addressOf(id: string, format: string, { all, ...query }: Readonly<Record<string, string>>): string {
  const base = `/collections/${id}`
  if (format === 'csv') return `${base}/${all === '1' ? 'export-csv.zip' : 'export.csv'}${queryText(query)}`
  return `${base}/export/${format}${queryText({ ...query, ...(all === '1' ? { all } : {}) })}`
}
