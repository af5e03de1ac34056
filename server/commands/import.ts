/**
 * `npm run import -- --collection ID --file FILE --as LOGIN`: answers of a survey done elsewhere, checked by the form's
 * rules and stored whole or not at all; without `--store` it only says what it found.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { environment, readConfig } from '../config.ts'
import { compileForm } from '../form/definition.ts'
import type { Form } from '../form/form.ts'
import { textIn } from '../form/words.ts'
import { columnLetter } from '../imports/columns.ts'
import type { Checked, RowComplaint } from '../imports/answers/check.ts'
import { suggestedLinks } from '../imports/answers/links.ts'
import { suggestedMapping, type Source } from '../imports/answers/mapping.ts'
import { readAnswerFile, type AnswerFile } from '../imports/answers/table.ts'
import { checkFile, storeChecked, usualBlanks, type Asked } from '../imports/answers/taking.ts'
import { catalogues, say, type Catalogue, type Locale } from '../locale/index.ts'
import { openStore } from '../store/open.ts'
import type { Imported, Store } from '../store/store.ts'

const usage = `Usage: npm run import -- --collection ID --file FILE [--store --as LOGIN]
         [--order day|month] [--identical keep|skip] [--blanks "NA;(跳过)"] [--again] [--language zh-CN|en]
FILE is CSV, XLSX, XLS, .sav, .zsav, or a .zip of them with the rows of repeats; columns are found by their headings.
Without --store every row is checked and nothing is stored. --as names who imports it: somebody of this installation.`

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const options = {
  collection: text,
  file: text,
  as: text,
  order: text,
  identical: text,
  blanks: text,
  language: text,
  store: flag,
  again: flag,
}

try {
  await run()
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = 1
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options })
  if (!values.collection || !values.file || (values.store && !values.as)) {
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
    const t = catalogues[locale]
    const collection = await store.collections.find(values.collection)
    const version = collection && (await store.forms.version(collection.formVersionId))
    const form = version && compileForm(version.source).form
    if (!collection || !form)
      throw new Error('There is no such collection; npm run export -- --list names them.')
    const bytes = readFileSync(values.file)
    const read = await readAnswerFile(bytes, form)
    if (!read.ok) throw new Error(say(t.imports, read.complaint.code, read.complaint.params))
    const { file } = read
    const order = values.order === 'day' || values.order === 'month' ? values.order : null
    const asked: Asked = {
      mapping: suggestedMapping(form, file.table, collection.anonymous),
      links: suggestedLinks(form, file.linked, collection.anonymous),
      blanks: values.blanks === undefined ? usualBlanks : values.blanks.split(/[;；]/),
      order,
      identical: values.identical === 'skip' ? 'skip' : 'keep',
      again: values.again,
    }
    console.log(foundText(file, asked, t))
    if (asked.mapping.sources.size === 0) throw new Error(t.answerImport.nothingMapped)
    const now = new Date()
    const checked = await checkFile({ collection, form }, { file, asked }, { now, timeZone: config.timeZone })
    for (const complaint of checked.complaints.slice(0, 200))
      console.log(complaintText(complaint, { file, asked, form, t, locale }))
    if (checked.complaints.length > 0) {
      console.error(t.answerImport.wrong({ rows: file.table.rows.length, wrong: wrongRows(checked) }))
      process.exitCode = 1
      return
    }
    console.log(t.answerImport.ready({ n: checked.rows.length }))
    if (!values.store) return
    const imported = await storeChecked(
      store,
      { collection, form },
      {
        checked,
        fileHash: createHash('sha256').update(bytes).digest('hex'),
        again: asked.again,
        actor: await personOf(store, values.as!),
        now,
        timeZone: config.timeZone,
        channelLabel: t.answerImport.channel,
        locale,
      },
    )
    console.log(outcomeText(imported, t))
    if (imported.outcome !== 'imported') process.exitCode = 1
  } finally {
    await store.close()
  }
}

async function personOf(store: Store, login: string): Promise<string> {
  const person = (await store.people.all()).find((each) => each.login === login)
  if (!person) throw new Error(`There is nobody called ${login}.`)
  return person.id
}

function wrongRows({ complaints }: Checked): number {
  return new Set(complaints.map(({ table, row }) => `${table} ${row}`)).size
}

function foundText({ table, filesLeft }: AnswerFile, { mapping, links }: Asked, t: Catalogue): string {
  const lines = (header: readonly string[], sources: ReadonlyMap<string, Source>) =>
    [...sources].map(([name, source]) => `  ${name} <- ${columnsText(header, source)}`)
  return [
    `${table.name || '-'}: ${table.rows.length}`,
    ...lines(table.header, mapping.sources),
    ...links.flatMap((link) => [
      `${link.repeat} <- ${link.table.name}: ${link.table.rows.length}`,
      ...lines(link.table.header, link.sources),
    ]),
    ...(filesLeft > 0 ? [t.answerImport.filesLeft({ n: filesLeft })] : []),
  ].join('\n')
}

function columnsText(header: readonly string[], source: Source): string {
  const columns =
    source.kind === 'column'
      ? [source.column]
      : source.kind === 'choices'
        ? [...source.columns.values()]
        : source.columns.filter((column) => column !== null)
  return columns.map((column) => `${columnLetter(column)} ${header[column] ?? ''}`).join(', ')
}

function complaintText(
  { table, row, column, question, code, refusal, cell }: RowComplaint,
  {
    file,
    asked,
    form,
    t,
    locale,
  }: {
    readonly file: AnswerFile
    readonly asked: Asked
    readonly form: Form
    readonly t: Catalogue
    readonly locale: Locale
  },
): string {
  const header =
    table === null
      ? file.table.header
      : (asked.links.find((link) => link.table.name === table)?.table.header ?? [])
  const words = refusal
    ? textIn(refusal.message, form.defaultLanguage, form) ||
      say(catalogues[locale].refusal, refusal.code, refusal.params)
    : say(t.answerImport.complaint, code)
  const place =
    column === null
      ? (question?.written ?? refusal?.name ?? '')
      : `${columnLetter(column)} ${header[column] ?? ''}`
  const where = t.answerImport.rowCell({ row, cell: [...cell].slice(0, 60).join('') })
  return `${table === null ? '' : `${table} `}${place}: ${words} (${where})`
}

function outcomeText(imported: Imported, t: Catalogue): string {
  const w = t.answerImport
  switch (imported.outcome) {
    case 'imported':
      return w.done(imported)
    case 'closed':
      return w.closed
    case 'again':
      return w.againNeeded({ on: imported.importedOn })
    case 'full':
      return w.full({ limit: imported.limit })
    case 'different':
      return w.different({
        n: imported.instanceIds.length,
        rows: imported.instanceIds.slice(0, 20).join(t.common.comma),
      })
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'DatabaseInUse')
    return 'The server is running on this database: import on its pages, or stop it first.'
  if ('code' in error && error.code === 'ENOENT') return 'There is no such file.'
  return error.message
}
