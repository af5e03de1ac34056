/**
 * `npm run export -- --collection ID --format sav --out FILE`: the answers of a collection as a file, and
 * `npm run export -- --list`: the topics, collections and formats there are.
 */

import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { environment, readConfig } from '../config.ts'
import { csvSubject, type CsvChoices, type CsvSubject } from '../exports/index.ts'
import type { Dataset } from '../exports/dataset.ts'
import { makeFile, readingsOf } from '../exports/file.ts'
import { formats, isFormatName } from '../exports/formats.ts'
import type { DesignColumns } from '../exports/r.ts'
import { topicCollections, writeTopicFile } from '../exports/topic-file.ts'
import { narrowed, readSelection, type Selection } from '../exports/selection.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { cancelled, createProgress, type Progress } from './progress.ts'

const usage = `Usage: npm run export -- --collection ID --format FORMAT --out FILE
         [--language zh-CN|en] [--cells codes|labels] [--headings names|labels] [--personal]
         [--table REPEAT] or [--all [--attachments]]: one archive with the answers, every repeat, and the files that came
         [--states received,returned,approved,rejected|all] [--versions 1,2] [--channels ID,ID]
         [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--encoding marked|plain|gb18030] [--status] [--raw]   (csv)
         [--weights COLUMN] [--strata COLUMN] [--clusters COLUMN] [--fpc COLUMN]   (format r)
       npm run export -- --topic ID --format sqlite --out FILE [--language zh-CN|en] [--personal]
         [--states …] [--versions …] [--from …] [--to …]
       npm run export -- --list
Formats of a collection: csv, ${Object.keys(formats).join(', ')}, xlsform; of a topic: sqlite
Rejected answers are left out unless --states names them, personal ones unless --personal asks; every export is written to the history.
Ctrl-C ends it and leaves no file.`

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const options = {
  collection: text,
  topic: text,
  format: text,
  out: text,
  table: text,
  language: text,
  cells: text,
  weights: text,
  strata: text,
  clusters: text,
  fpc: text,
  headings: text,
  states: text,
  versions: text,
  channels: text,
  from: text,
  to: text,
  encoding: text,
  status: flag,
  raw: flag,
  personal: flag,
  rejected: flag,
  all: flag,
  attachments: flag,
  list: flag,
}

type Flags = 'status' | 'raw' | 'personal' | 'rejected' | 'list' | 'all' | 'attachments'
type Values = Partial<Record<Exclude<keyof typeof options, Flags>, string>> & Partial<Record<Flags, boolean>>
type Asked = Values & { readonly format: string; readonly out: string }

try {
  await run()
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = cancelled(error) ? 130 : 1
}

async function run(): Promise<void> {
  const values = readArguments()
  const asked = values.list || isAsked(values) ? values : null
  if (!asked) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  if (isAsked(asked)) refuseWords(asked)
  const config = readConfig(environment(), [])
  const store = await openStore({
    database: config.database,
    filesDir: join(config.dataDir, 'files'),
    timeZone: config.timeZone,
  })
  try {
    if (asked.list || !isAsked(asked)) await list(store)
    else if (asked.topic) await topicTo(store, asked.topic, asked)
    else await exportTo(store, asked.collection ?? '', asked)
  } finally {
    await store.close()
  }
}

function readArguments(): Values {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error })
  }
}

function isAsked(values: Values): values is Asked {
  return Boolean((values.collection ?? values.topic) && values.format && values.out)
}

/** What is checked before the database is opened. */
function refuseWords(values: Asked): void {
  const among = {
    language: ['zh-CN', 'en'],
    cells: ['codes', 'labels'],
    headings: ['names', 'labels'],
    encoding: ['marked', 'plain', 'gb18030'],
  } as const
  for (const [name, words] of Object.entries(among) as [keyof typeof among, readonly string[]][]) {
    const given = values[name]
    if (given !== undefined && !words.includes(given))
      throw new Error(`--${name} is one of ${words.join(', ')}, not ${given}.`)
  }
  const known = values.topic ? ['sqlite'] : ['csv', ...Object.keys(formats), 'xlsform']
  if (!known.includes(values.format))
    throw new Error(
      `There is no format ${values.format} for a ${values.topic ? 'topic' : 'collection'}: ${known.join(', ')}.`,
    )
  if (values.attachments && !values.all) throw new Error('--attachments goes with --all.')
  if (values.all && values.table) throw new Error('--all has every table; leave --table out.')
  const folder = dirname(values.out)
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`)
  if (existsSync(values.out) && statSync(values.out).isDirectory())
    throw new Error(`${values.out} is a folder; --out names a file.`)
}

async function list(store: Store): Promise<void> {
  let after: string | undefined
  do {
    const page = await store.collections.list({ limit: 200, ...(after ? { after } : {}) })
    for (const { id, title, state, received } of page.items)
      console.log(`${id}\t${state}\tn = ${received}\t${title}`)
    after = page.next ?? undefined
  } while (after)
  let further: string | undefined
  do {
    const page = await store.topics.list({ limit: 200, ...(further ? { after: further } : {}) })
    for (const { id, code, title } of page.items) console.log(`topic ${id}\t${code}\t${title}`)
    further = page.next ?? undefined
  } while (further)
  console.log(`Formats: csv, ${Object.keys(formats).join(', ')}, xlsform; of a topic: sqlite`)
}

async function exportTo(store: Store, collection: string, values: Asked): Promise<void> {
  const { format, out } = values
  const whole = await csvSubject(store, collection)
  if (format === 'xlsform') {
    const { writeXlsform } = await import('../exports/xlsform.ts')
    await written(out, [writeXlsform(whole.versions[0]!.source)])
    console.log(`${out}: version ${whole.versions[0]!.number}`)
    return
  }
  if (format !== 'csv' && !isFormatName(format)) throw new Error(`There is no format ${format}.`)
  const selection = selectionOf(values, whole)
  const progress = createProgress()
  const subject = { ...narrowed(whole, selection), heard: progress.heard }
  const choices = choicesOf(values, selection)
  const table = values.table || null
  const asked = {
    format,
    table,
    whole: values.all ? { attachments: values.attachments === true } : null,
    choices,
    design: (dataset: Dataset) => designOf(dataset, values),
  } as const
  progress.of(subject.collection.received * readingsOf(subject, asked))
  const at = new Date().toISOString()
  const detail = { rows: subject.collection.received, format }
  await store.history.append({ actor: null, kind: 'export.file', subject: collection, detail }, at)
  if (choices.personal)
    await store.history.append({ actor: null, kind: 'personal.exported', subject: collection }, at)
  const file = await makeFile(store, subject, asked)
  if (!file) throw new Error(`The form has no repeat named ${table}.`)
  await written(out, file.pieces, progress)
  console.log(`${out}: n = ${subject.collection.received}`)
}

/** Beside its place until it is whole, so that a cut file never has the name. */
async function written(
  out: string,
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  progress?: Progress,
): Promise<void> {
  const part = `${out}.part`
  try {
    await pipeline(Readable.from(pieces, { objectMode: false }), createWriteStream(part))
    progress?.end()
    renameSync(part, out)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

async function topicTo(store: Store, topicId: string, values: Asked): Promise<void> {
  const { out, format } = values
  if ((await store.topics.find(topicId)) === null)
    throw new Error('There is no such topic; --list names them.')
  const personal = values.personal === true
  const progress = createProgress()
  const subjects: CsvSubject[] = []
  for (const { id } of await topicCollections(store, topicId)) subjects.push(await csvSubject(store, id))
  const { channels: _none, ...narrowing } = values
  const selection = selectionOf(narrowing, {
    channels: [],
    versions: subjects.flatMap(({ versions }) => versions),
  })
  progress.of(
    subjects.reduce(
      (sum, subject) =>
        sum +
        subject.collection.received * readingsOf(subject, { format: 'sav', whole: { attachments: false } }),
      0,
    ),
  )
  const at = new Date().toISOString()
  for (const kind of personal ? ['export.file', 'personal.exported'] : ['export.file'])
    await store.history.append({ actor: null, kind, subject: topicId, detail: { format } }, at)
  const part = `${out}.part`
  rmSync(part, { force: true })
  try {
    const locale = values.language === 'en' ? 'en' : 'zh-CN'
    const { heard } = progress
    const { collections, answers } = await writeTopicFile(store, topicId, part, {
      locale,
      personal,
      selection,
      heard,
    })
    progress.end()
    renameSync(part, out)
    console.log(`${out}: ${collections} collections, n = ${answers}`)
  } catch (error) {
    for (const rest of [part, `${part}-journal`]) rmSync(rest, { force: true })
    throw error
  }
}

function selectionOf(values: Values, known: Pick<CsvSubject, 'versions' | 'channels'>): Selection {
  const query: Record<string, string> = values.rejected ? { rejected: '1' } : {}
  for (const name of ['states', 'versions', 'channels', 'from', 'to'] as const)
    if (values[name]) query[name] = values[name]
  const selection = readSelection(query, {
    versions: known.versions.map(({ number }) => number),
    channels: known.channels.map(({ id }) => id),
  })
  if ('refused' in selection)
    throw new Error(`--${selection.refused} ${query[selection.refused] ?? ''} makes no sense here.\n${usage}`)
  return selection
}

function choicesOf(values: Asked, selection: Selection): CsvChoices {
  return {
    selection,
    locale: values.language === 'en' ? 'en' : 'zh-CN',
    cells: values.cells === 'labels' ? 'labels' : 'codes',
    headings: values.headings === 'labels' ? 'labels' : 'names',
    encoding: values.encoding === 'gb18030' ? 'gb18030' : 'utf-8',
    mark: values.encoding === undefined || values.encoding === 'marked',
    status: values.status === true,
    raw: values.raw === true,
    personal: values.personal === true,
  }
}

function designOf({ columns }: Dataset, values: Values): DesignColumns {
  const column = (name: string | undefined): string | null => {
    if (name === undefined) return null
    if (!columns.some((each) => each.name === name)) throw new Error(`The data have no column named ${name}.`)
    return name
  }
  return {
    weights: column(values.weights),
    strata: column(values.strata),
    clusters: column(values.clusters),
    fpc: column(values.fpc),
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (cancelled(error)) return 'Cancelled; no file was left behind.'
  if (error.name === 'DatabaseInUse')
    return 'The server is running on this database: export from its pages, or stop it first.'
  if (error.message === 'notFound') return 'There is no such collection; --list names them.'
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return 'The disk is full; no file was left behind.'
  if (code === 'EACCES' || code === 'EPERM') return `There is no right to write there: ${error.message}`
  return error.message
}
