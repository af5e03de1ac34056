/** Units from a table: first a preview with a complaint for each bad row, then all of them or none. */

import { Problem } from '../problem.ts'
import { carriedRows, confirmedRows, uploadedRows } from './import-rows.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { unitColumns, unitComplaints, unitsOf, type UnitRow } from './units/rows.ts'

const mostRows = 2_000
const mostShown = 300

export const unitsImportPage: Page = {
  path: '/units/import',
  right: 'organise',
  accepts: 'files',
  get: async (visit) => preview(visit, { rows: [], complaints: [] }),
  post: async (visit) => {
    if (visit.body['rows'] !== undefined) return importAll(visit)
    const read = await uploadedRows(visit, unitColumns)
    if (!read.ok) return preview(visit, { rows: [], complaints: read.complaints })
    if (read.rows.length > mostRows) {
      const words = visit.t.imports.tooManyRows({ sheet: '', limit: mostRows })
      return preview(visit, { rows: [], complaints: [words] })
    }
    return preview(visit, { rows: read.rows, complaints: [] })
  },
}

async function importAll(visit: Visit): Promise<Reply> {
  const { store, t, viewer, now } = visit
  const rows = confirmedRows(visit, unitColumns)
  if (!rows || rows.length === 0 || rows.length > mostRows) throw new Problem('badRequest')
  const complaints = unitComplaints(t, rows, await store.units.tree())
  if (complaints.some((of) => of.length > 0))
    return preview(visit, { rows, complaints: [t.people.importChanged] })
  try {
    const done = await store.units.import(unitsOf(rows))
    const event = { actor: viewer?.id ?? null, kind: 'units.imported', subject: 'units', detail: { ...done } }
    await store.history.append(event, now().toISOString())
    return redirect('/units', t.people.importedUnits({ ...done }))
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    if (name !== 'UnitCycle' && name !== 'BadImport') throw error
    return preview(visit, { rows, complaints: [t.people.rowOwnParent] })
  }
}

interface Previewed {
  readonly rows: readonly UnitRow[]
  /** What is wrong with the table as a whole. */
  readonly complaints: readonly string[]
}

async function preview({ store, t }: Visit, { rows, complaints }: Previewed): Promise<Reply> {
  const ofRows = unitComplaints(t, rows, await store.units.tree())
  const wrong = ofRows.filter((of) => of.length > 0).length
  const errors = complaints.map((words) => ({ field: 'file', words }))
  const context = {
    title: t.people.unitsImport,
    errors,
    breadcrumb: [{ href: '/units', label: t.people.unitsTitle }, { label: t.people.unitsImport }],
    explained: t.people.importColumnsUnits,
    action: '/units/import',
    headings: [t.people.unitName, t.people.unitCode, t.people.unitParent, t.people.unitPosition],
    total: rows.length,
    wrong,
    shown: shownRows(
      rows.map(({ row, cells }, place) => ({
        row,
        cells: [cells.name, cells.code, cells.parent, cells.position],
        complaint: (ofRows[place] ?? []).join(t.common.semicolon),
      })),
    ),
    carried:
      wrong === 0 && complaints.length === 0 && rows.length > 0 ? carriedRows(rows, unitColumns) : null,
  }
  return view('import', context, { status: complaints.length + wrong > 0 ? 422 : 200 })
}

/** The rows with something wrong first of all; a long table is not shown to its end. */
export function shownRows<Row extends { readonly complaint: string }>(rows: readonly Row[]): readonly Row[] {
  const wrong = rows.filter(({ complaint }) => complaint !== '')
  return (wrong.length > 0 ? wrong : rows).slice(0, mostShown)
}
