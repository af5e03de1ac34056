/** What the query of an export says, read with care, and the names that files go out under. */

import { allowed } from '../../access/rights.ts'
import { csvSubject, type CsvChoices, type CsvSubject } from '../../exports/index.ts'
import { narrowed, readSelection, type Selection } from '../../exports/selection.ts'
import type { Collection } from '../../store/store.ts'
import { Problem } from '../../problem.ts'
import type { Visit } from '../page.ts'

/** What is exported, and how: the collection with the form versions that were chosen, and all other choices. */
export async function askedExport(
  visit: Visit,
): Promise<{ readonly subject: CsvSubject; readonly choices: CsvChoices }> {
  const whole = await csvSubject(visit.store, visit.params['collection']!)
  const choices = csvChoices(visit, selectionFor(visit, whole))
  return { subject: narrowed(whole, choices.selection), choices }
}

/** Which answers the query asks for; refused where it names what is not there. */
export function selectionFor({ query }: Pick<Visit, 'query'>, subject: CsvSubject): Selection {
  const selection = readSelection(query, {
    versions: subject.versions.map(({ number }) => number),
    channels: subject.channels.map(({ id }) => id),
  })
  if ('refused' in selection) throw new Problem('badFilter', { name: selection.refused })
  return selection
}

/** Refuses personal columns to those without the right, rather than leaving them out in silence. */
function csvChoices({ query, viewer, topicRoles, locale }: Visit, selection: Selection): CsvChoices {
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
    selection,
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
  { store, viewer, now, params, token }: Visit,
  collection: Collection,
  { personal, selection }: Pick<CsvChoices, 'personal' | 'selection'>,
): Promise<void> {
  const actor = viewer?.id ?? null
  const format = params['format'] ?? 'csv'
  const kind = format === 'csv' ? 'export.csv' : 'export.file'
  const { from: firstDay, to: lastDay, ...lists } = selection
  const narrowing = Object.fromEntries(
    Object.entries({ ...lists, firstDay, lastDay }).filter(([, value]) => value !== null),
  )
  const detail = {
    rows: collection.received,
    ...(format === 'csv' ? {} : { format }),
    ...narrowing,
    ...(token ? { token: token.id } : {}),
  }
  await store.history.append({ actor, kind, subject: collection.id, detail }, now().toISOString())
  if (personal)
    await store.history.append(
      {
        actor,
        kind: 'personal.exported',
        subject: collection.id,
        ...(token ? { detail: { token: token.id } } : {}),
      },
      now().toISOString(),
    )
}
