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
import { csvSubject, csvTables, writeCsv } from '../exports/index.ts'
import { makeDataset } from '../exports/dataset.ts'
import { formats, isFormatName } from '../exports/formats.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'

const usage = `Usage: npm run export -- --collection ID --format FORMAT --out FILE
         [--language zh-CN|en] [--cells codes|labels] [--personal] [--rejected] [--table REPEAT]
         [--weights COLUMN] [--strata COLUMN] [--clusters COLUMN] [--fpc COLUMN]   (format r)
       npm run export -- --list
Formats: csv, ${Object.keys(formats).join(', ')}
Personal answers are left out unless --personal asks for them; every export is written to the history.`

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const options = {
  collection: text,
  format: text,
  out: text,
  table: text,
  language: text,
  cells: text,
  weights: text,
  strata: text,
  clusters: text,
  fpc: text,
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
  if (!values.list && (!values.collection || !values.format || !values.out)) {
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
    else await exportTo(store, values as Values)
  } finally {
    await store.close()
  }
}

type Values = Partial<Record<keyof typeof options, string | boolean>> & {
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
  const locale: Locale = values.language === 'en' ? 'en' : 'zh-CN'
  const cells = values.cells === 'labels' ? 'labels' : 'codes'
  const common = { locale, personal: values.personal === true, rejected: values.rejected === true }
  const subject = await csvSubject(store, collection)
  const table = typeof values.table === 'string' ? values.table : null
  const at = new Date().toISOString()
  const detail = { rows: subject.collection.received, format }
  await store.history.append({ actor: null, kind: 'export.file', subject: collection, detail }, at)
  if (common.personal)
    await store.history.append({ actor: null, kind: 'personal.exported', subject: collection }, at)
  const pieces = await piecesOf()
  // Beside its place until it is whole, so that a cut file never has the name.
  const part = `${out}.part`
  try {
    await pipeline(Readable.from(pieces, { objectMode: false }), createWriteStream(part))
    renameSync(part, out)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  console.log(`${out}: n = ${subject.collection.received}`)

  async function piecesOf(): Promise<AsyncIterable<Buffer> | Iterable<Buffer>> {
    if (format === 'csv') {
      const csv = { ...common, cells, headings: 'names', encoding: 'utf-8', mark: true } as const
      return writeCsv(store, subject, { ...csv, status: false, raw: false }, table)
    }
    if (!isFormatName(format)) throw new Error(`There is no format ${format}.\n${usage}`)
    if (!csvTables(subject).includes(table)) throw new Error(`The form has no repeat named ${table}.`)
    const dataset = await makeDataset(store, subject, { ...common, table })
    const column = (name: string | boolean | undefined): string | null => {
      if (typeof name !== 'string') return null
      if (!dataset.columns.some((each) => each.name === name))
        throw new Error(`The data have no column named ${name}.`)
      return name
    }
    return formats[format].write(dataset, {
      t: catalogues[locale],
      locale,
      collection: subject.collection,
      topic: await store.topics.find(subject.collection.topicId),
      cells,
      design: {
        weights: column(values.weights),
        strata: column(values.strata),
        clusters: column(values.clusters),
        fpc: column(values.fpc),
      },
    })
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'DatabaseInUse')
    return 'The server is running on this database: export from its pages, or stop it first.'
  if (error.message === 'notFound') return 'There is no such collection; --list names them.'
  return error.message
}
