/**
 * `npm run analyse -- --collection ID --script FILE`: a script of the workbench worked out on a collection's answers, as
 * text, or with `--format json` as data; `--set ID` takes a saved set instead of a file.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readScript } from '../../analysis/workbench/read-script.ts'
import type { Script } from '../../analysis/workbench/script.ts'
import { environment, readConfig } from '../config.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { framesOf } from '../summary/frames.ts'
import type { ShownCrossing, ShownTable } from '../summary/shown.ts'
import { keptRecodes, selfContained } from '../workbench/kept.ts'
import { resultsOf } from '../workbench/results.ts'

const usage = `Usage: npm run analyse -- --collection ID (--script FILE | --set ID)
         [--language zh-CN|en] [--format text|json] [--out FILE]
The script is that of the workbench (its page has it under "Script"); npm run export -- --list names the collections.`

const text = { type: 'string' } as const
const options = { collection: text, script: text, set: text, language: text, format: text, out: text }

try {
  await run()
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = 1
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options })
  if (!values.collection || (!values.script && !values.set)) {
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
    const locale: Locale = values.language === 'en' ? 'en' : 'zh-CN'
    const script = await scriptOf(store, values.collection, values)
    const held = await framesOf(store).of(values.collection)
    if (!held) throw new Error('There is no such collection; npm run export -- --list names them.')
    const whole = selfContained(script, await keptRecodes(store, values.collection))
    const { tables, weighting, n } = await resultsOf(held, { script: whole, tables: script.tables, locale })
    const results = tables.flat()
    const said =
      values.format === 'json'
        ? JSON.stringify({ title: script.title, n, weighting, results }, null, 2)
        : textOf(results, catalogues[locale].workbench.title, { script, weighting: weighting?.notes ?? [] })
    if (values.out) writeFileSync(values.out, `${said}\n`)
    else console.log(said)
  } finally {
    await store.close()
  }
}

async function scriptOf(
  store: Store,
  collection: string,
  { script, set }: { readonly script?: string | undefined; readonly set?: string | undefined },
): Promise<Script> {
  const saved = set === undefined ? null : await store.workbench.find(collection, set)
  if (set !== undefined && !saved) throw new Error(`The collection has no saved set ${set}.`)
  const read = readScript(JSON.parse(saved ? saved.script : readFileSync(script!, 'utf8')))
  if ('complaint' in read)
    throw new Error(`The script cannot be read: ${read.complaint.code} at ${read.complaint.at}.`)
  if (read.script.tables.length === 0) throw new Error('The script asks for no table.')
  return read.script
}

function textOf(
  results: readonly ShownCrossing[],
  title: string,
  { script, weighting }: { readonly script: Script; readonly weighting: readonly string[] },
): string {
  const head = [script.title || title, ...weighting]
  const parts = results.map(({ title: own, base, findings, notes, tables }) =>
    [
      `## ${own}`,
      ...base,
      ...findings,
      ...tables.map((table) => `\n${tableText(table)}`),
      ...notes.map((each) => `- ${each}`),
    ].join('\n'),
  )
  return [head.join('\n'), ...parts].join('\n\n')
}

/** Columns between tabs: a spreadsheet takes them as they are. */
function tableText({ caption, columns, rows }: ShownTable): string {
  const lines = rows.map(({ head, cells }) => [
    ...(columns[0]?.numeric ? [] : [head]),
    ...cells.map((cell) => cell.text),
  ])
  return [
    caption,
    columns.map(({ label }) => label).join('\t'),
    ...lines.map((line) => line.join('\t')),
  ].join('\n')
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'DatabaseInUse')
    return 'The server is running on this database: use the workbench on its pages, or stop it first.'
  if (error instanceof SyntaxError) return `The script is not JSON: ${error.message}`
  return error.message
}
