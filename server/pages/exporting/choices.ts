/** What the query of an export says, read with care, and the names that files go out under. */

import { allowed } from '../../access/rights.ts'
import type { DataColumn } from '../../exports/dataset.ts'
import { draftColumns } from '../../exports/dataset-columns.ts'
import { fileTitle, type FileAsked } from '../../exports/file.ts'
import { isFormatName } from '../../exports/formats.ts'
import { csvSubject, csvTables, type CsvChoices, type CsvSubject } from '../../exports/index.ts'
import type { DesignColumns } from '../../exports/r.ts'
import { narrowed, readSelection, type Selection } from '../../exports/selection.ts'
import type { Collection } from '../../store/store.ts'
import { Problem } from '../../problem.ts'
import type { Visit } from '../page.ts'

/** What is exported and how, in one of the formats; refused in words where something is not there. */
export async function askedFile(
  visit: Visit,
  format: string,
): Promise<{ readonly subject: CsvSubject; readonly asked: FileAsked }> {
  if (format !== 'csv' && !isFormatName(format)) throw new Problem('notFound')
  const { subject, choices } = await askedExport(visit)
  const { query } = visit
  const table = query['table'] || null
  if (!csvTables(subject).includes(table)) throw new Problem('notFound')
  const told = query['paradata'] === '1' && subject.collection.paradata !== 'off'
  const whole =
    query['all'] === '1' ? { attachments: query['files'] === '1', ...(told ? { paradata: told } : {}) } : null
  // Asked of the names alone first, so that a slip shows before anything is read.
  if (format === 'r' && table === null) designColumns(query, draftColumns(subject, { ...choices, table }))
  const design: FileAsked['design'] = ({ columns }) => designColumns(query, columns)
  return { subject, asked: { format, table: whole ? null : table, whole, choices, design } }
}

/** Columns that the analyst named as weights, strata, clusters and population sizes; refuses one that is not there. */
function designColumns(query: Visit['query'], columns: readonly Pick<DataColumn, 'name'>[]): DesignColumns {
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
  const encoded = encodeURIComponent(`${fileTitle(title)}.${ending}`).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="diaoyan.${ending}"; filename*=UTF-8''${encoded}`
}

/** What a selection leaves out, for the history. */
export function narrowingOf(selection: Selection): Readonly<Record<string, unknown>> {
  const { from: firstDay, to: lastDay, ...lists } = selection
  return Object.fromEntries(
    Object.entries({ ...lists, firstDay, lastDay }).filter(([, value]) => value !== null),
  )
}

interface Logged extends Pick<CsvChoices, 'personal' | 'selection'> {
  readonly format: string
}

/** Written before the first byte: what cannot be logged is not handed out. */
export async function logExport(
  { store, viewer, now, token }: Visit,
  collection: Collection,
  { format, personal, selection }: Logged,
): Promise<void> {
  const actor = viewer?.id ?? null
  const kind = format === 'csv' ? 'export.csv' : 'export.file'
  const detail = {
    rows: collection.received,
    ...(format === 'csv' ? {} : { format }),
    ...narrowingOf(selection),
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
