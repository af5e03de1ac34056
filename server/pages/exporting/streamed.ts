/** A file that is sent while it is made. */

import { Readable } from 'node:stream'
import { makeFile, tableTitle, type FileAsked } from '../../exports/file.ts'
import type { CsvSubject } from '../../exports/index.ts'
import { Problem } from '../../problem.ts'
import type { Reply, Visit } from '../page.ts'
import { fileName, logExport } from './choices.ts'
import { primed } from './primed.ts'

/** Logged before the first byte; a failure at the start is a page. */
export async function streamed(
  visit: Visit,
  { subject, asked }: { readonly subject: CsvSubject; readonly asked: FileAsked },
): Promise<Reply & { readonly kind: 'stream' }> {
  await logExport(visit, subject.collection, { ...asked.choices, format: asked.format })
  const file = await makeFile(visit.store, subject, asked)
  if (!file) throw new Problem('notFound')
  const title = tableTitle(subject, asked.table, asked.choices)
  return {
    kind: 'stream',
    stream: Readable.from(await primed(file.pieces), { objectMode: false, highWaterMark: 1 << 20 }),
    type: file.type,
    headers: { 'Content-Disposition': fileName(title, file.ending) },
  }
}
