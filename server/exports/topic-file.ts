/** A whole topic as one SQLite file: a table for the answers of each collection and of each repeat, with what its columns mean. */

import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { newId } from '../ids.ts'
import type { Locale } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import type { Collection, Store } from '../store/store.ts'
import { createTableFile, mostTableColumns, type TableFile } from '../store/table-file.ts'
import { csvSubject, csvTables, type CsvSubject } from './csv.ts'
import { makeDataset, type DataColumn, type Dataset } from './dataset.ts'
import { programNames, type NameRules } from './program-names.ts'
import { narrowed, type Selection } from './selection.ts'

export interface TopicFileChoices {
  readonly locale: Locale
  readonly personal: boolean
  /** Versions are numbers, which every collection counts by itself; channels are of one collection and narrow none. */
  readonly selection: Selection
  /** Told of answers that were read; what it throws ends the writing. */
  readonly heard?: NonNullable<CsvSubject['heard']>
}

/**
 * The file as a stream. It is made under a name in `folder` and loses that name before its first piece is read, so that
 * nothing is left there by a reader who breaks off.
 */
export async function topicFilePieces(
  store: Store,
  topicId: string,
  folder: string,
  choices: TopicFileChoices,
): Promise<Readable> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${newId()}.sqlite`)
  try {
    await writeTopicFile(store, topicId, path, choices)
    const file = await open(path, 'r')
    return file.createReadStream({ highWaterMark: 1 << 20 })
  } finally {
    await rm(path, { force: true })
  }
}

/** Any name goes, but no two that differ in capitals alone. */
const tableNames: NameRules = {
  length: (name) => [...name].length,
  limit: 200,
  forbidden: /\0/g,
  begins: /^/,
  reserved: /^$/,
}

/** Writes the file at `path`, which must not be there yet; collections in the order of their titles. */
export async function writeTopicFile(
  store: Store,
  topicId: string,
  path: string,
  choices: TopicFileChoices,
): Promise<{ readonly collections: number; readonly answers: number }> {
  const file = createTableFile(path)
  try {
    const tables = describing(file)
    const collections = await topicCollections(store, topicId)
    let answers = 0
    for (const [place, collection] of collections.entries()) {
      const table = `answers_${place + 1}`
      answers += await addCollection(store, { file, tables, collection, table, choices })
    }
    return { collections: collections.length, answers }
  } finally {
    file.close()
  }
}

/** The collections of a topic in the order of their titles. */
export async function topicCollections(store: Store, topicId: string): Promise<readonly Collection[]> {
  const all: Collection[] = []
  let after: string | undefined
  do {
    const page = await store.collections.list({
      where: { topicId },
      sort: 'title',
      limit: 200,
      ...(after === undefined ? {} : { after }),
    })
    all.push(...page.items)
    after = page.next ?? undefined
  } while (after !== undefined)
  return all
}

type Tables = ReturnType<typeof describing>

function describing(file: TableFile) {
  const text = (name: string) => ({ name, type: 'text' }) as const
  const whole = (name: string) => ({ name, type: 'integer' }) as const
  return {
    collections: file.table('collections', [
      text('table_name'),
      text('id'),
      text('title'),
      text('kind'),
      text('sample_type'),
      whole('anonymous'),
      whole('pilot'),
      text('state'),
      whole('answers'),
    ]),
    variables: file.table('variables', [
      text('table_name'),
      text('column_name'),
      text('question'),
      text('label'),
      text('kind'),
      text('measure'),
      text('response_set'),
      whole('personal'),
    ]),
    labels: file.table('value_labels', [
      text('table_name'),
      text('column_name'),
      text('value'),
      text('label'),
      text('missing'),
    ]),
  }
}

interface Adding {
  readonly file: TableFile
  readonly tables: Tables
  readonly collection: Collection
  readonly table: string
  readonly choices: TopicFileChoices
}

async function addCollection(store: Store, adding: Adding): Promise<number> {
  const { file, tables, collection, table, choices } = adding
  const whole = await csvSubject(store, collection.id)
  const { heard } = choices
  const subject = narrowed({ ...whole, ...(heard ? { heard } : {}) }, choices.selection)
  let answers = 0
  for (const [place, repeat] of csvTables(subject).entries()) {
    const dataset = await makeDataset(store, subject, { ...choices, table: repeat })
    if (dataset.columns.length > mostTableColumns)
      throw new Problem('tooLarge', { limit: `${mostTableColumns} ×` })
    await addTable(file, tables, repeat === null ? table : `${table}_${place}`, dataset)
    if (repeat === null) answers = dataset.n
  }
  const { id, title, kind, sampleType, anonymous, pilot, state } = collection
  tables.collections([[table, id, title, kind, sampleType, anonymous ? 1 : 0, pilot ? 1 : 0, state, answers]])
  return answers
}

async function addTable(file: TableFile, tables: Tables, name: string, dataset: Dataset): Promise<void> {
  const { columns } = dataset
  const names = programNames(
    columns.map((column) => column.name),
    tableNames,
  )
  const insert = file.table(
    name,
    columns.map((column, place) => ({ name: names[place]!, type: typeOf(column) })),
  )
  for await (const rows of dataset.rows()) insert(rows)
  tables.variables(
    columns.map(({ name: question, label, kind, measure, set, personal }, place) => [
      name,
      names[place]!,
      question,
      label,
      kind,
      measure,
      set?.name ?? null,
      personal ? 1 : 0,
    ]),
  )
  tables.labels(
    columns.flatMap(({ categories }, place) =>
      categories.map(({ value, label, missing }) => [name, names[place]!, value, label, missing]),
    ),
  )
}

function typeOf({ kind, whole }: DataColumn): 'text' | 'real' | 'integer' {
  return kind !== 'number' ? 'text' : whole ? 'integer' : 'real'
}
