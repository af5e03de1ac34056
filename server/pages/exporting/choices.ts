/** What the query of an export says, read with care, and the names that files go out under. */

import { allowed } from '../../access/rights.ts'
import type { CsvChoices } from '../../exports/index.ts'
import type { Collection } from '../../store/store.ts'
import { Problem } from '../../problem.ts'
import type { Visit } from '../page.ts'

/** Refuses personal columns to those without the right, rather than leaving them out in silence. */
export function csvChoices({ query, viewer, topicRoles, locale }: Visit): CsvChoices {
  const personal = query['personal'] === '1'
  if (personal && !allowed('topic.personal', viewer, topicRoles)) throw new Problem('forbidden')
  const encoding = query['encoding'] === 'gb18030' ? 'gb18030' : 'utf-8'
  return {
    cells: query['cells'] === 'labels' ? 'labels' : 'codes',
    headings: query['headings'] === 'labels' ? 'labels' : 'names',
    locale: query['language'] === 'en' || query['language'] === 'zh-CN' ? query['language'] : locale,
    encoding,
    mark: encoding === 'utf-8' && query['encoding'] !== 'plain',
    status: query['status'] === '1',
    raw: query['raw'] === '1',
    personal,
    rejected: query['rejected'] === '1',
  }
}

export function csvType({ encoding }: CsvChoices): string {
  return `text/csv; charset=${encoding}`
}

/** A header that saves a file under a Chinese name, with a plain one for old programs. */
export function fileName(title: string, ending: string): string {
  const name =
    title
      .replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cs}]/gu, ' ')
      .trim()
      .slice(0, 80) || 'diaoyan'
  const encoded = encodeURIComponent(`${name}.${ending}`).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="diaoyan.${ending}"; filename*=UTF-8''${encoded}`
}

/** Written before the first byte: what cannot be logged is not handed out. */
export async function logExport(
  { store, viewer, now, params }: Visit,
  collection: Collection,
  { personal }: Pick<CsvChoices, 'personal'>,
): Promise<void> {
  const actor = viewer?.id ?? null
  const format = params['format'] ?? 'csv'
  const kind = format === 'csv' ? 'export.csv' : 'export.file'
  const detail = { rows: collection.received, ...(format === 'csv' ? {} : { format }) }
  await store.history.append({ actor, kind, subject: collection.id, detail }, now().toISOString())
  if (personal)
    await store.history.append(
      { actor, kind: 'personal.exported', subject: collection.id },
      now().toISOString(),
    )
}
