/** One file of a collection in any format, as pages, programs and the command line ask for it. */

import { catalogues } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import type { Day, Store } from '../store/store.ts'
import { framesOf } from '../summary/frames.ts'
import { repeatTables } from '../summary/repeats.ts'
import { repeatLabel } from '../summary/variables.ts'
import { archive, type Part } from './archive.ts'
import { attachmentParts } from './attachments.ts'
import { codebook } from './codebook.ts'
import { csvTables, encoded, writeCsv, type CsvChoices, type CsvSubject } from './csv.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { formats, type FormatName } from './formats.ts'
import type { DesignColumns } from './r.ts'
import { paradataCodebook, paradataCsv, paradataDataset } from './paradata.ts'
import { resultRows } from './results.ts'
import { narrows } from './selection.ts'

export interface FileAsked {
  readonly format: 'csv' | FormatName
  /** A repeat whose rows are wanted; null for the answers themselves. */
  readonly table: string | null
  /** One archive with the files of the answers and of every repeat, and what came with the answers; null for one file. */
  readonly whole: {
    readonly attachments: boolean
    /** How the answers came about, where the collection keeps that. */
    readonly paradata?: boolean
  } | null
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
  asked: FileAsked,
): Promise<MadeFile | null> {
  if (!csvTables(subject).includes(asked.table)) return null
  const { ending, type } = kindOf(asked)
  if (asked.whole && !isWorkbookAlone(asked))
    return { ending, type, pieces: await wholeArchive(store, subject, asked) }
  return { ending, type, pieces: await piecesOf(store, subject, asked) }
}

/** What the file is called at its end, and its type for browsers. */
export function kindOf({
  format,
  whole,
  choices,
}: Pick<FileAsked, 'format' | 'whole'> & { readonly choices: Pick<CsvChoices, 'encoding'> }): {
  readonly ending: string
  readonly type: string
} {
  if (whole && !isWorkbookAlone({ format, whole }))
    return { ending: format === 'csv' ? 'zip' : `${format}.zip`, type: 'application/zip' }
  if (format === 'csv') return { ending: 'csv', type: `text/csv; charset=${choices.encoding}` }
  const { ending, type } = formats[format]
  return { ending, type }
}

/** A workbook has a sheet for every table, times of the answers too, so without files that go beside it, it is one file. */
function isWorkbookAlone({ format, whole }: Pick<FileAsked, 'format' | 'whole'>): boolean {
  return format === 'xlsx' && whole !== null && !whole.attachments
}

/** How often the answers are read for such a file at most: once to learn how wide each column is, once to write, and in Stata once more for long texts. */
export function readingsOf(
  subject: CsvSubject,
  { format, whole }: Pick<FileAsked, 'format' | 'whole'>,
): number {
  const once = format === 'csv' || format === 'ddi' ? 1 : format === 'dta' ? 3 : 2
  return whole
    ? once * csvTables(subject).length + (whole.attachments ? 1 : 0) + (whole.paradata ? 2 : 0)
    : once
}

async function piecesOf(
  store: Store,
  subject: CsvSubject,
  { format, table, whole, choices, design }: FileAsked,
): Promise<AsyncIterable<Buffer> | Iterable<Buffer>> {
  if (format === 'csv') return writeCsv(store, subject, choices, table)
  const dataset = await makeDataset(store, subject, { ...choices, table })
  return formats[format].write(dataset, {
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
    repeats: format === 'xlsx' && whole ? await furtherSheets(store, subject, { choices, whole }) : [],
    design: design(dataset),
  })
}

/** A file for the answers, one for each repeat, with CSV its codebook, and the files that came with the answers. */
async function wholeArchive(
  store: Store,
  subject: CsvSubject,
  asked: FileAsked,
): Promise<AsyncIterable<Buffer>> {
  const { choices, whole, format } = asked
  const inside = kindOf({ ...asked, whole: null }).ending
  const tables = format === 'xlsx' ? [null] : csvTables(subject)
  const files = tables.map((table): Part => ({
    name: `${fileTitle(tableTitle(subject, table, choices))}.${inside}`,
    pieces: () => later(() => piecesOf(store, subject, { ...asked, table, design: mainAlone(asked, table) })),
  }))
  const book = format === 'csv' ? [await codebookPart(store, subject, choices)] : []
  const attached = whole?.attachments ? await attachmentParts(store, subject, choices) : []
  const told = whole?.paradata && format !== 'xlsx' ? await paradataParts(store, subject, asked) : []
  return archive([...files, ...told, ...book, ...attached], await lastDayOf(store, subject))
}

async function furtherSheets(
  store: Store,
  subject: CsvSubject,
  { choices, whole }: Pick<FileAsked, 'choices' | 'whole'>,
): Promise<readonly { readonly name: string; readonly dataset: Dataset }[]> {
  const sheets: { name: string; dataset: Dataset }[] = []
  for (const { name, written } of repeatTables(subject.forms))
    sheets.push({ name: written, dataset: await makeDataset(store, subject, { ...choices, table: name }) })
  if (whole?.paradata)
    sheets.push({ name: 'paradata', dataset: await paradataDataset(store, subject, choices) })
  return sheets
}

/** The table of how the answers came about, with CSV what its columns mean. */
async function paradataParts(store: Store, subject: CsvSubject, asked: FileAsked): Promise<readonly Part[]> {
  const { choices, format } = asked
  const dataset = await paradataDataset(store, subject, choices)
  const words = catalogues[choices.locale].paradata
  const title = fileTitle(`${subject.collection.title}-${words.title}`)
  const { ending } = kindOf({ ...asked, whole: null })
  const table = {
    name: `${title}.${ending}`,
    pieces: () => later(() => paradataPieces(store, subject, asked, dataset)),
  }
  if (format !== 'csv') return [table]
  const mark = choices.mark ? '\uFEFF' : ''
  return [
    table,
    {
      name: `${fileTitle(words.codebookName({ title }))}.csv`,
      pieces: () => [encoded(`${mark}${paradataCodebook(dataset, choices.locale)}`, choices)],
    },
  ]
}

/** The table of how the answers came about in the format that is asked for. */
export async function paradataPieces(
  store: Store,
  subject: CsvSubject,
  { format, choices }: Pick<FileAsked, 'format' | 'choices'>,
  dataset: Dataset,
): Promise<AsyncIterable<Buffer> | Iterable<Buffer>> {
  if (format === 'csv') return paradataCsv(dataset, choices)
  return formats[format].write(dataset, {
    t: catalogues[choices.locale],
    locale: choices.locale,
    collection: subject.collection,
    topic: await store.topics.find(subject.collection.topicId),
    cells: choices.cells,
    results: [],
    repeats: [],
    design: { weights: null, strata: null, clusters: null, fpc: null },
  })
}

/** Columns of the design are of the answers, not of the rows of a repeat. */
function mainAlone({ design }: FileAsked, table: string | null): FileAsked['design'] {
  return table === null ? design : () => ({ weights: null, strata: null, clusters: null, fpc: null })
}

async function* later(
  pieces: () => Promise<AsyncIterable<Buffer> | Iterable<Buffer>>,
): AsyncGenerator<Buffer> {
  yield* await pieces()
}

async function codebookPart(store: Store, subject: CsvSubject, choices: CsvChoices): Promise<Part> {
  const text = await codebookText(store, subject, choices)
  return {
    name: `${fileTitle(catalogues[choices.locale].exports.codebookName)}.csv`,
    pieces: () => [encoded(`${choices.mark ? '\uFEFF' : ''}${text}`, choices)],
  }
}

/** The codebook of the CSV files, without a mark. */
export async function codebookText(store: Store, subject: CsvSubject, choices: CsvChoices): Promise<string> {
  const held = await framesOf(store).of(subject.collection.id)
  if (!held) throw new Problem('notFound')
  const repeats = new Map(held.repeats.map(({ table, frame }) => [table.name, frame]))
  return codebook(subject, choices, { frame: held.frame, repeats, t: catalogues[choices.locale] })
}

async function lastDayOf(store: Store, { collection }: CsvSubject): Promise<Day> {
  return (await framesOf(store).of(collection.id))?.lastDay ?? '1980-01-01'
}

/** What a file is called: after the collection, that of a repeat after it too. */
export function tableTitle(
  { collection, forms }: CsvSubject,
  table: string | null,
  { locale }: Pick<CsvChoices, 'locale'>,
): string {
  const repeat = repeatTables(forms).find(({ name }) => name === table)
  return repeat ? `${collection.title}-${repeatLabel(repeat, locale)}-${repeat.written}` : collection.title
}

/** A title that every system takes as the name of a file. */
export function fileTitle(title: string): string {
  return (
    title
      .replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cs}]/gu, ' ')
      .trim()
      .slice(0, 80) || 'diaoyan'
  )
}
