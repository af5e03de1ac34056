/** Tables of the workbench as files: the one that is open, or a whole saved set, as an Excel workbook or a Word document. */

import { catalogues, type Locale } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import { dateText } from '../render.ts'
import { wordReport } from '../report/making.ts'
import type { Script, TableStep } from '../../analysis/workbench/script.ts'
import { framesOf, type CollectionFrame } from '../summary/frames.ts'
import { runAnalysis } from '../summary/analysis-thread.ts'
import { wholePart } from '../summary/stamp.ts'
import { soon } from './summarising/waiting.ts'
import { keptRecodes, selfContained } from '../workbench/kept.ts'
import { decoded } from '../workbench/state.ts'
import { tablesReport, type WrittenTables } from '../workbench/written.ts'
import { fileName } from './exporting/choices.ts'
import { redirect, type Page, type Reply, type Visit } from './page.ts'
import { tableFacts } from './workbench/facts.ts'
import { foundSet } from './workbench/found-set.ts'

interface Wanted {
  readonly held: CollectionFrame
  readonly script: Script
  readonly tables: readonly TableStep[]
  readonly title: string
}

const excelType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

export const collectionWorkbenchXlsx: Page = {
  path: '/collections/:collection/workbench.xlsx',
  right: 'topic.analyse',
  get: (visit) => openTable(visit, asExcel),
}

export const collectionWorkbenchDocx: Page = {
  path: '/collections/:collection/workbench.docx',
  right: 'topic.analyse',
  get: (visit) => openTable(visit, asWord),
}

export const collectionWorkbenchSetXlsx: Page = {
  path: '/collections/:collection/workbench/:set/tables.xlsx',
  right: 'topic.analyse',
  get: async (visit) => asExcel(visit, await wholeSet(visit)),
}

export const collectionWorkbenchSetDocx: Page = {
  path: '/collections/:collection/workbench/:set/tables.docx',
  right: 'topic.analyse',
  get: async (visit) => asWord(visit, await wholeSet(visit)),
}

/** An address that tells no table leads to the workbench. */
async function openTable(visit: Visit, as: (visit: Visit, wanted: Wanted) => Promise<Reply>): Promise<Reply> {
  const { store, params, query, t } = visit
  const held = await framesOf(store).of(params['collection']!)
  if (!held) throw new Problem('notFound')
  const { script, table } = decoded(query['s']).now
  if (table.rows.length === 0) return redirect(`/collections/${held.collection.id}/workbench`)
  const title = `${held.collection.title} ${t.workbench.results}`
  const kept = await keptRecodes(store, held.collection.id)
  const whole = selfContained({ ...script, tables: [table] }, kept)
  return as(visit, { held, script: whole, tables: [table], title })
}

async function wholeSet(visit: Visit): Promise<Wanted> {
  const { held, set, script } = await foundSet(visit)
  return { held, script, tables: script.tables, title: set.name }
}

async function asExcel(visit: Visit, wanted: Wanted): Promise<Reply> {
  const { t } = visit
  const written = await writtenTables(visit, wanted)
  const { tablesXlsx } = await import('../exports/tables-xlsx.ts')
  const bytes = tablesXlsx(written, {
    contents: t.workbench.contents,
    weighting: t.workbench.weightingTitle,
    results: t.workbench.results,
  })
  return { kind: 'bytes', bytes, type: excelType, headers: headersOf(written, 'xlsx') }
}

async function asWord(visit: Visit, wanted: Wanted): Promise<Reply> {
  const { locale, now, config } = visit
  const written = await writtenTables(visit, wanted)
  const date = dateText(now().toISOString(), locale, config.timeZone)
  const { bytes } = await wordReport(tablesReport(written, { t: catalogues[locale], locale, date }))
  return { kind: 'bytes', bytes, type: wordType, headers: headersOf(written, 'docx') }
}

function headersOf({ title }: WrittenTables, ending: string): Readonly<Record<string, string>> {
  return { 'Cache-Control': 'private, no-store', 'Content-Disposition': fileName(title, ending) }
}

async function writtenTables(visit: Visit, { held, script, tables, title }: Wanted): Promise<WrittenTables> {
  const locale: Locale = visit.locale
  const results = await soon(
    visit,
    runAnalysis('workbench', { held, part: wholePart(held) }, { script, tables, locale }),
    held,
  )
  return {
    title,
    facts: await tableFacts(visit, held, script, results.n),
    results: results.tables.flat(),
    weighting: results.weighting,
  }
}
