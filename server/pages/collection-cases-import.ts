/**
 * Cases from a table that is uploaded or pasted: the columns that are known, and all others as what is personal of each
 * case. The whole list becomes cases, or a sample drawn from it.
 */

import { drawCases } from '../fieldwork/draw.ts'
import type { Read } from '../imports/file.ts'
import { readTable } from '../imports/index.ts'
import { readCsv } from '../imports/table.ts'
import { say } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import { drawMethods, type Collection, type NewCase } from '../store/store.ts'
import { line, several, type FieldError, type Option } from './fields.ts'
import { caseRows, namesCases, type CaseRow } from './fieldwork/case-rows.ts'
import { askedDraw } from './fieldwork/draw-asked.ts'
import { collectorsOf } from './fieldwork/people.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

const mostRows = 5_000
const mostShown = 100

/** Context of views/fieldwork/cases-import.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly action: string
  readonly headings: readonly string[]
  readonly total: number
  readonly wrong: number
  readonly shown: readonly CaseRow[]
  /** The table for the next step; null where it cannot be taken as it is. */
  readonly carried: string | null
  readonly text: string
  readonly methods: readonly Option[]
  readonly typed: Readonly<Record<'method' | 'size' | 'seed', string>>
}

export const collectionCasesImport: Page = {
  path: '/collections/:collection/cases/import',
  right: 'topic.manage',
  accepts: 'files',
  get: async (visit) => preview(visit, await collectionOf(visit), { table: nothing, errors: [] }),
  async post(visit) {
    const { t } = visit
    const collection = await collectionOf(visit)
    if (collection.anonymous) throw new Problem('conflict')
    if (visit.body['rows'] !== undefined) return importAll(visit, collection)
    const pasted = pastedText(visit)
    const field = pasted === '' ? 'file' : 'text'
    const read: Read<Table> =
      pasted === '' ? await readTable(visit.files['file']) : readCsv(Buffer.from(pasted, 'utf8'))
    const refused = (words: string) =>
      preview(visit, collection, { table: nothing, errors: [{ field, words }] })
    if (!read.ok) return refused(say(t.imports, read.complaint.code, read.complaint.params))
    if (read.rows.length > mostRows) return refused(t.imports.tooManyRows({ sheet: '', limit: mostRows }))
    if (!namesCases(read.header))
      return refused(t.casework.noNames({ seen: read.header.join(t.common.comma) }))
    return preview(visit, collection, { table: read, errors: [] })
  },
}

interface Table {
  readonly header: readonly string[]
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[]
}

const nothing: Table = { header: [], rows: [] }

/** Cells of Excel and Word come with tabs between them, and some of them with line ends inside quotes. */
function pastedText({ body }: Visit): string {
  const text = body['text']
  return typeof text === 'string' && text.trim() !== '' ? text : ''
}

async function collectionOf({ store, params }: Visit): Promise<Collection> {
  const found = await store.collections.find(params['collection'] ?? '')
  if (!found) throw new Problem('notFound')
  return found
}

async function readCases(visit: Visit, { topicId }: Collection, table: Table): Promise<readonly CaseRow[]> {
  const { store, t } = visit
  const [collectors, units] = await Promise.all([collectorsOf(store, topicId), store.units.tree()])
  return caseRows(t, table, { collectors, units })
}

async function importAll(visit: Visit, collection: Collection): Promise<Reply> {
  const { store, t, viewer } = visit
  const table = carried(several(visit, 'rows')[0] ?? '')
  if (!table || table.rows.length === 0 || table.rows.length > mostRows) throw new Problem('badRequest')
  const rows = await readCases(visit, collection, table)
  const cases = rows.flatMap((row): readonly NewCase[] => (row.complaints.length === 0 ? [row.found] : []))
  if (cases.length < rows.length)
    return preview(visit, collection, { table, errors: [{ field: 'text', words: t.people.importChanged }] })
  const { drawing, errors } = askedDraw(visit, cases.length)
  if (errors.length > 0) return preview(visit, collection, { table, errors })
  const back = `/collections/${collection.id}/cases`
  if (!drawing) {
    await store.assignments.addCases(collection.id, cases, viewer?.id ?? null)
    return redirect(back, t.fieldwork.imported({ n: cases.length }))
  }
  const drawn = drawCases(cases, drawing)
  await store.assignments.addCases(collection.id, drawn.cases, viewer?.id ?? null, drawn.draw)
  return redirect(back, t.casework.drawn({ n: drawn.cases.length, population: cases.length }))
}

/** The table as the preview page sent it back; null if it is not what that page sends. */
function carried(text: string): Table | null {
  let sent: unknown
  try {
    sent = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof sent !== 'object' || sent === null) return null
  const { header, rows } = sent as Record<string, unknown>
  const words = (list: unknown): list is readonly string[] =>
    Array.isArray(list) && list.every((one) => typeof one === 'string')
  if (!words(header) || !Array.isArray(rows)) return null
  const read = (rows as readonly unknown[]).map((one) => {
    const { row, cells } = (one ?? {}) as Record<string, unknown>
    return typeof row === 'number' && words(cells) && cells.length === header.length ? { row, cells } : null
  })
  return read.every((one) => one !== null) ? { header, rows: read } : null
}

interface Shown {
  readonly table: Table
  readonly errors: readonly FieldError[]
}

async function preview(visit: Visit, collection: Collection, { table, errors }: Shown): Promise<Reply> {
  const { t } = visit
  const w = t.fieldwork
  const rows = table.rows.length > 0 ? await readCases(visit, collection, table) : []
  const wrong = rows.filter((row) => row.complaints.length > 0)
  const path = `/collections/${collection.id}/cases`
  const context: Context = {
    title: w.importTitle,
    errors,
    breadcrumb: [
      { label: collection.title, href: `/collections/${collection.id}` },
      { label: w.assign, href: path },
      { label: w.importTitle },
    ],
    action: `${path}/import`,
    headings: [
      w.name,
      w.place,
      w.area,
      w.latitude,
      w.longitude,
      w.unit,
      w.person,
      w.due,
      w.note,
      w.personalColumns,
    ],
    total: rows.length,
    wrong: wrong.length,
    shown: (wrong.length > 0 ? wrong : rows).slice(0, mostShown),
    carried:
      wrong.length === 0 && rows.length > 0
        ? JSON.stringify({ header: table.header, rows: table.rows })
        : null,
    text: pastedText(visit),
    methods: [
      { value: '', label: t.casework.wholeList },
      ...drawMethods.map((method) => ({ value: method, label: t.casework.methods[method] })),
    ],
    typed: {
      method: line(visit, 'method'),
      size: line(visit, 'size', 10),
      seed: line(visit, 'seed', 100),
    },
  }
  return view('fieldwork/cases-import', context, { status: errors.length + wrong.length > 0 ? 422 : 200 })
}
