/** People from a table: first a preview with a complaint for each bad row, then all of them or none. */

import { hashPassword, issuePassword } from '../access/password.ts'
import { Problem } from '../problem.ts'
import { carriedRows, confirmedRows, uploadedRows } from './import-rows.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'
import { issuedView } from './people/issued.ts'
import { peopleColumns, plannedPeople, type PersonRow, type PlannedPerson } from './people/rows.ts'
import { shownRows } from './units-import.ts'

/** Each gets a password of their own, and hashing one takes a few hundredths of a second. */
const mostRows = 500

export const peopleImportPage: Page = {
  path: '/people/import',
  right: 'people',
  accepts: 'files',
  get: (visit) => preview(visit, { rows: [], complaints: [] }),
  post: async (visit) => {
    if (visit.body['rows'] !== undefined) return importAll(visit)
    const read = await uploadedRows(visit, peopleColumns)
    if (!read.ok) return preview(visit, { rows: [], complaints: read.complaints })
    if (read.rows.length > mostRows) {
      return preview(visit, { rows: [], complaints: [visit.t.people.tooManyPeople({ limit: mostRows })] })
    }
    return preview(visit, { rows: read.rows, complaints: [] })
  },
}

async function planned(
  { store, t, viewer }: Visit,
  rows: readonly PersonRow[],
): Promise<readonly PlannedPerson[]> {
  if (!viewer) throw new Problem('signInNeeded')
  const [units, people] = await Promise.all([store.units.tree(), store.people.all()])
  return plannedPeople(t, rows, { units, people, viewer })
}

async function importAll(visit: Visit): Promise<Reply> {
  const { store, t, viewer, now } = visit
  const rows = confirmedRows(visit, peopleColumns)
  if (!rows || rows.length === 0 || rows.length > mostRows) throw new Problem('badRequest')
  const plan = await planned(visit, rows)
  const changed = { rows, complaints: [t.people.importChanged] }
  if (plan.some(({ complaints }) => complaints.length > 0)) return preview(visit, changed)
  const people = await Promise.all(
    plan.map(async ({ person }) => {
      const password = issuePassword()
      return { person, password, passwordHash: await hashPassword(password) }
    }),
  )
  try {
    await store.people.import(people, viewer?.id ?? null)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'DuplicateLogin') throw error
    return preview(visit, changed)
  }
  const detail = { people: people.length }
  const event = { actor: viewer?.id ?? null, kind: 'people.imported', subject: 'people', detail }
  await store.history.append(event, now().toISOString())
  return issuedView(
    visit,
    people.map(({ person: { name, login }, password }) => ({ name, login, password })),
  )
}

interface Previewed {
  readonly rows: readonly PersonRow[]
  /** What is wrong with the table as a whole. */
  readonly complaints: readonly string[]
}

async function preview(visit: Visit, { rows, complaints }: Previewed): Promise<Reply> {
  const { t } = visit
  const plan = await planned(visit, rows)
  const wrong = plan.filter((one) => one.complaints.length > 0).length
  const shown = plan.map(({ row: { row, cells }, complaints: of }) => ({
    row,
    cells: [cells.name, cells.login, cells.unit, cells.jobTitle, cells.phone, cells.roles],
    complaint: of.join(t.common.semicolon),
  }))
  const context = {
    title: t.people.peopleImport,
    errors: complaints.map((words) => ({ field: 'file', words })),
    breadcrumb: [{ href: '/people', label: t.people.peopleTitle }, { label: t.people.peopleImport }],
    explained: t.people.importColumnsPeople,
    action: '/people/import',
    headings: [
      t.people.name,
      t.people.login,
      t.people.unit,
      t.people.jobTitle,
      t.people.phone,
      t.people.roles,
    ],
    total: rows.length,
    wrong,
    shown: shownRows(shown),
    carried:
      wrong === 0 && complaints.length === 0 && rows.length > 0 ? carriedRows(rows, peopleColumns) : null,
  }
  return view('import', context, { status: complaints.length + wrong > 0 ? 422 : 200 })
}
