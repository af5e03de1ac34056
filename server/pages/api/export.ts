/** /api/v1/collections/:collection/export/:format: the same files as the export page gives, with the same choices. */

import { formats, isFormatName } from '../../exports/formats.ts'
import { Problem } from '../../problem.ts'
import { askedFile } from '../exporting/choices.ts'
import { streamed } from '../exporting/streamed.ts'
import { operation, tagOf, text } from './operation.ts'
import { personalParameter, selectionParameters } from './records.ts'

const oneOf = (...values: readonly string[]) => ({ enum: values })

export const apiExport = operation({
  path: '/api/v1/collections/:collection/export/:format',
  right: 'topic.analyse',
  scope: 'records',
  id: 'export',
  summary: `All answers as a file: csv, ${Object.keys(formats).join(', ')}. The same choices give the same bytes. Each is logged`,
  query: [
    ...selectionParameters,
    { name: 'table', description: 'A repeat whose rows are wanted.', schema: text },
    {
      name: 'all',
      description: 'One archive with the answers and the rows of every repeat, each a file.',
      schema: oneOf('1'),
    },
    {
      name: 'files',
      description: 'With all: also the files that came with the answers.',
      schema: oneOf('1'),
    },
    { name: 'language', description: 'Of labels.', schema: oneOf('zh-CN', 'en') },
    {
      name: 'cells',
      description: 'What choices are written as (csv, xlsx).',
      schema: oneOf('codes', 'labels'),
    },
    { name: 'headings', description: 'What columns are called (csv).', schema: oneOf('names', 'labels') },
    { name: 'encoding', description: 'Of csv.', schema: oneOf('marked', 'plain', 'gb18030') },
    {
      name: 'status',
      description: 'A further column for each question: answered, unanswered, skipped (csv).',
      schema: oneOf('1'),
    },
    {
      name: 'raw',
      description: 'No apostrophe before what a spreadsheet would run as a formula (csv).',
      schema: oneOf('1'),
    },
    { name: 'weights', description: 'The column of weights (r).', schema: text },
    { name: 'strata', description: 'The column of strata (r).', schema: text },
    { name: 'clusters', description: 'The column of clusters (r).', schema: text },
    { name: 'fpc', description: 'The column of population sizes (r).', schema: text },
    personalParameter,
  ],
  reply: {
    files: [
      ...new Set([
        'text/csv',
        'application/zip',
        ...Object.values(formats).map(({ type }) => type.split(';')[0] ?? type),
      ]),
    ],
  },
  get: async (visit) => {
    const { store, params, token, query } = visit
    const format = params['format'] ?? ''
    if (format !== 'csv' && !isFormatName(format)) throw new Problem('notFound')
    if (query['personal'] === '1' && !token?.scopes.includes('personal')) throw new Problem('forbidden')
    const collection = await store.collections.find(params['collection'] ?? '')
    if (!collection) throw new Problem('notFound')
    const channels = await store.collections.channels(collection.id)
    const etag = tagOf(visit, [collection, channels, await store.workbench.recodes(collection.id)])
    if (visit.headers['if-none-match'] === etag) return { kind: 'notModified' }
    const reply = await streamed(visit, await askedFile(visit, format))
    return { ...reply, headers: { ...reply.headers, ETag: etag, 'Cache-Control': 'private, no-cache' } }
  },
})
