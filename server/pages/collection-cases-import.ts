/** Cases from a table: the columns that are known, and all others as what is personal of each case. */

import { readTable } from '../imports/index.ts'
import { say } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import type { Collection, NewCase } from '../store/store.ts'
import { several } from './fields.ts'
import { caseRows, type CaseRow } from './fieldwork/case-rows.ts'
import { collectorsOf } from './fieldwork/people.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { shownRows } from './units-import.ts'

const mostRows = 5_000

export const collectionCasesImport: Page = {
  path: '/collections/:collection/cases/import',
  right: 'topic.manage',
  accepts: 'files',
  get: async (visit) => preview(visit, await collectionOf(visit), { header: [], rows: [] }, []),
  async post(visit) {
    const collection = await collectionOf(visit)
    if (collection.anonymous) throw new Problem('conflict')
    if (visit.body['rows'] !== undefined) return importAll(visit, collection)
    const read = await readTable(visit.files['file'])
    const empty = { header: [], rows: [] }
    if (!read.ok)
      return preview(visit, collection, empty, [
        say(visit.t.imports, read.complaint.code, read.complaint.params),
      ])
    if (read.rows.length > mostRows)
      return preview(visit, collection, empty, [visit.t.imports.tooManyRows({ sheet: '', limit: mostRows })])
    return preview(visit, collection, read, [])
  },
}

interface Table {
  readonly header: readonly string[]
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[]
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
  if (cases.length < rows.length) return preview(visit, collection, table, [t.people.importChanged])
  await store.assignments.addCases(collection.id, cases, viewer?.id ?? null)
  return redirect(`/collections/${collection.id}/cases`, t.fieldwork.imported({ n: cases.length }))
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

async function preview(
  visit: Visit,
  collection: Collection,
  table: Table,
  complaints: readonly string[],
): Promise<Reply> {
  const { t } = visit
  const w = t.fieldwork
  const rows = table.rows.length > 0 ? await readCases(visit, collection, table) : []
  const wrong = rows.filter((row) => row.complaints.length > 0).length
  const path = `/collections/${collection.id}/cases`
  const context = {
    title: w.importTitle,
    errors: complaints.map((words) => ({ field: 'file', words })),
    breadcrumb: [
      { label: collection.title, href: `/collections/${collection.id}` },
      { label: w.assign, href: path },
      { label: w.importTitle },
    ],
    explained: w.importColumns,
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
    wrong,
    shown: shownRows(
      rows.map((row) => ({
        row: row.row,
        cells: row.shown,
        complaint: row.complaints.join(t.common.semicolon),
      })),
    ),
    carried: wrong === 0 && complaints.length === 0 && rows.length > 0 ? JSON.stringify(table) : null,
  }
  return view('import', context, { status: complaints.length + wrong > 0 ? 422 : 200 })
}
