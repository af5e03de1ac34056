/**
 * `npm run export -- --collection ID --format sav --out FILE`: the answers of a collection as a file, and
 * `npm run export -- --list`: the collections and the formats there are.
 */

import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { environment, readConfig } from '../config.ts'
import { csvSubject, type CsvChoices } from '../exports/index.ts'
import type { Dataset } from '../exports/dataset.ts'
import { makeFile } from '../exports/file.ts'
import { formats, isFormatName } from '../exports/formats.ts'
import type { DesignColumns } from '../exports/r.ts'
import { writeTopicFile } from '../exports/topic-file.ts'
import { narrowed, readSelection } from '../exports/selection.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'

const usage = `Usage: npm run export -- --collection ID --format FORMAT --out FILE
         [--language zh-CN|en] [--cells codes|labels] [--headings names|labels] [--table REPEAT] [--personal]
         [--states received,returned,approved,rejected] [--versions 1,2] [--channels ID,ID]
         [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--encoding marked|plain|gb18030] [--status] [--raw]   (csv)
         [--weights COLUMN] [--strata COLUMN] [--clusters COLUMN] [--fpc COLUMN]   (format r)
       npm run export -- --topic ID --format sqlite --out FILE [--language zh-CN|en] [--personal]
       npm run export -- --list
Formats: csv, ${Object.keys(formats).join(', ')}
Rejected answers are left out unless --states names them, personal ones unless --personal asks; every export is written to the history.`

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
  list: flag,
}

try {
  await run()
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = 1
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options })
  if (!values.list && (!(values.collection ?? values.topic) || !values.format || !values.out)) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  const config = readConfig(environment(), [])
  const store = await openStore({
    database: config.database,
    filesDir: join(config.dataDir, 'files'),
    timeZone: config.timeZone,
  })
  try {
    if (values.list) await list(store)
    else if (values.topic) await topicTo(store, values.topic, values as Values)
    else await exportTo(store, values as Values)
  } finally {
    await store.close()
  }
}

type Flags = 'status' | 'raw' | 'personal' | 'rejected' | 'list'
type Values = Partial<Record<Exclude<keyof typeof options, Flags>, string>> &
  Partial<Record<Flags, boolean>> & {
    readonly collection: string
    readonly format: string
    readonly out: string
  }

async function list(store: Store): Promise<void> {
  let after: string | undefined
  do {
    const page = await store.collections.list({ limit: 200, ...(after ? { after } : {}) })
    for (const { id, title, state, received } of page.items)
      console.log(`${id}\t${state}\tn = ${received}\t${title}`)
    after = page.next ?? undefined
  } while (after)
  console.log(`Formats: csv, ${Object.keys(formats).join(', ')}`)
}

async function exportTo(store: Store, values: Values): Promise<void> {
  const { collection, format, out } = values
  if (format !== 'csv' && !isFormatName(format)) throw new Error(`There is no format ${format}.\n${usage}`)
  const { subject, choices } = await chosen(store, values)
  const table = values.table || null
  const file = await makeFile(store, subject, {
    format,
    table,
    choices,
    design: (dataset) => designOf(dataset, values),
  })
  if (!file) throw new Error(`The form has no repeat named ${table}.`)
  const at = new Date().toISOString()
  const detail = { rows: subject.collection.received, format }
  await store.history.append({ actor: null, kind: 'export.file', subject: collection, detail }, at)
  if (choices.personal)
    await store.history.append({ actor: null, kind: 'personal.exported', subject: collection }, at)
  // Beside its place until it is whole, so that a cut file never has the name.
  const part = `${out}.part`
  try {
    await pipeline(Readable.from(file.pieces, { objectMode: false }), createWriteStream(part))
    renameSync(part, out)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  console.log(`${out}: n = ${subject.collection.received}`)
}

async function topicTo(store: Store, topicId: string, values: Values): Promise<void> {
  const { out, format } = values
  if (format !== 'sqlite') throw new Error(`A topic is exported as sqlite.\n${usage}`)
  if ((await store.topics.find(topicId)) === null) throw new Error('There is no such topic.')
  const personal = values.personal === true
  const at = new Date().toISOString()
  for (const kind of personal ? ['export.file', 'personal.exported'] : ['export.file'])
    await store.history.append({ actor: null, kind, subject: topicId, detail: { format } }, at)
  const part = `${out}.part`
  rmSync(part, { force: true })
  try {
    const locale = values.language === 'en' ? 'en' : 'zh-CN'
    const { collections, answers } = await writeTopicFile(store, topicId, part, { locale, personal })
    renameSync(part, out)
    console.log(`${out}: ${collections} collections, n = ${answers}`)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

async function chosen(store: Store, values: Values) {
  const whole = await csvSubject(store, values.collection)
  const query: Record<string, string> = values.rejected ? { rejected: '1' } : {}
  for (const name of ['states', 'versions', 'channels', 'from', 'to'] as const)
    if (values[name]) query[name] = values[name]
  const selection = readSelection(query, {
    versions: whole.versions.map(({ number }) => number),
    channels: whole.channels.map(({ id }) => id),
  })
  if ('refused' in selection) throw new Error(`--${selection.refused} makes no sense here.\n${usage}`)
  const choices: CsvChoices = {
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
  return { subject: narrowed(whole, selection), choices }
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
  if (error.name === 'DatabaseInUse')
    return 'The server is running on this database: export from its pages, or stop it first.'
  if (error.message === 'notFound') return 'There is no such collection; --list names them.'
  return error.message
}
